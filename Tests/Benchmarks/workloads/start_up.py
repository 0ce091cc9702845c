"""Start-up: from the call to the exit with one element."""

import functools
import shutil

from harness import targets
from harness.running import RunError, count_instructions
from harness.workload import Command, Workload

ROUNDS = 40


def workloads(bench):
    yield Workload(
        name="start-up",
        title="one element",
        input="integers",
        unit=None,
        rounds=ROUNDS,
        commands=[
            Command("swpipe", bench.installed(bench.swpipe("upper")), order=None),
            Command("cat", ["cat"], order=None),
            Command("static Swift hello", bench.reference("hello"), order=None),
            Command("jq", ["jq", "-Rr", "ascii_upcase"], order=None),
            Command("Miller", ["mlr", "--inidx", "--onidx", "cat"], order=None),
            Command("pypeln.thread", bench.pypeln("pass", "thread", 1), order=None, rounds=10),
        ],
        targets=[targets.wall("swpipe", 5)],
    )
    installed = bench.installed(bench.swpipe("upper"))
    yield Workload(
        name="start-up-instructions",
        title="one element, counted by Valgrind instead of timed",
        unit=None,
        rounds=1,
        commands=[
            counted(bench, "swpipe", installed),
            counted(bench, "cat", ["cat"]),
            counted(bench, "jq", ["jq", "-Rr", "ascii_upcase"]),
        ],
        targets=[targets.instructions("swpipe", 8), targets.size("swpipe", installed[0], 20)],
        figures=[
            targets.figure(f"millions of instructions of {name}", name, "instructions", 1e-6)
            for name in ("swpipe", "cat", "jq")
        ],
    )
    yield Workload(
        name="start-up-processes",
        title="one element, a stage with 32 process workers",
        input="integers",
        unit=None,
        rounds=10,
        commands=[
            Command(
                "swpipe",
                bench.installed(bench.swpipe("workers")),
                order=None,
                tree=True,
            ),
            Command(
                "pypeln.process", bench.pypeln("pass", "process", 32), order=None, tree=True, rounds=3
            ),
        ],
        targets=[targets.wall("swpipe", 150)],
    )


def counted(bench, name, argv):
    """A command whose instructions are counted."""

    def measure():
        if not shutil.which("valgrind"):
            raise RunError("valgrind is not installed")
        return count_instructions(argv, bench.input("integers", 1), bench.scratch)

    return Command(name, argv, order=None, measure=functools.cache(measure))
