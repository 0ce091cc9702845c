"""Elements of all types through all operators."""

import json
import random
import tempfile
import unittest

from driver import plugin

SOURCE = """
from typing import Any, Iterable, Iterator, List

@transform
def same(x):
    return x

@transform(takes="json")
def double(x):
    return x * 2

@transform
def upper(x: str) -> str:
    return x.upper()

@transform
def as_bytes(x: bytes) -> bytes:
    return x

@transform
def long_bytes(x: bytes) -> int:
    return len(x)

@transform
def is_long(x: bytes) -> bool:
    return len(x) > 3

@transform(operators=["filter"])
def truthy(x):
    return x

@transform
def words(x: str) -> List[str]:
    return x.split()

@transform
def countdown(x: int) -> Iterator[int]:
    while x > 0:
        yield x
        x -= 1

@transform(operators=["flat_map"])
def pairs(x):
    return x.items()

@transform(operators=["map", "flat_map"], gives="same")
def passed(x):
    return x

@transform(operators=["each", "map"])
def seen(x):
    worker_seen.append(x)
    return len(worker_seen)

@transform(operators=["each"])
def seen_by_yield(x):
    worker_seen.append(x)
    yield

@transform
def index(x, element_index):
    return [list(element_index), x]

@transform(operators=["filter"])
def index_even(x, element_index):
    return element_index[-1] % 2 == 0

@transform(operators=["flat_map"])
def index_many(x, element_index):
    return [x] * element_index[0]

worker_seen = []
"""


class OperatorTests(unittest.TestCase):
    def run_one(self, transform, operator, elements, text=False, gives=None, **start):
        """Runs a worker over one batch and returns what each element gives."""
        indices = start.pop("indices", None)
        with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
            process.start(transform, operator, "text" if text else "json", **start)
            if elements:
                process.batch(10, elements, text, indices)
            answers = process.collect(len(elements))
            self.assertEqual(process.finish(), 0)
            self.assertEqual(answers.failed, {})
            return [answers.given[i] for i in range(10, 10 + len(elements))]

    def test_map_gives_one_for_each(self):
        self.assertEqual(
            self.run_one("double", "map", [b"1", b'"a"', b"[0]", b"1.5"]),
            [[b"2"], [b'"aa"'], [b"[0,0]"], [b"3.0"]],
        )

    def test_none_is_a_result(self):
        self.assertEqual(self.run_one("same", "map", [b"null"]), [[b"null"]])

    def test_filter_says_1_or_0_for_whatever_is_true_or_not(self):
        elements = [b"0", b"1", b'""', b'"a"', b"[]", b"[0]", b"null", b"{}", b"true", b"false"]
        self.assertEqual(self.run_one("truthy", "filter", elements), [0, 1, 0, 1, 0, 1, 0, 0, 1, 0])

    def test_filter_of_bytes(self):
        self.assertEqual(
            self.run_one("is_long", "filter", [b"abc", b"abcd", b"", b"\xff" * 4], text=True), [0, 1, 0, 1]
        )

    def test_flat_map_gives_any_number(self):
        self.assertEqual(
            self.run_one("words", "flat_map", [b"a bc  d", b"", b"e"], text=True),
            [[b"a", b"bc", b"d"], [], [b"e"]],
        )
        self.assertEqual(
            self.run_one("countdown", "flat_map", [b"3", b"0", b"1"]), [[b"3", b"2", b"1"], [], [b"1"]]
        )
        self.assertEqual(self.run_one("pairs", "flat_map", [b'{"a":1,"b":[]}']), [[b'["a",1]', b'["b",[]]']])

    def test_each_gives_nothing_and_runs(self):
        self.assertEqual(self.run_one("seen", "each", [b"1", b"2"]), [[], []])
        self.assertEqual(self.run_one("countdown", "each", [b"3"]), [[]])

    def test_each_runs_generators_to_their_ends(self):
        source = (
            SOURCE
            + """
@transform(operators=["map"])
def count(x):
    return len(worker_seen)

def done():
    print("seen", worker_seen)

@transform(operators=["each"], on_done=done)
def generated(x):
    worker_seen.append(x)
    yield
    worker_seen.append(-x)
"""
        )
        with tempfile.TemporaryDirectory() as folder, plugin(source, folder) as process:
            process.start("generated", "each")
            process.batch(0, [b"1", b"2"])
            process.collect(2)
            process.finish()
            self.assertEqual(process.logged(), "seen [1, -1, 2, -2]\n")

    def test_no_element_at_all(self):
        self.assertEqual(self.run_one("same", "map", []), [])

    def test_empty_elements(self):
        self.assertEqual(
            self.run_one("as_bytes", "map", [b"", b"", b"a", b""], text=True), [[b""], [b""], [b"a"], [b""]]
        )
        self.assertEqual(self.run_one("upper", "map", [b"", b"a", b""], text=True), [[b""], [b"A"], [b""]])

    def test_text_arrives_as_str_and_json_as_values_where_nothing_is_annotated(self):
        self.assertEqual(
            self.run_one("same", "map", [b"12", b'{"a"'], text=True), [[b'"12"'], [b'"{\\"a\\""']]
        )
        self.assertEqual(self.run_one("same", "map", [b"12", b'{"a": 1}']), [[b"12"], [b'{"a":1}']])

    def test_each_batch_says_its_own_type(self):
        with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
            process.start("same")
            process.batch(0, [b"1"])
            process.batch(1, [b"1"], text=True)
            process.batch(2, [b"1"])
            self.assertEqual(process.collect(3).given, {0: [b"1"], 1: [b'"1"'], 2: [b"1"]})

    def test_gives_same_is_text_for_text_and_json_for_json(self):
        with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
            process.start("passed")
            process.batch(0, [b'"a"'])
            process.batch(1, ["\u00e9".encode()], text=True)
            self.assertEqual(process.collect(2).given, {0: [b'"a"'], 1: ["\u00e9".encode()]})

    def test_bytes_pass_unharmed_as_str_and_as_bytes(self):
        nasty = [
            b"\xff\xfe",
            b"a\nb\r\n",
            b"\0",
            "\U0001f600é".encode(),
            bytes(range(256)),
            b"\xed\xa0\x80",
            b" x ",
        ]
        self.assertEqual(self.run_one("as_bytes", "map", nasty, text=True), [[element] for element in nasty])
        self.assertEqual(self.run_one("passed", "map", nasty, text=True), [[element] for element in nasty])
        self.assertEqual(self.run_one("long_bytes", "map", [b"\xff\xff\xff"], text=True), [[b"3"]])

    def test_json_survives_as_values(self):
        elements = [
            b'"\\ud800"', b'{"":{"":[]}}', b"-0.5e-7", b" [ 1 , 2 ] ", '"é\U0001f600"'.encode(), b'"\\u0000\\"\\\\"',
            b"123456789012345678901234567890", b"true", b"null", b'"\\u2028"', b"[[[[[[1]]]]]]",
        ]  # fmt: skip
        given = self.run_one("same", "map", elements)
        for element, (result,) in zip(elements, given):
            self.assertEqual(json.loads(result), json.loads(element))

    def test_json_comes_out_compact_and_in_utf_8(self):
        self.assertEqual(
            self.run_one("same", "map", [b'{ "\\u00e9" : [ 1, 2 ] }']), [['{"é":[1,2]}'.encode()]]
        )

    def test_integers_are_exact_whatever_their_size(self):
        digits = "9" * 30_000
        self.assertEqual(
            self.run_one("same", "map", [digits.encode(), b"-" + digits.encode()]),
            [[digits.encode()], [b"-" + digits.encode()]],
        )

    def test_element_index_is_a_tuple_of_any_length(self):
        indices = [(0, 5, 2), (1, -1, 3), (2**62, 0, 0)]
        given = self.run_one("index", "map", [b"1", b"2", b"3"], indices=indices)
        self.assertEqual(given, [[b"[[0,5,2],1]"], [b"[[1,-1,3],2]"], [b"[[%d,0,0],3]" % 2**62]])
        kept = self.run_one("index_even", "filter", [b"1"] * 3, indices=[(0,), (1,), (2,)])
        self.assertEqual(kept, [1, 0, 1])
        self.assertEqual(
            self.run_one("index_many", "flat_map", [b"7", b"8"], indices=[(0,), (2,)]), [[], [b"8", b"8"]]
        )

    def test_a_changed_result_that_is_returned_again_is_sent_as_it_was(self):
        source = """
total = {"sum": 0, "seen": []}

@transform
def running(x):
    total["sum"] += x
    total["seen"].append(x)
    return total
"""
        with tempfile.TemporaryDirectory() as folder, plugin(source, folder) as process:
            process.start("running")
            process.batch(0, [b"1", b"2", b"3"])
            given = process.collect(3).given
            self.assertEqual([json.loads(given[i][0])["sum"] for i in range(3)], [1, 3, 6])

    def test_a_huge_element(self):
        size = 100_000_000
        huge = bytes(range(256)) * (size // 256)
        with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
            process.start("as_bytes", "map", "text")
            process.batch(0, [b"a", huge, b"b"], text=True)
            given = process.collect(3).given
            self.assertEqual((given[0], given[2]), ([b"a"], [b"b"]))
            self.assertTrue(given[1] == [huge])
            self.assertEqual(process.finish(), 0)

    def test_a_huge_json_element(self):
        huge = json.dumps("x" * 100_000_000).encode()
        with tempfile.TemporaryDirectory() as folder, plugin(SOURCE, folder) as process:
            process.start("same")
            process.batch(0, [huge, b"1"])
            given = process.collect(2).given
            self.assertEqual(given[1], [b"1"])
            self.assertTrue(given[0] == [huge])


class PropertyTests(unittest.TestCase):
    """Random batches, compared with what plain Python makes of them."""

    def test_random_json_through_random_batches(self):
        for seed in range(8):
            chance = random.Random(seed)
            values = [random_value(chance, 3) for _ in range(chance.choice([1, 10, 700]))]
            elements = [
                json.dumps(v, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1])).encode()
                for v in values
            ]
            with (
                self.subTest(seed=seed),
                tempfile.TemporaryDirectory() as folder,
                plugin(SOURCE, folder) as process,
            ):
                process.start("same")
                given = self.through(process, chance, elements, text=False)
                self.assertEqual([json.loads(e) for (e,) in given], values)

    def test_random_text_through_random_batches(self):
        for seed in range(8):
            chance = random.Random(seed)
            alphabet = chance.choice(["ab", "aé€😀", "\udcff\udc80a", "a\n\0"])
            elements = [
                "".join(chance.choices(alphabet, k=chance.randrange(20))).encode("utf-8", "surrogateescape")
                for _ in range(chance.choice([1, 10, 700]))
            ]
            with (
                self.subTest(seed=seed),
                tempfile.TemporaryDirectory() as folder,
                plugin(SOURCE, folder) as process,
            ):
                process.start("passed", type="text")
                given = self.through(process, chance, elements, text=True)
                self.assertEqual(given, [[e] for e in elements])

    def test_random_filters_and_flat_maps(self):
        for seed in range(4):
            chance = random.Random(seed)
            numbers = [chance.randrange(6) for _ in range(500)]
            elements = [b"%d" % n for n in numbers]
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as folder:
                with plugin(SOURCE, folder) as process:
                    process.start("truthy", "filter")
                    self.assertEqual(self.through(process, chance, elements), [int(n > 0) for n in numbers])
                with plugin(SOURCE, folder) as process:
                    process.start("countdown", "flat_map")
                    expected = [[b"%d" % i for i in range(n, 0, -1)] for n in numbers]
                    self.assertEqual(self.through(process, chance, elements), expected)

    def through(self, process, chance, elements, text=False):
        first = chance.randrange(2**40)
        position = 0
        while position < len(elements):
            size = chance.choice([1, 2, 3, 50, 400])
            process.batch(
                first + position,
                elements[position : position + size],
                text,
                piece=chance.choice([None, 5, 4096]),
            )
            position += size
        answers = process.collect(len(elements))
        self.assertEqual(answers.failed, {})
        self.assertEqual(process.finish(), 0)
        return [answers.given[first + i] for i in range(len(elements))]


def random_value(chance, depth):
    kind = chance.randrange(8 if depth else 6)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind == 1:
        return chance.randrange(-(10 ** chance.randrange(1, 25)), 10**20)
    if kind == 2:
        return chance.uniform(-1, 1) * 10 ** chance.randrange(-200, 200)
    if kind < 6:
        return "".join(chance.choices('ab"\\/\n\t\0é€😀', k=chance.randrange(8)))
    members = [random_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    return members if kind == 6 else {f"k{i}é": m for i, m in enumerate(members)}


if __name__ == "__main__":
    unittest.main()
