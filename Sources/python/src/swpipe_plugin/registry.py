"""The transforms that a program has declared: the one thing of this kit that is global."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .declaration import Function, Options, Transform, declare
from .parameters import DeclarationError


@dataclass(frozen=True)
class _Declared:
    function: Function
    name: str | None
    options: Options


class Registry:
    """Collects what decorators see; a module's hooks hold for all of its transforms."""

    def __init__(self) -> None:
        self._declared: list[_Declared] = []
        self._on_start: dict[str, Function] = {}
        self._on_done: dict[str, Function] = {}

    def add(self, function: Function, name: str | None, options: Options) -> None:
        """Adds a function; what is wrong with its declaration is raised when its transform is asked for.

        A hook that is declared later may be a part of it, and what asks can say it in one line, where an
        exception from the middle of a module says it behind a traceback.
        """
        self._declared.append(_Declared(function, name, options))

    def add_hook(self, when: str, function: Function) -> None:
        """Makes a function on_start or on_done of its module."""
        hooks = self._on_start if when == "on_start" else self._on_done
        module = getattr(function, "__module__", "")
        if module in hooks:
            raise DeclarationError(f"module {module} has two functions for {when}")
        hooks[module] = function

    def uses(self, function: Function) -> bool:
        """Whether a decorator has made something of the function, or was told of it."""
        options = [declared.options for declared in self._declared]
        used = [
            *(declared.function for declared in self._declared),
            *(hook for given in options for hook in (given.on_start, given.on_done)),
            *self._on_start.values(),
            *self._on_done.values(),
        ]
        return any(function is other for other in used)

    def transforms(self) -> list[Transform]:
        """Returns all transforms in the order of their declaration."""
        return [self._make(declared) for declared in self._declared]

    def transform_of(self, function: Function, name: str | None = None) -> Transform:
        """Returns the transform of a function, decorated or not, under another name if one is given."""
        for declared in self._declared:
            if declared.function is function:
                return self._make(replace(declared, name=name or declared.name))
        return self._make(_Declared(function, name, Options()))

    def _make(self, declared: _Declared) -> Transform:
        module = getattr(declared.function, "__module__", "")
        options = declared.options
        options = replace(
            options,
            on_start=options.on_start or self._on_start.get(module),
            on_done=options.on_done or self._on_done.get(module),
        )
        return declare(declared.function, declared.name, options)


registry = Registry()
