"""A reference driver of the protocol: swpipe's side, written from the page alone.

It shares no code with the kit, so that a mistake there is not made here too.
"""

import json
import os
import select
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "src"

HELLO, START, BATCH, CANCEL, DONE = 1, 2, 3, 4, 5
MANIFEST, STARTED, RESULT, PART, FAIL, ENDED, REFUSED = 16, 17, 18, 19, 20, 21, 22

# Longer than anything takes that is not broken, on a machine that has much else to do.
PATIENCE = 60


def pack(kind, payload=b""):
    return struct.pack("<BBHI", 0xF5, kind, 0, len(payload)) + payload


def pack_batch(first, elements, text=False, indices=None):
    depth = len(indices[0]) if indices else 0
    parts = [struct.pack("<QIBBH", first, len(elements), 0 if text else 1, depth, 0)]
    parts += [struct.pack("<I", len(element)) for element in elements]
    parts += [struct.pack(f"<{depth}q", *index) for index in indices or []]
    return pack(BATCH, b"".join(parts + list(elements)))


class Ended(Exception):
    """The plugin's output has ended."""


class Answers:
    """What RESULT, PART and FAIL have said, by id; checks that they keep to the protocol."""

    def __init__(self, operator):
        self.operator = operator
        self.given = {}
        self.failed = {}
        self.parts = {}
        self.answered = []
        self.frames = 0

    def take(self, kind, payload):
        self.frames += 1
        (first,) = struct.unpack_from("<Q", payload)
        if kind == FAIL:
            self._close(first)
            self.failed[first] = payload[8:].decode()
            return
        if kind == PART:
            assert self.operator == "flat_map", "only a flat_map gives parts"
            assert first not in self.given and first not in self.failed, "a part of an answered element"
            (count,) = struct.unpack_from("<I", payload, 8)
            self.parts.setdefault(first, []).extend(self._elements(payload, 12, count))
            return
        assert kind == RESULT, f"kind {kind}"
        (count,) = struct.unpack_from("<I", payload, 8)
        counts = struct.unpack_from(f"<{count}I", payload, 12)
        if self.operator == "filter":
            assert len(payload) == 12 + 4 * count
            assert set(counts) <= {0, 1}
            elements = iter([])
        else:
            elements = iter(self._elements(payload, 12 + 4 * count, sum(counts)))
        for identity, number in enumerate(counts, first):
            self._close(identity)
            if self.operator == "filter":
                self.given[identity] = number
            else:
                assert self.operator != "map" or number == 1
                assert self.operator != "each" or number == 0
                self.given[identity] = self.parts.get(identity, []) + [next(elements) for _ in range(number)]

    def _close(self, identity):
        assert identity not in self.given and identity not in self.failed, "answered twice"
        self.answered.append(identity)

    @staticmethod
    def _elements(payload, start, count):
        lengths = struct.unpack_from(f"<{count}I", payload, start)
        position = start + 4 * count
        elements = []
        for length in lengths:
            elements.append(payload[position : position + length])
            position += length
        assert position == len(payload), "lengths and bytes do not agree"
        return elements


class Process:
    """A plugin's process and a conversation with it."""

    def __init__(self, command, folder=None, env=None):
        environment = {**os.environ, "PYTHONPATH": str(SOURCES), **(env or {})}
        environment.pop("PYTHONUNBUFFERED", None)
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=folder,
            env=environment,
        )
        self.input = self.process.stdin.fileno()
        self.output = self.process.stdout.fileno()
        os.set_blocking(self.input, False)
        os.set_blocking(self.output, False)
        self.received = bytearray()
        self.answers = None
        self.manifest = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()

    # Frames

    def send(self, data, piece=None):
        """Writes while it reads, as both sides must be able to wait for each other."""
        view = memoryview(data)
        while view:
            readable, writable, _ = select.select([self.output], [self.input], [], PATIENCE)
            assert readable or writable, "the plugin neither reads nor writes"
            if readable:
                self._fill()
            if writable:
                try:
                    view = view[os.write(self.input, view[:piece]) :]
                except BlockingIOError:
                    pass

    def receive(self, patience=PATIENCE):
        """Returns the next frame's kind and payload; raises Ended at the end of the output."""
        while True:
            if len(self.received) >= 8:
                magic, kind, zero, length = struct.unpack_from("<BBHI", self.received)
                assert magic == 0xF5 and zero == 0, f"no frame: {bytes(self.received[:80])!r}"
                assert length <= 1 << 30
                if len(self.received) >= 8 + length:
                    payload = bytes(memoryview(self.received)[8 : 8 + length])
                    del self.received[: 8 + length]
                    return kind, payload
            readable, _, _ = select.select([self.output], [], [], patience)
            assert readable, "the plugin says nothing"
            self._fill()

    def _fill(self):
        data = os.read(self.output, 1 << 20)
        if not data:
            raise Ended(f"after {bytes(self.received[:80])!r}")
        self.received += data

    def expect(self, kind):
        found, payload = self.receive()
        assert found == kind, f"kind {found} with {payload[:4000]!r}, log: {self.logged()}"
        return payload

    # The conversation

    def hello(self, versions=(1,)):
        self.send(pack(HELLO, json.dumps({"swpipe": "0.1.0", "protocol": list(versions)}).encode()))
        self.manifest = json.loads(self.expect(MANIFEST))
        return self.manifest

    def request(self, transform, operator="map", type="json", **members):
        start = {
            "transform": transform,
            "operator": operator,
            "type": type,
            "arguments": {},
            "worker_info": {"index": 0, "kind": "process", "stage": "stage", "restarts": 0},
            "resources": {},
            "a member of a later version": True,
            **members,
        }
        self.send(pack(START, json.dumps(start).encode()))
        self.answers = Answers(operator)

    def start(self, transform, operator="map", type="json", **members):
        if self.manifest is None:
            self.hello()
        self.request(transform, operator, type, **members)
        self.expect(STARTED)

    def refused(self):
        return self.expect(REFUSED).decode()

    def batch(self, first, elements, text=False, indices=None, piece=None):
        self.send(pack_batch(first, elements, text, indices), piece)

    def take(self):
        kind, payload = self.receive()
        self.answers.take(kind, payload)

    def collect(self, count):
        """Reads until that many elements are answered."""
        while len(self.answers.answered) < count:
            self.take()
        return self.answers

    def finish(self, **status):
        """DONE to the end of the process; returns its exit status."""
        sent = {"active_workers": 0, "done": True, "last": True, "in": 0, "out": 0, "failed": 0, **status}
        self.send(pack(DONE, json.dumps(sent).encode()))
        self.expect(ENDED)
        return self.close()

    def close(self):
        """Closes the input and returns the exit status, with nothing left in the output."""
        self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        os.set_blocking(self.output, True)
        rest = self.process.stdout.read()
        assert not self.received and not rest, f"more output: {bytes(self.received[:80])!r} {rest[:80]!r}"
        return status

    def logged(self):
        position = self.log.tell()
        self.log.seek(0)
        text = self.log.read().decode("utf-8", "replace")
        self.log.seek(position)
        return text


def plugin(source, folder=None, env=None, python=sys.executable):
    """Starts a plugin whose source is given, with `run()` at its end."""
    path = Path(folder or tempfile.mkdtemp()) / "plugin_under_test.py"
    path.write_text("from swpipe_plugin import *\n" + source + '\nif __name__ == "__main__":\n    run()\n')
    return Process([python, str(path)], env=env)
