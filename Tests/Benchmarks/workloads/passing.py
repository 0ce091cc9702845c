"""Pass-through: what reading, cutting, handing on and writing lines costs."""

from harness import targets
from harness.data import LINES
from harness.workload import Command, Workload

RUST = "Rust line loop"
MEMORY = 48  # MB


def workloads(bench):
    yield Workload(
        name="pass",
        title="5 million lines of 53 bytes, unchanged",
        input="log",
        elements=bench.scaled(5_000_000),
        expected=lambda lines: lines,
        unit="line",
        commands=[
            Command("swpipe", bench.swpipe("pass")),
            Command(RUST, bench.rust("lines", "pass")),
            Command("swpipe, 1 thread", bench.swpipe("pass_thread")),
            Command("cat", ["cat"]),
            Command("sed ''", ["sed", ""]),
            Command("grep ''", ["grep", "-a", ""]),
            Command("rg ''", ["rg", "--no-config", "-N", ""]),
            Command("perl -pe ''", ["perl", "-pe", ""]),
            Command("mawk {print}", ["mawk", "{print}"]),
            Command(
                "pypeln.thread", bench.pypeln("pass", "thread", 1), bench.scaled(50_000), rounds=2
            ),
        ],
        targets=[targets.cpu_ratio("swpipe", RUST, 1.5), targets.memory("swpipe", MEMORY)],
    )
    yield Workload(
        name="pass-large",
        title="1 GiB of lines, unchanged",
        input="large_log",
        elements=bench.scaled(LINES["large_log"]),
        expected=lambda lines: lines,
        unit="line",
        rounds=3,
        commands=[
            Command("swpipe", bench.swpipe("pass")),
            Command(RUST, bench.rust("lines", "pass")),
            Command("swpipe, 1 thread", bench.swpipe("pass_thread")),
        ],
        targets=[
            targets.cpu_ratio("swpipe", RUST, 1.5),
            targets.memory("swpipe", MEMORY),
            targets.memory("swpipe, 1 thread", MEMORY),
        ],
    )
