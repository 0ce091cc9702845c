"""Rounds: every command once, then every command again, so that a drift of the machine hits all alike."""

import os
import sys

from .running import RunError, digest, launch, settle


def measure(workload, bench):
    """Runs a workload. Gives the runs by command name and the commands that were left out, with why."""
    runs, left_out = {}, {}
    for command in workload.commands:
        reason = bench.reason_against(command)
        if reason:
            left_out[command.name] = reason
        else:
            runs[command.name] = []
    commands = [command for command in workload.commands if command.name in runs]
    rounds = bench.rounds or workload.rounds or 5
    outputs = ExpectedOutputs(workload, bench)
    for number in range(rounds):
        bench.patience = settle(bench.patience)
        for command in commands:
            run = None
            if command.name not in left_out and number < (command.rounds or rounds):
                try:
                    run = run_once(command, workload, bench, outputs)
                except RunError as error:
                    left_out[command.name] = f"FAILED: {error}"
                    print(f"  {command.name}: {error}", file=sys.stderr)
            runs[command.name].append(run)
        print(f"  {workload.name}: round {number + 1} of {rounds}", file=sys.stderr)
    return {name: found for name, found in runs.items() if any(found)}, left_out


def run_once(command, workload, bench, outputs):
    if command.measure:
        return command.measure()
    count = command.elements or workload.elements
    source = bench.input(workload.input, count) if workload.input else os.devnull
    output = os.path.join(bench.scratch, "output")
    run = launch(
        bench.launcher,
        command.argv,
        source,
        output,
        bench.scratch,
        count,
        timeout=workload.timeout,
        tree=command.tree,
        may_expire=workload.may_expire,
    )
    if command.order and not outputs.has(output, source, command.order):
        raise RunError("its output is not what was expected")
    return run


class ExpectedOutputs:
    """What a workload's commands are to write, made once for each input and order."""

    def __init__(self, workload, bench):
        self.workload = workload
        self.path = os.path.join(bench.scratch, "expected")
        self.known = {}
        # The digests of outputs that were right, as they were written.
        self.right = set()

    def has(self, output, source, order):
        """Whether an output is what is expected, but for how it is written where that may differ."""
        found = digest(output, order)
        if self.workload.canonical is None:
            return found == self.digest(source, order)
        if (found, source, order) in self.right:
            return True
        if digest(output, order, self.workload.canonical) != self.digest(source, order):
            return False
        self.right.add((found, source, order))
        return True

    def digest(self, source, order):
        if (source, order) not in self.known:
            with open(source, "rb") as lines, open(self.path, "wb") as file:
                file.writelines(self.workload.expected(lines))
            self.known[source, order] = digest(self.path, order, self.workload.canonical)
        return self.known[source, order]
