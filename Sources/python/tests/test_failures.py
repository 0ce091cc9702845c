"""What goes wrong with an element is that element's, and is said clearly."""

import tempfile
import unittest

from driver import plugin


class FailureTests(unittest.TestCase):
    def run_worker(self, source, elements, operator="map", transform="f", text=False):
        """Returns the answers of a worker that must outlive its failures."""
        with tempfile.TemporaryDirectory() as folder, plugin(source, folder) as process:
            process.start(transform, operator, "text" if text else "json")
            process.batch(0, elements, text)
            answers = process.collect(len(elements))
            self.assertEqual(process.finish(), 0)
            self.log = process.logged()
            return answers

    def failure(self, source, element=b"1", **options):
        answers = self.run_worker(source, [b"0", element, b"2"], **options)
        self.assertEqual(list(answers.failed), [1])
        return answers.failed[1]

    def test_an_exception_is_its_type_its_message_and_the_users_frames(self):
        source = """
def check(x):
    if x == 1:
        raise ValueError("one is too much")
    return x

@transform
def f(x):
    return check(x)
"""
        lines = self.failure(source).splitlines()
        self.assertEqual(lines[0], "ValueError: one is too much")
        self.assertRegex(lines[1], r"^  /.*/plugin_under_test.py:10 in f: return check\(x\)$")
        self.assertRegex(
            lines[2], r'^  /.*/plugin_under_test.py:5 in check: raise ValueError\("one is too much"\)$'
        )
        self.assertEqual(len(lines), 3)

    def test_causes_and_contexts_follow(self):
        source = """
@transform
def f(x):
    try:
        try:
            if x == 1:
                {}["a"]
        except KeyError:
            raise TypeError("b")
    except TypeError as error:
        raise ValueError("c") from error
    return x
"""
        heads = [line for line in self.failure(source).splitlines() if not line.startswith("  ")]
        self.assertEqual(heads, ["ValueError: c", "caused by TypeError: b", "while handling KeyError: 'a'"])

    def test_deep_recursion_is_told_in_short(self):
        source = "@transform\ndef f(x):\n    return f(x) if x == 1 else x"
        message = self.failure(source)
        self.assertTrue(message.startswith("RecursionError: "))
        self.assertRegex(message, r"… \d+ more calls …")
        self.assertLess(len(message.splitlines()), 30)

    def test_messages_of_all_sorts(self):
        source = r"""
class Odd(Exception):
    def __str__(self):
        raise RuntimeError

@transform
def f(x):
    if x == 1:
        raise %s
    return x
"""
        for raised, head in {
            "ValueError": "ValueError",
            "ValueError('')": "ValueError",
            "ValueError('é\\udc80')": "ValueError: é\\udc80",
            "Odd()": "Odd: (its message cannot be shown: RuntimeError)",
            "KeyError('k')": "KeyError: 'k'",
        }.items():
            with self.subTest(raised=raised):
                self.assertEqual(self.failure(source % raised).splitlines()[0], head)
        self.assertEqual(len(self.failure(source % "ValueError('x' * 10**6)")), 65536)

    def test_exits_and_interrupts_are_the_elements_too(self):
        for raised in (
            "SystemExit(3)",
            "KeyboardInterrupt",
            "GeneratorExit",
            "StopIteration",
            "StopAsyncIteration",
        ):
            for head in ("def", "async def"):
                if head == "async def" and raised.startswith("Stop"):
                    continue  # Python makes a RuntimeError of it.
                source = f"@transform\n{head} f(x):\n    if x == 1:\n        raise {raised}\n    return x"
                with self.subTest(raised=raised, head=head):
                    self.assertTrue(self.failure(source).startswith(raised.split("(")[0]))

    def test_sys_exit_amid_a_flat_map(self):
        source = "import sys\n@transform\ndef f(x):\n    yield x\n    if x == 1:\n        sys.exit('enough')\n    yield x"
        answers = self.run_worker(source, [b"0", b"1", b"2"], operator="flat_map")
        self.assertEqual(answers.given, {0: [b"0", b"0"], 2: [b"2", b"2"]})
        self.assertTrue(answers.failed[1].startswith("SystemExit: enough\n"))

    def test_all_operators_outlive_failures_wherever_they_are(self):
        source = """
@transform
def f(x):
    if x % 3 == 0:
        raise ValueError(x)
    return [x]
"""
        elements = [b"%d" % i for i in range(200)]
        for operator, expected in (
            ("map", lambda i: [b"[%d]" % i]), ("filter", lambda i: 1), ("each", lambda i: []), ("flat_map", lambda i: [b"%d" % i]),
        ):  # fmt: skip
            with self.subTest(operator=operator):
                answers = self.run_worker(source, elements, operator)
                self.assertEqual(sorted(answers.failed), list(range(0, 200, 3)))
                self.assertEqual(answers.given, {i: expected(i) for i in range(200) if i % 3})
                for i, message in answers.failed.items():
                    self.assertTrue(message.startswith(f"ValueError: {i}\n"))

    def test_values_that_json_cannot_express(self):
        source = """
import collections, dataclasses, datetime, decimal, enum
a = []
a.append(a)
deep = []
for _ in range(100000):
    deep = [deep]

@dataclasses.dataclass
class Place:
    x: int

Colour = enum.Enum("Colour", "RED")

class Thing:
    pass

@transform
def f(x):
    return %s if x == 1 else x
"""
        for value, message in {
            "float('nan')": "JSON has no nan",
            "[1, {'a': float('-inf')}]": "JSON has no -inf at [1].a",
            "{'a': {1, 2}}": "a value of type set is not JSON at .a: list(…) makes a list of it",
            "b'x'": "a value of type bytes is not JSON: annotate the function to return bytes if they are text",
            "{1: 2}": "JSON has texts for keys, not the int 1",
            "{None: 2}": "JSON has texts for keys, not the NoneType None",
            "[{'a': {True: 1}}]": "JSON has texts for keys, not the bool True at [0].a",
            "{(1, 2): 2}": "JSON has texts for keys, not the tuple (1, 2)",
            "collections.OrderedDict({1: 2})": "JSON has texts for keys, not the int 1",
            "[collections.OrderedDict({1.5: 2})]": "JSON has texts for keys, not the float 1.5 at [0]",
            "a": "the value contains itself or is nested too deeply to be written as JSON",
            "deep": "the value contains itself or is nested too deeply to be written as JSON",
            "Thing": "a value of type type is not JSON",
            "[Thing()]": "a value of type Thing is not JSON at [0]",
            "decimal.Decimal(1)": "a value of type Decimal is not JSON: str(…) makes a text of it, float(…) a number",
            "{'t': datetime.date(2024, 2, 29)}": "a value of type date is not JSON at .t: .isoformat() makes a text of it",
            "datetime.timedelta(1)": "a value of type timedelta is not JSON: .total_seconds() makes a number of it",
            "[Place(1)]": "a value of type Place is not JSON at [0]: dataclasses.asdict(…) makes a dict of it",
            "Place": "a value of type type is not JSON",
            "{}.keys()": "a value of type dict_keys is not JSON: list(…) makes a list of it",
            "Colour.RED": "a value of type Colour is not JSON: .value is what it stands for",
            "1j": "a value of type complex is not JSON",
            "(y for y in [1])": "a value of type generator is not JSON: list(…) makes a list of it",
        }.items():
            with self.subTest(value=value):
                self.assertEqual(self.failure(source % value), message)

    def test_values_that_are_nearly_something_else_are_json(self):
        source = """
import collections, enum
class Colour(str, enum.Enum):
    RED = "red"
class Level(enum.IntEnum):
    HIGH = 3
Point = collections.namedtuple("Point", "x y")
@transform
def f(x):
    return [(1, 2), collections.OrderedDict(a=1), Colour.RED, Level.HIGH, Point(1, 2), True, 1e300, -0.0]
"""
        given = self.run_worker(source, [b"1"]).given
        self.assertEqual(given, {0: [b'[[1,2],{"a":1},"red",3,[1,2],true,1e+300,-0.0]']})

    def test_elements_that_are_not_json(self):
        source = "@transform\ndef f(x):\n    return x"
        for element, message in {
            b"": "the element is not JSON: Expecting value at character 1",
            b"1 2": "the element is not JSON: Extra data at character 3",
            b"1,2": "the element is not JSON: Extra data at character 2",
            b"[3": "the element is not JSON: Expecting ',' delimiter at character 3",
            b"NaN": "the element is not JSON: NaN is not JSON",
            b"-Infinity": "the element is not JSON: -Infinity is not JSON",
            b'"a\nb"': "the element is not JSON: Invalid control character at at character 3",
            b"nope": "the element is not JSON: Expecting value at character 1",
            b"[" * 200_000: "the element is nested too deeply to be read as JSON",
        }.items():
            with self.subTest(element=element[:20]):
                self.assertEqual(self.failure(source, element), message)

    def test_elements_that_would_fit_together_do_not(self):
        source = "@transform\ndef f(x):\n    return x"
        elements = [b"1,2", b"[3", b"4]", b"5", b'"6', b'7"', b"8"]
        answers = self.run_worker(source, elements)
        self.assertEqual(answers.given, {3: [b"5"], 6: [b"8"]})
        self.assertEqual(sorted(answers.failed), [0, 1, 2, 4, 5])

    def test_text_must_be_str_or_bytes(self):
        source = "@transform(gives='text')\ndef f(x):\n    return %s if x == 1 else 'a'"
        for value, message in {
            "1": "it gives text, but returned a value of type int: return str or bytes",
            "None": "it gives text, but returned None: return str or bytes",
            "'\\ud800'": "the text cannot be written in UTF-8: surrogates not allowed",
        }.items():
            with self.subTest(value=value):
                self.assertEqual(self.failure(source % value), message)

    def test_none_is_no_result_where_the_annotation_excludes_it(self):
        source = "%s f(x) -> %s:\n    return None if x == 1 else []"
        said = "it returned None, which its annotation excludes: a `return` may be missing"
        for head in ("@transform\ndef", "@transform\nasync def"):
            for annotation in ("dict", "list", "int", "__import__('typing').Union[int, dict]"):
                with self.subTest(annotation=annotation, head=head):
                    self.assertEqual(self.failure(source % (head, annotation), operator="map"), said)
            with self.subTest(head=head):
                self.assertEqual(self.failure(source % (head, "bool"), operator="filter"), said)
            for annotation in ("object", "None", "__import__('typing').Optional[dict]", "'Unknown'"):
                with self.subTest(annotation=annotation, head=head):
                    answers = self.run_worker(source % (head, annotation), [b"1"], operator="map")
                    self.assertEqual((answers.given, answers.failed), ({0: [b"null"]}, {}))

    def test_a_flat_map_gives_several(self):
        source = "@transform\ndef f(x):\n    return %s if x == 1 else []"
        for value, message in {
            "1": "a flat_map returns a list or yields, but it returned a value of type int",
            "None": "a flat_map returns a list or yields, but it returned None",
            "'abc'": "a flat_map returns a list or yields, but it returned a value of type str",
            "[1, {2}]": "a value of type set is not JSON: list(…) makes a list of it",
        }.items():
            for head in ("def", "async def"):
                with self.subTest(value=value, head=head):
                    found = self.failure((source % value).replace("\ndef", f"\n{head}"), operator="flat_map")
                    self.assertEqual(found, message)

    def test_a_coroutine_that_nobody_awaits(self):
        source = """
async def later():
    return False

@transform
def f(x):
    return later() if x == 1 else []
"""
        for operator in ("filter", "flat_map", "each"):
            with self.subTest(operator=operator):
                self.assertEqual(
                    self.failure(source, operator=operator),
                    "it returned an awaitable but is no `async def`: make it one",
                )
                self.assertEqual(self.log, "")

    def test_truth_may_fail(self):
        source = """
class Unclear:
    def __bool__(self):
        raise ValueError("neither")

@transform
def f(x):
    return Unclear() if x == 1 else True
"""
        self.assertTrue(self.failure(source, operator="filter").startswith("ValueError: neither\n"))

    def test_groups_show_their_members(self):
        import sys

        if sys.version_info < (3, 11):
            self.skipTest("no exception groups")
        source = """
@transform
def f(x):
    if x == 1:
        error = ExceptionGroup("several", [ValueError("a"), TypeError("b")])
        error.add_note("a note")
        raise error
    return x
"""
        message = self.failure(source)
        self.assertIn("ExceptionGroup: several (2 sub-exceptions)\n  a note\n", message)
        self.assertIn("\n  [1] ValueError: a\n  [2] TypeError: b", message)


if __name__ == "__main__":
    unittest.main()
