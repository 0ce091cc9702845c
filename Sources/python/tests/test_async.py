"""Async functions: concurrency, cancelling, async generators."""

import json
import struct
import tempfile
import unittest

from driver import CANCEL, pack, plugin


def cancel(identity):
    return pack(CANCEL, struct.pack("<Q", identity))


class AsyncTests(unittest.TestCase):
    def worker(self, source):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        process = plugin("import asyncio\n" + source, folder.name)
        self.addCleanup(process.__exit__)
        return process

    def test_as_many_run_at_once_as_concurrency_says_and_never_more(self):
        source = """
running = peak = 0
full = asyncio.Event()

@transform(concurrency=CONCURRENCY, on_done=lambda: print("peak", peak))
async def f(x):
    global running, peak
    running += 1
    peak = max(peak, running)
    if running == CONCURRENCY:
        full.set()
    await full.wait()  # For ever, if fewer than that come.
    await asyncio.sleep(0)
    running -= 1
    return x
"""
        for concurrency in (1, 2, 10):
            with self.subTest(concurrency=concurrency):
                process = self.worker(source.replace("CONCURRENCY", str(concurrency)))
                process.start("f")
                self.assertEqual(process.manifest["transforms"][0].get("concurrency"), concurrency)
                process.batch(0, [b"%d" % i for i in range(50)])
                given = process.collect(50).given
                self.assertEqual(given, {i: [b"%d" % i] for i in range(50)})
                self.assertEqual(process.finish(), 0)
                self.assertEqual(process.logged(), f"peak {concurrency}\n")

    def test_concurrency_is_100_if_nothing_is_said(self):
        process = self.worker("@transform\nasync def f(x):\n    return x")
        self.assertEqual(process.hello()["transforms"][0]["concurrency"], 100)

    def test_answers_come_in_the_order_in_which_they_are_done(self):
        source = """
gates = {}

@transform
async def f(x):
    if x % 2:
        gates[x - 1].set()
    else:
        gates[x] = asyncio.Event()
        await gates[x].wait()
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"0"])
        process.batch(1, [b"2", b"4"])
        process.batch(3, [b"5"])
        self.assertEqual(set(process.collect(2).answered), {2, 3})
        process.batch(4, [b"1"])
        self.assertEqual(set(process.collect(4).answered[2:]), {0, 4})
        process.batch(5, [b"3"])
        process.collect(6)
        self.assertEqual(process.finish(), 0)

    def test_cancel_ends_an_element_and_no_other(self):
        source = """
@transform(concurrency=3)
async def f(x):
    if x < 0:
        await asyncio.Event().wait()
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"-1", b"1", b"-1"])
        process.collect(1)
        process.send(cancel(0))
        answers = process.collect(2)
        self.assertEqual(answers.failed, {0: "cancelled: it took longer than the stage's timeout"})
        process.batch(3, [b"3", b"4"])
        process.collect(4)
        process.send(cancel(2))
        self.assertEqual(sorted(process.collect(5).failed), [0, 2])
        self.assertEqual(process.finish(), 0)

    def test_cancel_of_elements_that_run_wait_or_are_answered(self):
        source = """
@transform(concurrency=1)
async def f(x):
    if x < 0:
        await asyncio.Event().wait()
    return x
"""
        process = self.worker(source)
        process.start("f")
        # In one go: the first has not had its first step when it is cancelled, the second waits.
        from driver import pack_batch

        process.send(
            pack_batch(0, [b"-1", b"-1", b"5", b"-1"]) + cancel(0) + cancel(1) + cancel(2) + cancel(77)
        )
        self.assertEqual(sorted(process.collect(3).failed), [0, 1, 2])
        process.send(cancel(0) + cancel(3))
        self.assertEqual(sorted(process.collect(4).failed), [0, 1, 2, 3])
        process.batch(4, [b"4"])
        self.assertEqual(process.collect(5).given, {4: [b"4"]})
        self.assertEqual(process.finish(), 0)

    def test_a_cancelled_element_may_still_answer_and_clean_up(self):
        source = """
@transform
async def f(x):
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        await asyncio.sleep(0)
        return "late"
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        process.send(cancel(0))
        self.assertEqual(process.collect(1).given, {0: [b'"late"']})

    def test_a_cancel_of_their_own_is_the_elements_failure(self):
        source = """
@transform
async def f(x):
    raise asyncio.CancelledError("by itself")
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        self.assertTrue(process.collect(1).failed[0].startswith("CancelledError: by itself\n"))

    def test_each_element_has_a_task_and_a_context_of_its_own(self):
        source = """
import contextvars
seen = contextvars.ContextVar("seen", default=0)
tasks = set()

@transform
async def f(x):
    tasks.add(asyncio.current_task())
    before = seen.get()
    seen.set(x)
    await asyncio.sleep(0)
    return [before, seen.get(), len(tasks)]
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1", b"2", b"3"])
        values = [json.loads(e) for (e,) in process.collect(3).given.values()]
        self.assertEqual([v[:2] for v in values], [[0, 1], [0, 2], [0, 3]])
        self.assertEqual({v[2] for v in values}, {3})

    def test_async_filters_eaches_and_flat_maps(self):
        source = """
from typing import AsyncIterator, List

@transform
async def odd(x) -> bool:
    await asyncio.sleep(0)
    return x % 2 == 1

@transform
async def nothing(x):
    await asyncio.sleep(0)

@transform
async def several(x) -> List[int]:
    return [x] * x

@transform
async def streamed(x) -> AsyncIterator[int]:
    for i in range(x):
        await asyncio.sleep(0)
        yield i

@transform(operators=["flat_map"])
async def handed_on(x):
    return streamed(x)
"""
        elements = [b"0", b"1", b"2", b"3"]
        ranges = {i: [b"%d" % j for j in range(i)] for i in range(4)}
        for transform, operator, expected in (
            ("odd", "filter", {0: 0, 1: 1, 2: 0, 3: 1}),
            ("nothing", "each", {i: [] for i in range(4)}),
            ("several", "flat_map", {i: [b"%d" % i] * i for i in range(4)}),
            ("streamed", "flat_map", ranges),
            ("streamed", "each", {i: [] for i in range(4)}),
            ("handed_on", "flat_map", ranges),
        ):
            with self.subTest(transform=transform, operator=operator):
                process = self.worker(source)
                process.start(transform, operator)
                process.batch(0, elements)
                self.assertEqual(process.collect(4).given, expected)
                self.assertEqual(process.finish(), 0)

    def test_async_functions_take_the_index_and_what_is_injected(self):
        source = """
@transform(on_start=lambda: dict(a="A"))
async def f(x, a, element_index, *, b):
    return [x, a, element_index, b]
"""
        process = self.worker(source)
        process.start("f", arguments={"b": "B"})
        process.batch(0, [b"0", b"1"], indices=[(5, 0), (5, 1)])
        self.assertEqual(process.collect(2).given, {0: [b'[0,"A",[5,0],"B"]'], 1: [b'[1,"A",[5,1],"B"]']})

    def test_elements_that_are_not_json_fail_alone(self):
        process = self.worker("@transform\nasync def f(x):\n    return x")
        process.start("f")
        process.batch(0, [b"0", b"?", b"2", b"", b"4"])
        answers = process.collect(5)
        self.assertEqual(sorted(answers.failed), [1, 3])
        self.assertEqual(sorted(answers.given), [0, 2, 4])

    def test_many_elements_that_nobody_reads_yet_are_not_lost(self):
        process = self.worker("@transform(concurrency=2)\nasync def f(x: str) -> str:\n    return x * 100")
        process.start("f", type="text")
        process.batch(0, [b"%05d" % i for i in range(20_000)], text=True)
        given = process.collect(20_000).given
        self.assertTrue(all(given[i] == [b"%05d" % i * 100] for i in range(20_000)))
        self.assertEqual(process.finish(), 0)

    def test_the_end_of_the_input_ends_what_runs(self):
        for body in ("await asyncio.Event().wait()", "import time; time.sleep(1000)"):
            with self.subTest(body=body):
                process = self.worker(f"@transform\nasync def f(x):\n    if x: {body}\n    return x")
                process.start("f")
                process.batch(0, [b"0"])
                process.collect(1)
                process.batch(1, [b"1"])
                process.process.stdin.close()
                self.assertEqual(process.process.wait(60), 0)

    def test_tasks_that_are_left_behind_end_with_the_worker(self):
        source = """
@transform
async def f(x):
    async def forever():
        try:
            await asyncio.Event().wait()
        finally:
            print("ended")
    global task
    task = asyncio.ensure_future(forever())
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"0"])
        process.collect(1)
        self.assertEqual(process.finish(), 0)
        self.assertEqual(process.logged(), "ended\n")


if __name__ == "__main__":
    unittest.main()
