"""JSON records in jq's language: choose, project and compute; choose alone; three usual programs."""

import json
import os

from harness import targets
from harness.bench import HERE
from harness.workload import Command, Workload
from peers import json_peer

PROJECT = "select(.amount > 50) | {id, name: .user.name, message, total: (.amount * 1.2)}"
FILTER = "select(.amount > 50)"
MILLER = ["mlr", "--ijsonl", "--ojsonl", "filter", "$amount > 50"]
MILLER_PROJECT = (
    'emit1 {"id":$id,"name":$user["name"],"message":$message,"total":$amount*1.2}'
)
TITLES = {
    "tags": "count the tags of each record with reduce, sum their lengths",
    "address": "take an address apart with a regular expression, count words",
    "day": "a date to hours, a function with conditions",
}


def rounded(value):
    """The same for a number however it is written, with all the digits that peers agree on."""
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, dict):
        return {key: rounded(member) for key, member in value.items()}
    if isinstance(value, list):
        return [rounded(member) for member in value]
    return value


def canonical(line):
    try:
        # Miller writes control characters as they are.
        value = json.loads(line, parse_int=float, strict=False)
    except ValueError:
        return line
    return json.dumps(rounded(value), sort_keys=True).encode() + b"\n"


def kept(lines):
    return (line for line in lines if json.loads(line)["amount"] > 50)


def results_of(name):
    function = json_peer.PROGRAMS[name]

    def expected(lines):
        for line in lines:
            for result in function(json.loads(line)):
                yield json.dumps(result).encode() + b"\n"

    return expected


def program_of(spec):
    """The text of the program in a spec of ours, for peers that know the language."""
    with open(os.path.join(HERE, "specs", f"{spec}.yaml"), encoding="utf-8") as file:
        _, block = file.read().split("jq: |\n")
    return " ".join(line.strip() for line in block.split("\nsink:")[0].splitlines())


def orjson(bench, name):
    return bench.peer("json_peer.py", name)


def workloads(bench):
    count = bench.scaled(1_000_000)
    yield Workload(
        name="json-project",
        title="1 million JSON records of 200 bytes: half of them kept, four fields, one computed",
        input="records",
        elements=count,
        expected=results_of("project"),
        canonical=canonical,
        unit="record",
        commands=[
            Command("swpipe", bench.swpipe("json_project")),
            Command("simdjson by hand", bench.reference("json_project")),
            Command("swpipe, 1 thread", bench.swpipe("json_project_thread")),
            Command(
                "swpipe, 2 threads", bench.swpipe("json_project_thread", WORKERS=2), order="any"
            ),
            Command(
                "swpipe, 2 threads, ordered",
                bench.swpipe("json_project_thread", WORKERS=2, ORDERED="true"),
            ),
            Command("jq", ["jq", "-c", PROJECT], rounds=3),
            Command("Python, orjson", orjson(bench, "project"), rounds=3),
            Command("DuckDB, 1 thread", bench.peer("duckdb_peer.py", "project"), rounds=3),
            Command(
                "Miller",
                [*MILLER, "then", "put", "-q", MILLER_PROJECT],
                bench.scaled(100_000),
                rounds=2,
            ),
        ],
        targets=[
            targets.cpu_ratio("swpipe", "simdjson by hand", 1.5),
            targets.cpu_ratio("swpipe", "DuckDB, 1 thread", 1.0),
            targets.speed_ratio("swpipe, 2 threads", "swpipe, 1 thread", 1.8),
            targets.speed_ratio("swpipe, 2 threads, ordered", "swpipe, 2 threads", 0.9),
        ],
    )
    yield Workload(
        name="json-filter",
        title="1 million JSON records of 200 bytes: half of them kept as they are",
        input="records",
        elements=count,
        expected=kept,
        canonical=canonical,
        unit="record",
        commands=[
            Command("swpipe", bench.swpipe("json_filter")),
            Command("simdjson by hand", bench.reference("json_project", "filter")),
            Command("jq", ["jq", "-c", FILTER], rounds=3),
            Command("Python, orjson", orjson(bench, "filter"), rounds=3),
            Command("Miller", MILLER, bench.scaled(100_000), rounds=2),
        ],
        targets=[targets.cpu_ratio("swpipe", "simdjson by hand", 1.0)],
    )
    for name, title in TITLES.items():
        yield Workload(
            name=f"json-{name}",
            title=f"200,000 JSON records of 200 bytes: {title}",
            input="records",
            elements=bench.scaled(200_000),
            expected=results_of(name),
            canonical=canonical,
            unit="record",
            commands=[
                Command("swpipe", bench.swpipe(f"json_{name}")),
                Command("jq", ["jq", "-c", program_of(f"json_{name}")], rounds=3),
                Command("Python, orjson", orjson(bench, name), rounds=3),
            ],
            targets=[targets.cpu_ratio("swpipe", "jq", 0.25)],
        )
