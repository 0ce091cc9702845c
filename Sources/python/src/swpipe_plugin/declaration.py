"""A transform as it is declared: named or inferred operators, element types and parameters."""

from __future__ import annotations

import collections.abc as abc
import re
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

from .annotations import UNKNOWN, Parameter, excludes_none, is_async, is_generator, means_json, signature, without_none
from .docstring import documentation
from .injection import SPECIAL, Callee
from .needs import resources_named
from .parameters import DeclarationError, Given, TransformParameter, parameter

Function = Callable[..., Any]

OPERATORS = ("map", "filter", "flat_map", "each")
DEFAULT_CONCURRENCY = 100
"""How many elements an async function works on at once, if nothing is said."""

_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\Z")
_STREAMS = (
    abc.Iterator, abc.Generator, abc.AsyncIterator, abc.AsyncIterable, abc.AsyncGenerator,
)  # fmt: skip
_COLLECTIONS = (list, tuple, set, frozenset, abc.Iterable, abc.Sequence, abc.Collection)


@dataclass(frozen=True)
class Options:
    """What `@transform` was told; None is for what is to be inferred."""

    operators: Sequence[str] | None = None
    takes: str | None = None
    gives: str | None = None
    parameters: Mapping[str, Given] = field(default_factory=dict)
    resources: Sequence[Mapping[str, Any]] = ()
    summary: str | None = None
    details: str | None = None
    concurrency: int | None = None
    one_worker: bool = False
    keeps_state: bool = False
    on_start: Function | None = None
    on_done: Function | None = None


@dataclass(frozen=True)
class Transform:
    """A function with all that swpipe is to know of it."""

    name: str
    callee: Callee
    operators: tuple[str, ...]
    takes: str
    gives: str
    raw: bool
    """Whether it takes its elements as bytes."""
    owes_result: bool
    """Whether its annotation says that it never returns None."""
    parameters: tuple[TransformParameter, ...]
    resources: tuple[Mapping[str, Any], ...]
    summary: str
    details: str
    concurrency: int
    one_worker: bool
    keeps_state: bool
    on_start: Callee | None
    on_done: Callee | None

    @property
    def is_async(self) -> bool:
        """Whether its elements are worked on in an event loop."""
        return is_async(self.callee.function)

    @property
    def is_generator(self) -> bool:
        """Whether a call only makes a generator, which has yet to run."""
        return is_generator(self.callee.function)

    def manifest(self) -> dict[str, Any]:
        """Returns its object in the manifest."""
        described = {
            "name": self.name,
            "summary": self.summary,
            "details": self.details,
            "operators": list(self.operators),
            "takes": self.takes,
            "gives": self.gives,
            "parameters": [parameter.manifest for parameter in self.parameters],
            "resources": [dict(resource) for resource in self.resources],
            "element_index": self.callee.names("element_index"),
            "concurrency": self.concurrency,
            "one_worker": self.one_worker,
            "keeps_state": self.keeps_state,
        }
        return {key: value for key, value in described.items() if value not in ("", [])}


def declare(function: Function, name: str | None, options: Options) -> Transform:
    """Makes a transform of a function; raises DeclarationError where it makes no sense."""
    name = name or getattr(function, "__name__", "") or type(function).__name__
    if not _NAME.match(name):
        raise DeclarationError(f"{name!r} is no name: words of letters, digits, _ and -, joined by dots")
    try:
        return _declare(function, name, options)
    except DeclarationError as error:
        raise DeclarationError(f"transform {name}: {error}") from None


def _declare(function: Function, name: str, options: Options) -> Transform:
    if not callable(function):
        raise DeclarationError(f"{function!r} cannot be called")
    found = signature(function)
    element = _element_annotation(list(found.parameters.values()) if found else None)
    result = found.return_annotation if found else UNKNOWN
    if not is_async(function) and typing.get_origin(result) in (abc.Awaitable, abc.Coroutine):
        raise DeclarationError("it returns an awaitable but is no `async def`: make it one")
    inferred, gives = _inferred(result, is_generator(function))
    operators = tuple(inferred if options.operators is None else options.operators)
    _check(operators, OPERATORS, "operators")
    if not operators or len(set(operators)) != len(operators):
        raise DeclarationError("operators are to be named once each, and at least one")
    if is_generator(function) and not {"map", "filter"}.isdisjoint(operators):
        raise DeclarationError("a generator function serves flat_map and each only")
    takes = options.takes or _type_taken(element)
    gives = options.gives or gives
    _check((takes,), ("text", "json", "any"), "takes")
    _check((gives,), ("text", "json", "same"), "gives")
    documented = documentation(function)
    callee = Callee.of(function, name, element=True)
    on_start = _hook(options.on_start, "on_start", "return the dict")
    on_done = _hook(options.on_done, "on_done", "leave the `yield` out")
    return Transform(
        name=name,
        callee=callee,
        operators=operators,
        takes=takes,
        gives=gives,
        raw=element is bytes,
        owes_result=excludes_none(result),
        parameters=_parameters([callee, on_start, on_done], options, documented.parameters),
        resources=_resources(options, resources_named(callee, on_start, on_done)),
        summary=documented.summary if options.summary is None else options.summary.rstrip("."),
        details=documented.details if options.details is None else options.details,
        concurrency=_concurrency(function, options.concurrency),
        one_worker=options.one_worker,
        keeps_state=options.keeps_state,
        on_start=on_start,
        on_done=on_done,
    )


def _hook(function: Function | None, role: str, way_out: str) -> Callee | None:
    if function is None:
        return None
    if is_generator(function):
        raise DeclarationError(f"{role} has a `yield`, so that a call of it runs nothing: {way_out}")
    return Callee.of(function, role, element=False)


def _resources(options: Options, named: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """Returns what is declared, and what is only named, which may be of any type."""
    declared = [resource.get("name") for resource in options.resources]
    return (*options.resources, *({"name": name} for name in named if name not in declared))


def _element_annotation(parameters: list[Parameter] | None) -> Any:
    if parameters is None:
        return UNKNOWN
    for each in parameters:
        if each.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD):
            break
        if each.name in SPECIAL:
            raise DeclarationError(f"the first argument is the element, but it is {each.name}")
        return each.annotation
    raise DeclarationError("it has no positional argument for the element")


def _type_taken(annotation: Any) -> str:
    if annotation in (str, bytes):
        return "text"
    return "json" if means_json(annotation) else "any"


def _inferred(annotation: Any, generator: bool) -> tuple[Sequence[str], str]:
    """Returns the operators and what it gives, as the annotation of the result says."""
    origin = typing.get_origin(annotation) or annotation
    arguments = typing.get_args(annotation)
    member = without_none(arguments[0])[0] if arguments else UNKNOWN
    if generator or origin in _STREAMS:
        return ("flat_map", "each"), _type_given(member)
    if origin in _COLLECTIONS:
        text = _type_given(member) == "text"
        # One transform gives one type, and a map of a list of texts would give JSON.
        return (("flat_map", "each"), "text") if text else (("flat_map", "map", "filter", "each"), "json")
    if annotation is bool:
        return ("filter", "map", "each"), "json"
    plain = without_none(annotation)[0]
    if plain in (str, bytes, int, float):
        return ("map", "filter", "each"), _type_given(plain)
    return OPERATORS, "json"


def _type_given(annotation: Any) -> str:
    return "text" if annotation in (str, bytes) else "json"


def _check(words: Sequence[str], known: Sequence[str], member: str) -> None:
    for word in words:
        if word not in known:
            raise DeclarationError(f"{member} has {word!r}, which is none of {', '.join(known)}")


def _parameters(
    callees: Sequence[Callee | None], options: Options, helps: Mapping[str, str]
) -> tuple[TransformParameter, ...]:
    declared: dict[str, Parameter] = {}
    for callee in callees:
        for each in callee.keyword_only if callee else ():
            declared.setdefault(each.name, each)
    given = dict(options.parameters)
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise DeclarationError(
            f"parameters names {', '.join(unknown)}, but it has no such keyword-only argument"
        )
    return tuple(
        parameter(each, helps.get(each.name), given.get(each.name, "")) for each in declared.values()
    )


def _concurrency(function: Function, named: int | None) -> int:
    if named is None:
        return DEFAULT_CONCURRENCY if is_async(function) else 1
    if named < 1:
        raise DeclarationError("concurrency is at least 1")
    if named > 1 and not is_async(function):
        raise DeclarationError("concurrency above 1 is for async functions; give the stage more workers")
    return named
