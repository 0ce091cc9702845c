"""A plugin that speaks docs/plugin-protocol.md without any kit, and breaks it where it is told to.

Each transform does one thing to elements that are `5`, and gives all others back as they are.
"""

import json
import os
import signal
import struct
import sys
import time

HELLO, START, BATCH, CANCEL, DONE = 1, 2, 3, 4, 5
MANIFEST, STARTED, RESULT, PART, FAIL, ENDED, REFUSED = 16, 17, 18, 19, 20, 21, 22
ALL = ["map", "filter", "flat_map", "each"]


def describe(name, **more):
    return {"name": name, "summary": "Does what the tests want", "operators": ALL, **more}


TRANSFORMS = [
    describe(name)
    for name in (
        "same reverse triple parts many_parts fail twice unknown rubbish exit segv hang close closed_output"
        " leak two_for_one short_frame huge_frame unknown_kind note stray done refuse_done exit_done"
        " hang_done ignore_done early long_fail large"
    ).split()
] + [
    describe("index", element_index=True),
    describe("info", parameters=[
        {"name": "word", "type": "text", "default": "none", "help": "Any word."},
        {"name": "count", "type": "integer", "minimum": 1, "maximum": 9, "default": 3, "help": "A count."},
        {"name": "wait", "type": "duration", "default": "5s", "help": "A time."},
        {"name": "way", "type": "choice", "choices": ["a", "b"], "required": True, "help": "A way."},
    ]),
    describe("table", resources=[{"name": "users", "type": "table"}]),
    describe("refuse_start"),
    describe("die_in_start"),
    describe("slow_start"),
    describe("long_refusal"),
    describe("slow", concurrency=4),
    describe("ignore_cancel", concurrency=4),
    describe("alone", one_worker=True),
    describe("kept", keeps_state=True),
    describe("kept_hang", keeps_state=True),
]


def read(count):
    data = b""
    while len(data) < count:
        part = os.read(0, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def receive():
    header = read(8)
    assert header[0] == 0xF5 and header[2:4] == b"\0\0"
    return header[1], read(struct.unpack("<I", header[4:])[0])


def write(data):
    while data:
        data = data[os.write(1, data):]


def send(kind, payload=b""):
    write(bytes([0xF5, kind, 0, 0]) + struct.pack("<I", len(payload)) + payload)


def result(first, answers):
    counts = [len(answer) for answer in answers]
    elements = [element for answer in answers for element in answer]
    send(RESULT, struct.pack(f"<QI{len(counts)}I", first, len(counts), *counts)
         + struct.pack(f"<{len(elements)}I", *map(len, elements)) + b"".join(elements))


def verdict(first, kept):
    send(RESULT, struct.pack("<QII", first, 1, 1 if kept else 0))


def batch(payload):
    first, count, _, depth = struct.unpack_from("<QIBB", payload)
    at = 16
    lengths = struct.unpack_from(f"<{count}I", payload, at)
    at += 4 * count
    numbers = struct.unpack_from(f"<{count * depth}q", payload, at)
    at += 8 * count * depth
    elements = []
    for length in lengths:
        elements.append(payload[at:at + length])
        at += length
    assert at == len(payload)
    indices = [numbers[i * depth:(i + 1) * depth] for i in range(count)]
    return [(first + i, elements[i], indices[i]) for i in range(count)]


class Worker:
    def __init__(self, start):
        self.start = start
        self.name = start["transform"]
        self.operator = start["operator"]

    def answer(self, id, element):
        if self.operator == "filter":
            verdict(id, element != b"0")
        else:
            result(id, [[] if self.operator == "each" else [element]])

    def element(self, id, element, index):
        if self.name == "triple":
            return result(id, [[element] * 3])
        if self.name == "parts":
            for _ in range(3):
                send(PART, struct.pack("<QII", id, 1, len(element)) + element)
            return result(id, [[element]])
        if self.name == "many_parts":
            # More than the pipe and the batch hold, so that it waits for the next stage.
            for number in range(40):
                part = str(number).encode() * 50_000
                send(PART, struct.pack("<QII", id, 1, len(part)) + part)
            return result(id, [[]])
        if self.name == "index":
            return result(id, [[json.dumps(list(index)).encode()]])
        if self.name == "info":
            return result(id, [[json.dumps(self.start, sort_keys=True).encode()]])
        if self.name == "table":
            return result(id, [[json.dumps(sorted(self.start["resources"])).encode()]])
        if self.name == "slow":
            time.sleep(0.001)
        if self.name == "note":
            os.write(2, b"saw " + element + b"\n")
        if element == b"5":
            if self.special(id, element):
                return None
        return self.answer(id, element)

    def special(self, id, element):
        name = self.name
        if name == "fail":
            send(FAIL, struct.pack("<Q", id) + b"five is right out")
        elif name == "twice":
            self.answer(id, element)
            self.answer(id, element)
        elif name == "unknown":
            self.answer(id + 1000, element)
        elif name == "rubbish":
            write(b"hello\n")
        elif name in ("exit", "kept"):
            os._exit(3)
        elif name == "segv":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif name in ("hang", "kept_hang", "ignore_cancel"):
            time.sleep(3600)
        elif name == "close":
            os.close(0)
            time.sleep(3600)
        elif name == "closed_output":
            os.close(1)
            time.sleep(3600)
        elif name == "leak":
            hoard = []
            while True:
                hoard.append(bytearray(16 << 20))
        elif name == "two_for_one":
            result(id, [[element, element]])
        elif name == "long_fail":
            send(FAIL, struct.pack("<Q", id) + "five, and so on ".encode() * 100_000)
        elif name == "large":
            result(id, [[b"x" * (20 << 20)]])
        elif name == "short_frame":
            send(RESULT, b"short")
        elif name == "huge_frame":
            write(bytes([0xF5, RESULT, 0, 0, 255, 255, 255, 255]))
        elif name == "unknown_kind":
            send(99)
        elif name == "stray":
            send(STARTED)
        else:
            return False
        return True

    def batch(self, elements):
        if self.name == "reverse":
            elements = elements[::-1]
        for id, element, index in elements:
            self.element(id, element, index)

    def done(self, status):
        if self.name == "done":
            os.write(2, b"done " + json.dumps(status, sort_keys=True).encode() + b"\n")
        if self.name == "refuse_done":
            return send(REFUSED, b"the session is gone")
        if self.name == "exit_done":
            os._exit(4)
        if self.name == "hang_done":
            time.sleep(3600)
        send(ENDED)
        if self.name == "ignore_done":
            time.sleep(3600)
        return None


def main():
    kind, _ = receive()
    assert kind == HELLO
    send(MANIFEST, json.dumps({"protocol": 1, "name": "raw", "transforms": TRANSFORMS}).encode())
    kind, payload = receive()
    assert kind == START
    worker = Worker(json.loads(payload))
    if worker.name == "refuse_start":
        return send(REFUSED, b"no database")
    if worker.name == "die_in_start":
        os._exit(5)
    if worker.name == "slow_start":
        time.sleep(3600)
    if worker.name == "long_refusal":
        return send(REFUSED, b"no " * 1_000_000)
    send(STARTED)
    if worker.name == "early":
        worker.answer(0, b"0")
    while True:
        kind, payload = receive()
        if kind == BATCH:
            worker.batch(batch(payload))
        elif kind == CANCEL:
            send(FAIL, payload + b"cancelled")
        else:
            assert kind == DONE
            worker.done(json.loads(payload))
            read(1)


sys.exit(main())
