"""What is said of an exception: its type, its message and the user's frames, one line each."""

from __future__ import annotations

import importlib
import linecache
import os
from collections.abc import Iterator
from types import TracebackType

# The kit's own frames, and those of the machinery of imports.
_NOT_SHOWN = (
    os.path.dirname(os.path.abspath(__file__)) + os.sep,
    os.path.dirname(importlib.__file__) + os.sep,
    "<frozen importlib",
)
_MOST_FRAMES = 20
_MOST_CHARACTERS = 1 << 16


def describe(error: BaseException) -> str:
    """Returns `Type: message` and, below, where it was raised, innermost call last.

    Frames of this kit are left out, causes follow. At most 65,536 characters.
    """
    lines: list[str] = []
    seen = set()
    prefix = ""
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(prefix + headline(current))
        lines += _notes(current)
        lines += _places(current.__traceback__)
        lines += _syntax(current)
        for position, member in enumerate(_members(current), 1):
            lines.append(f"  [{position}] {headline(member)}")
            lines += ("  " + place for place in _places(member.__traceback__))
        if current.__cause__ is not None:
            current, prefix = current.__cause__, "caused by "
        elif not current.__suppress_context__:
            current, prefix = current.__context__, "while handling "
        else:
            current = None
    text = "\n".join(lines)
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def headline(error: BaseException) -> str:
    """Returns `Type: message`."""
    name = type(error).__qualname__
    try:
        message = str(error)
    except Exception as failure:
        message = f"(its message cannot be shown: {type(failure).__qualname__})"
    return f"{name}: {message}" if message else name


def encoded(text: str) -> bytes:
    """Returns a message in UTF-8, whatever is in it."""
    return text.encode("utf-8", "backslashreplace")


def _notes(error: BaseException) -> Iterator[str]:
    for note in getattr(error, "__notes__", ()):
        yield f"  {note}"


def _syntax(error: BaseException) -> Iterator[str]:
    """Yields the line that Python could not read, which no frame is at."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        text = (error.text or linecache.getline(error.filename, error.lineno)).strip()
        yield f"  {error.filename}:{error.lineno}" + (f": {text}" if text else "")


def _members(error: BaseException) -> list[BaseException]:
    members = getattr(error, "exceptions", ())
    grouped = isinstance(members, tuple) and all(isinstance(m, BaseException) for m in members)
    return list(members)[:10] if grouped else []


def _places(traceback: TracebackType | None) -> list[str]:
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not code.co_filename.startswith(_NOT_SHOWN):
            line = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
            place = f"  {code.co_filename}:{traceback.tb_lineno} in {code.co_name}"
            places.append(f"{place}: {line}" if line else place)
        traceback = traceback.tb_next
    if len(places) > _MOST_FRAMES:
        left_out = len(places) - _MOST_FRAMES
        half = _MOST_FRAMES // 2
        places[half:-half] = [f"  … {left_out} more calls …"]
    return places
