"""The answers of a worker that does one element after the other, on their way out.

Results are gathered so that one frame and one write carry many, and nothing waits for that: what has
been ready for a millisecond goes out, if need be by a second thread while the function is still busy
with the next element.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from .frames import write_all
from .results import BadResult, Frames, Output, fail_frame, part_frames

LATENCY = 0.001
"""Seconds that an answer may wait for others to go with it."""
ENOUGH = 1 << 16
"""Bytes that are worth a write, and of one element's output worth a PART."""


class Answers:
    """Gathers answers in the order of ids and writes them out."""

    def __init__(self, descriptor: int, frames: Frames) -> None:
        self.finished: list[Any] = []
        """Results of the elements from `next_id` on; the worker appends, holding no lock."""
        self._descriptor = descriptor
        self._frames = frames
        self._next_id = 0
        self._open: list[Output] | None = None
        self._pending: list[bytes] = []
        self._size = 0
        self._written = time.perf_counter()
        self._todo: list[Any] | None = None
        self._began = 0.0
        self._lock = threading.Lock()
        self._busy = threading.Event()
        self._stopped = False
        threading.Thread(target=self._write_late, daemon=True, name="swpipe answers").start()

    def begin(self, first: int, todo: list[Any]) -> None:
        """Begins a slice: `todo` is emptied when one of its elements takes long.

        So a loop over it ends with the element in hand, and the rest is to be done in a new slice.
        """
        with self._lock:
            self._next_id = first
            self._todo = todo
            self._began = time.perf_counter()
        self._busy.set()

    def end(self) -> int:
        """Ends the slice and returns the id of the first element that it has not answered."""
        with self._lock:
            self._todo = None
            self._collect()
            if self._size >= ENOUGH or time.perf_counter() - self._written >= LATENCY:
                self._write()
            return self._next_id

    def fail(self, message: str) -> None:
        """Answers the first element without an answer."""
        with self._lock:
            self._collect()
            self._add(fail_frame(self._next_id, message))
            self._next_id += 1

    def flush(self) -> None:
        """Writes out what there is."""
        with self._lock:
            self._collect()
            self._write()

    def stop(self) -> None:
        """Ends the second thread; nothing may be added after that."""
        self._stopped = True
        self._busy.set()

    def open(self) -> list[Output]:
        """Begins an element that gives any number; what it gives is to be appended to the list."""
        items: list[Output] = []
        self._open = items
        return items

    def close(self, items: list[Output] | None) -> None:
        """Ends the open element, with what it gives beyond its parts; None if it failed."""
        with self._lock:
            self._open = None
            if items is not None:
                self.finished.append(items)

    def part(self) -> None:
        """Writes out what the open element has given so far."""
        with self._lock:
            self._collect()
            self._add_part()
            self._write()
        self._busy.set()

    def _collect(self) -> None:
        finished = self.finished
        if finished:
            taken = finished[:]
            del finished[: len(taken)]
            self._add(self._frames(self._next_id, taken))
            self._next_id += len(taken)

    def _add_part(self) -> None:
        items = self._open
        if items:
            taken = items[:]
            self._add(part_frames(self._next_id, taken))
            del items[: len(taken)]

    def _add(self, data: bytes) -> None:
        self._pending.append(data)
        self._size += len(data)

    def _write(self) -> None:
        if self._pending:
            write_all(self._descriptor, b"".join(self._pending))
            self._pending.clear()
            self._size = 0
        self._written = time.perf_counter()

    def _write_late(self) -> None:
        """The second thread: at work only while the first one is."""
        while True:
            self._busy.wait()
            self._busy.clear()
            if self._stopped:
                return
            time.sleep(2 * LATENCY)
            with self._lock:
                todo = self._todo
                if todo is None or time.perf_counter() - self._began < LATENCY:
                    continue
                todo.clear()
                self._collect()
                try:
                    self._add_part()
                except BadResult:
                    pass  # The worker comes upon it with its own next part.
                try:
                    self._write()
                except OSError:
                    return  # So does it upon a reader that is gone.
