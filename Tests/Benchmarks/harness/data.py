"""The input, made the same on every machine: the generator is written out, Python's own is not used.

log        5,000,000 lines of an access log, about 53 bytes each; 13 % of them have a status 50x
integers   1 to 1,000,000, one a line
keys       50,000 short lines
orders     300,000 small JSON objects
records    1,000,000 JSON objects of about 200 bytes: nested, escaped, not all of it ASCII
large_log  the lines of `log`, again and again, up to 1 GiB
"""

import json
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


PEOPLE = "Zoë José Anna 李 Müller Søren Олег Chloé Bob Alice Nguyễn Fatma Σωκράτης O'Neil".split()
EVENTS = (
    *("order shipped", 'payment "declined"', "C:\\temp\\file.txt", "naïve café", "日本語のメッセージ"),
    *("line1\nline2", "tab\there", "emoji 😀🚀", "50% off <b>now</b>", "a/b/c?x=1&y=2", "call back"),
    *("plain ascii text here", "retry later", "Привет, мир", "null-ish \u0001 ctl", "done."),
)
TAGS = "red new vip éco sale b2b web mobile eu us-east 重要".split()


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


def records(_):
    numbers = splitmix64(11)
    for number in range(LINES["records"]):
        bits, more = next(numbers), next(numbers)
        name, surname = PEOPLE[bits % len(PEOPLE)], NAMES[(bits >> 5) % 20].title()
        record = {
            "id": number,
            "user": {
                "name": f"{name} {surname}",
                "email": f"user{(bits >> 10) % 10_000}@{NAMES[(bits >> 26) % 20]}.example.com",
            },
            "tags": [
                TAGS[(bits >> (31 + 4 * place)) % len(TAGS)] for place in range((bits >> 60) % 5)
            ],
            "amount": (bits >> 20) % 10_000 / 100,
            "ts": f"2026-{1 + (more >> 3) % 12:02}-{1 + (more >> 7) % 28:02}"
            f"T{(more >> 12) % 24:02}:{(more >> 17) % 60:02}:{(more >> 23) % 60:02}Z",
            "message": " ".join(
                EVENTS[(more >> (6 * place)) % len(EVENTS)] for place in range(2 + (more >> 60) % 3)
            ),
        }
        # One in five is ASCII, with escapes.
        text = json.dumps(record, ensure_ascii=number % 5 == 0, separators=(",", ":"))
        yield text.encode() + b"\n"


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
    "records": 1_000_000,
    "large_log": 20_064_953,
}
GENERATORS = {
    generator.__name__: generator
    for generator in (log, integers, keys, orders, records, large_log)
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
