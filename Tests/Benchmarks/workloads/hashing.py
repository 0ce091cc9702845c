"""Work for the processor: how much two workers do in the time of one."""

import hashlib

from harness import targets
from harness.workload import Command, Workload

ROUNDS = 200  # as in specs/sha256.yaml


def expected(lines):
    for line in lines:
        digest = line.rstrip(b"\n")
        for _ in range(ROUNDS):
            digest = hashlib.sha256(digest).digest()
        yield digest.hex().encode() + b"\n"


def workloads(bench):
    ours = {
        (kind, workers): Command(
            f"swpipe, kind {kind}, workers {workers}",
            bench.swpipe("sha256", KIND=kind, WORKERS=workers),
            tree=kind == "process",
        )
        for kind in ("thread", "process")
        for workers in (1, 2)
    }
    yield Workload(
        name="sha256",
        title="sha256, 200 times over, of 50,000 lines",
        input="keys",
        elements=bench.scaled(50_000),
        expected=expected,
        unit="line",
        rounds=3,
        commands=[
            *ours.values(),
            Command("C and libcrypto, 1 thread", bench.reference("sha256", 1)),
            Command("C and libcrypto, 2 threads", bench.reference("sha256", 2)),
            *(
                Command(
                    f"pypeln.process, workers {workers}",
                    bench.pypeln("sha256", "process", workers, "ordered"),
                    rounds=1,
                    tree=True,
                )
                for workers in (1, 2)
            ),
        ],
        subject=ours["thread", 1].name,
        targets=[
            targets.speed_ratio(ours[kind, 2].name, ours[kind, 1].name, 1.9)
            for kind in ("thread", "process")
        ],
    )
