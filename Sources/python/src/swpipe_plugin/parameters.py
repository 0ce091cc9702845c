"""The parameters of a transform: from keyword-only arguments to the manifest and back."""

from __future__ import annotations

import datetime
import math
import pathlib
import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from .annotations import UNKNOWN, Parameter, without_none

TYPES = frozenset(
    ["text", "boolean", "integer", "number", "duration", "size", "choice", "pattern", "file", "value", "list"]
)
_MEMBERS = frozenset(["type", "help", "required", "default", "choices", "minimum", "maximum", "of"])

Given = Union[str, Mapping[str, Any]]
"""What `parameters=` may have for a name: its help, or members of the manifest."""


class DeclarationError(Exception):
    """A transform is declared in a way that makes no sense."""


@dataclass(frozen=True)
class TransformParameter:
    """One parameter: how the manifest shows it, and how its value becomes the argument."""

    name: str
    manifest: dict[str, Any]
    convert: Callable[[Any], Any] = field(default=lambda value: value, repr=False)


def parameter(declared: Parameter, help_text: str | None, given: Given = "") -> TransformParameter:
    """Makes the parameter of a keyword-only argument; `given` goes before what is inferred."""
    members = {"help": given} if isinstance(given, str) else dict(given)
    unknown = sorted(set(members) - _MEMBERS)
    if unknown:
        raise DeclarationError(f"parameter {declared.name} has no {', '.join(unknown)}")
    annotation, _ = without_none(declared.annotation)
    if annotation is UNKNOWN and declared.default not in (UNKNOWN, None):
        annotation = type(declared.default)
    manifest: dict[str, Any] = {"name": declared.name, **_type_of(annotation, declared.name)}
    if "type" in members and members["type"] != manifest["type"]:
        manifest = {"name": declared.name, "type": members["type"]}
    if declared.default is UNKNOWN:
        manifest["required"] = True
    else:
        written = _as_written(declared.default, members.get("type", manifest["type"]))
        if written is not None:
            manifest["default"] = written
    if help_text:
        manifest["help"] = help_text
    manifest.update((key, value) for key, value in members.items() if value != "")
    if manifest["type"] not in TYPES:
        raise DeclarationError(f"parameter {declared.name} has no type {manifest['type']!r}")
    if manifest.get("required") and "default" in manifest:
        del manifest["required"]
    return TransformParameter(declared.name, manifest, _conversion(annotation, manifest["type"]))


def _type_of(annotation: Any, name: str) -> dict[str, Any]:
    if isinstance(annotation, type) and annotation in _NAMES:
        return {"type": _NAMES[annotation]}
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is list or origin is list:
        return {"type": "list", "of": _type_of(arguments[0], name)["type"] if arguments else "value"}
    if origin is typing.Literal:
        if not all(isinstance(choice, str) for choice in arguments):
            raise DeclarationError(f"parameter {name} has choices that are no texts")
        return {"type": "choice", "choices": list(arguments)}
    if annotation is re.Pattern or origin is re.Pattern:
        return {"type": "pattern"}
    return {"type": "value"}


_NAMES: dict[type, str] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    float: "number",
    datetime.timedelta: "duration",
    pathlib.Path: "file",
}


def _conversion(annotation: Any, type_name: str) -> Callable[[Any], Any]:
    """Returns what makes the argument of the value that START brings."""
    if annotation is float:
        return lambda value: float(value) if isinstance(value, int) else value
    if annotation is datetime.timedelta and type_name == "duration":
        return lambda value: datetime.timedelta(microseconds=value / 1000)
    if annotation is pathlib.Path:
        return pathlib.Path
    if annotation is re.Pattern or typing.get_origin(annotation) is re.Pattern:
        return re.compile
    members = typing.get_args(annotation)
    if typing.get_origin(annotation) is list and members:
        of = _conversion(members[0], _type_of(members[0], "")["type"])
        return lambda value: [of(member) for member in value]
    return lambda value: value


def _as_written(default: Any, type_name: str) -> Any:
    """Returns a default as a spec would write it; None if a spec cannot."""
    if isinstance(default, datetime.timedelta):
        return _duration(round(default / datetime.timedelta(microseconds=1)) * 1000)
    if isinstance(default, int) and type_name == "duration":
        return _duration(default)
    if isinstance(default, int) and type_name == "size":
        return f"{default}B"
    if isinstance(default, pathlib.PurePath):
        return str(default)
    if isinstance(default, re.Pattern):
        return default.pattern
    if isinstance(default, (list, tuple)):
        members: list[Any] = [_as_written(member, "value") for member in default]
        return None if None in members else members
    if isinstance(default, dict):
        values = {key: _as_written(value, "value") for key, value in default.items()}
        return None if None in values.values() else values
    if isinstance(default, float):
        return default if math.isfinite(default) else None
    return default if isinstance(default, (str, int)) else None


def _duration(nanoseconds: int) -> str:
    for unit, length in (("h", 3600 * 10**9), ("m", 60 * 10**9), ("s", 10**9), ("ms", 10**6), ("us", 1000)):
        if nanoseconds % length == 0 and nanoseconds:
            return f"{nanoseconds // length}{unit}"
    return f"{nanoseconds}ns"
