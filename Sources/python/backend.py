"""Builds the package for pip with the standard library alone, so that it installs without a network.

The interface is that of PEP 517 and PEP 660; what the package is called stands in pyproject.toml.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "src"

Settings = dict[str, Any]


def get_requires_for_build_wheel(config_settings: Settings | None = None) -> list[str]:
    """Nothing is needed to build."""
    return []


get_requires_for_build_editable = get_requires_for_build_wheel
get_requires_for_build_sdist = get_requires_for_build_wheel


def build_wheel(
    wheel_directory: str, config_settings: Settings | None = None, metadata_directory: str | None = None
) -> str:
    """Writes a wheel of the package and returns its name."""
    files = {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in _modules()}
    return _write_wheel(wheel_directory, files)


def build_editable(
    wheel_directory: str, config_settings: Settings | None = None, metadata_directory: str | None = None
) -> str:
    """Writes a wheel that leads to this folder, for `pip install --editable`."""
    return _write_wheel(wheel_directory, {"swpipe_plugin.pth": f"{SOURCES}\n".encode()})


def build_sdist(sdist_directory: str, config_settings: Settings | None = None) -> str:
    """Writes an archive of all that is needed to build and test, and returns its name."""
    stem = _stem()
    files = [ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "backend.py", *_modules()]
    files += sorted((ROOT / "tests").glob("*.py"))
    with tarfile.open(Path(sdist_directory) / f"{stem}.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path in files:
            archive.add(path, f"{stem}/{path.relative_to(ROOT).as_posix()}")
        information = tarfile.TarInfo(f"{stem}/PKG-INFO")
        metadata = _metadata().encode()
        information.size = len(metadata)
        archive.addfile(information, io.BytesIO(metadata))
    return f"{stem}.tar.gz"


def _modules() -> list[Path]:
    package = SOURCES / "swpipe_plugin"
    return sorted([*package.glob("*.py"), package / "py.typed"])


def _project() -> dict[str, str]:
    """Returns the texts of the table [project]; Python reads TOML only from 3.11 on."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = text.partition("[project]\n")[2].partition("\n[")[0]
    return dict(re.findall(r'^([\w-]+) = "(.*)"$', table, re.MULTILINE))


def _stem() -> str:
    project = _project()
    return f"{project['name'].replace('-', '_')}-{project['version']}"


def _metadata() -> str:
    project = _project()
    head = {
        "Metadata-Version": "2.1",
        "Name": project["name"],
        "Version": project["version"],
        "Summary": project["description"],
        "License": "MIT",
        "Requires-Python": project["requires-python"],
        "Classifier": "Typing :: Typed",
        "Description-Content-Type": "text/markdown",
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"{lines}\n{(ROOT / project['readme']).read_text(encoding='utf-8')}"


def _write_wheel(folder: str, files: dict[str, bytes]) -> str:
    information = f"{_stem()}.dist-info"
    files[f"{information}/METADATA"] = _metadata().encode()
    files[f"{information}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: swpipe\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n".encode()
    name = f"{_stem()}-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            # The date is always the same, so that the same sources give the same wheel.
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return name


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
