"""Where things are, and how much of them is wanted."""

import os
import shutil
import subprocess
import tempfile

from . import data

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(os.path.dirname(os.path.dirname(HERE)), ".build-bench")
SHARED_MEMORY = "/dev/shm"
SCRATCH_SPACE = 3 << 30


class Bench:
    """What the workloads and the rounds need to know of this machine and this call."""

    def __init__(self, binary, scale=1.0, rounds=None, later=False, patience=120.0):
        self.binary = os.path.abspath(binary)
        self.scale, self.rounds, self.later, self.patience = scale, rounds, later, patience
        self.launcher = os.path.join(BUILD, "launch")
        self.python = os.path.join(BUILD, "venv/bin/python")
        # Outputs are written to memory where there is enough of it, so that no disk is measured.
        roomy = os.path.isdir(SHARED_MEMORY) and shutil.disk_usage(SHARED_MEMORY).free > SCRATCH_SPACE
        self.scratch = tempfile.mkdtemp(prefix="swpipe-bench.", dir=SHARED_MEMORY if roomy else BUILD)

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)

    def scaled(self, count):
        return max(1, round(count * self.scale))

    def swpipe(self, spec, **variables):
        """The command line that runs a spec of specs/, with variables for its `${…}`."""
        settings = [word for name, value in variables.items() for word in ("--set", f"{name}={value}")]
        return [self.binary, "run", os.path.join(HERE, "specs", f"{spec}.yaml"), *settings]

    def installed(self, argv):
        """The same command line with the binary as `make install` leaves it: stripped."""
        path = os.path.join(BUILD, "installed/swpipe")
        subprocess.run(["install", "-D", "-s", "-m", "755", self.binary, path], check=True)
        return [path, *argv[1:]]

    def reference(self, name, *arguments):
        """The command line of a reference program."""
        return [os.path.join(BUILD, name), *map(str, arguments)]

    def rust(self, name, *arguments):
        return self.reference(f"rust/release/{name}", *arguments)

    def pypeln(self, *arguments):
        return self.peer("pypeln_peer.py", *arguments)

    def peer(self, name, *arguments):
        """The command line of a program of peers/, with the packages of PyPI."""
        return [self.python, os.path.join(HERE, "peers", name), *map(str, arguments)]

    def input(self, name, count):
        """The path of a file with the first `count` elements of an input."""
        return data.head(name, count, os.path.join(BUILD, "data"), self.scratch)

    def reason_against(self, command):
        """Why a command is not run, or None."""
        if command.later and not self.later:
            return f"later: {command.later}"
        if command.argv and not shutil.which(command.argv[0]):
            return "not installed"
        if command.argv and command.argv[0] == self.python and not has_packages(self.python):
            return "not installed"
        return None


def has_packages(python):
    return os.path.exists(os.path.join(os.path.dirname(python), "../installed-2"))


def shell(line):
    """The command line for a shell pipeline."""
    return ["sh", "-c", line]
