"""What the tests of injection and of arguments have in common."""

import json
import tempfile
import unittest

from driver import pack, plugin


class InjectionCase(unittest.TestCase):
    def worker(self, source):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        process = plugin(source, folder.name)
        self.addCleanup(process.__exit__)
        return process

    def value(self, source, transform="f", **start):
        """Returns what the transform gives for 1, in a worker with an on_done that has run."""
        process = self.worker(source)
        indices = start.pop("indices", None)
        process.start(transform, **start)
        process.batch(0, [b"1"], indices=indices)
        answers = process.collect(1)
        self.assertEqual(answers.failed, {})
        self.assertEqual(process.finish(active_workers=0), 0, process.logged())
        self.log = process.logged()
        return json.loads(answers.given[0][0])

    def refusal(self, source, **start):
        """Returns why the worker does not start, although the plugin has described itself."""
        process = self.worker(source)
        process.hello()
        process.request("f", **start)
        return process.refused()

    def flaw(self, source):
        """Returns why the plugin does not even describe itself."""
        process = self.worker(source)
        process.send(pack(1, b'{"protocol": [1]}'))
        return process.refused()

    def resources(self, source):
        """Returns the resources that the manifest of `f` asks for."""
        (transform,) = self.worker(source).hello()["transforms"]
        return transform.get("resources", [])
