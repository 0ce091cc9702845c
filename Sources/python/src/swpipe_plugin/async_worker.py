"""Works on many elements at once, each in a task of its own, for async functions."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Iterator
from typing import Any

from .answers import ENOUGH
from .async_output import AsyncOutput
from .batch import Batch
from .frames import MAX_PAYLOAD, FrameReader, Kind, ProtocolError
from .job import Job
from .results import (
    FRAMES,
    TOO_LONG,
    BadResult,
    Encode,
    Output,
    consume,
    encoder,
    fail_frame,
    holds,
    missing_result,
    part_frames,
    several,
)  # fmt: skip

# Bytes on their way out from which a flat_map waits, and elements on their way in from which the
# reader waits.
_MUCH_OUT = 1 << 20
_MANY_IN = 4096


class AsyncWorker:
    """Reads batches in the event loop and answers elements as they are done."""

    def __init__(self, job: Job, reader: FrameReader, output: int, loop: asyncio.AbstractEventLoop) -> None:
        self._job = job
        self._reader = reader
        self._loop = loop
        self._output = AsyncOutput(output, loop)
        self._ended: asyncio.Future[bytes | None] = loop.create_future()
        self._reading = False
        self._waiting: deque[tuple[int, Any, Encode]] = deque()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._cancelled: dict[int, bool] = {}
        # What the next flush sends: results and the rest of parts by id, and frames.
        self._finished: dict[int, Any] = {}
        self._parts: dict[int, list[Output]] = {}
        self._frames: list[bytes] = []
        self._flush_is_due = False

    async def serve(self) -> bytes | None:
        """Works until DONE, and returns its payload; None if the input ended before."""
        self._take_frames()
        try:
            done = await self._ended
            if done is not None:
                await self._output.drain(0)
            return done
        finally:
            self._read(False)
            self._output.detach()

    def _take_frames(self) -> None:
        """Takes the frames that have been read, until there are enough elements."""
        try:
            while len(self._waiting) < _MANY_IN and not self._ended.done():
                frame = self._reader.pop()
                if frame is None:
                    return self._read(True)
                self._take(frame.kind, frame.payload)
        except ProtocolError as error:
            self._ended.set_exception(error)
        self._read(False)
        return None

    def _read(self, wanted: bool) -> None:
        if wanted and not self._reading:
            self._loop.add_reader(self._reader.descriptor, self._readable)
        elif self._reading and not wanted:
            self._loop.remove_reader(self._reader.descriptor)
        self._reading = wanted

    def _readable(self) -> None:
        if self._reader.fill():
            self._take_frames()
        elif not self._ended.done():
            self._ended.set_result(None)

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == Kind.BATCH:
            self._enqueue(Batch.parse(payload))
            self._start_waiting()
        elif kind == Kind.CANCEL:
            # Not at once: a task that is cancelled before its first step never gets to answer.
            self._loop.call_soon(self._cancel, int.from_bytes(payload, "little"))
        elif kind == Kind.DONE:
            self._flush()
            if not self._ended.done():
                self._ended.set_result(payload)
        else:
            raise ProtocolError(f"a frame of kind {kind} came instead of a BATCH")

    def _enqueue(self, batch: Batch) -> None:
        job = self._job
        encode = encoder(job.transform.gives, batch.type)
        form = job.form(batch.type)
        start = 0
        while start < len(batch):
            values, flaw = batch.values(start, len(batch), form)
            if job.wants_index:
                values = list(zip(values, batch.indices_from(start)))
            for identity, value in enumerate(values, batch.first + start):
                self._waiting.append((identity, value, encode))
            start += len(values)
            if flaw is not None:
                self._fail(batch.first + start, flaw)
                start += 1

    def _start_waiting(self) -> None:
        concurrency = self._job.transform.concurrency
        while self._waiting and len(self._running) < concurrency:
            identity, value, encode = self._waiting.popleft()
            self._running[identity] = self._loop.create_task(self._element(identity, value, encode))
        if not self._reading and len(self._waiting) < _MANY_IN:
            self._loop.call_soon(self._take_frames)

    def _cancel(self, identity: int) -> None:
        task = self._running.get(identity)
        if task is not None:
            self._cancelled[identity] = True
            task.cancel()
            return None
        for element in self._waiting:
            if element[0] == identity:
                self._waiting.remove(element)
                self._frames.append(fail_frame(identity, _TOOK_LONG))
                return self._flush_soon()
        return None

    async def _element(self, identity: int, value: Any, encode: Encode) -> None:
        try:
            self._finished[identity] = await self._result(identity, value, encode)
        except asyncio.CancelledError as error:
            if identity in self._cancelled:
                self._frames.append(fail_frame(identity, _TOOK_LONG))
            else:
                self._fail(identity, error)
        except BaseException as error:  # Also SystemExit: it is the element's, not the worker's.
            self._fail(identity, error)
        self._parts.pop(identity, None)
        self._cancelled.pop(identity, None)
        del self._running[identity]
        self._start_waiting()
        self._flush_soon()

    async def _result(self, identity: int, value: Any, encode: Encode) -> Any:
        """Returns what an element comes to, as the frames of the operator want it."""
        job = self._job
        result = job.function(value)
        if job.operator == "flat_map":
            return await self._several(identity, result, encode)
        if job.transform.is_generator:
            async for _ in result:
                pass
            return 0
        result = await result
        if job.operator == "map":
            if result is None and job.transform.owes_result:
                raise missing_result()
            return encode(result)
        if job.operator == "filter":
            return holds(result, job.transform.owes_result)
        consume(result)
        return 0

    async def _several(self, identity: int, result: Any, encode: Encode) -> list[Output]:
        """Returns what an element gives beyond the parts that have been sent."""
        if inspect.isawaitable(result):
            result = await result
        items: list[Output] = []
        size = 0
        stream = result if hasattr(result, "__aiter__") else _stream(several(result))
        try:
            async for item in stream:
                output = encode(item)
                if len(output) > MAX_PAYLOAD - 16:
                    raise BadResult(TOO_LONG)
                items.append(output)
                size += len(output) + 4
                self._parts[identity] = items
                if size < ENOUGH:
                    self._flush_soon()
                    continue
                self._flush()
                size = 0
                # The others' turn, and those who wait for the pipe.
                await asyncio.sleep(0)
                await self._output.drain(_MUCH_OUT)
        finally:
            if hasattr(stream, "aclose"):
                await stream.aclose()
        return items

    def _fail(self, identity: int, error: BaseException) -> None:
        self._frames.append(fail_frame(identity, self._job.failure(error)))
        self._flush_soon()

    def _flush_soon(self) -> None:
        """Flushes once those who are ready to run have run, so that their results go together."""
        if not self._flush_is_due:
            self._flush_is_due = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_is_due = False
        frames, self._frames = self._frames, []
        for identity, items in self._parts.items():
            frames.append(part_frames(identity, items))
            items.clear()
        self._parts.clear()
        make = FRAMES[self._job.operator]
        frames += (make(first, results) for first, results in _runs(self._finished))
        self._finished.clear()
        try:
            self._output.write(b"".join(frames))
        except OSError as error:
            if not self._ended.done():
                self._ended.set_exception(error)


_TOOK_LONG = "cancelled: it took longer than the stage's timeout"


async def _stream(items: Any) -> Any:
    for item in items:
        yield item


def _runs(finished: dict[int, Any]) -> Iterator[tuple[int, list[Any]]]:
    """Yields the results whose ids follow each other, with the first id of each run."""
    run: list[Any] = []
    first = 0
    for identity in sorted(finished):
        if run and identity != first + len(run):
            yield first, run
            run = []
        if not run:
            first = identity
        run.append(finished[identity])
    if run:
        yield first, run
