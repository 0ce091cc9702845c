"""Injection by name, by pypeln's rules: a function names what it wants, and is given that.

`f` may name `worker_info`, `element_index` and whatever on_start's dict has; `on_start` may name
`worker_info`, `on_done` also `stage_status` and on_start's values. Beyond pypeln, all may name the
stage's resources, and take the transform's parameters as keyword-only arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from .annotations import UNKNOWN, Parameter, signature

SPECIAL = ("worker_info", "element_index", "stage_status")


class StartError(Exception):
    """A worker cannot start; the message is for the writer of the plugin or of the spec."""


@dataclass(frozen=True)
class Callee:
    """A user's function and the arguments that it can be given by name."""

    function: Callable[..., Any]
    role: str
    """What it is to the user: `on_start`, or the transform's name."""
    injected: tuple[Parameter, ...]
    keyword_only: tuple[Parameter, ...]
    unreachable: tuple[str, ...]
    """Positional-only arguments without a default, which nothing can fill."""
    element: str | None = None
    """The name of the argument that is the element, where there is one."""

    @classmethod
    def of(cls, function: Callable[..., Any], role: str, element: bool) -> Callee:
        """Reads the signature; the first positional argument is the element's if `element`."""
        found = signature(function)
        parameters = list(found.parameters.values()) if found else []
        positional = [p for p in parameters if p.kind in _POSITIONAL]
        by_name = [p for p in positional[element:] if p.kind is not Parameter.POSITIONAL_ONLY]
        only = [p for p in parameters if p.kind is Parameter.KEYWORD_ONLY]
        return cls(
            function,
            role,
            (*by_name, *(p for p in only if p.name in SPECIAL)),
            tuple(p for p in only if p.name not in SPECIAL),
            tuple(
                p.name
                for p in positional[element:]
                if p.kind is Parameter.POSITIONAL_ONLY and p.default is UNKNOWN
            ),
            positional[0].name if element and positional else None,
        )

    def names(self, name: str) -> bool:
        """Whether it asks for that."""
        return any(parameter.name == name for parameter in self.injected)

    def bind(self, available: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the keyword arguments to call it with, those it names and no more.

        Raises StartError for a name that there is nothing for.
        """
        bound = {p.name: available[p.name] for p in self.injected if p.name in available}
        bound.update((p.name, arguments[p.name]) for p in self.keyword_only if p.name in arguments)
        missing = [
            *self.unreachable,
            *(
                p.name
                for p in (*self.injected, *self.keyword_only)
                if p.default is UNKNOWN and p.name not in bound
            ),
        ]
        if missing:
            raise StartError(nothing_for(self, missing, sorted({*available, *arguments})))
        return bound

    def way_out(self, missing: list[str]) -> str:
        """Returns how the signature is to read for the missing to be parameters of the transform."""
        keyword_only = [p.name for p in self.keyword_only]
        meant = [name for name in missing if name not in SPECIAL and name not in keyword_only]
        if not meant:
            return ""
        name = getattr(self.function, "__name__", self.role)
        name = name if name.isidentifier() else self.role
        signature = ", ".join([*filter(None, [self.element]), "*", *meant])
        return f"\nWhat a spec gives stands behind a `*`: def {name}({signature})"


def nothing_for(callee: Callee, missing: list[str], known: list[str]) -> str:
    """Returns what to say of names that there is nothing for, and what there is."""
    can = ", ".join(known) or "nothing"
    return (
        f"{callee.role} names {', '.join(missing)}, for which there is nothing; it can name: {can}"
        + callee.way_out(missing)
    )


_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
