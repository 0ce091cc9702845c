"""The standard streams of a plugin's process: the protocol's, and what is left to everybody else."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
import threading
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Streams:
    """The descriptors of the protocol."""

    input: int
    output: int


def claim() -> Streams:
    """Keeps standard input and output for the protocol.

    What anybody else writes to descriptor 1 from then on comes out on standard error: print(), C
    libraries, child processes. Descriptor 0 reads from /dev/null.
    """
    # Not os.dup, which would take the place of a standard error that is closed.
    streams = Streams(fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 3), fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 3))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(null, 1)
        os.dup2(null, 2)
    if null > 2:
        os.close(null)
    try:
        # This also flushes: what was printed before and waits in a buffer goes to standard error too.
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        pass  # There is none, or another one.
    return streams


def guard(streams: Streams) -> None:
    """Keeps the streams from forked children, and the worker from the terminal's interrupts.

    A child that held them could read elements, and would keep swpipe waiting for the end. swpipe is
    interrupted itself, and ends its plugins in an orderly way.
    """
    os.register_at_fork(after_in_child=lambda: _close(streams))
    if threading.current_thread() is threading.main_thread():
        # A handler that does nothing: to ignore the signal would make children ignore it too.
        signal.signal(signal.SIGINT, lambda number, frame: None)


def _close(streams: Streams) -> None:
    for descriptor in (streams.input, streams.output):
        try:
            os.close(descriptor)
        except OSError:
            pass


def end_process() -> None:
    """Ends the process at once: nothing that is still to be done matters to anybody."""
    # No flush, which could wait for a thread that is blocked writing; lines have been written.
    os._exit(0)


class InputWatch:
    """Calls `ended` from a thread of its own when the other side closes the input.

    That is noticed although nobody reads, as while a function is busy with an element.
    """

    def __init__(self, descriptor: int, ended: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._ended = ended
        if hasattr(select, "poll"):
            threading.Thread(target=self._run, daemon=True, name="swpipe input").start()

    def _run(self) -> None:
        poll = select.poll()
        # POLLHUP is always told; POLLRDHUP is what a socket has, on Linux.
        poll.register(self._descriptor, getattr(select, "POLLRDHUP", 0))
        poll.poll()
        self._ended()
