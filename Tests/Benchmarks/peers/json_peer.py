"""The JSON workloads as a Python loop over lines with orjson: `project`, `filter`, or one of PROGRAMS."""

import re
import sys
from datetime import datetime, timezone



def project(record):
    if record["amount"] > 50:
        yield {
            "id": record["id"],
            "name": record["user"]["name"],
            "message": record["message"],
            "total": record["amount"] * 1.2,
        }


def tags(record):
    counts = {}
    for tag in record["tags"]:
        counts[tag] = counts.get(tag, 0) + 1
    yield {"id": record["id"], "tags": counts, "length": sum(map(len, record["tags"]))}


ADDRESS = re.compile(r"^user(?P<number>[0-9]+)@(?P<host>[a-z]+)\.")


def address(record):
    found = ADDRESS.search(record["user"]["email"])
    yield {
        "id": record["id"],
        "host": found["host"].upper(),
        "number": int(found["number"]),
        "words": len(record["message"].split(" ")),
    }


def day(record):
    moment = datetime.strptime(record["ts"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    seconds = int(moment.timestamp())
    level = "high" if record["amount"] > 90 else "middle" if record["amount"] > 10 else "low"
    yield {"hour": seconds // 3600, "level": level, "paid": record["amount"] >= 1}


PROGRAMS = {function.__name__: function for function in (project, tags, address, day)}


def main():
    import orjson  # The workloads take PROGRAMS from here, and need not have it.

    write = sys.stdout.buffer.write
    if sys.argv[1] == "filter":
        for line in sys.stdin.buffer:
            if orjson.loads(line)["amount"] > 50:
                write(line)
        return
    function = PROGRAMS[sys.argv[1]]
    for line in sys.stdin.buffer:
        for result in function(orjson.loads(line)):
            write(orjson.dumps(result) + b"\n")


if __name__ == "__main__":
    main()
