"""JSON texts to Python values and back, at the speed of the json module's C functions.

Stricter than the json module: NaN, infinities and keys that are no texts are errors, not extensions.
Integers are exact whatever their size (see `allow_any_integer`).
"""

from __future__ import annotations

import collections
import collections.abc
import dataclasses
import enum
import json
import json.encoder
import sys
from typing import Any, Callable, NoReturn, cast


class NotJSON(Exception):
    """A text that is not JSON, or a value that JSON cannot express; its message says where."""


def allow_any_integer() -> None:
    """Lifts the interpreter's limit on the digits of an integer (4,300 in newer versions)."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decoder = json.JSONDecoder(parse_constant=_no_constant)
# What `raw_decode` calls: the scanner itself, one Python call less for each element.
scan = cast("Callable[[str, int], tuple[Any, int]]", getattr(_decoder, "scan_once"))


def loads(text: str) -> Any:
    """Returns the value of a JSON text; white space around it is allowed."""
    try:
        return _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise NotJSON(f"the element is not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise NotJSON("the element is nested too deeply to be read as JSON") from None
    except ValueError as error:
        raise NotJSON(f"the element is not JSON: {error}") from None


class _Foreign(Exception):
    """Raised out of the encoder at a value that it does not know."""


def _foreign(value: object) -> NoReturn:
    raise _Foreign


_SCALARS = frozenset({str, int, float, bool, type(None)})
_SETTINGS = {"ensure_ascii": False, "allow_nan": False, "check_circular": False}
_encoder = json.JSONEncoder(separators=(",", ":"), default=_foreign, **_SETTINGS)
_escaping = json.JSONEncoder(separators=(",", ":"), default=_foreign, allow_nan=False).encode
_join = "".join


def _chunks_of() -> Callable[[Any, int], list[str]]:
    # JSONEncoder makes a new C encoder for each call, which costs more than to encode a small object.
    try:
        make = getattr(json.encoder, "c_make_encoder")
        quote = getattr(json.encoder, "encode_basestring")
        made = make(None, _foreign, quote, None, ":", ",", False, False, False)
        if _join(made({"a": [1, "é"]}, 0)) == '{"a":[1,"é"]}':
            return cast("Callable[[Any, int], list[str]]", made)
    except (AttributeError, TypeError):
        pass
    return lambda value, level: [_encoder.encode(value)]


_chunks = _chunks_of()


def dumps(value: Any) -> str | bytes:
    """Returns the compact JSON text of a value: as str if it is ASCII, in UTF-8 otherwise."""
    try:
        text = _join(_chunks(value, 0))
        kind = type(value)
        if kind is dict:
            _join(value)
            # Another dict in it would show, and what shows may also be in a text.
            if text.find("{", 1) > 0:
                _check_members(value)
        elif kind not in _SCALARS and "{" in text:
            _check_keys(value)
    except (_Foreign, RecursionError, TypeError, ValueError):
        raise NotJSON(_explain(value)) from None
    if text.isascii():
        return text
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair, which UTF-8 cannot write and JSON can.
        return _escaping(value)


def _check_keys(value: Any) -> None:
    """Raises TypeError at a key that is no text: the encoder would make one of it silently."""
    if isinstance(value, dict):
        _check_members(value)
    elif isinstance(value, (list, tuple)):
        for member in value:
            if type(member) not in _SCALARS:
                _check_keys(member)


def _check_members(value: dict[Any, Any]) -> None:
    _join(value)
    for member in value.values():
        if type(member) not in _SCALARS:
            _check_keys(member)


def _explain(value: Any) -> str:
    try:
        return _find(value, "") or "the value cannot be written as JSON"
    except RecursionError:
        return "the value contains itself or is nested too deeply to be written as JSON"


def _find(value: Any, path: str) -> str:
    """Returns what about the value JSON cannot express, and where; nothing if all is well."""
    at = f" at {path}" if path else ""
    if value is None or isinstance(value, (str, int)):
        return ""
    if isinstance(value, float):
        return "" if value - value == 0 else f"JSON has no {value!r}{at}"
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                return f"JSON has texts for keys, not the {type(key).__name__} {key!r:.40}{at}"
            found = _find(member, f"{path}.{key:.40}")
            if found:
                return found
        return ""
    if isinstance(value, (list, tuple)):
        for position, member in enumerate(value):
            found = _find(member, f"{path}[{position}]")
            if found:
                return found
        return ""
    hint = _way_out(value)
    return f"{_kind(value)} is not JSON{at}" + (f": {hint}" if hint else "")


def _way_out(value: Any) -> str:
    """Returns what makes JSON of a value of a usual type, for a message; nothing if that is not known."""
    if isinstance(value, bytes):
        return "annotate the function to return bytes if they are text"
    if isinstance(value, type):
        return ""
    if dataclasses.is_dataclass(value):
        return "dataclasses.asdict(…) makes a dict of it"
    if isinstance(value, (set, frozenset, range, collections.deque)) or hasattr(value, "__next__"):
        return "list(…) makes a list of it"
    if isinstance(value, (collections.abc.KeysView, collections.abc.ValuesView, collections.abc.ItemsView)):
        return "list(…) makes a list of it"
    # Dates and times; numpy's arrays and numbers, pandas' columns; timedelta; models of pydantic; enums.
    for method, result in _CONVERSIONS:
        if callable(getattr(value, method, None)):
            return f".{method}() makes {result} of it"
    if isinstance(value, enum.Enum):
        return ".value is what it stands for"
    if type(value).__module__ in ("decimal", "uuid", "pathlib", "fractions", "ipaddress"):
        number = type(value).__module__ in ("decimal", "fractions")
        return "str(…) makes a text of it" + (", float(…) a number" if number else "")
    return ""


_CONVERSIONS = (
    ("isoformat", "a text"),
    ("tolist", "a list or a number"),
    ("total_seconds", "a number"),
    ("model_dump", "a dict"),
)


def _kind(value: Any) -> str:
    return f"a value of type {type(value).__qualname__}"
