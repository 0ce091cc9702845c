"""A BATCH as it comes: ids, types, indices, and elements that become values when they are due."""

from __future__ import annotations

import enum
import itertools
import struct
from dataclasses import dataclass
from typing import Any

from .frames import ProtocolError
from .jsontext import NotJSON, loads, scan

_HEAD = struct.Struct("<QIBBH")
_TYPES = ("text", "json")

Index = tuple[int, ...]


class Form(enum.Enum):
    """What an element becomes for the function."""

    BYTES = "bytes"
    STR = "str"
    VALUE = "value"


@dataclass(frozen=True)
class Batch:
    """Elements with ids one after the other, still as bytes."""

    first: int
    type: str
    bounds: list[int]
    """Where each element begins in the payload, and where the last one ends."""
    indices: list[Index] | None
    payload: bytes

    @classmethod
    def parse(cls, payload: bytes) -> Batch:
        """Takes a BATCH apart; raises ProtocolError where its numbers do not agree."""
        try:
            first, count, type_number, depth, zero = _HEAD.unpack_from(payload)
            lengths = struct.unpack_from(f"<{count}I", payload, _HEAD.size)
            flat = struct.unpack_from(f"<{count * depth}q", payload, _HEAD.size + 4 * count)
        except struct.error as error:
            raise ProtocolError(f"a BATCH is shorter than it says: {error}") from None
        start = _HEAD.size + 4 * count + 8 * count * depth
        bounds = list(itertools.accumulate(lengths, initial=start))
        if count == 0 or zero != 0 or type_number >= len(_TYPES) or bounds[-1] != len(payload):
            raise ProtocolError("a BATCH has numbers that do not agree")
        indices = list(zip(*[iter(flat)] * depth)) if depth else None
        return cls(first, _TYPES[type_number], bounds, indices, payload)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def indices_from(self, start: int) -> list[Index]:
        """Returns the element_index of elements, which the manifest asked for."""
        if self.indices is None:
            raise ProtocolError("a BATCH has no element_index, which the manifest asks for")
        return self.indices[start:]

    def values(self, start: int, stop: int, form: Form) -> tuple[list[Any], NotJSON | None]:
        """Returns elements as values, up to the first that is not JSON, and what is wrong with it."""
        bounds = self.bounds[start : stop + 1]
        payload = self.payload
        if form is Form.BYTES:
            return [payload[a:b] for a, b in zip(bounds, bounds[1:])], None
        # In ASCII, places in the bytes are those in the text: one decoding does for all.
        offset = bounds[0]
        part = payload[offset : bounds[-1]]
        pieces: list[str]
        if part.isascii():
            text = part.decode("ascii")
            pieces = [text[a - offset : b - offset] for a, b in zip(bounds, bounds[1:])]
        else:
            # Bytes that are not UTF-8 go through str and back unharmed.
            pieces = [payload[a:b].decode("utf-8", "surrogateescape") for a, b in zip(bounds, bounds[1:])]
        return (pieces, None) if form is Form.STR else _parsed(pieces)


def _parsed(pieces: list[str]) -> tuple[list[Any], NotJSON | None]:
    values: list[Any] = []
    append = values.append
    # Each on its own and not as one joined array, which would be a quarter quicker: elements that are
    # not JSON could then fit together (`1,2` and `[3` and `4]`) and become other elements' values.
    for piece in pieces:
        try:
            value, end = scan(piece, 0)
        except (StopIteration, ValueError, RecursionError):
            end = -1
        if end != len(piece):
            try:
                value = loads(piece)
            except NotJSON as error:
                return values, error
        append(value)
    return values, None
