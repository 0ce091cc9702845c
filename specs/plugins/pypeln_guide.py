"""The functions of pypeln's guide, as a plugin."""

import http.client
import random
import sqlite3
import time

from swpipe_plugin import run, transform


def on_start(worker_info):
    """Makes the sessions of a worker, and its own repeatable random numbers."""
    db_session = sqlite3.connect(":memory:")
    db_session.execute("create table seen (x integer)")
    return dict(
        http_session=http.client.HTTPConnection("localhost"),  # Connects with the first request.
        db_session=db_session,
        random=random.Random(worker_info.index),
    )


def on_done(http_session, db_session):
    """Closes them when the worker has had its last element."""
    http_session.close()
    db_session.close()


@transform("slow_add1", operators=["map"], on_start=on_start, on_done=on_done)
def slow_add1(x, db_session, random):
    """Adds one, slowly."""
    time.sleep(random.random() / 100)  # <= some slow computation
    db_session.execute("insert into seen values (?)", (x,))
    return x + 1


@transform("slow_gt3", operators=["filter"], on_start=on_start, on_done=on_done)
def slow_gt3(x, random):
    """Holds for numbers greater than three, slowly."""
    time.sleep(random.random() / 100)  # <= some slow computation
    return x > 3


if __name__ == "__main__":
    run()
