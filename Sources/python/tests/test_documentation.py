"""Every Python block of the page on this kit, written to the file that it names, works."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from driver import Process
from test_program import ENVIRONMENT

PACKAGE = Path(__file__).resolve().parents[1]
PAGE = PACKAGE.parents[1] / "docs" / "plugins-python.md"


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(), re.DOTALL | re.MULTILINE)


@unittest.skipUnless(PAGE.exists(), "the page is not there: this is not swpipe's repository")
class DocumentationTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.names = []
        for block in blocks(PAGE, "python"):
            name = re.match(r"# (\w+\.py)\n", block)[1]
            self.names.append(name)
            (self.folder / name).write_text(block)

    def work(self, name, transform, elements, operator="map", text=False, **start):
        with Process([sys.executable, name], folder=self.folder) as process:
            process.start(transform, operator, "text" if text else "json", **start)
            indices = [(i,) for i in range(len(elements))]
            described = {t["name"]: t for t in process.manifest["transforms"]}[transform]
            process.batch(0, elements, text, indices if described["element_index"] else None)
            answers = process.collect(len(elements))
            self.assertEqual(answers.failed, {})
            self.assertEqual(process.finish(), 0)
            return [answers.given[i] for i in range(len(elements))]

    def test_the_plugins_do_what_the_page_says(self):
        numbers = [b"%d" % i for i in range(10)]
        added = self.work("numbers_plugin.py", "slow_add1", numbers)
        self.assertEqual(added, [[b"%d" % i] for i in range(1, 11)])
        kept = self.work("numbers_plugin.py", "slow_gt3", [e for (e,) in added], "filter")
        self.assertEqual(kept, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
        self.assertEqual(
            self.work("sessions.py", "f", [b"3", b"4"]),
            [[b'{"doubled":6,"at":[0]}'], [b'{"doubled":8,"at":[1]}']],
        )
        self.assertEqual(
            self.work("words.py", "words.of", [b"a b a"], "flat_map", text=True), [[b"a", b"b", b"a"]]
        )
        self.assertEqual(
            self.work("words.py", "words.rare", [b"a", b"b", b"a"], "filter", text=True), [1, 1, 0]
        )
        arguments = {"threshold": 0.2, "unit": "percent"}
        self.assertEqual(
            self.work("score.py", "score", [b'{"amount":3}'], arguments=arguments),
            [[b'{"amount":3,"score":300}']],
        )
        self.assertEqual(self.work("fetch.py", "fetch", [b"u"], text=True), [[b'{"url":"u","status":200}']])

    def test_the_test_passes(self):
        ended = subprocess.run(
            [sys.executable, "test_score.py"],
            cwd=self.folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
        )
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))

    def test_no_block_is_left_out(self):
        source = Path(__file__).read_text()
        for name in self.names:
            self.assertIn(f'"{name}"', source)

    def test_the_block_of_the_readme_works(self):
        (block,) = blocks(PACKAGE / "README.md", "python")
        (self.folder / "readme.py").write_text(block)
        self.assertEqual(self.work("readme.py", "add1", [b"1"]), [[b"2"]])


if __name__ == "__main__":
    unittest.main()
