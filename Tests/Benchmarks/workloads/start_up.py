"""Start-up: from the call to the exit with one element."""

from harness import targets
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
        targets=[targets.wall("swpipe", 8)],
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
