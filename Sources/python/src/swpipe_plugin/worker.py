"""What functions of a plugin are told about their worker and its stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WorkerInfo:
    """The worker that a function runs in, injected as `worker_info`."""

    index: int = 0
    """Which of the stage's workers it is, from 0; a replaced worker keeps it."""
    kind: str = "process"
    stage: str = ""
    """The stage's id."""
    restarts: int = 0
    """How often the worker was replaced."""

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> WorkerInfo:
        """Makes one of START's worker_info."""
        return cls(**{name: sent[name] for name in cls.__dataclass_fields__ if name in sent})


@dataclass(frozen=True)
class StageStatus:
    """The state of the stage when a worker is done, injected into on_done as `stage_status`."""

    done: bool = True
    """Whether no worker is active any more."""
    active_workers: int = 0
    last: bool = True
    """True for exactly one worker of the stage."""
    elements_in: int = 0
    elements_out: int = 0
    failed: int = 0

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> StageStatus:
        """Makes one of DONE's payload."""
        active = sent.get("active_workers", 0)
        return cls(
            done=sent.get("done", active == 0),
            active_workers=active,
            last=sent.get("last", active == 0),
            elements_in=sent.get("in", 0),
            elements_out=sent.get("out", 0),
            failed=sent.get("failed", 0),
        )
