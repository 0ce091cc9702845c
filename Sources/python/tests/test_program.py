"""The command line, the skeletons, the short form, and the files of a manifest."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from driver import SOURCES, Process, pack, plugin

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCES)}


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def serve(self, *arguments):
        process = Process([sys.executable, "-m", "swpipe_plugin", *arguments], folder=self.folder)
        self.addCleanup(process.__exit__)
        return process

    def command(self, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "swpipe_plugin", *arguments],
            cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60,
        )  # fmt: skip


class DecoratedTests(Folder):
    def test_what_makes_no_sense_in_a_decorator_is_refused_in_one_line(self):
        for decorator, said in (
            (
                '@transform("t", operators=["mapp"])',
                "transform t: operators has 'mapp', which is none of map, filter, flat_map, each",
            ),
            (
                '@transform("bad name!")',
                "'bad name!' is no name: words of letters, digits, _ and -, joined by dots",
            ),
        ):
            with self.subTest(decorator=decorator):
                process = plugin(f"{decorator}\ndef t(x):\n    return x", self.folder)
                self.addCleanup(process.__exit__)
                process.send(pack(1, b'{"protocol": [1]}'))
                self.assertEqual(process.refused(), said)
                self.assertEqual(process.logged(), "")


class ShortFormTests(Folder):
    def refusal(self, *arguments):
        process = self.serve(*arguments)
        process.send(pack(1, b'{"protocol": [1]}'))
        return process.refused()

    def test_the_name_of_a_file_is_no_name_of_a_module(self):
        self.write("mine.py", "def scale(x):\n    return x\n")
        self.assertEqual(
            self.refusal("mine.py:scale"), "there is no module mine.py; leave out `.py`: mine:scale"
        )
        self.write("other/py.py", "def scale(x):\n    return x\n")
        self.assertEqual(self.serve("other.py:scale").hello()["transforms"][0]["name"], "scale")

    def test_plain_functions_are_served(self):
        self.write(
            "plain.py",
            "print('at import', flush=True)\ndef add1(x):\n    return x + 1\nclass C:\n    @staticmethod\n    def neg(x):\n        return -x\n",
        )
        process = self.serve("plain:add1", "minus=plain:C.neg", "math:sqrt", "json:loads")
        manifest = process.hello()
        self.assertEqual([t["name"] for t in manifest["transforms"]], ["add1", "minus", "sqrt", "loads"])
        self.assertEqual(manifest["name"], "plain")
        self.assertIn(str(self.folder / "plain.py"), manifest["files"])
        process.start("minus")
        process.batch(0, [b"5"])
        self.assertEqual(process.collect(1).given, {0: [b"-5"]})
        self.assertEqual(process.finish(), 0)
        self.assertEqual(process.logged(), "at import\n")

    def test_hooks_that_nothing_calls_are_named(self):
        hook = "def on_start():\n    return {}\ndef on_done():\n    pass\n"
        plain = "def tag(x):\n    return x\n"
        use = "from swpipe_plugin import on_start as first, on_done as last, transform\n"
        for text, named in (
            (hook + plain, ["on_start", "on_done"]),
            (hook.replace("on_done", "finish") + plain, ["on_start"]),
            (use + hook.replace("def on_start", "@first\ndef on_start") + plain, ["on_done"]),
            (use + hook + "@transform(on_start=on_start, on_done=on_done)\n" + plain, []),
            # They are those of another transform of the module.
            (use + hook + "@transform(on_start=on_start, on_done=on_done)\ndef g(x):\n    return x\n" + plain, []),
            ("from helper import on_start\n" + plain, []),
            ("on_start = 5\n" + plain, []),
        ):
            with self.subTest(text=text):
                self.write("helper.py", hook)
                self.write("tags.py", text)
                warnings = self.serve("tags:tag").hello().get("warnings", [])
                self.assertEqual([warning.split()[4] for warning in warnings], named)
                for warning in warnings:
                    self.assertIn("of tags.py\nput `@swpipe_plugin.", warning)
        self.write("tags.py", hook.replace("on_start()", "on_start(x)"))
        self.assertEqual(
            [w.split()[4] for w in self.serve("tags:on_start").hello().get("warnings", [])], ["on_done"]
        )

    def test_paths_are_searched(self):
        self.write("deep/er/far.py", "from near import f\n")
        self.write("deep/near.py", "def f(x):\n    return 'near'\n")
        process = self.serve("--path", "deep/er", "--path", str(self.folder / "deep"), "far:f")
        manifest = process.hello()
        self.assertEqual(
            manifest["files"], [str(self.folder / "deep/er/far.py"), str(self.folder / "deep/near.py")]
        )
        process.start("f")
        process.batch(0, [b"0"])
        self.assertEqual(process.collect(1).given, {0: [b'"near"']})

    def test_what_is_named_is_the_name_whatever_it_is(self):
        self.write(
            "odd.py",
            "import functools\nhalf = lambda x: x / 2\n"
            "def scale(x, by):\n    return x * by\ndouble = functools.partial(scale, by=2)\n"
            "class Adder:\n    def __init__(self, n):\n        self.n = n\n    def __call__(self, x):\n        return x + self.n\n"
            "add3 = Adder(3)\nadd = scale\n",
        )
        for name, given in (("half", b"4.5"), ("double", b"18"), ("add3", b"12")):
            with self.subTest(name=name):
                process = self.serve(f"odd:{name}")
                self.assertEqual([t["name"] for t in process.hello()["transforms"]], [name])
                process.request(name)
                process.expect(17)
                process.batch(0, [b"9"])
                self.assertEqual(process.collect(1).given, {0: [given]})
        self.assertEqual(self.serve("odd:add").hello()["transforms"][0]["name"], "add")

    def test_decorated_functions_keep_all_but_their_names(self):
        self.write(
            "decorated.py",
            "from swpipe_plugin import transform, on_start\n"
            "@transform('a.b', operators=['filter'])\ndef f(x, y):\n    return y\n"
            "@on_start\ndef start():\n    return dict(y=0)\n",
        )
        found = self.serve("decorated:f", "c=decorated:f").hello()["transforms"]
        self.assertEqual(
            [(t["name"], t["operators"]) for t in found], [("f", ["filter"]), ("c", ["filter"])]
        )
        process = self.serve("decorated:f")
        process.start("f", "filter")
        process.batch(0, [b"1"])
        self.assertEqual(process.collect(1).given, {0: 0})

    def test_what_cannot_be_served_is_refused(self):
        self.write("plain.py", "x = 5\n")
        self.write("broken.py", "def f(:\n")
        self.write("raising.py", "def load():\n    raise OSError('no model')\nload()\n")
        self.assertIn("ModuleNotFoundError: No module named 'missing'", self.refusal("missing:f"))
        self.write(
            "full.py",
            "from math import *\ndef f(x):\n    return x\nclass C:\n    @staticmethod\n    def g(x):\n        return x\n_h = f\n",
        )
        self.assertEqual(self.refusal("plain:f"), "module plain has no f; it has no functions")
        self.assertEqual(self.refusal("full:F"), "module full has no F; it has f, C")
        self.assertEqual(self.refusal("full:C.f"), "module full has no C.f; it has g")
        self.assertRegex(self.refusal("math:f"), "^module math has no f; it has acos, .* and [0-9]+ more$")
        self.assertEqual(self.refusal("plain:x"), "x of module plain is no function; it has no functions")
        for path, said in (
            ("./plain.py:f", "./plain.py is a path, not the name of a module; write plain:f"),
            ("lib/plain.py:f", "lib/plain.py is a path, not the name of a module; write lib.plain:f"),
            ("../plain.py:f", "../plain.py is a path, not the name of a module"),
            ("/lib/plain.py:f", "/lib/plain.py is a path, not the name of a module"),
        ):
            self.assertEqual(self.refusal(path), said)
        self.assertIn("is not of the form module:function", self.refusal("plain"))
        self.assertIn("is not of the form module:function", self.refusal("=plain:x"))
        self.assertRegex(self.refusal("broken:f"), r"^SyntaxError: .*\n  .*/broken.py:1: def f\(:$")
        self.assertRegex(
            self.refusal("raising:f"),
            r"^OSError: no model\n  .*raising.py:3 in <module>: load\(\)\n  .*raising.py:2 in load: raise OSError\('no model'\)$",
        )
        self.assertIn("two transforms have the name sqrt", self.refusal("math:sqrt", "cmath:sqrt"))

    def test_the_command_line_explains_itself(self):
        self.assertEqual(self.command().returncode, 2)
        shown = self.command("--help").stdout
        self.assertIn("MODULE:FUNCTION", shown)
        self.assertIn("new NAME", shown)


class SkeletonTests(Folder):
    def test_what_is_written_works_and_its_test_passes(self):
        for flags, name in (([], "greeter"), (["--async"], "slow_greeter")):
            with self.subTest(name=name):
                ended = self.command("new", name, *flags)
                self.assertEqual(ended.stdout, f"wrote {name}.py\nwrote test_{name}.py\n", ended.stderr)
                tested = subprocess.run(
                    [sys.executable, "-m", "unittest", f"test_{name}"],
                    cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60,
                )  # fmt: skip
                self.assertEqual(tested.returncode, 0, tested.stderr)
                self.assertIn("Ran 1 test", tested.stderr)
                with Process([sys.executable, f"{name}.py"], folder=self.folder) as process:
                    manifest = process.hello()
                    self.assertEqual(manifest["name"], name)
                    (transform,) = manifest["transforms"]
                    self.assertEqual(transform["name"], f"{name}.greet")
                    self.assertEqual(transform["concurrency"], 100 if flags else 1)
                    self.assertEqual(transform["parameters"][0]["help"], "What to say before the name.")
                    process.start(f"{name}.greet", type="text", arguments={"greeting": "Hi"})
                    process.batch(0, [b"ann", b"bob"], text=True)
                    self.assertEqual(process.collect(2).given, {0: [b"Hi, Dr. Ann!"], 1: [b"Hi, bob!"]})
                    self.assertEqual(process.finish(), 0)

    def test_its_test_can_fail(self):
        self.command("new", "greeter")
        path = self.folder / "greeter.py"
        path.write_text(path.read_text().replace("{greeting}, ", "{greeting} "))
        tested = subprocess.run(
            [sys.executable, "-m", "unittest", "test_greeter"],
            cwd=self.folder,
            env=ENVIRONMENT,
            capture_output=True,
            timeout=60,
        )
        self.assertNotEqual(tested.returncode, 0)

    def test_nothing_is_overwritten(self):
        for existing in ("one.py", "test_two.py"):
            self.write(existing, "mine\n")
        (self.folder / "three.py").symlink_to("nowhere")
        for name, existing in (("one", "one.py"), ("two", "test_two.py"), ("three", "three.py")):
            with self.subTest(name=name):
                ended = self.command("new", name)
                self.assertEqual(ended.returncode, 2)
                self.assertIn(f"{existing} exists already", ended.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), ["one.py", "test_two.py", "three.py"])
        self.assertEqual((self.folder / "one.py").read_text(), "mine\n")

    def test_names_must_be_importable(self):
        for name in ("a-b", "1a", "class", "", "a/b", "é"):
            with self.subTest(name=name):
                ended = self.command("new", name)
                self.assertEqual(ended.returncode, 2)
                self.assertIn("is no name for a module", ended.stderr)
        self.assertEqual(os.listdir(self.folder), [])


class ProgramTests(Folder):
    def test_name_version_and_summary(self):
        source = "@transform\ndef f(x):\n    return x\n"
        path = self.write(
            "own.py",
            f'"""Does it.\n\nDetails."""\nfrom swpipe_plugin import *\n__version__ = "2.1"\n{source}\nrun()\n',
        )
        with Process([sys.executable, str(path)]) as process:
            manifest = process.hello()
        self.assertEqual([manifest[key] for key in ("name", "version", "summary")], ["own", "2.1", "Does it"])
        path.write_text(f"from swpipe_plugin import *\n{source}\nrun('n', version='v', summary='s')\n")
        with Process([sys.executable, str(path)]) as process:
            manifest = process.hello()
        self.assertEqual([manifest[key] for key in ("name", "version", "summary")], ["n", "v", "s"])

    def test_files_are_those_of_the_users_modules(self):
        self.write("helper.py", "def f(x):\n    return x\n")
        self.write("package/__init__.py", "")
        self.write("package/part.py", "")
        path = self.write(
            "own.py",
            "import json, helper, package.part\nfrom swpipe_plugin import *\ntransform('f')(helper.f)\nrun()\n",
        )
        with Process([sys.executable, str(path)], folder=self.folder) as process:
            files = process.hello()["files"]
        expected = ["helper.py", "own.py", "package/__init__.py", "package/part.py"]
        self.assertEqual(files, [str(self.folder / name) for name in expected])

    def test_a_repeated_name_is_refused(self):
        with plugin("transform('f')(len)\ntransform('f')(str)", self.folder) as process:
            process.send(pack(1, b'{"protocol": [1]}'))
            self.assertEqual(process.refused(), "two transforms have the name f")

    def test_the_guides_program_gives_what_the_guide_gives(self):
        script = Path(__file__).resolve().parents[3] / "specs/plugins/pypeln_guide.py"
        added = []
        with Process([sys.executable, str(script)]) as process:
            process.start("slow_add1")
            process.batch(0, [b"%d" % i for i in range(10)])
            added = [element for (element,) in process.collect(10).given.values()]
            self.assertEqual(process.finish(), 0)
        with Process([sys.executable, str(script)]) as process:
            process.start("slow_gt3", "filter")
            process.batch(0, added)
            kept = process.collect(10).given
            self.assertEqual(process.finish(), 0)
        self.assertEqual([json.loads(added[i]) for i in range(10) if kept[i]], [4, 5, 6, 7, 8, 9, 10])


if __name__ == "__main__":
    unittest.main()
