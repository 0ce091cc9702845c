"""What functions return, as elements; and RESULT, PART and FAIL, which carry them."""

from __future__ import annotations

import inspect
import struct
from collections.abc import Iterable, Sequence
from typing import Any, Callable, Union

from .failure import encoded
from .frames import MAX_PAYLOAD, Kind, frame
from .jsontext import dumps

Output = Union[str, bytes]
"""A given element: its bytes, or a str if it is ASCII."""

Encode = Callable[[Any], Output]

TOO_LONG = "it gives an element that is longer than 1 GiB (2^30 bytes)"
# More than this goes out in several frames.
_MOST_IN_A_FRAME = 1 << 24


class BadResult(Exception):
    """A function returned what cannot be given; the message says why."""


def text_output(value: Any) -> Output:
    """Encodes a text: bytes as they are, str in UTF-8."""
    if isinstance(value, str):
        if value.isascii():
            return value
        try:
            return value.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            raise BadResult(f"the text cannot be written in UTF-8: {error.reason}") from None
    if isinstance(value, bytes):
        return bytes(value)
    raise BadResult(f"it gives text, but returned {kind_of(value)}: return str or bytes")


def encoder(gives: str, batch_type: str) -> Encode:
    """Returns what encodes the results of a transform that gives `gives`."""
    type_name = batch_type if gives == "same" else gives
    return text_output if type_name == "text" else dumps


def missing_result() -> BadResult:
    """Returns what to raise for a None of a function whose annotation excludes it."""
    return BadResult("it returned None, which its annotation excludes: a `return` may be missing")


def holds(value: Any, owes_result: bool) -> bool:
    """Returns whether a filter's result is true; None is none where one is owed."""
    _refuse_awaitable(value)
    if value is None and owes_result:
        raise missing_result()
    if inspect.isgenerator(value) or inspect.isasyncgen(value):
        raise BadResult("a filter returned a generator, which is always true: return one value")
    return bool(value)


def consume(value: Any) -> None:
    """Does away with the result of an each; a generator has its effect only by running."""
    _refuse_awaitable(value)
    if inspect.isasyncgen(value):
        raise BadResult("it returned an async generator, which nobody runs: make it an `async def` with `yield`")
    if inspect.isgenerator(value):
        for _ in value:
            pass


def several(value: Any) -> Iterable[Any]:
    """Returns the result of a flat_map if it is one that gives elements."""
    _refuse_awaitable(value)
    items: Any = None if isinstance(value, (str, bytes)) else value
    if not isinstance(items, Iterable):
        raise BadResult(f"a flat_map returns a list or yields, but it returned {kind_of(value)}")
    return items


def _refuse_awaitable(value: Any) -> None:
    if inspect.isawaitable(value):
        if inspect.iscoroutine(value):
            value.close()
        raise BadResult("it returned an awaitable but is no `async def`: make it one")


def kind_of(value: Any) -> str:
    """Returns a value's type as messages name it."""
    return "None" if value is None else f"a value of type {type(value).__qualname__}"


def fail_frame(identity: int, message: str) -> bytes:
    """Returns a FAIL."""
    return frame(Kind.FAIL, struct.pack("<Q", identity), encoded(message))


def filter_frame(first: int, kept: Sequence[int]) -> bytes:
    """Returns the RESULT of a filter, 1 or 0 for each; or of an each, 0 for each."""
    count = len(kept)
    return frame(Kind.RESULT, struct.pack(f"<QI{count}I", first, count, *kept))


def map_frames(first: int, outputs: Sequence[Output]) -> bytes:
    """Returns the RESULTs of elements that give one each."""
    count = len(outputs)
    return _results(first, b"\1\0\0\0" * count, outputs) or _halves(map_frames, first, outputs)


def flat_map_frames(first: int, outputs: Sequence[Sequence[Output]]) -> bytes:
    """Returns the RESULTs of elements that give any number each."""
    counts = struct.pack(f"<{len(outputs)}I", *map(len, outputs))
    given = [output for several in outputs for output in several]
    return _results(first, counts, given) or _halves(flat_map_frames, first, outputs)


def part_frames(identity: int, outputs: Sequence[Output]) -> bytes:
    """Returns the PARTs of one element; raises BadResult for a given element that no frame can hold."""
    lengths, given = _joined(outputs)
    size = 12 + len(lengths) + len(given)
    if size > _MOST_IN_A_FRAME and len(outputs) > 1:
        return _halves(lambda _, half: part_frames(identity, half), identity, outputs)
    if size > MAX_PAYLOAD:
        raise BadResult(TOO_LONG)
    return frame(Kind.PART, struct.pack("<QI", identity, len(outputs)), lengths, given)


def _results(first: int, counts: bytes, given: Sequence[Output]) -> bytes:
    """Returns a RESULT, or nothing if there is so much that several are to carry it."""
    lengths, joined = _joined(given)
    size = 12 + len(counts) + len(lengths) + len(joined)
    if size > _MOST_IN_A_FRAME and len(counts) > 4:
        return b""
    if size > MAX_PAYLOAD:
        return fail_frame(first, f"BadResult: {TOO_LONG}")
    return frame(Kind.RESULT, struct.pack("<QI", first, len(counts) // 4), counts, lengths, joined)


def _halves(make: Callable[[int, Any], bytes], first: int, outputs: Sequence[Any]) -> bytes:
    half = len(outputs) // 2
    return make(first, outputs[:half]) + make(first + half, outputs[half:])


def _joined(outputs: Sequence[Output]) -> tuple[bytes, bytes]:
    """Returns the lengths and the bytes of outputs."""
    if bytes in set(map(type, outputs)):
        outputs = [output.encode("ascii") if isinstance(output, str) else output for output in outputs]
        joined = b"".join(outputs)  # type: ignore[arg-type]
    else:
        joined = "".join(outputs).encode("ascii")  # type: ignore[arg-type]
    return struct.pack(f"<{len(outputs)}I", *map(len, outputs)), joined


Frames = Callable[[int, Sequence[Any]], bytes]

FRAMES: dict[str, Frames] = {
    "map": map_frames,
    "filter": filter_frame,
    "each": filter_frame,
    "flat_map": flat_map_frames,
}
"""By operator, what makes frames of the results of elements whose ids follow each other."""
