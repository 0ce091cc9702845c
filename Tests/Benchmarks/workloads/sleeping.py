"""Elements that wait: how near a stage with many workers comes to the ideal."""

from harness import targets
from harness.workload import Command, Workload

DURATION = 0.01  # as in specs/sleep.yaml


def workload(bench, name, elements, workers, commands, limits):
    elements = bench.scaled(elements)
    ideal = elements * DURATION / workers
    return Workload(
        name=name,
        title=f"{elements:,} elements that sleep 10 ms, {workers:,} at once; ideal {ideal:.2f} s",
        input="integers",
        elements=elements,
        expected=lambda lines: lines,
        rounds=3,
        commands=commands,
        targets=[make("swpipe", ideal) for make in limits],
    )


def swpipe(bench, kind, workers):
    argv = bench.swpipe("sleep", KIND=kind, WORKERS=workers)
    return Command("swpipe", argv, order="any")


def workloads(bench):
    yield workload(
        bench,
        "sleep-thread",
        10_000,
        100,
        [
            swpipe(bench, "thread", 100),
            Command("pypeln.thread", bench.pypeln("sleep", "thread", 100), order="any"),
        ],
        [lambda name, ideal: targets.efficiency(name, ideal, 90)],
    )
    yield workload(
        bench,
        "sleep-task",
        100_000,
        1000,
        [
            swpipe(bench, "task", 1000),
            Command("pypeln.task", bench.pypeln("sleep", "task", 1000), order="any", rounds=2),
        ],
        [
            lambda name, ideal: targets.efficiency(name, ideal, 94),
            lambda name, _: targets.memory(name, 32),
        ],
    )
    yield workload(
        bench,
        "sleep-10000-tasks",
        100_000,
        10_000,
        [swpipe(bench, "task", 10_000)],
        [lambda name, _: targets.memory(name, 100)],
    )
