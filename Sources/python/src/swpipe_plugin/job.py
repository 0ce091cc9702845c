"""What a worker is started for: one transform, as one operator, with what its functions name."""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from .batch import Form
from .declaration import Transform
from .failure import describe, headline
from .frames import ProtocolError
from .injection import Callee, StartError
from .jsontext import NotJSON
from .results import BadResult
from .worker import StageStatus, WorkerInfo

if TYPE_CHECKING:
    import asyncio


@dataclass(frozen=True)
class Request:
    """START's payload."""

    transform: str
    operator: str
    arguments: Mapping[str, Any]
    worker_info: WorkerInfo
    resources: Mapping[str, Any]

    @classmethod
    def parse(cls, payload: bytes) -> Request:
        """Reads it from JSON; raises ProtocolError where it lacks something."""
        try:
            sent = json.loads(payload)
            return cls(
                sent["transform"],
                sent["operator"],
                sent.get("arguments", {}),
                WorkerInfo.of(sent.get("worker_info", {})),
                sent.get("resources", {}),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProtocolError(f"START cannot be read: {headline(error)}") from None


class Job:
    """A transform that has been started: `function` is ready to be called with an element."""

    def __init__(self, transform: Transform, request: Request) -> None:
        """Calls on_start.

        Raises StartError where something cannot be had, and whatever on_start raises.
        """
        self.transform = transform
        self.operator = request.operator
        self.wants_index = transform.callee.names("element_index")
        self.loop = _new_event_loop() if transform.is_async else None
        if request.operator not in transform.operators:
            raise StartError(
                f"{transform.name} serves {', '.join(transform.operators)}, not {request.operator}"
            )
        self._arguments = _converted(transform, request.arguments)
        self._available: dict[str, Any] = {**request.resources, "worker_info": request.worker_info}
        if transform.on_start is not None:
            self._available.update(_checked(self._call(transform.on_start, self._available)))
        self.function = self._bound()
        if transform.on_done is not None:
            transform.on_done.bind({"stage_status": None, **self._available}, self._arguments)

    def form(self, batch_type: str) -> Form:
        """Returns what the function gets elements of a type as."""
        if self.transform.raw:
            return Form.BYTES
        takes = batch_type if self.transform.takes == "any" else self.transform.takes
        return Form.STR if takes == "text" else Form.VALUE

    def failure(self, error: BaseException) -> str:
        """Returns the message of an element that failed."""
        return str(error) if isinstance(error, (BadResult, NotJSON)) else describe(error)

    def done(self, status: StageStatus) -> None:
        """Calls on_done; what it raises is passed on."""
        if self.transform.on_done is None:
            return
        result = self._call(self.transform.on_done, {"stage_status": status, **self._available})
        if inspect.isgenerator(result) or inspect.isasyncgen(result):
            raise StartError("on_done returned a generator, which nobody runs: do what it does in on_done")

    def close(self) -> None:
        """Ends the event loop, with the tasks that functions have left behind."""
        loop, self.loop = self.loop, None
        if loop is None:
            return
        import asyncio

        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    def _bound(self) -> Callable[[Any], Any]:
        """Returns the function with all it names; where it wants the index, it takes a pair."""
        callee = self.transform.callee
        available = {**self._available, "element_index": ()}
        arguments = callee.bind(available, self._arguments)
        function = callee.function
        if not self.wants_index:
            return functools.partial(function, **arguments) if arguments else function
        del arguments["element_index"]
        return lambda pair: function(pair[0], element_index=pair[1], **arguments)

    def _call(self, callee: Callee, available: Mapping[str, Any]) -> Any:
        """Calls on_start or on_done: inside the event loop if the transform has one."""
        arguments = callee.bind(available, self._arguments)

        async def inside() -> Any:
            result = callee.function(**arguments)
            return await result if inspect.isawaitable(result) else result

        if self.loop is None:
            result = callee.function(**arguments)
            if not inspect.isawaitable(result):
                return result
            # An async hook of a function that is not: the loop lives from on_start to on_done.
            self.loop = _new_event_loop()
            return self.loop.run_until_complete(_awaited(result))
        return self.loop.run_until_complete(inside())


def _new_event_loop() -> asyncio.AbstractEventLoop:
    # Imported when it is needed: it takes longer than all the rest of the kit.
    import asyncio

    if sys.version_info < (3, 10):
        # What is made before the loop runs, such as a global asyncio.Lock, belongs to this one there.
        try:
            loop = asyncio.get_event_loop()
            if not loop.is_running() and not loop.is_closed():
                return loop
        except RuntimeError:
            pass  # This thread has none.
    return asyncio.new_event_loop()


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def _converted(transform: Transform, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in transform.parameters}
    converted: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise StartError(f"{transform.name} has no parameter {name}")
        try:
            converted[name] = known[name].convert(value)
        except Exception as error:
            raise StartError(f"parameter {name}: {error}") from None
    return converted


def _checked(values: Any) -> dict[str, Any]:
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise StartError(f"on_start returned a value of type {type(values).__qualname__}, not a dict or None")
    for key in values:
        if not isinstance(key, str):
            raise StartError(f"on_start returned a dict with the key {key!r}, which is no name")
    # A copy, which is no other worker's and no surprise to who made it.
    return dict(values)
