"""Reads the signature of a user's function: its parameters and what their annotations mean."""

from __future__ import annotations

import functools
import inspect
import sys
import types
import typing
from collections.abc import Mapping
from typing import Any, Callable

Parameter = inspect.Parameter
UNKNOWN: Any = Parameter.empty
"""Stands for an annotation that is missing or cannot be evaluated."""


def unwrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    """Returns the function proper behind functools.partial, a method or a callable object."""
    while True:
        if isinstance(function, functools.partial):
            function = function.func
        elif inspect.ismethod(function):
            function = function.__func__
        elif inspect.isroutine(function) or inspect.isclass(function):
            return function
        else:
            function = type(function).__call__


def signature(function: Callable[..., Any]) -> inspect.Signature | None:
    """Returns the signature with annotations evaluated where they can be; None if there is none.

    Some functions written in C have none (`int`); they are called with the element alone.
    """
    try:
        if sys.version_info >= (3, 14):
            import annotationlib

            found = inspect.signature(function, annotation_format=annotationlib.Format.FORWARDREF)
        else:
            found = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    names = getattr(inspect.unwrap(unwrapped(function)), "__globals__", {})
    parameters = [
        parameter.replace(annotation=_evaluated(parameter.annotation, names))
        for parameter in found.parameters.values()
    ]
    return found.replace(parameters=parameters, return_annotation=_evaluated(found.return_annotation, names))


def _evaluated(annotation: Any, names: dict[str, Any]) -> Any:
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, dict(names))
        except Exception:  # Names that only a type checker sees, notation of a newer Python.
            return UNKNOWN
    if isinstance(annotation, (str, typing.ForwardRef)):
        return UNKNOWN
    if typing.get_origin(annotation) is _ANNOTATED:
        return typing.get_args(annotation)[0]
    return annotation


_ANNOTATED = getattr(typing, "Annotated", None)


def without_none(annotation: Any) -> tuple[Any, bool]:
    """Returns X and True for Optional[X], the annotation itself and False for any other."""
    arguments = typing.get_args(annotation)
    if type(None) not in arguments or typing.get_origin(annotation) in (tuple, dict):
        return annotation, False
    rest = [argument for argument in arguments if argument is not type(None)]
    return (rest[0] if len(rest) == 1 else Any), True


def means_json(annotation: Any) -> bool:
    """Whether no text can be meant: numbers, bool, dict, list, their kinds, and unions of nothing else."""
    origin = typing.get_origin(annotation) or annotation
    if origin in _UNIONS:
        members = [member for member in typing.get_args(annotation) if member is not type(None)]
        return all(map(means_json, members))
    return inspect.isclass(origin) and issubclass(origin, (int, float, list, Mapping))


def excludes_none(annotation: Any) -> bool:
    """Whether a result so annotated is never None: a class, its kinds, or a union of nothing else."""
    origin = typing.get_origin(annotation) or annotation
    if origin in _UNIONS:
        return all(map(excludes_none, typing.get_args(annotation)))
    return inspect.isclass(origin) and origin not in (object, type(None), UNKNOWN, Any)


# `X | Y` is of a type of its own before Python 3.14.
_UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))


def is_async(function: Callable[..., Any]) -> bool:
    """Whether calling it gives a coroutine or an async generator."""
    proper = unwrapped(function)
    return inspect.iscoroutinefunction(proper) or inspect.isasyncgenfunction(proper)


def is_generator(function: Callable[..., Any]) -> bool:
    """Whether calling it gives a generator, async or not."""
    proper = unwrapped(function)
    return inspect.isgeneratorfunction(proper) or inspect.isasyncgenfunction(proper)
