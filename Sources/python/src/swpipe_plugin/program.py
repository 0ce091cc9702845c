"""Runs a plugin: the whole process is its from then on."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, Callable

from .declaration import Transform
from .docstring import documentation
from .injection import StartError
from .jsontext import allow_any_integer
from .manifest import Plugin
from .registry import registry
from .server import Server
from .streams import claim, end_process, guard


def run(name: str | None = None, *, version: str | None = None, summary: str | None = None) -> None:
    """Serves all declared transforms on standard input and output until swpipe ends the conversation.

    Name, version and summary are for people; they default to the program's name, its `__version__`
    and its docstring. Returns when all is done; raises SystemExit with a status where something went
    wrong.
    """

    def load() -> Plugin:
        main = sys.modules["__main__"]
        return Plugin(
            name or os.path.splitext(os.path.basename(getattr(main, "__file__", None) or "plugin"))[0],
            registry.transforms(),
            str(getattr(main, "__version__", "") if version is None else version),
            documentation(main).summary if summary is None else summary,
        )

    serve(load)


def run_functions(targets: Sequence[str]) -> None:
    """Serves functions named by `module:function` or `name=module:function`, decorated or not."""
    serve(lambda: Plugin(targets[0].split(":")[0].split("=")[-1], [_named(target) for target in targets]))


def serve(load: Callable[[], Plugin]) -> None:
    """Serves what `load` returns; it is called once swpipe has said HELLO."""
    if os.isatty(0):
        sys.exit("this is a plugin of swpipe: name it under `plugins:` in a spec, and run that")
    try:
        streams = claim()
    except OSError as error:
        sys.exit(f"a plugin of swpipe needs its standard input and output: {error.strerror}")
    guard(streams)
    allow_any_integer()
    status = Server(streams, load, end_process).serve()
    if status != 0:
        sys.exit(status)


def _named(target: str) -> Transform:
    name, equals, place = target.rpartition("=")
    module_name, colon, path = place.partition(":")
    if not (module_name and colon and path) or (equals and not name):
        raise StartError(f"{target!r} is not of the form module:function or name=module:function")
    _check_module(module_name, path)
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name != module_name or not module_name.endswith(".py"):
            raise
        module = module_name[: -len(".py")]
        raise StartError(f"there is no module {module_name}; leave out `.py`: {module}:{path}") from None
    holder, missing = found, ""
    for part in path.split("."):
        holder = found
        missing = f"{missing}.{part}" if missing else part
        try:
            found = getattr(found, part)
        except AttributeError:
            raise StartError(f"module {module_name} has no {missing}; {_offers(holder)}") from None
    if not callable(found):
        raise StartError(f"{path} of module {module_name} is no function; {_offers(holder)}")
    return registry.transform_of(found, name or path.rpartition(".")[2])


def _check_module(module_name: str, path: str) -> None:
    """Raises StartError where a file's path stands for a module's name."""
    if "/" in module_name:
        parts = [part for part in module_name.split("/") if part not in ("", ".")]
        module = ".".join(parts).removesuffix(".py")
        way_out = f"; write {module}:{path}" if ".." not in parts and module_name[0] != "/" else ""
        raise StartError(f"{module_name} is a path, not the name of a module{way_out}")


def _offers(holder: Any) -> str:
    """Returns the functions of a module or class, for a message: its own, else those it has imported."""
    owner = getattr(holder, "__name__", "")
    members = {name: getattr(holder, name, None) for name in getattr(holder, "__dict__", {})}
    names = [name for name, member in members.items() if name[:1] != "_" and callable(member)]
    own = [name for name in names if getattr(members[name], "__module__", owner) == owner]
    shown = own or names
    if not shown:
        return "it has no functions"
    rest = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return f"it has {', '.join(shown[:_MOST_NAMES])}{rest}"


_MOST_NAMES = 20
