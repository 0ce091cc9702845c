"""Values as JSON: what is refused is refused wherever it stands."""

import json
import random
import sys
import unittest

from driver import SOURCES

sys.path.insert(0, str(SOURCES))

from swpipe_plugin.jsontext import NotJSON, dumps  # noqa: E402




class JSONTextTests(unittest.TestCase):
    def test_a_key_that_is_no_text_is_found_wherever_it_stands(self):
        for key in (1, 1.5, None, True, (1, 2)):
            bad = {key: 1}
            for value, place in (
                (bad, ""),
                ({"a": "{", key: "{"}, ""),
                ({"a": 1, "b": bad}, " at .b"),
                ({"a": "{", "b": {"c": bad}}, " at .b.c"),
                ([[], bad], " at [1]"),
                ({"a": [{}, bad]}, " at .a[1]"),
                ((0, bad), " at [1]"),
            ):
                with self.subTest(value=value), self.assertRaises(NotJSON) as caught:
                    dumps(value)
                self.assertTrue(str(caught.exception).endswith(f"{key!r}{place}"), caught.exception)

    def test_braces_in_texts_are_no_dicts(self):
        for value in ({"a": "{"}, {"{": 1}, {"a": "}{"}, "{", ["{"], {"{": {"{": ["{", {"{": "{"}]}}, {}, [{}]):
            with self.subTest(value=value):
                self.assertEqual(json.loads(dumps(value)), value)

    def test_random_values_are_refused_when_they_have_a_flaw(self):
        refused = 0
        for seed in range(1000):
            chance = random.Random(seed)
            flaws = []
            members = [random_value(chance, 4, flaws) for _ in range(8)]
            value = {str(i): member for i, member in enumerate(members)} if seed % 2 else members
            with self.subTest(seed=seed):
                if flaws:
                    refused += 1
                    self.assertRaises(NotJSON, dumps, value)
                else:
                    expected = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
                    given = dumps(value)
                    self.assertEqual(given if isinstance(given, str) else given.decode(), expected)
        self.assertTrue(200 < refused < 800, refused)


def random_value(chance, depth, flaws):
    """Returns a value, and notes what JSON cannot express in it."""
    if chance.random() < 0.02:
        flaw = chance.choice([b"a", {1, 2}, float("nan"), float("-inf"), 1j, object()])
        flaws.append(flaw)
        return flaw
    kind = chance.randrange(7 if depth else 4)
    if kind < 2:
        return chance.choice([None, True, 3, -1.5, 10**30])
    if kind < 4:
        return "".join(chance.choices('{}[]",:é a', k=chance.randrange(6)))
    members = [random_value(chance, depth - 1, flaws) for _ in range(chance.randrange(4))]
    if kind == 4:
        return members
    if kind == 5:
        return tuple(members)
    keyed = {chance.choice(["a", "b", "{", "é", ""]) + str(i): member for i, member in enumerate(members)}
    if chance.random() < 0.05:
        keyed[chance.choice([1, None, False, 2.5])] = 1
        flaws.append(keyed)
    return keyed


if __name__ == "__main__":
    unittest.main()
