"""What is measured: a workload is an input, commands that do the same with it, and targets."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Command:
    """A program and what to expect of it."""

    name: str
    argv: list[str]
    elements: int | None = None  # fewer than the workload has, for a slow peer
    order: str | None = "exact"  # of its output: "exact", "any", or None where it is not looked at
    rounds: int | None = None  # fewer than the workload has
    tree: bool = False  # memory is that of all its processes together
    later: str | None = None  # the issue that brings what it needs
    # Instead of running `argv` once: measures on its own and gives a Run.
    measure: Callable | None = None


@dataclass
class Target:
    """A figure that was asked for, of the runs of one command (and of a peer)."""

    text: str
    command: str
    value: Callable  # of {command name: [Run or None, by round]}
    limit: float
    at_least: bool
    show: str = "{:.2f}"  # how to print value and limit
    peer: str | None = None


@dataclass
class Figure:
    """What follows from the runs of several commands, such as what one worker more costs."""

    text: str
    value: Callable  # of {command name: [Run or None, by round]}
    show: str  # how to print it
    commands: tuple[str, str]  # whose runs it takes


@dataclass
class Workload:
    name: str
    title: str
    commands: list[Command]
    input: str | None = None  # a name in harness.data
    elements: int = 1
    expected: Callable | None = None  # lines of the input to an iterable of lines of the output
    # A line of output to what it says, where peers write the same in several ways.
    canonical: Callable | None = None
    targets: list[Target] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    subject: str = "swpipe"  # the command that the ratios of the table refer to
    unit: str | None = "element"  # None where nothing is counted
    rounds: int | None = None
    timeout: float = 300
    may_expire: bool = False  # a run that the time limit ends is as good as another
