"""One run of one command: how long, how much CPU, how much memory, and what it wrote."""

import hashlib
import json
import os
import subprocess
import time
from dataclasses import dataclass

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Run:
    elements: int
    wall: float  # seconds
    cpu: float  # seconds, user and system, of all descendants
    peak: float = 0  # MB: the largest process, or the sampled sum over the tree where that was asked for
    others: float = 0  # cores that anything else used meanwhile
    instructions: int = 0  # where they were counted instead of the time


class RunError(Exception):
    pass


def launch(launcher, argv, source, output, scratch, elements, timeout, tree=False, may_expire=False):
    """Runs a command from a file to a file. Raises RunError if it fails."""
    errors, report = os.path.join(scratch, "errors"), os.path.join(scratch, "report")
    busy, start = busy_seconds(), time.monotonic()
    words = [launcher, "-t", str(timeout)] + (["-s"] if tree else [])
    subprocess.run(words + [source, output, errors, report] + argv, check=True)
    busy, elapsed = busy_seconds() - busy, time.monotonic() - start
    with open(report, encoding="utf-8") as file:
        found = json.load(file)
    if found["expired"] and not may_expire:
        raise RunError(f"not done after {timeout} s")
    if found["status"] != 0 and not found["expired"]:
        with open(errors, encoding="utf-8", errors="replace") as file:
            message = " ".join(file.read().split())
        raise RunError(f"exit status {found['status']}: {message[:200]}")
    cpu = found["user"] + found["sys"]
    return Run(
        elements=elements,
        wall=found["wall"],
        cpu=cpu,
        # A tree that was gone before the first sample has at least its largest process.
        peak=max(found["tree"], found["peak"]) * 1024 / MEGABYTE,
        others=max(0.0, (busy - cpu) / elapsed),
    )


def count_instructions(argv, source, scratch):
    """Counts the instructions of a program, its threads and libraries; the same on every machine."""
    profile = os.path.join(scratch, "callgrind.out")
    valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    with open(source, "rb") as file:
        subprocess.run(
            valgrind + argv,
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    with open(profile, encoding="utf-8") as file:
        counts = [line.split()[1] for line in file if line.startswith(("summary:", "totals:"))]
    return Run(elements=1, wall=0, cpu=0, instructions=int(counts[0]))


def busy_seconds():
    """The CPU time that the whole machine has used."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, interrupts, soft, stolen = map(int, file.readline().split()[1:9])
    return (user + nice + system + interrupts + soft + stolen) / TICKS


def settle(seconds):
    """Waits until the machine is idle, at most so long; gives back what is left of that."""
    while seconds > 0:
        before, start = busy_seconds(), time.monotonic()
        time.sleep(0.2)
        if (busy_seconds() - before) / (time.monotonic() - start) < 0.25:
            break
        time.sleep(1)
        seconds -= 1.2
    return seconds


def digest(path, order, canonical=None):
    """What a file says, in a few characters: equal for equal lines, in any order if `order` is "any".

    `canonical` makes one line of all lines that say the same.
    """
    with open(path, "rb") as file:
        if order == "exact" and canonical is None:
            return hashlib.file_digest(file, "blake2b").hexdigest()[:16]
        lines = file.read().splitlines(keepends=True)
    if canonical:
        lines = [canonical(line) for line in lines]
    whole = hashlib.blake2b()
    for line in lines if order == "exact" else sorted(lines):
        whole.update(line)
    return whole.hexdigest()[:16]
