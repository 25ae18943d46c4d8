"""A run: what was asked for, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"  # it has a result, whether the floors were reached or not
    FAILED = "failed"  # it ended by itself without one
    CANCELLED = "cancelled"  # somebody stopped it
    INTERRUPTED = "interrupted"  # the server was stopped, or gone, while it ran
    UNREADABLE = "unreadable"  # its folder is there, but says nothing


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. `labels` name the sets for people; `whole` if they are all there are."""

    sets: tuple[str, ...]
    labels: tuple[str, ...]
    whole: bool
    split: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """`ended_by` is who cancelled it; `tail` is the end of what a failed one said."""

    id: str
    plan: Plan
    by: str
    started: datetime
    state: RunState = RunState.RUNNING
    ended: datetime | None = None
    ended_by: str = ""
    exit_code: int | None = None
    tail: str = ""

    def to_json(self) -> dict[str, Any]:
        ended = self.ended.isoformat() if self.ended else None
        return {**asdict(self), "started": self.started.isoformat(), "ended": ended}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what `to_json` did not write."""
        plan = stored["plan"]
        return cls(
            **{
                **stored,
                "plan": Plan(**{**plan, "sets": tuple(plan["sets"]), "labels": tuple(plan["labels"])}),
                "started": datetime.fromisoformat(stored["started"]),
                "ended": datetime.fromisoformat(stored["ended"]) if stored["ended"] else None,
                "state": RunState(stored["state"]),
            }
        )

    @property
    def going(self) -> bool:
        return self.state is RunState.RUNNING

    @property
    def finished(self) -> bool:
        return self.state is RunState.FINISHED

    @property
    def seconds(self) -> float | None:
        return (self.ended - self.started).total_seconds() if self.ended else None

    def as_state(self, state: RunState) -> Run:
        return replace(self, state=state)
