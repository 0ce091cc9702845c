"""The beginning of a plugin: a module with a transform that works, and its test."""

from __future__ import annotations

import keyword
import os


class SkeletonError(Exception):
    """Nothing was written, and the message says why."""


def write(name: str, is_async: bool = False, folder: str = ".") -> list[str]:
    """Writes NAME.py and test_NAME.py and returns their paths.

    Raises SkeletonError, and writes neither, if one exists or the name is none for a module.
    """
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        raise SkeletonError(f"{name!r} is no name for a module: letters, digits and _ make one")
    module = (_ASYNC_MODULE if is_async else _MODULE).replace("NAME", name)
    contents = {f"{name}.py": module, f"test_{name}.py": _TEST.replace("NAME", name)}
    paths = [os.path.normpath(os.path.join(folder, file)) for file in contents]
    for path in paths:
        if os.path.lexists(path):
            raise SkeletonError(f"{path} exists already")
    for path, text in zip(paths, contents.values()):
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    return paths


_HEAD = '''\
"""What this plugin is for, in one sentence.

In a spec:

    plugins:
      - {name: NAME, command: [python3, NAME.py]}
    stages:
      - map: NAME.greet
        with: {greeting: Good day}
"""

'''

_MODULE = (
    _HEAD
    + '''\
from swpipe_plugin import WorkerInfo, run, transform


def on_start(worker_info: WorkerInfo):
    """Called once in each worker. The functions below can name the keys of its dict."""
    return {"names": {"ann": "Dr. Ann"}}


def on_done(names):
    """Called in each worker after its last element: the place to close what on_start opened."""


# The docstring is what `swpipe explain NAME.greet` shows; keyword-only arguments are the
# transform's parameters, their annotations say what a spec may give.
@transform("NAME.greet", operators=["map"], on_start=on_start, on_done=on_done)
def greet(x: str, names, *, greeting: str = "Hello") -> str:
    """Greets the person that an element names.

    Args:
        greeting: What to say before the name.
    """
    return f"{greeting}, {names.get(x, x)}!"


if __name__ == "__main__":
    run()
'''
)

_ASYNC_MODULE = (
    _HEAD
    + '''\
import asyncio

from swpipe_plugin import WorkerInfo, run, transform


async def on_start(worker_info: WorkerInfo):
    """Called once in each worker. The functions below can name the keys of its dict."""
    return {"names": {"ann": "Dr. Ann"}}


async def on_done(names):
    """Called in each worker after its last element: the place to close what on_start opened."""


# The docstring is what `swpipe explain NAME.greet` shows; keyword-only arguments are the
# transform's parameters, their annotations say what a spec may give. In each worker, as many
# elements as `concurrency` says are worked on at once.
@transform("NAME.greet", operators=["map"], concurrency=100, on_start=on_start, on_done=on_done)
async def greet(x: str, names, *, greeting: str = "Hello") -> str:
    """Greets the person that an element names.

    Args:
        greeting: What to say before the name.
    """
    await asyncio.sleep(0)  # Here one would wait for a server.
    return f"{greeting}, {names.get(x, x)}!"


if __name__ == "__main__":
    run()
'''
)

_TEST = """\
import unittest

from swpipe_plugin.testing import apply

from NAME import greet


class GreetTests(unittest.TestCase):
    def test_greets_with_what_the_spec_says(self):
        self.assertEqual(apply(greet, ["ann", "bob"], greeting="Hi"), ["Hi, Dr. Ann!", "Hi, bob!"])


if __name__ == "__main__":
    unittest.main()
"""
