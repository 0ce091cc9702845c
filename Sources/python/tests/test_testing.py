"""The helper for the tests of a plugin."""

import asyncio
import sys
import threading
import unittest
from typing import Iterator

from driver import SOURCES

sys.path.insert(0, str(SOURCES))

from swpipe_plugin import transform  # noqa: E402
from swpipe_plugin.testing import Failed, Outcome, apply, run_worker  # noqa: E402

seen = []


def start(worker_info, users=()):
    seen.append("start")
    return dict(thread=threading.current_thread(), index=worker_info.index, people=users)


def done(stage_status, index):
    seen.append(("done", index, stage_status.done, stage_status.elements_in))


@transform("testing.scaled", on_start=start, on_done=done)
def scaled(x, thread, people, *, by: int = 2):
    assert thread is threading.current_thread() or x == "elsewhere"
    return [x * by, len(people)]


@transform("testing.halves")
async def halves(x: str) -> Iterator[str]:
    half = len(x) // 2
    for part in (x[:half], x[half:]):
        await asyncio.sleep(0)
        yield part


@transform("testing.raw")
def raw(x: bytes) -> bytes:
    return x + b"\xff"


class TestingTests(unittest.TestCase):
    def test_it_applies_a_transform(self):
        del seen[:]
        self.assertEqual(apply(scaled, [1, "a", [0]], operator="map"), [[2, 0], ["aa", 0], [[0, 0], 0]])
        self.assertEqual(seen, ["start", ("done", 0, True, 0)])
        self.assertEqual(apply(scaled, [1], operator="map", by=5), [[5, 0]])

    def test_it_takes_functions_that_are_not_decorated(self):
        self.assertEqual(apply(abs, [-1, 2]), [1, 2])

    def test_the_first_operator_is_the_default(self):
        def positive(x) -> bool:
            return x > 0

        self.assertEqual(apply(positive, [1, -1, 2]), [1, 2])
        self.assertEqual(apply(positive, [1, -1], operator="map"), [True, False])
        self.assertEqual(apply(positive, [1, -1], operator="each"), [])

    def test_flat_maps_async_functions_and_bytes(self):
        self.assertEqual(apply(halves, ["abcd", "ef"]), ["ab", "cd", "e", "f"])
        self.assertEqual(apply(raw, [b"a", "b"]), [b"a\xff", b"b\xff"])
        big = apply(counted, [200_000])
        self.assertTrue(big == list(range(200_000)))

    def test_inside_an_event_loop(self):
        async def test():
            return apply(halves, ["ab"])

        self.assertEqual(asyncio.run(test()), ["a", "b"])

    def test_failures_are_told(self):
        with self.assertRaisesRegex(Failed, "element 1 failed: TypeError: .*str"):
            apply(abs, [-1, "a"])
        outcome = run_worker(abs, [-1, "a", 3])
        self.assertIsInstance(outcome, Outcome)
        self.assertEqual(outcome.given, [[1], [], [3]])
        self.assertEqual(list(outcome.failures), [1])

    def test_what_a_spec_gives_can_be_given(self):
        del seen[:]
        outcome = run_worker(
            scaled, ["elsewhere"], operator="map", arguments={"by": 1}, worker_info={"index": 4},
            resources={"users": ["ann", "bob"]}, stage_status={"done": False, "in": 7},
        )  # fmt: skip
        self.assertEqual(outcome.elements, [["elsewhere", 2]])
        self.assertEqual(seen, ["start", ("done", 4, False, 7)])

    def test_workers_that_do_not_start_or_end(self):
        def wrong(x, anything):
            pass

        with self.assertRaisesRegex(Failed, "wrong names anything"):
            apply(wrong, [1])

        def breaks():
            raise OSError("at the end")

        @transform("testing.breaks", on_done=breaks)
        def fine(x):
            return x

        with self.assertRaisesRegex(Failed, "on_done: OSError: at the end"):
            apply(fine, [1])
        with self.assertRaisesRegex(Failed, "has no parameter nothing"):
            apply(abs, [1], nothing=1)

    def test_the_index_counts_elements(self):
        def f(x, element_index):
            return element_index

        self.assertEqual(apply(f, ["a"] * 40), [[i] for i in range(40)])

    def test_no_thread_is_left_behind(self):
        before = set(threading.enumerate())
        apply(abs, [-1])
        apply(halves, ["ab"])
        for thread in set(threading.enumerate()) - before:
            thread.join(60)
            self.assertFalse(thread.is_alive(), thread.name)

    def test_results_that_are_not_json(self):
        def f(x):
            return {x}

        with self.assertRaisesRegex(Failed, "a value of type set is not JSON"):
            apply(f, [1])


def counted(x) -> Iterator[int]:
    yield from range(x)


if __name__ == "__main__":
    unittest.main()
