"""Answers as a plain value, at the moments between two steps that no test of a process can hit."""

import os
import sys
import unittest

from driver import FAIL, PART, RESULT, SOURCES, Answers

sys.path.insert(0, str(SOURCES))

from swpipe_plugin import answers  # noqa: E402
from swpipe_plugin.frames import FrameReader  # noqa: E402
from swpipe_plugin.results import FRAMES  # noqa: E402


class AnswersTests(unittest.TestCase):
    def make(self, operator):
        """Returns answers that write into a pipe, and what reads them out of it."""
        reading, writing = os.pipe()
        made = answers.Answers(writing, FRAMES[operator])
        reader = FrameReader(reading)

        def sent():
            """Ends the answers and returns the frames that were sent."""
            made.flush()
            made.stop()
            os.close(writing)
            frames = list(iter(reader.read, None))
            os.close(reading)
            return frames

        return made, sent

    def taken(self, operator, frames):
        found = Answers(operator)
        for kind, payload in frames:
            found.take(kind, payload)
        return found

    def test_the_ids_follow_the_elements(self):
        made, sent = self.make("map")
        made.begin(5, [1, 2, 3])
        made.finished += ["a", "b"]
        made.fail("no")
        made.finished.append("c")
        self.assertEqual(made.end(), 9)
        found = self.taken("map", sent())
        self.assertEqual((found.given, found.failed), ({5: [b"a"], 6: [b"b"], 8: [b"c"]}, {7: "no"}))

    def test_a_result_that_comes_while_others_are_taken_is_not_lost(self):
        class Busy(list):
            def __getitem__(self, place):
                found = super().__getitem__(place)
                if "late" not in found:
                    self.append("late")  # As the worker would, in another thread.
                return found

        made, sent = self.make("map")
        made.finished = Busy()
        made.begin(0, [])
        made.finished.append("a")
        made.end()
        self.assertEqual(self.taken("map", sent()).given, {0: [b"a"], 1: [b"late"]})

    def test_a_closed_element_gives_no_more_parts(self):
        made, sent = self.make("flat_map")
        made.begin(0, [1])
        items = made.open()
        items.append("a")
        made.part()
        items.append("b")
        made.close(items)
        made.part()
        made.end()
        frames = sent()
        self.assertEqual([frame.kind for frame in frames], [PART, RESULT])
        self.assertEqual(self.taken("flat_map", frames).given, {0: [b"a", b"b"]})

    def test_a_failed_element_gives_no_more_parts(self):
        made, sent = self.make("flat_map")
        made.begin(0, [1])
        made.open().append("a")
        made.close(None)
        made.part()
        made.fail("no")
        made.end()
        self.assertEqual([frame.kind for frame in sent()], [FAIL])

    def test_what_is_late_empties_the_slice(self):
        made, sent = self.make("map")
        todo = [1, 2, 3]
        made.begin(0, todo)
        made.finished.append("a")
        while todo:
            pass  # The second thread does that, a millisecond or two later.
        self.assertEqual(made.end(), 1)
        self.assertEqual(self.taken("map", sent()).given, {0: [b"a"]})


if __name__ == "__main__":
    unittest.main()
