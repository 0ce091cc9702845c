"""The kinds of target and figure. Ratios and differences are of runs in one round, and their median."""

import os
from statistics import median

from .workload import Figure, Target


def of_pairs(command, peer, ratio):
    def value(runs):
        pairs = zip(runs[command], runs[peer])
        return median(ratio(ours, theirs) for ours, theirs in pairs if ours and theirs)

    return value


def of_runs(command, figure):
    return lambda runs: median(figure(run) for run in runs[command] if run)


def cpu_ratio(command, peer, at_most):
    value = of_pairs(command, peer, lambda ours, theirs: ours.cpu / theirs.cpu)
    text = f"CPU of {command} ÷ {peer}"
    return Target(text, command, value, at_most, at_least=False, show="{:.2f} ×", peer=peer)


def speed_ratio(command, peer, at_least):
    value = of_pairs(command, peer, lambda ours, theirs: theirs.wall / ours.wall)
    text = f"wall time of {peer} ÷ {command}"
    return Target(text, command, value, at_least, at_least=True, show="{:.2f} ×", peer=peer)


def rate(command, at_least):
    value = of_runs(command, lambda run: run.elements / run.wall / 1e6)
    return Target(f"{command}: elements a second", command, value, at_least, True, "{:.2f} M/s")


def memory(command, at_most):
    value = of_runs(command, lambda run: run.peak)
    return Target(f"{command}: peak memory", command, value, at_most, False, "{:.1f} MB")


def wall(command, at_most):
    value = of_runs(command, lambda run: run.wall * 1000)
    return Target(f"{command}: wall time", command, value, at_most, False, "{:.2f} ms")


def instructions(command, at_most):
    """Millions of instructions, which no other load on the machine changes."""
    value = of_runs(command, lambda run: run.instructions / 1e6)
    return Target(f"{command}: instructions", command, value, at_most, False, "{:.2f} million")


def size(command, path, at_most):
    """Megabytes of a file."""
    return Target(
        f"{command}: size as installed",
        command,
        lambda runs: os.path.getsize(path) / 1e6,
        at_most,
        False,
        "{:.1f} MB",
    )


def cpu(command, at_most):
    value = of_runs(command, lambda run: run.cpu * 1000)
    return Target(f"{command}: CPU time", command, value, at_most, False, "{:.2f} ms")


def efficiency(command, ideal, at_least):
    value = of_runs(command, lambda run: 100 * ideal / run.wall)
    text = f"{command}: share of the ideal {ideal:.2f} s"
    return Target(text, command, value, at_least, True, "{:.1f} %")


def rate_ratio(command, peer, at_least):
    """How many times as many elements a second, where the two had different numbers of them."""
    value = of_pairs(
        command,
        peer,
        lambda ours, theirs: (ours.elements / ours.wall) / (theirs.elements / theirs.wall),
    )
    text = f"elements a second of {command} ÷ {peer}"
    return Target(text, command, value, at_least, at_least=True, show="{:.0f} ×", peer=peer)


def more_cpu(command, peer, count, at_most):
    """Nanoseconds of CPU that each of the `count` elements takes more."""
    value = of_pairs(command, peer, lambda ours, theirs: (ours.cpu - theirs.cpu) * 1e9 / count)
    text = f"CPU of {command} − {peer}, per element"
    return Target(text, command, value, at_most, at_least=False, show="{:.1f} ns", peer=peer)


def difference(text, command, peer, figure, count, show):
    """What `command` has more of than `peer`, for each of the `count` things that it has more."""
    value = of_pairs(command, peer, lambda more, less: (figure(more) - figure(less)) / count)
    return Figure(text, value, show, (command, peer))


def figure(text, command, name, factor):
    """A figure of one command's runs, to be read and not judged."""
    value = of_runs(command, lambda run: getattr(run, name) * factor)
    return Figure(text, lambda runs: value(runs), "{:.2f}", (command, command))
