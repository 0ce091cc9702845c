"""Frames: the header, the kinds, and a reader that takes them from a descriptor."""

from __future__ import annotations

import enum
import os
import struct
from typing import NamedTuple

PROTOCOL = 1
"""The version of the protocol that this kit speaks."""

MAX_PAYLOAD = 1 << 30
READ_SIZE = 1 << 18

_MAGIC = 0xF5
_HEADER = struct.Struct("<BBHI")


class Kind(enum.IntEnum):
    """The kinds of frames; those from 16 on are the plugin's."""

    HELLO = 1
    START = 2
    BATCH = 3
    CANCEL = 4
    DONE = 5
    MANIFEST = 16
    STARTED = 17
    RESULT = 18
    PART = 19
    FAIL = 20
    ENDED = 21
    REFUSED = 22


class Frame(NamedTuple):
    """One frame as it was read."""

    kind: int
    payload: bytes


class ProtocolError(Exception):
    """The other side does not keep to the protocol."""


def frame(kind: Kind, *parts: bytes) -> bytes:
    """Returns the bytes of a frame whose payload is these parts, which are copied once."""
    return b"".join((_HEADER.pack(_MAGIC, kind, 0, sum(map(len, parts))), *parts))


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of `data`, however little the descriptor takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class FrameReader:
    """Takes frames from a descriptor, reading as much as is there at once."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._buffer = bytearray()

    def read(self) -> Frame | None:
        """Waits for the next frame; None when the input has ended, even amid a frame."""
        while True:
            found = self.pop()
            if found is not None or not self.fill():
                return found

    def fill(self) -> bool:
        """Reads once, waiting for something to be there; False at the end of the input."""
        data = os.read(self.descriptor, READ_SIZE)
        self._buffer += data
        return bool(data)

    def pop(self) -> Frame | None:
        """Takes the next frame if all of it has been read."""
        buffer = self._buffer
        if len(buffer) < _HEADER.size:
            return None
        magic, kind, zero, length = _HEADER.unpack_from(buffer)
        if magic != _MAGIC or zero != 0 or length > MAX_PAYLOAD:
            raise ProtocolError(f"a frame began with {bytes(buffer[:8]).hex(' ')}")
        end = _HEADER.size + length
        if len(buffer) < end:
            return None
        with memoryview(buffer) as view:
            payload = bytes(view[_HEADER.size : end])
        del buffer[:end]
        return Frame(kind, payload)
