"""A fast source before a slow stage: what is held while it waits."""

from harness import targets
from harness.running import MEGABYTE
from harness.workload import Command, Workload

SECONDS = 4
MEBIBYTE = 1 << 20
BUDGET = 64  # MiB
PROGRAM = 16  # MB: what the program itself holds, outside its budget for elements


def workloads(bench):
    bounded, unbounded = "swpipe, maxsize 100", f"swpipe, maxsize 0, limit {BUDGET} MiB"
    yield Workload(
        name="backpressure",
        title=f"100 million elements before a stage that sleeps, stopped after {SECONDS} s",
        unit=None,
        rounds=3,
        timeout=SECONDS,
        may_expire=True,
        commands=[
            Command(bounded, bench.swpipe("backpressure"), order=None),
            Command(
                unbounded,
                bench.swpipe("backpressure", MAXSIZE=0, MEMORY=f"{BUDGET}MiB"),
                order=None,
            ),
        ],
        subject=bounded,
        targets=[targets.memory(bounded, 48), targets.memory(unbounded, BUDGET * MEBIBYTE / MEGABYTE + PROGRAM)],
    )
