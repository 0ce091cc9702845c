"""Measures CPU and wall time for each element over real pipes: `python3 tests/benchmark.py`."""

import os
import struct
import sys
import tempfile
import time

from driver import pack_batch, plugin

SOURCE = """
from typing import Iterator

@transform
def add1(x):
    return x + 1

@transform
def bump(x):
    x["n"] += 1
    return x

@transform
def upper(x: str) -> str:
    return x.upper()

@transform
def raw(x: bytes) -> bytes:
    return x

@transform
def even(x: int) -> bool:
    return x % 2 == 0

@transform
def three(x) -> Iterator[int]:
    yield x
    yield x
    yield x

@transform
def indexed(x, element_index):
    return x

@transform
async def slowly(x):
    return x
"""


def measure(transform, operator, make, count, text=False, indexed=False, size=256, window=None):
    batches = []
    for first in range(0, count, size):
        ids = range(first, min(first + size, count))
        indices = [(i,) for i in ids] if indexed else None
        batches.append((len(ids), pack_batch(first, [make(i) for i in ids], text, indices)))
    with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
        process.start(transform, operator, "text" if text else "json")
        usage = f"/proc/{process.process.pid}/stat"
        before = cpu(usage)
        began = time.perf_counter()
        open_ids = 0
        answered = 0
        window = window or 16384
        for number, data in batches:
            while open_ids + number > window:
                n = count_answers(process)
                answered += n
                open_ids -= n
            process.send(data)
            open_ids += number
        while answered < count:
            answered += count_answers(process)
        wall = time.perf_counter() - began
        used = cpu(usage) - before
        process.finish()
    print(
        f"{operator} {transform:8} {used / count * 1e6:6.2f} us CPU {wall / count * 1e6:6.2f} us wall"
        f" {count / used:9,.0f}/s of CPU"
    )


def count_answers(process):
    kind, payload = process.receive()
    if kind == 19:
        return 0
    assert kind == 18, payload
    return struct.unpack_from("<I", payload, 8)[0]


def cpu(path):
    with open(path) as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    json_object = lambda i: b'{"id":%d,"name":"name %d","n":%d.5}' % (i, i, i)
    number = lambda i: b"%d" % i
    line = lambda i: b"a line of text with the number %d" % i
    print(sys.version.split()[0], count, "elements")
    measure("add1", "map", number, count)
    measure("bump", "map", json_object, count)
    measure("upper", "map", line, count, text=True)
    measure("raw", "map", line, count, text=True)
    measure("even", "filter", number, count)
    measure("three", "flat_map", number, count)
    measure("bump", "each", json_object, count)
    measure("indexed", "map", number, count, indexed=True)
    measure("slowly", "map", number, count // 5, size=25, window=100)
