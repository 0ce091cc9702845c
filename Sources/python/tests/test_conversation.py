"""The conversation as a whole: handshake, describe, refusals, and the end at any moment."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import unittest

from driver import BATCH, DONE, SOURCES, START, Ended, pack, pack_batch, plugin

SOURCE = '''
"""A module without a docstring of its own."""
import os, sys, time

@transform
def add1(x):
    return x + 1

@transform
def nap(x):
    time.sleep(x)
    return x

@transform("words.of", operators=["flat_map"])
def words(x: str):
    yield from x.split()

@transform
def stop(x):
    os._exit(3)
'''


class ConversationTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def test_a_worker_answers_and_ends(self):
        with plugin(SOURCE, self.folder) as process:
            process.start("add1")
            process.batch(0, [b"1", b"41"])
            self.assertEqual(process.collect(2).given, {0: [b"2"], 1: [b"42"]})
            self.assertEqual(process.finish(), 0)
            self.assertEqual(process.logged(), "")

    def test_describing_ends_when_the_input_is_closed(self):
        with plugin(SOURCE, self.folder) as process:
            manifest = process.hello()
            self.assertEqual(process.close(), 0)
            self.assertEqual(process.logged(), "")
        self.assertEqual(manifest["protocol"], 1)
        self.assertEqual(manifest["name"], "plugin_under_test")
        self.assertEqual([t["name"] for t in manifest["transforms"]], ["add1", "nap", "words.of", "stop"])
        self.assertEqual(manifest["files"], [os.path.join(self.folder, "plugin_under_test.py")])

    def test_a_version_is_chosen_among_several(self):
        with plugin(SOURCE, self.folder) as process:
            self.assertEqual(process.hello(versions=[3, 1, 2])["protocol"], 1)

    def test_other_versions_are_refused(self):
        with plugin(SOURCE, self.folder) as process:
            process.send(pack(1, b'{"swpipe": "9.0", "protocol": [2, 3]}'))
            self.assertEqual(process.refused(), "this plugin speaks version 1 of the protocol, swpipe [2, 3]")
            self.assertEqual(process.close(), 1)

    def test_an_unknown_transform_is_refused(self):
        with plugin(SOURCE, self.folder) as process:
            process.hello()
            process.request("add2")
            self.assertEqual(
                process.refused(), "there is no transform add2; there are: add1, nap, words.of, stop"
            )

    def test_an_operator_that_is_not_served_is_refused(self):
        with plugin(SOURCE, self.folder) as process:
            process.hello()
            process.request("words.of", operator="map")
            self.assertEqual(process.refused(), "words.of serves flat_map, not map")

    def test_an_argument_that_is_no_parameter_is_refused(self):
        with plugin(SOURCE, self.folder) as process:
            process.hello()
            process.request("add1", arguments={"by": 2})
            self.assertEqual(process.refused(), "add1 has no parameter by")

    def test_a_plugin_without_transforms_is_refused(self):
        with plugin("", self.folder) as process:
            process.send(pack(1, b'{"protocol": [1]}'))
            self.assertIn("has no transforms", process.refused())

    def test_frames_come_in_pieces_of_any_size(self):
        for piece in (1, 2, 3, 7, 11):
            with self.subTest(piece=piece), plugin(SOURCE, self.folder) as process:
                process.start("add1")
                process.batch(5, [b"1", b"20", b"300"], piece=piece)
                self.assertEqual(process.collect(3).given, {5: [b"2"], 6: [b"21"], 7: [b"301"]})
                self.assertEqual(process.finish(), 0)

    def test_many_frames_come_at_once(self):
        with plugin(SOURCE, self.folder) as process:
            process.start("add1")
            process.send(b"".join(pack_batch(i, [b"%d" % i]) for i in range(500)))
            given = process.collect(500).given
            self.assertEqual(given, {i: [b"%d" % (i + 1)] for i in range(500)})
            self.assertEqual(process.finish(), 0)

    def test_the_end_of_the_input_ends_the_process_wherever_it_comes(self):
        conversation = [
            pack(1, b'{"protocol": [1]}'),
            pack(START, json.dumps({"transform": "add1", "operator": "map"}).encode()),
            pack_batch(0, [b"1", b"2"]),
            pack(DONE, b"{}"),
        ]
        whole = b"".join(conversation)
        places = sorted(
            {0, 1, 7, 8, 9, *(sum(map(len, conversation[:n])) for n in range(4)), 60, len(whole) - 1}
        )
        for place in places:
            with self.subTest(place=place), plugin(SOURCE, self.folder) as process:
                process.send(whole[:place])
                process.process.stdin.close()
                process.process.wait(60)
                self.assertNotIn("Traceback", process.logged())

    def test_the_end_of_the_input_ends_a_function_that_is_busy(self):
        with plugin(SOURCE, self.folder) as process:
            process.start("nap")
            process.batch(0, [b"0", b"1000"])
            process.take()  # Element 0 is answered, so the nap has begun or is about to.
            process.process.stdin.close()
            self.assertEqual(process.process.wait(60), 0)

    def test_a_socket_serves_as_well_as_pipes(self):
        import socket

        ours, theirs = socket.socketpair()
        with plugin(SOURCE, self.folder) as other:
            path = other.process.args[1]
        environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
        process = subprocess.Popen([sys.executable, path], stdin=theirs, stdout=theirs, env=environment)
        theirs.close()
        try:
            ours.sendall(
                pack(1, b'{"protocol": [1]}') + pack(START, b'{"transform": "nap", "operator": "map"}')
            )
            ours.sendall(pack_batch(0, [b"1000"]))
            ours.settimeout(60)
            received = b""
            while not received.endswith(struct.pack("<BBHI", 0xF5, 17, 0, 0)):
                received += ours.recv(65536)
            ours.close()
            self.assertEqual(process.wait(60), 0)
        finally:
            process.kill()
            process.wait()

    def test_rubbish_on_the_input_is_an_error_in_the_log(self):
        with plugin(SOURCE, self.folder) as process:
            process.hello()
            process.send(b"GET / HTTP/1.1\r\n\r\n")
            self.assertEqual(process.process.wait(60), 1)
            self.assertIn("a frame began with 47 45 54 20 2f 20 48 54", process.logged())

    def test_hello_and_start_that_cannot_be_read_are_errors_in_the_log(self):
        for payloads in (
            [b"{"],
            [b"[]"],
            [b"{}"],
            [b'{"protocol": [1]}', b"{}"],
            [b'{"protocol": [1]}', b"5"],
        ):
            with self.subTest(payloads=payloads), plugin(SOURCE, self.folder) as process:
                for kind, payload in enumerate(payloads, 1):
                    process.send(pack(kind, payload))
                self.assertEqual(process.process.wait(60), 1)
                self.assertIn("swpipe does not keep to the protocol: ", process.logged())
                self.assertNotIn("Traceback", process.logged())

    def test_closed_standard_streams_are_an_error(self):
        with plugin(SOURCE, self.folder) as other:
            path = other.process.args[1]
        for closed in ("<&-", ">&-"):
            environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
            command = ["sh", "-c", f"exec '{sys.executable}' '{path}' {closed}"]
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=60
            )
            self.assertEqual(ended.returncode, 1)
            self.assertIn(b"needs its standard input and output", ended.stderr)

    def test_a_batch_whose_numbers_do_not_agree_is_an_error_in_the_log(self):
        whole = pack_batch(0, [b"1", b"22"])[8:]
        wrong = [whole[:-1], whole + b"x", whole[:20], struct.pack("<QIBBH", 0, 0, 1, 0, 0)]
        wrong += [whole[:12] + b"\2" + whole[13:], whole[:14] + b"\1" + whole[15:]]
        for payload in wrong:
            with self.subTest(payload=payload), plugin(SOURCE, self.folder) as process:
                process.start("add1")
                process.send(pack(BATCH, payload))
                self.assertEqual(process.process.wait(60), 1)
                self.assertIn("swpipe does not keep to the protocol: a BATCH", process.logged())

    def test_a_frame_that_is_unknown_or_out_of_place_is_an_error(self):
        for kind in (START, 77):
            with self.subTest(kind=kind), plugin(SOURCE, self.folder) as process:
                process.start("add1")
                process.send(pack(kind, b"{}"))
                self.assertEqual(process.process.wait(60), 1)
                self.assertIn(f"a frame of kind {kind} came instead of a BATCH", process.logged())

    def test_a_reader_that_goes_away_ends_the_process(self):
        with plugin(SOURCE, self.folder) as process:
            process.start("nap")
            process.process.stdout.close()
            process.output = process.input
            os.set_blocking(process.input, True)
            os.write(process.input, pack_batch(0, [b"0"]))
            self.assertEqual(process.process.wait(60), 1)
            self.assertNotIn("Traceback", process.logged())

    def test_a_dying_function_takes_the_process_with_it(self):
        with plugin(SOURCE, self.folder) as process:
            process.start("stop")
            process.batch(0, [b"0"])
            with self.assertRaises(Ended):
                process.collect(1)
            self.assertEqual(process.process.wait(60), 3)

    def test_it_says_what_it_is_on_a_terminal(self):
        import pty

        terminal, descriptor = pty.openpty()
        try:
            with plugin(SOURCE, self.folder) as other:
                path = other.process.args[1]
            environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
            ended = subprocess.run(
                [sys.executable, path], stdin=descriptor, capture_output=True, env=environment, timeout=60
            )
        finally:
            os.close(terminal)
            os.close(descriptor)
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stdout, b"")
        self.assertIn(b"this is a plugin of swpipe", ended.stderr)


if __name__ == "__main__":
    unittest.main()
