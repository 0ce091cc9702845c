"""For the tests of a plugin: calls its transforms as swpipe does, without swpipe.

    from swpipe_plugin.testing import apply

    assert apply(score, [{"amount": 1}], threshold=0.5) == [0.2]

Elements go through the protocol and back, within this process, so that what would go wrong in a
pipeline goes wrong in the test.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import struct
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from .annotations import signature
from .declaration import Transform
from .frames import PROTOCOL, Frame, FrameReader, Kind, frame, write_all
from .jsontext import dumps, loads
from .manifest import Plugin
from .registry import registry
from .server import Server
from .streams import Streams

Function = Callable[..., Any]


class Failed(AssertionError):
    """A worker did not start or end, or an element failed that was not expected to."""


@dataclass
class Outcome:
    """What became of the elements that a transform was given."""

    given: list[list[Any]] = field(default_factory=list)
    """For each element, what it gave; for a filter, itself or nothing."""
    failures: dict[int, str] = field(default_factory=dict)
    """By position, the messages of the elements that failed."""

    @property
    def elements(self) -> list[Any]:
        """What all elements gave, in their order."""
        return [element for several in self.given for element in several]


def apply(
    function: Function, elements: Iterable[Any], *, operator: str | None = None, **arguments: Any
) -> list[Any]:
    """Returns what a transform gives for elements, in their order; raises Failed where one fails.

    str and bytes are text elements if the transform takes text, all else is JSON. `operator` is the
    first that the transform serves unless it is named. `arguments` are what a spec would give.
    """
    outcome = run_worker(function, elements, operator=operator, arguments=arguments)
    for position, message in outcome.failures.items():
        raise Failed(f"element {position} failed: {message}")
    return outcome.elements


def run_worker(
    function: Function,
    elements: Iterable[Any],
    *,
    operator: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    worker_info: Mapping[str, Any] | None = None,
    resources: Mapping[str, Any] | None = None,
    stage_status: Mapping[str, Any] | None = None,
) -> Outcome:
    """Runs one worker from on_start to on_done and returns what became of the elements.

    `worker_info`, `resources` and `stage_status` are what START and DONE bring. Raises Failed if
    on_start or on_done fails.
    """
    transform = registry.transform_of(function)
    conversation = _Conversation(transform, operator or transform.operators[0], list(elements))
    start = {
        "transform": transform.name,
        "operator": conversation.operator,
        "type": "text" if transform.takes == "text" else "json",
        "arguments": {**_defaults(transform), **(arguments or {})},
        "worker_info": {
            "index": 0,
            "kind": "process",
            "stage": transform.name,
            "restarts": 0,
            **(worker_info or {}),
        },
        "resources": dict(resources or {}),
    }
    status = {"active_workers": 0, "done": True, "last": True, **(stage_status or {})}
    _beside(lambda: conversation.hold(start, status), conversation.serve)
    if conversation.error is not None:
        raise conversation.error
    return conversation.outcome


def _defaults(transform: Transform) -> dict[str, Any]:
    # Durations and sizes are left to the function's own defaults: a spec writes them with units.
    plain = (p.manifest for p in transform.parameters if p.manifest["type"] not in ("duration", "size"))
    return {manifest["name"]: manifest["default"] for manifest in plain if "default" in manifest}


def _beside(driver: Callable[[], None], worker: Callable[[], None]) -> None:
    """Calls both at once; the worker in this thread, unless an event loop runs in it already."""
    threads = [threading.Thread(target=driver, name="swpipe's side")]
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        threads.append(threading.Thread(target=worker, name="the plugin's side"))
    for thread in threads:
        thread.start()
    if len(threads) == 1:
        worker()
    for thread in threads:
        thread.join()


class _Conversation:
    """swpipe's side of the protocol, a batch at a time."""

    def __init__(self, transform: Transform, operator: str, elements: list[Any]) -> None:
        self.operator = operator
        self.outcome = Outcome([[] for _ in elements])
        self.error: Failed | None = None
        self._transform = transform
        self._elements = elements
        self._gives_bytes = _mentions_bytes(transform.callee.function)
        worker_input, self._output = os.pipe()
        driver_input, worker_output = os.pipe()
        self._streams = Streams(worker_input, worker_output)
        self._reader = FrameReader(driver_input)

    def serve(self) -> None:
        """The plugin's side, with the code of a real one."""
        try:
            Server(self._streams, lambda: Plugin("test", [self._transform]), abandon=None).serve()
        finally:
            os.close(self._streams.output)

    def hold(self, start: Mapping[str, Any], status: Mapping[str, Any]) -> None:
        """swpipe's side, to the end."""
        try:
            self._send(Kind.HELLO, {"swpipe": "test", "protocol": [PROTOCOL]})
            self._expect(Kind.MANIFEST)
            self._send(Kind.START, start)
            self._expect(Kind.STARTED)
            for batch in self._batches():
                self._exchange(batch)
            self._send(Kind.DONE, status)
            self._expect(Kind.ENDED)
        except Failed as error:
            self.error = error
        except BrokenPipeError:
            self.error = Failed("the worker ended too early")
        finally:
            os.close(self._output)
            while self._reader.fill():
                pass
            os.close(self._reader.descriptor)
            os.close(self._streams.input)

    def _batches(self) -> Iterator[range]:
        """Yields ids that go together: of one type, and no more than are worked on at once."""
        size = self._transform.concurrency if self._transform.concurrency > 1 else 16
        for _, same in itertools.groupby(range(len(self._elements)), self._type_of):
            positions = list(same)
            for start in range(0, len(positions), size):
                part = positions[start : start + size]
                yield range(part[0], part[-1] + 1)

    def _type_of(self, position: int) -> int:
        is_text = isinstance(self._elements[position], (str, bytes)) and self._transform.takes != "json"
        return 0 if is_text else 1

    def _exchange(self, batch: range) -> None:
        type_number = self._type_of(batch[0])
        encoded = [_bytes(self._elements[position], type_number) for position in batch]
        count = len(batch)
        head = struct.pack("<QIBBH", batch[0], count, type_number, int(self._wants_index), 0)
        lengths = struct.pack(f"<{count}I", *map(len, encoded))
        indices = struct.pack(f"<{count}q", *batch) if self._wants_index else b""
        write_all(self._output, frame(Kind.BATCH, head, lengths, indices, *encoded))
        answered = 0
        while answered < count:
            answered += self._take(self._next())

    @property
    def _wants_index(self) -> bool:
        return self._transform.callee.names("element_index")

    def _take(self, answer: Frame) -> int:
        """Takes an answer in and returns how many elements it is for."""
        payload = answer.payload
        (first,) = struct.unpack_from("<Q", payload)
        if answer.kind == Kind.FAIL:
            self.outcome.failures[first] = payload[8:].decode()
            return 1
        (count,) = struct.unpack_from("<I", payload, 8)
        if answer.kind == Kind.PART:
            self._give(first, _slices(payload, 12, count))
            return 0
        counts = struct.unpack_from(f"<{count}I", payload, 12)
        if self.operator in ("filter", "each"):
            for position, kept in enumerate(counts, first):
                self.outcome.given[position] += [self._elements[position]] * kept
            return int(count)
        given = _slices(payload, 12 + 4 * count, sum(counts))
        for position, number in enumerate(counts, first):
            self._give(position, itertools.islice(given, number))
        return int(count)

    def _give(self, position: int, given: Iterator[bytes]) -> None:
        gives = self._transform.gives
        is_text = gives == "text" or (gives == "same" and self._type_of(position) == 0)
        for element in given:
            value: Any = element
            if not is_text:
                value = loads(element.decode())
            elif not self._gives_bytes:
                value = element.decode("utf-8", "surrogateescape")
            self.outcome.given[position].append(value)

    def _send(self, kind: Kind, payload: Mapping[str, Any]) -> None:
        write_all(self._output, frame(kind, json.dumps(payload).encode()))

    def _next(self) -> Frame:
        answer = self._reader.read()
        if answer is None:
            raise Failed("the worker ended too early")
        if answer.kind == Kind.REFUSED:
            raise Failed(answer.payload.decode())
        return answer

    def _expect(self, kind: Kind) -> None:
        answer = self._next()
        if answer.kind != kind:
            raise Failed(f"the worker sent {Kind(answer.kind).name} instead of {kind.name}")


def _slices(payload: bytes, start: int, count: int) -> Iterator[bytes]:
    lengths = struct.unpack_from(f"<{count}I", payload, start)
    bounds = itertools.accumulate(lengths, initial=start + 4 * count)
    begin = next(bounds)
    for end in bounds:
        yield payload[begin:end]
        begin = end


def _bytes(element: Any, type_number: int) -> bytes:
    if type_number == 0:
        return element if isinstance(element, bytes) else element.encode("utf-8", "surrogateescape")
    text = dumps(element)
    return text if isinstance(text, bytes) else text.encode()


def _mentions_bytes(function: Function) -> bool:
    found = signature(function)
    annotation = found.return_annotation if found else None
    return annotation is bytes or bytes in getattr(annotation, "__args__", ())
