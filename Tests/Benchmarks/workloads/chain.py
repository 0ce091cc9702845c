"""Three chained stages that each add one: what it costs to hand an element from worker to worker."""

from harness import targets
from harness.bench import shell
from harness.workload import Command, Workload

WORKERS = [1, 2, 4]
ELEMENTS_PER_SECOND = {"thread": 8, "task": 5, "process": 2}  # millions
ONE_AT_A_TIME = 0.3


def expected(lines):
    return (b"%d\n" % (int(line) + 3) for line in lines)


def label(workers, ordered):
    return f"{workers} worker{'s' if workers > 1 else ''}{', ordered' if ordered else ''}"


def variants(name, argv, plain_order="any", **options):
    """A command for each number of workers, unordered and ordered."""
    for ordered in (False, True):
        for workers in WORKERS:
            order = "exact" if ordered or workers == 1 else plain_order
            yield Command(
                f"{name}, {label(workers, ordered)}", argv(workers, ordered), order=order, **options
            )


def swpipe(bench, kind):
    def argv(workers, ordered):
        ordered = str(ordered).lower()
        return bench.swpipe("chain", KIND=kind, WORKERS=workers, ORDERED=ordered)

    return list(variants("swpipe", argv, tree=kind == "process"))


def pypeln(bench, kind, elements):
    def argv(workers, ordered):
        return bench.pypeln("chain", kind, workers, *["ordered"] * ordered)

    return variants(
        f"pypeln.{kind}",
        argv,
        elements=bench.scaled(elements),
        rounds=2,
        tree=kind == "process",
    )


def rust(bench, title, *settings):
    def argv(workers, ordered):
        return bench.rust("chain", "--workers", workers, *settings, *["--ordered"] * ordered)

    return variants(title, argv)


def workload(bench, kind, peers):
    ours = swpipe(bench, kind)
    return Workload(
        name=f"chain-{kind}",
        title=f"1 million integers through three {kind} stages, maxsize 1000",
        input="integers",
        elements=bench.scaled(1_000_000),
        expected=expected,
        subject=ours[0].name,
        commands=ours + peers,
        targets=[targets.rate(command.name, ELEMENTS_PER_SECOND[kind]) for command in ours],
    )


def workloads(bench):
    mawk = "mawk '{print $1 + 1}'"
    yield workload(
        bench,
        "thread",
        [
            *rust(bench, "Rust, 1 a message"),
            *rust(bench, "Rust, 64 a message", "--chunk", 64),
            Command("three mawk in a pipe", shell(" | ".join([mawk] * 3))),
            *pypeln(bench, "thread", 20_000),
        ],
    )
    yield Workload(
        name="chain-maxsize-1",
        title="200,000 integers through three thread stages, maxsize 1",
        input="integers",
        elements=bench.scaled(200_000),
        expected=expected,
        commands=[
            Command("swpipe", bench.swpipe("chain", MAXSIZE=1)),
            Command("swpipe, ordered", bench.swpipe("chain", MAXSIZE=1, ORDERED="true")),
            Command(
                "swpipe, 2 workers", bench.swpipe("chain", MAXSIZE=1, WORKERS=2), order="any"
            ),
            Command("Rust", bench.rust("chain", "--maxsize", 1)),
            Command("Rust, 2 workers", bench.rust("chain", "--maxsize", 1, "--workers", 2), order="any"),
        ],
        targets=[
            targets.rate(name, ONE_AT_A_TIME)
            for name in ("swpipe", "swpipe, ordered", "swpipe, 2 workers")
        ],
    )
    yield workload(bench, "process", list(pypeln(bench, "process", 5_000)))
    yield workload(bench, "task", list(pypeln(bench, "task", 20_000)))
