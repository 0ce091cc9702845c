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
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name != module_name or not module_name.endswith(".py"):
            raise
        module = module_name[: -len(".py")]
        raise StartError(f"there is no module {module_name}; leave out `.py`: {module}:{path}") from None
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise StartError(f"module {module_name} has no {path}") from None
    if not callable(found):
        raise StartError(f"{path} of module {module_name} is no function")
    return registry.transform_of(found, name or None)
