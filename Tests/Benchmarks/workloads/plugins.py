"""Functions that are not built in: what it costs to call them."""

import json
import os

from harness import targets
from harness.bench import HERE
from harness.workload import Command, Workload

from .sleeping import DURATION

KIT = os.path.join(HERE, "../../Sources/python/src")


def rated(lines):
    for line in lines:
        order = json.loads(line)
        order["total"] = order["amount"] * order["count"]
        yield json.dumps(order, separators=(",", ":")).encode() + b"\n"


def library(bench):
    ours = Command(
        "identity in C", bench.swpipe("plugin_library", LIBRARY=bench.reference("identity.so")[0])
    )
    built_in = Command("identity, built in", bench.swpipe("plugin_none"))
    lines = bench.scaled(5_000_000)
    return Workload(
        name="plugin-library",
        title="5 million lines, unchanged, by a plugin in C",
        input="log",
        elements=lines,
        expected=lambda lines: lines,
        unit="line",
        commands=[ours, built_in],
        subject=ours.name,
        targets=[targets.more_cpu(ours.name, built_in.name, lines, 30)],
    )


def python(bench):
    def swpipe(workers):
        argv = bench.swpipe("plugin_python", WORKERS=workers)
        return ["env", f"PYTHONPATH={KIT}", *argv]

    one = Command("swpipe, 1 worker", swpipe(1), tree=True)
    two = Command("swpipe, 2 workers", swpipe(2), order="any", tree=True)
    peer = Command(
        "pypeln.process, 1 worker",
        bench.pypeln("rate", "process", 1),
        elements=bench.scaled(5_000),
        rounds=2,
        tree=True,
    )
    return Workload(
        name="plugin-python",
        title="300,000 JSON objects through a function in Python",
        input="orders",
        elements=bench.scaled(300_000),
        expected=rated,
        commands=[one, two, peer],
        subject=one.name,
        targets=[
            targets.rate(one.name, 0.15),
            targets.rate_ratio(one.name, peer.name, 50),
        ],
    )


def concurrent(bench):
    elements = bench.scaled(50_000)
    ideal = elements * DURATION / 1000
    ours = Command(
        "swpipe, 1 worker",
        ["env", f"PYTHONPATH={KIT}", *bench.swpipe("plugin_async")],
        order="any",
        tree=True,
    )
    peer = Command("pypeln.task", bench.pypeln("sleep", "task", 1000), order="any", rounds=2)
    return Workload(
        name="plugin-async",
        title=f"{elements:,} elements that sleep 10 ms in an async function in Python, 1,000 at once;"
        f" ideal {ideal:.2f} s",
        input="integers",
        elements=elements,
        expected=lambda lines: lines,
        commands=[ours, peer],
        subject=ours.name,
        targets=[],
    )


def lines(bench):
    ours = Command(
        "swpipe, framing: lines",
        bench.swpipe("plugin_lines", FILTER=bench.reference("upper_filter")[0]),
        tree=True,
    )
    return Workload(
        name="plugin-lines",
        title="1 million lines through a filter in C",
        input="log",
        elements=bench.scaled(1_000_000),
        expected=lambda lines: (line.upper() for line in lines),
        unit="line",
        commands=[ours, Command("the filter alone", bench.reference("upper_filter"))],
        subject=ours.name,
        targets=[targets.rate(ours.name, 0.5)],
    )


def workloads(bench):
    yield library(bench)
    yield python(bench)
    yield concurrent(bench)
    yield lines(bench)
