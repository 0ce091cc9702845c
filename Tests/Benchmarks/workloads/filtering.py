"""A regular expression on each line, a replacement, upper case: the Unix filter."""

import re

from harness import targets
from harness.bench import shell
from harness.workload import Command, Workload

PATTERN = re.compile(rb" 50[0-9] [0-9]+ms")
EXPRESSION = " 50[0-9] [0-9]+ms"
AWK = '/ 50[0-9] [0-9]+ms/ {sub(/\\/items\\//, "/things/"); print toupper($0)}'
PERL = "if (/ 50[0-9] [0-9]+ms/) {s#/items/#/things/#; print uc}"
SED = r"/ 50[0-9] [0-9]+ms/{s#/items/#/things/#;s/.*/\U&/;p}"
# Miller takes the slashes of "/items/" for something else.
MILLER = [
    *["filter", f'$1 =~ "{EXPRESSION}"'],
    *["then", "put", '$1 = toupper(sub($1, "items", "things"))'],
]
PIPE = f"rg --no-config -N '{EXPRESSION}' | LC_ALL=C sed 's#/items/#/things/#' | tr a-z A-Z"


def expected(lines):
    for line in lines:
        if PATTERN.search(line):
            yield line.replace(b"/items/", b"/things/", 1).upper()


def workloads(bench):
    yield Workload(
        name="filter",
        title="5 million lines: 13 % match a regular expression, are changed and put in upper case",
        input="log",
        elements=bench.scaled(5_000_000),
        expected=expected,
        unit="line",
        commands=[
            Command("swpipe", bench.swpipe("filter")),
            Command("mawk", ["mawk", AWK]),
            Command("swpipe, 1 thread", bench.swpipe("filter_thread")),
            Command("swpipe, 2 threads", bench.swpipe("filter_thread", WORKERS=2), order="any"),
            Command(
                "swpipe, 2 threads, ordered", bench.swpipe("filter_thread", WORKERS=2, ORDERED="true")
            ),
            Command("Rust line loop with regex", bench.rust("lines", "filter")),
            Command("rg, sed, tr in a pipe", shell(PIPE)),
            Command("sed", ["env", "LC_ALL=C", "sed", "-En", SED]),
            Command("perl", ["perl", "-ne", PERL]),
            Command(
                "parallel --pipe -j2 -k mawk",
                ["parallel", "--pipe", "-j2", "-k", "--block", "8M", "-q", "mawk", AWK],
            ),
            Command(
                "Miller",
                ["mlr", "--inidx", "--onidx", "--ifs", "\\001", *MILLER],
                bench.scaled(500_000),
                rounds=2,
            ),
            Command(
                "pypeln.thread, 2 workers",
                bench.pypeln("filter", "thread", 2),
                bench.scaled(50_000),
                order="any",
                rounds=2,
            ),
        ],
        targets=[
            targets.cpu_ratio("swpipe", "mawk", 1.5),
            targets.cpu_ratio("swpipe, 1 thread", "mawk", 1.5),
            targets.speed_ratio("swpipe, 2 threads", "mawk", 1.7),
            targets.speed_ratio("swpipe, 2 threads, ordered", "mawk", 1.7),
        ],
    )
