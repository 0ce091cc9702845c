"""When answers go out, how big outputs do, and what becomes of the standard streams."""

import os
import random
import sys
import tempfile
import unittest

from driver import PART, plugin

WAIT = """
import os

def wait():
    with open(GATE, "rb", buffering=0) as gate:
        gate.read(1)

"""


class Worker(unittest.TestCase):
    def worker(self, source, env=None):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.gate = os.path.join(folder.name, "gate")
        os.mkfifo(self.gate)
        self.key = os.open(self.gate, os.O_RDWR)
        self.addCleanup(os.close, self.key)
        process = plugin(WAIT.replace("GATE", repr(self.gate)) + source, folder.name, env)
        self.addCleanup(process.__exit__)
        return process

    def open_gate(self):
        """Lets one function go on that waits in `wait()`."""
        os.write(self.key, b".")


class LatencyTests(Worker):
    """Nothing waits for a batch to fill: functions here wait until the test has seen their answers."""

    def test_what_is_done_goes_out_while_the_function_is_busy(self):
        source = "@transform\ndef f(x):\n    if x < 0:\n        wait()\n    return x"
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"] * 5000)  # Slices grow while it is quick.
        process.collect(5000)
        process.batch(5000, [b"1"] * 300 + [b"-1"] + [b"1"] * 300 + [b"-1", b"1"])
        for answered in (5300, 5601, 5603):
            process.collect(answered)
            self.assertEqual(len(process.answers.answered), answered)
            if answered < 5603:
                self.open_gate()
        self.assertEqual(process.finish(), 0)

    def test_the_same_of_filters_eaches_and_flat_maps(self):
        source = "@transform\ndef f(x):\n    if x < 0:\n        wait()\n    return [x]"
        for operator in ("filter", "each", "flat_map"):
            with self.subTest(operator=operator):
                process = self.worker(source)
                process.start("f", operator)
                process.batch(0, [b"1"] * 5000)
                process.collect(5000)
                process.batch(5000, [b"1"] * 300 + [b"-1"])
                process.collect(5300)
                self.open_gate()
                process.collect(5301)
                self.assertEqual(process.finish(), 0)

    def test_a_failure_goes_out_while_the_function_is_busy(self):
        source = "@transform\ndef f(x):\n    if x < 0:\n        wait()\n    return 1 // x"
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"] * 3000)
        process.collect(3000)
        process.batch(3000, [b"1"] * 10 + [b"0"] + [b"1"] * 10 + [b"-1"])
        self.assertEqual(list(process.collect(3021).failed), [3010])
        self.open_gate()
        process.collect(3022)

    def test_a_generators_elements_go_out_as_they_are_made(self):
        source = (
            "@transform\ndef f(x):\n    for i in range(x):\n        yield i\n        wait()\n    yield 'end'"
        )
        process = self.worker(source)
        process.start("f", "flat_map")
        process.batch(0, [b"3"])
        for i in range(3):
            process.take()
            self.assertEqual(process.answers.parts, {0: [b"%d" % j for j in range(i + 1)]})
            self.open_gate()
        self.assertEqual(process.collect(1).given, {0: [b"0", b"1", b"2", b'"end"']})
        self.assertEqual(process.finish(), 0)

    def test_an_async_generators_elements_go_out_as_they_are_made(self):
        source = """
import asyncio

@transform
async def f(x):
    loop = asyncio.get_running_loop()
    for i in range(x):
        yield i
        await loop.run_in_executor(None, wait)
"""
        process = self.worker(source)
        process.start("f", "flat_map")
        process.batch(0, [b"3"])
        for i in range(3):
            process.take()
            self.assertEqual(process.answers.parts, {0: [b"%d" % j for j in range(i + 1)]})
            self.open_gate()
        self.assertEqual(process.collect(1).given, {0: [b"0", b"1", b"2"]})
        self.assertEqual(process.finish(), 0)

    def test_answers_of_quick_functions_go_together(self):
        process = self.worker("@transform\ndef f(x):\n    return x")
        process.start("f")
        for first in range(0, 20_000, 1000):
            process.batch(first, [b"1"] * 1000)
        frames = process.collect(20_000).frames
        self.assertLess(frames, 2000)


class PropertyTests(Worker):
    """The two threads that send answers, whenever elements become slow or fail: each is answered once."""

    SOURCE = """
import random, time
chance = random.Random(SEED)

def work(x):
    if chance.random() < PROBABILITY:
        time.sleep(chance.choice([0, 0.0005, 0.002, 0.005]))
    if x % 7 == 3:
        raise ValueError(x)

@transform
def mapped(x):
    work(x)
    return x

@transform
def kept(x):
    work(x)
    return x % 2

@transform
def several(x):
    for i in range(x % 5):
        work(0)
        yield x
    work(x)

@transform
async def at_once(x):
    work(x)
    return x
"""

    def test_each_element_is_answered_once_and_right(self):
        for seed in range(12):
            transform, operator, expected = (
                ("mapped", "map", lambda x: [b"%d" % x]),
                ("kept", "filter", lambda x: x % 2),
                ("several", "flat_map", lambda x: [b"%d" % x] * (x % 5)),
                ("at_once", "map", lambda x: [b"%d" % x]),
            )[seed % 4]
            chance = random.Random(seed)
            probability = chance.choice([0.01, 0.1, 0.5])
            count = int(chance.choice([3, 10]) / probability)
            source = self.SOURCE.replace("SEED", str(seed)).replace("PROBABILITY", str(probability))
            with self.subTest(seed=seed):
                process = self.worker(source)
                process.start(transform, operator)
                position = 0
                while position < count:
                    size = chance.choice([1, 2, 10, 300])
                    process.batch(position, [b"%d" % x for x in range(position, min(position + size, count))])
                    position += size
                answers = process.collect(count)
                self.assertEqual(sorted(answers.failed), [x for x in range(count) if x % 7 == 3])
                self.assertTrue(all(m.startswith(f"ValueError: {x}\n") for x, m in answers.failed.items()))
                self.assertEqual(answers.given, {x: expected(x) for x in range(count) if x % 7 != 3})
                self.assertEqual(process.finish(), 0)


class PartTests(Worker):
    def test_small_outputs_need_no_parts(self):
        process = self.worker("@transform\ndef f(x):\n    return list(range(x))")
        process.start("f", "flat_map")
        process.batch(0, [b"10"] * 50)
        self.assertEqual(process.collect(50).parts, {})

    def test_big_outputs_come_in_parts_of_bounded_size(self):
        for source in (
            "@transform(operators=['flat_map'])\ndef f(x):\n    return [i for i in range(x)]",
            "@transform\ndef f(x):\n    yield from range(x)",
            "@transform\nasync def f(x):\n    for i in range(x):\n        yield i",
        ):
            with self.subTest(source=source):
                process = self.worker(source)
                process.start("f", "flat_map")
                process.batch(7, [b"2", b"100000", b"0"])
                sizes = []
                while len(process.answers.answered) < 3:
                    kind, payload = process.receive()
                    sizes.append(len(payload))
                    process.answers.take(kind, payload)
                self.assertLess(max(sizes), 200_000)
                given = process.answers.given
                self.assertEqual((given[7], given[9]), ([b"0", b"1"], []))
                self.assertTrue(given[8] == [b"%d" % i for i in range(100_000)])
                self.assertEqual(process.finish(), 0)

    def test_an_endless_output_takes_no_memory_beyond_its_parts(self):
        limit = "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (400 << 20, 400 << 20))\n"
        for head in ("def", "async def"):
            with self.subTest(head=head):
                process = self.worker(
                    limit + f"@transform\n{head} f(x):\n    for i in range(x):\n        yield 'x' * 100_000"
                )
                process.start("f", "flat_map")
                process.batch(0, [b"10000"])  # A gigabyte.
                given = 0
                while True:
                    kind, payload = process.receive()
                    if kind != PART:
                        break
                    given += int.from_bytes(payload[8:12], "little")
                given += int.from_bytes(payload[12:16], "little")
                self.assertEqual(given, 10_000, process.logged())
                self.assertEqual(process.finish(), 0)

    def test_an_async_generator_waits_for_who_reads(self):
        source = """
import asyncio
made = 0

@transform
async def f(x):
    global made
    if x == 0:
        for made in range(20_000):
            yield 'x' * 100_000
    else:
        for _ in range(20_000):
            await asyncio.sleep(0)
        print("made", made)
"""
        process = self.worker(source)
        process.start("f", "flat_map")
        process.batch(0, [b"0", b"1"])
        while not process.logged().endswith("\n"):
            pass  # And nothing is read meanwhile.
        self.assertLess(int(process.logged().split()[1]), 100)

    def test_a_failure_after_parts_is_a_failure(self):
        process = self.worker("@transform\ndef f(x):\n    yield from range(100_000)\n    raise ValueError")
        process.start("f", "flat_map")
        process.batch(0, [b"1"])
        answers = process.collect(1)
        self.assertEqual(list(answers.failed), [0])
        self.assertGreater(len(answers.parts[0]), 1000)
        self.assertEqual(process.finish(), 0)


class StandardStreamTests(Worker):
    def test_what_is_printed_is_log(self):
        source = """
import subprocess, sys
print("at import")

@transform
def f(x):
    print("print")
    os.write(1, b"descriptor\\n")
    subprocess.run(["echo", "child"])
    os.system("echo shell")
    print("no newline", end="", flush=True)
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        self.assertEqual(process.collect(1).given, {0: [b"1"]})
        self.assertEqual(process.finish(), 0)
        self.assertEqual(process.logged(), "at import\nprint\ndescriptor\nchild\nshell\nno newline")

    def test_standard_input_is_empty(self):
        source = """
import subprocess, sys
@transform
def f(x):
    return [sys.stdin.read(), os.read(0, 1).decode(), subprocess.run(["cat"], capture_output=True).stdout.decode()]
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        self.assertEqual(process.collect(1).given, {0: [b'["","",""]']})

    def test_children_do_not_hold_the_streams(self):
        source = """
import subprocess
def start():
    subprocess.Popen(["sleep", "1000"], close_fds=False)
    if os.fork() == 0:
        for fd in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), fd)
        import time
        time.sleep(20)
        os._exit(0)
@transform(on_start=start)
def f(x):
    return x
"""
        source = source.replace(
            'Popen(["sleep", "1000"]',
            'Popen(["sleep", "20"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL',
        )
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        process.collect(1)
        # `finish` reads the output to its end, which comes only when nobody holds it any more.
        import time

        began = time.monotonic()
        self.assertEqual(process.finish(), 0)
        self.assertLess(time.monotonic() - began, 15)

    def test_processes_of_a_pool_work(self):
        source = """
import multiprocessing
def square(x):
    return x * x
def start():
    return dict(pool=multiprocessing.get_context(METHOD).Pool(2))
def done(pool):
    pool.close()
    pool.join()
@transform(on_start=start, on_done=done)
def f(x, pool):
    return pool.map(square, [x, x + 1])
"""
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                process = self.worker(source.replace("METHOD", repr(method)))
                process.start("f")
                process.batch(0, [b"3"])
                self.assertEqual(process.collect(1).given, {0: [b"[9,16]"]})
                self.assertEqual(process.finish(), 0)

    def test_an_interrupt_from_the_terminal_is_left_to_swpipe(self):
        import signal

        process = self.worker("@transform\ndef f(x):\n    wait()\n    return x")
        process.start("f")
        process.batch(0, [b"1"])
        process.process.send_signal(signal.SIGINT)
        self.open_gate()
        process.process.send_signal(signal.SIGINT)
        self.assertEqual(process.collect(1).given, {0: [b"1"]})
        self.assertEqual(process.finish(), 0)

    def test_a_closed_standard_error_does_no_harm(self):

        path = os.path.join(
            os.path.dirname(
                self.worker("@transform\ndef f(x):\n    print('x' * 9999)\n    return x").process.args[1]
            )
        )
        from driver import Process

        command = ["sh", "-c", f"exec {sys.executable} {path}/plugin_under_test.py 2>&-"]
        with Process(command) as process:
            process.start("f")
            process.batch(0, [b"1"])
            self.assertEqual(process.collect(1).given, {0: [b"1"]})
            self.assertEqual(process.finish(), 0)

    def test_an_idle_worker_uses_no_processor_time(self):
        for head in ("def", "async def"):
            with self.subTest(head=head):
                process = self.worker(
                    f"import time\n@transform\n{head} f(x):\n    return time.process_time()"
                )
                process.start("f")
                process.batch(0, [b"1"])
                first = float(process.collect(1).given[0][0])
                import select

                select.select([process.output], [], [], 1)  # A second of nothing.
                process.batch(1, [b"1"])
                second = float(process.collect(2).given[1][0])
                self.assertLess(second - first, 0.1)


if __name__ == "__main__":
    unittest.main()
