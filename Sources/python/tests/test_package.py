"""The package installs from its folder, without a network, and is what pip takes it for."""

import importlib.util
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from driver import SOURCES, Process

PACKAGE = SOURCES.parent


def backend():
    specification = importlib.util.spec_from_file_location("backend", PACKAGE / "backend.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class PackageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_pip_installs_it_into_a_fresh_environment(self):
        before = sorted(os.listdir(PACKAGE))
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment["PIP_NO_INDEX"] = "1"
        made = subprocess.run(
            [sys.executable, "-m", "venv", self.folder / "venv"], capture_output=True, text=True
        )
        if made.returncode != 0:
            self.skipTest(f"no environment can be made: {made.stderr}{made.stdout}")
        python = str(self.folder / "venv/bin/python")
        installed = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", PACKAGE],
            env=environment,
            capture_output=True,
            text=True,
        )
        self.assertEqual(installed.returncode, 0, installed.stderr)
        self.assertEqual(sorted(os.listdir(PACKAGE)), before, "the folder is left as it was")
        listed = subprocess.run(
            [python, "-m", "pip", "show", "--files", "swpipe-plugin"],
            env=environment,
            capture_output=True,
            text=True,
        )
        self.assertIn("Version: 0.1.0\n", listed.stdout)
        for path in (SOURCES / "swpipe_plugin").iterdir():
            if path.name != "__pycache__":
                self.assertIn(f"swpipe_plugin/{path.name}\n", listed.stdout)
        with Process([python, "-m", "swpipe_plugin", "math:sqrt"], env={"PYTHONPATH": ""}) as process:
            process.start("sqrt")
            process.batch(0, [b"4"])
            self.assertEqual(process.collect(1).given, {0: [b"2.0"]})
            self.assertEqual(process.finish(), 0)

    def test_the_same_sources_give_the_same_wheel(self):
        wheels = []
        for name in ("a", "b"):
            (self.folder / name).mkdir()
            wheels.append((self.folder / name / backend().build_wheel(str(self.folder / name))).read_bytes())
        self.assertEqual(wheels[0], wheels[1])

    def test_an_editable_install_leads_to_the_sources(self):
        name = backend().build_editable(str(self.folder))
        with zipfile.ZipFile(self.folder / name) as wheel:
            self.assertEqual(wheel.read("swpipe_plugin.pth").decode(), f"{SOURCES}\n")

    def test_an_archive_of_the_sources_builds_the_same_wheel(self):
        name = backend().build_sdist(str(self.folder))
        with tarfile.open(self.folder / name) as archive:
            members = {
                member.name.partition("/")[2]: archive.extractfile(member).read() for member in archive
            }
        for path, data in members.items():
            if path != "PKG-INFO":
                self.assertEqual(data, (PACKAGE / path).read_bytes())
        self.assertIn(b"Name: swpipe-plugin\n", members["PKG-INFO"])
        self.assertIn("backend.py", members)
        self.assertIn("src/swpipe_plugin/py.typed", members)
        self.assertIn("tests/driver.py", members)

    def test_the_version_is_the_same_everywhere(self):
        sys.path.insert(0, str(SOURCES))
        import swpipe_plugin

        self.assertEqual(backend()._project()["version"], swpipe_plugin.__version__)


if __name__ == "__main__":
    unittest.main()
