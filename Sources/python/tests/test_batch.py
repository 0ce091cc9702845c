"""Elements that are read where they stand in their batch, next to others that are not JSON."""

import itertools
import json
import random
import struct
import sys
import unittest

from driver import SOURCES, pack_batch

sys.path.insert(0, str(SOURCES))

from swpipe_plugin.batch import Batch, Form  # noqa: E402
from swpipe_plugin.frames import ProtocolError  # noqa: E402

# With their neighbours, most of these are other JSON than alone, or JSON only so.
PIECES = [
    b"1", b"12", b"-", b"-1", b"0", b"01", b".5", b"1.", b"1.5", b"e5", b"1e5", b"1e", b"E+3", b"1,2", b",", b":",
    b"[3", b"4]", b"[", b"]", b"[]", b"[1]", b"[1,", b"{", b"}", b"{}", b'{"a"', b':1}', b'{"a":', b'{"a":1}',
    b'{"a":1', b',"b":2}', b'{"a":1}}', b'"', b'"a', b'b"', b'"a,b"', b'"],["', b'"\\', b'\\"', b'"\\u00', b'e9"',
    b'"\\ud83d"', b'"\\ud83d', b'\\ude00"', b"t", b"rue", b"true", b"truefalse", b"nul", b"null", b"Na", b"NaN",
    b"Infinity", b"-Infinity", b"-Inf", b"", b" ", b"\n\t", b" 1", b"1 ", b" [ 1 , 2 ] ", b"1 2", b"\xef\xbb\xbf1",
    "é".encode(), '"é"'.encode(), b'"\xc3', b'\xa9"', b'"\xff"', '"😀"'.encode(), b"\0", b'"\0"', b"/**/1", b"1#",
    b"9" * 400, b"-" + b"9" * 400, b'{"a":NaN}', b"[1,NaN]", b'{"a":1,"a":2}',
]  # fmt: skip


def alone(piece):
    """Returns whether the element is JSON, and which value, without the kit."""

    def refuse(name):
        raise ValueError(name)

    try:
        return True, json.loads(piece.decode("utf-8", "surrogateescape"), parse_constant=refuse)
    except (ValueError, RecursionError):
        return False, None


class BatchTests(unittest.TestCase):
    def values(self, elements, step=None):
        """Returns what is found for each: whether it is JSON, and which value."""
        batch = Batch.parse(pack_batch(7, elements)[8:])
        found = []
        while len(found) < len(elements):
            stop = min(len(elements), len(found) + (step or len(elements)))
            values, flaw = batch.values(len(found), stop, Form.VALUE)
            found += [(True, value) for value in values]
            if flaw is None:
                self.assertEqual(len(found), stop)
            else:
                found.append((False, None))
        return found

    def test_an_element_is_what_it_is_alone_whatever_stands_beside_it(self):
        expected = {piece: alone(piece) for piece in PIECES}
        for pair in itertools.product(PIECES, repeat=2):
            elements = [*pair, b"5"]
            self.assertEqual(self.values(elements), [*map(expected.get, pair), (True, 5)], elements)

    def test_random_elements_are_what_they_are_alone(self):
        expected = {piece: alone(piece) for piece in PIECES}
        for seed in range(300):
            chance = random.Random(seed)
            elements = chance.choices(PIECES, k=chance.randrange(1, 40))
            step = chance.choice([None, 1, 2, 7])
            self.assertEqual(self.values(elements, step), [*map(expected.get, elements)], seed)

    def test_the_flaw_is_told_as_of_the_element_alone(self):
        batch = Batch.parse(pack_batch(0, [b"[1]", b"[2", b",3]"])[8:])
        values, flaw = batch.values(0, 3, Form.VALUE)
        self.assertEqual(values, [[1]])
        self.assertEqual(str(flaw), "the element is not JSON: Expecting ',' delimiter at character 3")

    def test_nesting_does_not_add_up(self):
        deep = b"[" * 500
        self.assertEqual(self.values([deep] * 40), [(False, None)] * 40)
        whole = deep + b"]" * 500
        self.assertEqual([is_json for is_json, _ in self.values([whole] * 40)], [True] * 40)

    def test_texts_and_bytes_keep_their_bounds(self):
        for elements in (PIECES, [piece for piece in PIECES if piece.isascii()]):
            batch = Batch.parse(pack_batch(0, elements, text=True)[8:])
            self.assertEqual(batch.values(3, len(elements), Form.BYTES), (elements[3:], None))
            texts, flaw = batch.values(3, len(elements), Form.STR)
            self.assertIsNone(flaw)
            self.assertEqual([text.encode("utf-8", "surrogateescape") for text in texts], elements[3:])

    def test_numbers_that_do_not_agree_break_the_protocol(self):
        payload = pack_batch(0, [b"ab", b"c"])[8:]
        short = struct.pack("<QIBBH", 0, 1000, 1, 0, 0)
        for broken in (payload + b"d", payload[:-1], payload[:20], short, b"", pack_batch(0, [])[8:]):
            with self.assertRaises(ProtocolError):
                Batch.parse(broken)


if __name__ == "__main__":
    unittest.main()
