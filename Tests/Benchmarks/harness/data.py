"""The input, made the same on every machine: the generator is written out, Python's own is not used.

log        5,000,000 lines of an access log, about 53 bytes each; 13 % of them have a status 50x
integers   1 to 1,000,000, one a line
keys       50,000 short lines
orders     300,000 small JSON objects
large_log  the lines of `log`, again and again, up to 1 GiB
"""

import os
from itertools import islice

MASK = (1 << 64) - 1
GIBIBYTE = 1 << 30
NAMES = (
    "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil"
    " trent victor walter zoe"
).split()
METHODS = "GET GET GET GET POST PUT DELETE HEAD".split()
STATUSES = [200] * 12 + [201, 204, 301, 304, 400, 401, 404, 404, 500, 502, 503]
WORDS = (
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut"
    " labore et dolore magna aliqua"
).split()


def splitmix64(state):
    """Sebastiano Vigna's splitmix64: an endless row of 64-bit numbers."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def log(_):
    numbers = splitmix64(42)
    for line in range(LINES["log"]):
        bits = next(numbers)
        yield b"%x %s %s /items/%d %d %dms %s %s\n" % (
            line,
            NAMES[bits % 20].encode(),
            METHODS[(bits >> 8) & 7].encode(),
            (bits >> 16) % 100_000,
            STATUSES[(bits >> 33) % len(STATUSES)],
            (bits >> 40) % 3000,
            WORDS[(bits >> 52) % 19].encode(),
            WORDS[(bits >> 57) % 19].encode(),
        )


def integers(_):
    return (b"%d\n" % number for number in range(1, LINES["integers"] + 1))


def keys(_):
    numbers = splitmix64(99)
    return (b"line-%d-%x\n" % (line, next(numbers)) for line in range(LINES["keys"]))


def orders(_):
    numbers = splitmix64(7)
    for number in range(LINES["orders"]):
        bits = next(numbers)
        yield b'{"id":%d,"customer":"%s","amount":%d,"count":%d,"open":%s}\n' % (
            number,
            NAMES[bits % 20].encode(),
            (bits >> 8) % 10_000,
            (bits >> 24) % 9 + 1,
            b"true" if bits >> 40 & 1 else b"false",
        )


def large_log(folder):
    with open(path_of("log", folder), "rb") as file:
        text = file.read()
    left = GIBIBYTE
    while left >= len(text):
        yield text
        left -= len(text)
    yield text[: text.rfind(b"\n", 0, left) + 1]


# How many lines each has.
LINES = {
    "log": 5_000_000,
    "integers": 1_000_000,
    "keys": 50_000,
    "orders": 300_000,
    "large_log": 20_064_953,
}
GENERATORS = {
    generator.__name__: generator for generator in (log, integers, keys, orders, large_log)
}


def path_of(name, folder):
    """The path of an input; it is made where it is missing."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        with open(path + ".part", "wb") as file:
            file.writelines(GENERATORS[name](folder))
        os.replace(path + ".part", path)
    return path


def head(name, count, folder, scratch):
    """The path of an input, or of a copy of its first `count` lines where it has more."""
    path = path_of(name, folder)
    if count >= LINES[name]:
        return path
    result = os.path.join(scratch, f"{name}.{count}")
    if not os.path.exists(result):
        with open(path, "rb") as lines, open(result, "wb") as file:
            file.writelines(islice(lines, count))
    return result
