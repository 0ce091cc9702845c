"""What a transform's functions name and only the spec's stage can have, known before anything runs."""

from __future__ import annotations

import ast
import linecache
import types
from collections.abc import Iterator, Sequence
from typing import Any, Union

from .annotations import UNKNOWN, unwrapped
from .injection import SPECIAL, Callee, nothing_for
from .parameters import DeclarationError

_WORKER = ("worker_info",)


def resources_named(callee: Callee, on_start: Callee | None, on_done: Callee | None) -> list[str]:
    """Returns the names that only a resource of the spec's stage can fill.

    What on_start returns may fill a name too, unless its source says which keys that has. Raises
    DeclarationError for a name that nothing ever fills.
    """
    keys = _keys_of(on_start)
    named = _open_names(on_start, _WORKER, ()) if on_start else []
    if keys is not None:
        named += _open_names(callee, (*_WORKER, "element_index"), keys)
        named += _open_names(on_done, (*_WORKER, "stage_status"), keys) if on_done else []
    return list(dict.fromkeys(named))


def _open_names(callee: Callee, special: Sequence[str], keys: Sequence[str]) -> list[str]:
    known = {*special, *keys}
    missing = [p.name for p in callee.injected if p.default is UNKNOWN and p.name not in known]
    if callee.unreachable:
        names = ", ".join(callee.unreachable)
        raise DeclarationError(f"{callee.role} takes {names} by position only, not by name: leave the `/` out")
    never = [name for name in missing if name in SPECIAL]
    if never:
        raise DeclarationError(nothing_for(callee, never, sorted(known)))
    # Other names cannot be those of resources; that there is nothing for them is found at the start.
    return [name for name in missing if name.isascii()]


def _keys_of(on_start: Callee | None) -> list[str] | None:
    """Returns all keys that the dict of on_start may have; None where its source does not say."""
    if on_start is None:
        return []
    proper = unwrapped(on_start.function)
    if not isinstance(proper, types.FunctionType) or hasattr(proper, "__wrapped__"):
        return None
    definition = _definition(proper.__code__)
    if definition is None or "dict" in {*proper.__globals__, *proper.__code__.co_varnames}:
        return None
    keys: list[str] = []
    for value in _returned(definition):
        found = _keys(value)
        if found is None:
            return None
        keys += found
    return keys


_Definition = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]


def _definition(code: types.CodeType) -> _Definition | None:
    """Returns the one function of a source file that has this code; None if there is doubt."""
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = [node for node in ast.walk(tree) if isinstance(node, _DEFINITIONS) and _is_of(node, code)]
    return found[0] if len(found) == 1 else None


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _is_of(node: _Definition, code: types.CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        return code.co_name == "<lambda>" and node.lineno == code.co_firstlineno
    first = node.decorator_list[0] if node.decorator_list else node
    return code.co_name == node.name and code.co_firstlineno in (first.lineno, node.lineno)


def _returned(definition: _Definition) -> Iterator[ast.expr]:
    """Yields what a function returns, those inside it left out."""
    if isinstance(definition, ast.Lambda):
        yield definition.body
        return
    rest: list[ast.AST] = list(definition.body)
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Return):
            if node.value is not None:
                yield node.value
        elif not isinstance(node, (*_DEFINITIONS, ast.ClassDef)):
            rest += ast.iter_child_nodes(node)


def _keys(value: ast.expr) -> list[str] | None:
    """Returns the keys of an expression that is plainly a dict, or None: `{"a": 1}`, `dict(a=1)`."""
    names: list[Any] = []
    if isinstance(value, ast.Dict):
        names = [key.value if isinstance(key, ast.Constant) else None for key in value.keys]
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        names = [None] * len(value.args) + [keyword.arg for keyword in value.keywords]
    elif not (isinstance(value, ast.Constant) and value.value is None):
        return None
    return names if all(isinstance(name, str) for name in names) else None
