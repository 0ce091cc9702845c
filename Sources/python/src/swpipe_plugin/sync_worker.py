"""Works on elements one after the other, for functions that are not async."""

from __future__ import annotations

import time
from typing import Any, Callable

from .answers import ENOUGH, LATENCY, Answers
from .batch import Batch
from .frames import FrameReader, Kind, ProtocolError
from .job import Job
from .results import FRAMES, Encode, Output, consume, encoder, holds, missing_result, several

Loop = Callable[[list[Any]], None]

# How long a slice of a batch should take: below, what it costs to begin one is lost in it.
_SLICE_TIME = LATENCY / 2
# A list of so few is encoded in one go.
_FEW = 64


class SyncWorker:
    """Reads batches and answers them, a slice at a time."""

    def __init__(self, job: Job, reader: FrameReader, output: int) -> None:
        self._job = job
        self._reader = reader
        self._answers = Answers(output, FRAMES[job.operator])
        self._slice = 1

    def serve(self) -> bytes | None:
        """Works until DONE, and returns its payload; None if the input ended before."""
        try:
            return self._serve()
        finally:
            self._answers.stop()

    def _serve(self) -> bytes | None:
        while True:
            frame = self._reader.pop()
            if frame is None:
                self._answers.flush()
                frame = self._reader.read()
            if frame is None:
                return None
            if frame.kind == Kind.BATCH:
                self._work_on(Batch.parse(frame.payload))
            elif frame.kind == Kind.DONE:
                self._answers.flush()
                return frame.payload
            elif frame.kind != Kind.CANCEL:
                raise ProtocolError(f"a frame of kind {frame.kind} came instead of a BATCH")

    def _work_on(self, batch: Batch) -> None:
        job, answers = self._job, self._answers
        loop = self._loop(batch.type)
        form = job.form(batch.type)
        start = 0
        while start < len(batch):
            begun, stop = start, min(start + self._slice, len(batch))
            began = time.perf_counter()
            todo, flaw = batch.values(start, stop, form)
            if job.wants_index:
                todo = list(zip(todo, batch.indices_from(start)))
            stop = start + len(todo)
            answers.begin(batch.first + start, todo)
            try:
                loop(todo)
            except BaseException as error:  # Also SystemExit: it is the element's, not the worker's.
                answers.fail(job.failure(error))
            start = answers.end() - batch.first
            if flaw is not None and start == stop:
                answers.fail(job.failure(flaw))
                start += 1
            self._adapt(start - begun, time.perf_counter() - began)

    def _adapt(self, count: int, elapsed: float) -> None:
        if elapsed > _SLICE_TIME:
            self._slice = max(1, int(count * _SLICE_TIME / elapsed))
        elif elapsed < _SLICE_TIME / 2 and count == self._slice:
            self._slice = count * 2

    def _loop(self, batch_type: str) -> Loop:
        """Returns what works on the elements of a slice and appends what they give.

        It ends early with the exception of an element, or when the slice is emptied. Elements are
        encoded at once: the function may change what it returned when it is called again.
        """
        function = self._job.function
        encode = encoder(self._job.transform.gives, batch_type)
        answers = self._answers
        append = answers.finished.append
        owes_result = self._job.transform.owes_result
        # What no function returns stands for None where that is a result.
        refused = None if owes_result else object()

        def map_each(todo: list[Any]) -> None:
            for value in todo:
                result = function(value)
                if result is refused:
                    raise missing_result()
                append(encode(result))

        def filter_each(todo: list[Any]) -> None:
            for value in todo:
                kept = function(value)
                append(kept if kept is True or kept is False else holds(kept, owes_result))

        def consume_each(todo: list[Any]) -> None:
            for value in todo:
                result = function(value)
                if result is not None:
                    consume(result)
                append(0)

        def flat_map_each(todo: list[Any]) -> None:
            for value in todo:
                items = answers.open()
                try:
                    self._stream(function(value), items, encode)
                except BaseException:
                    answers.close(None)
                    raise
                answers.close(items)

        loops: dict[str, Loop] = {
            "map": map_each,
            "filter": filter_each,
            "each": consume_each,
            "flat_map": flat_map_each,
        }
        return loops[self._job.operator]

    def _stream(self, result: Any, items: list[Output], encode: Encode) -> None:
        """Appends what one element gives to `items`, and sends parts of it ahead."""
        if isinstance(result, (list, tuple)) and len(result) <= _FEW:
            items.extend(map(encode, result))
            if sum(map(len, items)) >= ENOUGH:
                self._answers.part()
            return
        size, clock = 0, time.perf_counter
        deadline = clock() + LATENCY
        for item in several(result):
            output = encode(item)
            items.append(output)
            size += len(output) + 4
            if size >= ENOUGH or clock() >= deadline:
                self._answers.part()
                size, deadline = 0, clock() + LATENCY
