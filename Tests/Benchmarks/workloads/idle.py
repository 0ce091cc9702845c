"""A silent source: what a pipeline costs while nothing comes."""

import subprocess
import time

from harness import targets
from harness.running import MEGABYTE, TICKS, Run, RunError
from harness.workload import Command, Workload

SETTLE = 1.0
WATCH = 3.0
LINES = b"".join(b"line %d\n" % number for number in range(1000))


def watch(argv, lines):
    """Gives it some lines, then nothing, and looks at its CPU clock; the source stays open."""
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        child.stdin.write(lines)
        child.stdin.flush()
        time.sleep(SETTLE)
        before, start = cpu_clock(child.pid), time.monotonic()
        time.sleep(WATCH)
        cpu, wall = cpu_clock(child.pid) - before, time.monotonic() - start
        peak = peak_memory(child.pid)
        child.stdin.close()
        if child.wait() != 0:
            raise RunError(f"exit status {child.returncode}")
    return Run(elements=1, wall=wall, cpu=cpu, peak=peak)


def cpu_clock(process):
    """The CPU time of a process and all its threads, in seconds, to the nanosecond."""
    return time.clock_gettime((~process << 3) | 2)


def peak_memory(process):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        sizes = [line.split()[1] for line in file if line.startswith("VmHWM")]
    return int(sizes[0]) * 1024 / MEGABYTE


def command(name, argv, lines, rounds=None):
    return Command(name, argv, order=None, rounds=rounds, measure=lambda: watch(argv, lines))


def workloads(bench):
    tick = 1000 / TICKS  # milliseconds
    yield Workload(
        name="idle",
        title=f"CPU within {WATCH:.0f} s of silence",
        unit=None,
        rounds=3,
        commands=[
            command("swpipe, silent from the start", bench.swpipe("idle"), b""),
            command("swpipe, silent after 1,000 lines", bench.swpipe("idle"), LINES),
            command(
                "pypeln.thread, 4 workers", bench.pypeln("pass", "thread", 4), LINES, rounds=1
            ),
        ],
        subject="swpipe, silent from the start",
        targets=[
            targets.cpu("swpipe, silent from the start", tick),
            targets.cpu("swpipe, silent after 1,000 lines", tick),
        ],
    )
