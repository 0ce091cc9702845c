"""Writes to a pipe from an event loop, which never waits for the reader."""

from __future__ import annotations

import asyncio
import os


class AsyncOutput:
    """Keeps what the pipe does not take yet; `drain` is for those who make much of it."""

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self.descriptor = descriptor
        self._loop = loop
        self._buffer = bytearray()
        self._watched = False
        self._drained: list[asyncio.Future[None]] = []
        self._error: OSError | None = None
        os.set_blocking(descriptor, False)

    def write(self, data: bytes) -> None:
        """Writes what the pipe takes now and keeps the rest; raises OSError once nobody reads."""
        self._buffer += data
        if not self._watched:
            self._send()
        if self._error is not None:
            raise self._error

    async def drain(self, limit: int) -> None:
        """Waits until no more than `limit` bytes are kept."""
        while len(self._buffer) > limit:
            waiter = self._loop.create_future()
            self._drained.append(waiter)
            await waiter
        if self._error is not None:
            raise self._error

    def detach(self) -> None:
        """Makes writes to the pipe wait again."""
        self._watch(False)
        os.set_blocking(self.descriptor, True)

    def _send(self) -> None:
        try:
            while self._buffer:
                with memoryview(self._buffer) as view:
                    sent = os.write(self.descriptor, view)
                del self._buffer[:sent]
        except BlockingIOError:
            self._watch(True)
        except OSError as error:
            self._error = error
            self._buffer.clear()
        if not self._buffer:
            self._watch(False)
        for waiter in self._drained:
            if not waiter.done():
                waiter.set_result(None)
        self._drained.clear()

    def _watch(self, wanted: bool) -> None:
        if wanted and not self._watched:
            self._loop.add_writer(self.descriptor, self._send)
        elif self._watched and not wanted:
            self._loop.remove_writer(self.descriptor)
        self._watched = wanted
