"""The transform's arguments, and callables of all sorts."""

import unittest

from injection import InjectionCase


class ArgumentTests(InjectionCase):
    def test_keyword_only_arguments_are_parameters(self):
        source = """
import datetime, pathlib, re

@transform(parameters={"wait": {"type": "duration"}})
def f(x, *, a: str, b: int = 1, c: float, d: bool = False, e: list = [], pause: datetime.timedelta, wait: int,
      file: pathlib.Path, pattern: re.Pattern, ratios: "list[float]"):
    assert type(c) is float and type(ratios[0]) is float
    return [a, b, c, d, e, pause.total_seconds(), wait, file.name, pattern.pattern, ratios]
"""
        arguments = {
            "a": "A", "b": 2, "c": 3, "d": True, "e": [1], "pause": 1_500_000_000, "wait": 5,
            "file": "/a/b", "pattern": "^x", "ratios": [1, 0.5],
        }  # fmt: skip
        self.assertEqual(
            self.value(source, arguments=arguments), ["A", 2, 3.0, True, [1], 1.5, 5, "b", "^x", [1.0, 0.5]]
        )

    def test_a_parameter_without_a_value_has_its_default(self):
        self.assertIs(self.value("@transform\ndef f(x, *, a: str = None):\n    return a"), None)

    def test_a_required_parameter_without_a_value_is_refused(self):
        self.assertIn(
            "f names a, for which there is nothing", self.refusal("@transform\ndef f(x, *, a):\n    return a")
        )

    def test_a_value_that_cannot_be_made_is_refused(self):
        source = "import re\n@transform\ndef f(x, *, a: re.Pattern):\n    return 1"
        self.assertIn("parameter a: ", self.refusal(source, arguments={"a": "("}))

    def test_hooks_take_the_transforms_arguments_too(self):
        source = """
def start(*, model: str, size: int = 3):
    return dict(loaded=model * size)

@transform(on_start=start, on_done=lambda *, model: print("done", model))
def f(x, loaded, *, size: int = 2):
    return [loaded, size]
"""
        self.assertEqual(self.value(source, arguments={"model": "m", "size": 2}), ["mm", 2])
        self.assertEqual(self.log, "done m\n")

    # Callables of all sorts

    def test_callables_of_all_sorts(self):
        source = """
import functools

class Adder:
    def __init__(self, by):
        self.by = by
    def __call__(self, x, worker_info):
        return x + self.by + worker_info.index
    def method(self, x, a):
        return x + a

def add(by, x):
    return by + x

transform("object")(Adder(10))
transform("method", on_start=lambda: dict(a=20))(Adder(10).method)
transform("partial")(functools.partial(add, 30))
transform("builtin")(str)
transform("any")(lambda *args: len(args))
"""
        for name, value in {"object": 11, "method": 21, "partial": 31, "builtin": "1", "any": 1}.items():
            with self.subTest(name=name):
                self.assertEqual(self.value(source, name), value)


if __name__ == "__main__":
    unittest.main()
