"""What one worker more costs, and one stage more: the table of docs/guide/choosing-a-worker-kind.md."""

from harness import targets
from harness.workload import Command, Workload

# Few and many workers of each kind; what a worker costs is the difference, divided.
WORKERS = {"thread": (20, 220), "task": (100, 10_100), "process": (4, 36)}
WAITS = 20  # of each worker, 10 ms each, so that all of them have work at once
STAGES = 3  # of specs/chain.yaml


def name(kind, workers):
    return f"{kind}, {workers:,} workers"


def commands(bench, spec, elements):
    for kind, counts in WORKERS.items():
        for workers in counts:
            yield Command(
                name(kind, workers),
                bench.swpipe(spec, KIND=kind, WORKERS=workers),
                elements=elements(workers),
                order="any",
                tree=kind == "process",
            )


def figures(what, figure, show):
    return [
        targets.difference(f"{kind}: {what}", name(kind, many), name(kind, few), figure, many - few, show)
        for kind, (few, many) in WORKERS.items()
    ]


def memory(bench):
    return Workload(
        name="worker-memory",
        title=f"memory of a worker that waits 10 ms, {WAITS} times",
        input="integers",
        elements=1,
        expected=lambda lines: lines,
        subject=name("thread", WORKERS["thread"][0]),
        rounds=5,
        commands=list(commands(bench, "sleep", lambda workers: WAITS * workers)),
        figures=figures("memory of a worker", lambda run: run.peak * 1000, "{:.1f} kB"),
    )


def start(bench):
    return Workload(
        name="worker-start",
        title="from the call to the exit with one element and many workers",
        input="integers",
        elements=1,
        expected=lambda lines: lines,
        subject=name("thread", WORKERS["thread"][0]),
        rounds=15,
        commands=list(commands(bench, "workers", lambda workers: 1)),
        figures=figures("start and end of a worker, wall time", lambda run: run.wall * 1000, "{:.3f} ms")
        + figures("start and end of a worker, CPU time", lambda run: run.cpu * 1000, "{:.3f} ms"),
    )


def stage(bench):
    elements = bench.scaled(1_000_000)
    chains = {"sync": bench.swpipe("chain_sync")} | {
        kind: bench.swpipe("chain", KIND=kind) for kind in WORKERS
    }
    unchanged = "no stage"
    return Workload(
        name="stage-cost",
        title=f"1 million integers through {STAGES} stages that add one, 1 worker each, maxsize 1000",
        input="integers",
        elements=elements,
        expected=lambda lines: (b"%d\n" % (int(line) + STAGES) for line in lines),
        subject="sync",
        rounds=9,
        commands=[
            *(Command(kind, argv, tree=kind == "process") for kind, argv in chains.items()),
            # Its output is another one; pass has it compared.
            Command(unchanged, bench.swpipe("pass"), order=None),
        ],
        figures=[
            targets.difference(
                f"{kind}: CPU time of a stage for an element",
                kind,
                unchanged,
                lambda run: run.cpu * 1e9 / elements,
                STAGES,
                "{:.0f} ns",
            )
            for kind in chains
        ],
    )


def workloads(bench):
    yield memory(bench)
    yield start(bench)
    yield stage(bench)
