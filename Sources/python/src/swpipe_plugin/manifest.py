"""The manifest: what a plugin offers, and the files that this depends on."""

from __future__ import annotations

import os
import sys
import sysconfig
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .declaration import Transform
from .frames import PROTOCOL
from .injection import StartError
from .registry import registry


@dataclass(frozen=True)
class Plugin:
    """The transforms of a program, and what it says of itself."""

    name: str
    transforms: Sequence[Transform]
    version: str = ""
    summary: str = ""

    def manifest(self) -> dict[str, Any]:
        """Returns the manifest, ready to be written as JSON."""
        if not self.transforms:
            raise StartError("the plugin has no transforms: decorate a function with @transform")
        names = [transform.name for transform in self.transforms]
        for name in names:
            if names.count(name) > 1:
                raise StartError(f"two transforms have the name {name}")
        described = {
            "protocol": PROTOCOL,
            "name": self.name,
            "version": self.version,
            "summary": self.summary,
            "files": self.files(),
            "transforms": [transform.manifest() for transform in self.transforms],
        }
        warnings = self.warnings()
        if warnings:
            described["warnings"] = warnings
        return {key: value for key, value in described.items() if value != ""}

    def files(self) -> list[str]:
        """Returns the files that the manifest depends on, those of the transforms wherever they are."""
        modules = {getattr(transform.callee.function, "__module__", "") for transform in self.transforms}
        own = (getattr(sys.modules.get(module), "__file__", None) for module in modules)
        return sorted(loaded_files().union(os.path.realpath(file) for file in own if file))

    def warnings(self) -> list[str]:
        """Returns what is most likely a mistake: functions with the names of hooks that nothing calls."""
        own = {transform.callee.function for transform in self.transforms if _is_plain(transform.callee.function)}
        found: list[str] = []
        for name in dict.fromkeys(getattr(t.callee.function, "__module__", "") for t in self.transforms):
            served = [t for t in self.transforms if getattr(t.callee.function, "__module__", "") == name]
            module = sys.modules.get(name)
            for when in ("on_start", "on_done"):
                function = getattr(module, when, None)
                is_own = _is_plain(function) and function.__module__ == name and function not in own
                has_hook = any(getattr(transform, when) is not None for transform in served)
                if is_own and not has_hook and not registry.uses(function):
                    file = os.path.basename(getattr(module, "__file__", None) or name)
                    found.append(
                        f"nothing calls the function {when} of {file}\n"
                        f"put `@swpipe_plugin.{when}` above it, so that workers do; or give it another name"
                    )
        return found

    def transform(self, name: str) -> Transform:
        """Returns the transform of that name; raises StartError if there is none."""
        for transform in self.transforms:
            if transform.name == name:
                return transform
        names = ", ".join(transform.name for transform in self.transforms)
        raise StartError(f"there is no transform {name}; there are: {names}")


def _is_plain(thing: Any) -> bool:
    return isinstance(thing, types.FunctionType)


def loaded_files() -> set[str]:
    """Returns the files of all loaded modules but those of Python, of installed packages and of this kit."""
    installed = tuple(os.path.join(folder, "") for folder in _installed())
    files: set[str] = set()
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            path = os.path.realpath(file)
            if not path.startswith(installed) and os.path.isfile(path):
                files.add(path)
    return files


def _installed() -> Iterator[str]:
    yield os.path.dirname(os.path.realpath(__file__))
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield os.path.realpath(sysconfig.get_path(name))
    # Debian's packages, and what --user installs, are elsewhere.
    for folder in sys.path:
        if os.path.basename(folder) in ("site-packages", "dist-packages"):
            yield os.path.realpath(folder)
