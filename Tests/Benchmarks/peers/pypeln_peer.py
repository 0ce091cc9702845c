"""The workloads in pypeln: what a person would write, its results joined before they are written.

    pypeln_peer.py pass|filter|chain|sleep|sha256|rate process|thread|task WORKERS [ordered]
"""

import asyncio
import hashlib
import json
import os
import re
import sys
import time

import pypeln

MAXSIZE = 1000
WRITE = 512
PATTERN = re.compile(rb" 50[0-9] [0-9]+ms")


def identity(line):
    return line


def matches(line):
    return PATTERN.search(line) is not None


def replace_and_upper(line):
    return line.replace(b"/items/", b"/things/", 1).upper()


def add_one(value):
    return value + 1


def sleep(line):
    time.sleep(0.01)
    return line


async def sleep_in_task(line):
    await asyncio.sleep(0.01)
    return line


def sha256(line):
    digest = line.rstrip(b"\n")
    for _ in range(200):
        digest = hashlib.sha256(digest).digest()
    return digest.hex().encode() + b"\n"


def rate(order):
    order["total"] = order["amount"] * order["count"]
    return order


def write(lines):
    held = []
    for line in lines:
        held.append(line)
        if len(held) == WRITE:
            sys.stdout.buffer.write(b"".join(held))
            held.clear()
    sys.stdout.buffer.write(b"".join(held))
    sys.stdout.buffer.flush()


def main():
    workload, kind, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    module = getattr(pypeln, kind)
    arguments = {"workers": workers, "maxsize": MAXSIZE}
    elements = (line for line in sys.stdin.buffer)
    if workload == "pass":
        elements = module.map(identity, elements, **arguments)
    elif workload == "filter":
        elements = module.filter(matches, elements, **arguments)
        elements = module.map(replace_and_upper, elements, **arguments)
    elif workload == "chain":
        elements = (int(line) for line in elements)
        for _ in range(3):
            elements = module.map(add_one, elements, **arguments)
    elif workload == "sleep":
        elements = module.map(sleep_in_task if kind == "task" else sleep, elements, **arguments)
    elif workload == "sha256":
        elements = module.map(sha256, elements, **arguments)
    elif workload == "rate":
        elements = (json.loads(line) for line in elements)
        elements = module.map(rate, elements, **arguments)
        elements = (json.dumps(order, separators=(",", ":")).encode() + b"\n" for order in elements)
    if "ordered" in sys.argv:
        elements = module.ordered(elements)
    write(b"%d\n" % value for value in elements) if workload == "chain" else write(elements)
    # What is left (executors, poll loops) is not part of the work.
    os._exit(0)


if __name__ == "__main__":
    main()
