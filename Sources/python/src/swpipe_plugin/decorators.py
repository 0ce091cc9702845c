"""The decorators that declare transforms and their hooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, TypeVar, overload

from .declaration import Function, Options
from .parameters import DeclarationError, Given
from .registry import registry

F = TypeVar("F", bound=Callable[..., Any])


@overload
def transform(name: F, /) -> F: ...


@overload
def transform(
    name: str | None = None,
    /,
    *,
    operators: Sequence[str] | None = None,
    takes: str | None = None,
    gives: str | None = None,
    parameters: Mapping[str, Given] | None = None,
    resources: Sequence[Mapping[str, Any]] = (),
    summary: str | None = None,
    details: str | None = None,
    concurrency: int | None = None,
    one_worker: bool = False,
    keeps_state: bool = False,
    on_start: Function | None = None,
    on_done: Function | None = None,
) -> Callable[[F], F]: ...


def transform(
    name: F | str | None = None,
    /,
    *,
    operators: Sequence[str] | None = None,
    takes: str | None = None,
    gives: str | None = None,
    parameters: Mapping[str, Given] | None = None,
    resources: Sequence[Mapping[str, Any]] = (),
    summary: str | None = None,
    details: str | None = None,
    concurrency: int | None = None,
    one_worker: bool = False,
    keeps_state: bool = False,
    on_start: Function | None = None,
    on_done: Function | None = None,
) -> F | Callable[[F], F]:
    """Declares a function as a transform; it can still be called as before.

    Without arguments, all is inferred: the name from the function's, `operators`, `takes` and `gives`
    from annotations, the parameters from keyword-only arguments, summary, details and the help of
    parameters from the docstring.

    Args:
        name: What specs name it by.
        operators: Those of `map`, `filter`, `flat_map` and `each` that it serves.
        takes: The elements it takes: `text`, `json` or `any`.
        gives: What map and flat_map give: `text`, `json`, or `same` as came in.
        parameters: By name, the help of a parameter, or members of the manifest: `minimum`, `type`.
        resources: The resources of the stage's `on_start` that it uses, as in the manifest.
        summary: One sentence without a final full stop.
        details: Further paragraphs, in Markdown.
        concurrency: How many elements an async function works on at once in a worker.
        one_worker: Whether one worker must see all elements.
        keeps_state: Whether what it does with an element depends on those before: a worker of its
            stage is then not replaced by one that knows nothing of them.
        on_start: Called in each worker before its first element; its dict is injected by name.
        on_done: Called in each worker after its last element.

    What makes no sense in it is said when swpipe asks the plugin what it offers, or a test calls it.
    """
    if callable(name):
        registry.add(name, None, Options())
        return name
    options = Options(
        operators=operators,
        takes=takes,
        gives=gives,
        parameters=parameters or {},
        resources=resources,
        summary=summary,
        details=details,
        concurrency=concurrency,
        one_worker=one_worker,
        keeps_state=keeps_state,
        on_start=on_start,
        on_done=on_done,
    )

    def register(function: F) -> F:
        if not callable(function):
            raise DeclarationError(f"{function!r} cannot be called")
        registry.add(function, name, options)
        return function

    return register


def on_start(function: F) -> F:
    """Makes a function the on_start of all transforms of its module that name none."""
    registry.add_hook("on_start", function)
    return function


def on_done(function: F) -> F:
    """Makes a function the on_done of all transforms of its module that name none."""
    registry.add_hook("on_done", function)
    return function
