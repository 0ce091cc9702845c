"""`python -m swpipe_plugin`: serves plain functions, and writes the beginning of a plugin."""

from __future__ import annotations

import argparse
import os
import sys

from .program import run_functions
from .skeleton import SkeletonError, write

_EPILOG = """\
`python -m swpipe_plugin new NAME [--async]` writes NAME.py, a plugin to begin with, and its test.
"""


def main(arguments: list[str] | None = None) -> None:
    """Does what the command line says."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["new"]:
        return _new(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="python -m swpipe_plugin",
        description="Serves functions as a plugin of swpipe.",
        epilog=_EPILOG,
    )
    parser.add_argument("--path", metavar="DIR", action="append", default=[], help="also import from there")
    parser.add_argument("targets", metavar="[NAME=]MODULE:FUNCTION", nargs="+", help="what to serve")
    given = parser.parse_args(arguments)
    sys.path[:0] = [*map(os.path.abspath, given.path), os.getcwd()]
    run_functions(given.targets)
    return None


def _new(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m swpipe_plugin new", description="Writes NAME.py and test_NAME.py."
    )
    parser.add_argument("name", metavar="NAME", help="a word that can be imported")
    parser.add_argument("--async", dest="is_async", action="store_true", help="with an async function")
    given = parser.parse_args(arguments)
    try:
        for path in write(given.name, is_async=given.is_async):
            print(f"wrote {path}")
    except SkeletonError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
