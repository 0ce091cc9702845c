"""Writes plugins of swpipe in Python: functions become transforms that specs name.

from swpipe_plugin import run, transform

@transform
def add1(x: int) -> int:
    return x + 1

if __name__ == "__main__":
    run()
"""

from .decorators import on_done, on_start, transform
from .parameters import DeclarationError
from .program import run
from .worker import StageStatus, WorkerInfo

__version__ = "0.1.0"

__all__ = ["DeclarationError", "StageStatus", "WorkerInfo", "on_done", "on_start", "run", "transform"]
