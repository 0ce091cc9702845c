"""The plugin's side of the conversation, from HELLO to the end of the input."""

from __future__ import annotations

import json
import sys
from typing import Callable

from .failure import describe, encoded, headline
from .frames import PROTOCOL, Frame, FrameReader, Kind, ProtocolError, frame, write_all
from .injection import StartError
from .job import Job, Request
from .manifest import Plugin
from .parameters import DeclarationError
from .streams import InputWatch, Streams
from .sync_worker import SyncWorker
from .worker import StageStatus


class Server:
    """Serves the transforms of a plugin on the streams of the protocol."""

    def __init__(
        self, streams: Streams, load: Callable[[], Plugin], abandon: Callable[[], None] | None
    ) -> None:
        """Prepares to serve.

        `load` is called after HELLO; what it raises is the reason of a REFUSED. `abandon` is called,
        perhaps from another thread, when the input ends while there is work; with None, nobody watches
        for that, and the worker finds out when it is done with what it has.
        """
        self._streams = streams
        self._load = load
        self._abandon = abandon
        self._reader = FrameReader(streams.input)
        self._is_over = False

    def serve(self) -> int:
        """Holds the conversation and returns the status to exit with."""
        try:
            return self._converse()
        except BrokenPipeError:
            return 1  # Nobody listens any more.
        except ProtocolError as error:
            print(f"swpipe does not keep to the protocol: {error}", file=sys.stderr)
            return 1

    def _converse(self) -> int:
        hello = self._expect(Kind.HELLO)
        if hello is None:
            return 0
        try:
            spoken = list(json.loads(hello.payload)["protocol"])
        except (ValueError, KeyError, TypeError) as error:
            raise ProtocolError(f"HELLO cannot be read: {headline(error)}") from None
        if PROTOCOL not in spoken:
            return self._refuse(f"this plugin speaks version {PROTOCOL} of the protocol, swpipe {spoken}")
        try:
            plugin = self._load()
            manifest = plugin.manifest()
        except (StartError, DeclarationError) as error:
            return self._refuse(str(error))
        except BaseException as error:
            return self._refuse(describe(error))
        self._send(Kind.MANIFEST, json.dumps(manifest, ensure_ascii=False).encode("utf-8", "replace"))
        start = self._expect(Kind.START)
        if start is None:
            return 0
        return self._work(plugin, Request.parse(start.payload))

    def _work(self, plugin: Plugin, request: Request) -> int:
        try:
            if self._abandon is not None:
                InputWatch(self._streams.input, self._input_ended)
        except (MemoryError, RuntimeError) as error:
            return self._refuse_for_want(error)
        try:
            job = Job(plugin.transform(request.transform), request)
        except StartError as error:
            return self._refuse(str(error))
        except BaseException as error:
            return self._refuse(f"on_start: {describe(error)}")
        try:
            run = self._runner(job)
        except (MemoryError, RuntimeError) as error:
            return self._refuse_for_want(error)
        self._send(Kind.STARTED)
        done = run()
        if done is None:
            self._input_ended()
            return 1
        try:
            job.done(StageStatus.of(json.loads(done)))
            job.close()
        except StartError as error:
            return self._refuse(str(error))
        except BaseException as error:
            return self._refuse(f"on_done: {describe(error)}")
        self._is_over = True
        self._send(Kind.ENDED)
        self._reader.read()
        return 0

    def _runner(self, job: Job) -> Callable[[], bytes | None]:
        """Returns what works on the elements; all that it takes is there."""
        if job.transform.is_async and job.loop is not None:
            # Here, because asyncio takes longer to import than all the rest.
            from .async_worker import AsyncWorker

            loop = job.loop
            worker = AsyncWorker(job, self._reader, self._streams.output, loop)
            return lambda: loop.run_until_complete(worker.serve())
        return SyncWorker(job, self._reader, self._streams.output).serve

    def _expect(self, kind: Kind) -> Frame | None:
        found = self._reader.read()
        if found is not None and found.kind != kind:
            raise ProtocolError(f"a frame of kind {found.kind} came instead of {kind.name}")
        return found

    def _send(self, kind: Kind, payload: bytes = b"") -> None:
        write_all(self._streams.output, frame(kind, payload))

    def _refuse(self, reason: str) -> int:
        self._is_over = True
        self._send(Kind.REFUSED, encoded(reason))
        return 1

    def _refuse_for_want(self, error: BaseException) -> int:
        """Refuses to start: a process in its place would come no further."""
        return self._refuse(f"there is too little memory for its threads: {headline(error)}")

    def _input_ended(self) -> None:
        if self._abandon is not None and not self._is_over:
            self._abandon()
