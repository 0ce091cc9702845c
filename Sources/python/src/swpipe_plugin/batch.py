"""A BATCH as it comes: ids, types, indices, and elements that become values when they are due."""

from __future__ import annotations

import enum
import functools
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
    """Where each element begins among the bytes, and where the last one ends."""
    indices: list[Index] | None
    elements: bytes

    @classmethod
    def parse(cls, payload: bytes) -> Batch:
        """Takes a BATCH apart; raises ProtocolError where its numbers do not agree."""
        try:
            first, count, type_number, depth, zero = _HEAD.unpack_from(payload)
            lengths = struct.unpack_from(f"<{count}I", payload, _HEAD.size)
            flat = struct.unpack_from(f"<{count * depth}q", payload, _HEAD.size + 4 * count)
        except struct.error as error:
            raise ProtocolError(f"a BATCH is shorter than it says: {error}") from None
        elements = payload[_HEAD.size + 4 * count + 8 * count * depth :]
        bounds = list(itertools.accumulate(lengths, initial=0))
        if count == 0 or zero != 0 or type_number >= len(_TYPES) or bounds[-1] != len(elements):
            raise ProtocolError("a BATCH has numbers that do not agree")
        indices = list(zip(*[iter(flat)] * depth)) if depth else None
        return cls(first, _TYPES[type_number], bounds, indices, elements)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def indices_from(self, start: int) -> list[Index]:
        """Returns the element_index of elements, which the manifest asked for."""
        if self.indices is None:
            raise ProtocolError("a BATCH has no element_index, which the manifest asks for")
        return self.indices[start:]

    def values(self, start: int, stop: int, form: Form) -> tuple[list[Any], NotJSON | None]:
        """Returns elements as values, up to the first that is not JSON, and what is wrong with it."""
        if form is Form.BYTES:
            elements, bounds = self.elements, self.bounds[start : stop + 1]
            return [elements[a:b] for a, b in zip(bounds, bounds[1:])], None
        text, bounds = self._text
        bounds = bounds[start : stop + 1]
        if form is Form.STR:
            return [text[a:b] for a, b in zip(bounds, bounds[1:])], None
        return _parsed(text, bounds)

    @functools.cached_property
    def _text(self) -> tuple[str, list[int]]:
        """The elements decoded, and where each begins in that."""
        elements, bounds = self.elements, self.bounds
        # In ASCII, places in the bytes are those in the text: one decoding does for all.
        if elements.isascii():
            return elements.decode("ascii"), bounds
        # Bytes that are not UTF-8 go through str and back unharmed. Each on its own, because two
        # elements' bytes could make a character together.
        pieces = [elements[a:b].decode("utf-8", "surrogateescape") for a, b in zip(bounds, bounds[1:])]
        return "".join(pieces), list(itertools.accumulate(map(len, pieces), initial=0))


def _parsed(text: str, bounds: list[int]) -> tuple[list[Any], NotJSON | None]:
    values: list[Any] = []
    append = values.append
    start = bounds[0]
    # Where they stand, because to cut them out costs as much as to parse a number. What ends exactly
    # where its element does has seen nothing of the next one; whatever does not is looked at alone.
    for stop in bounds[1:]:
        try:
            value, end = scan(text, start)
        except (StopIteration, ValueError, RecursionError):
            end = -1
        if end != stop:
            try:
                value = loads(text[start:stop])
            except NotJSON as error:
                return values, error
        append(value)
        start = stop
    return values, None
