"""How the evaluation pages write times, shares and states."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from jinja2 import Environment

from bot.runs.questions import faults_of, has_passed
from bot.runs.run import Run, RunState
from bot.web.pages import templates

STATES = {
    RunState.RUNNING: "正在跑",
    RunState.FINISHED: "跑完了",
    RunState.FAILED: "出错了",
    RunState.CANCELLED: "被停掉了",
    RunState.INTERRUPTED: "中断了",
    RunState.UNREADABLE: "读不出来",
}


def evaluation_templates() -> Environment:
    environment = templates()
    environment.globals["states"] = STATES
    environment.filters.update(
        moment=moment,
        lasting=lasting,
        percent=percent,
        plain=plain,
        sets_of=sets_of,
        faults_of=faults_of,
        has_passed=has_passed,
    )
    return environment


def moment(time: datetime | str) -> str:
    """2026年1月5日16:30, here."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time)
    here = time.astimezone()
    return f"{here.year}年{here.month}月{here.day}日{here:%H:%M}"


def lasting(seconds: float) -> str:
    """2分5秒."""
    whole = max(1, round(seconds))
    return f"{whole // 60}分{whole % 60}秒" if whole >= 60 else f"{whole}秒"


def percent(share: float | None, signed: bool = False) -> str:
    """81.2%, a dash where nothing could be measured; `signed` for the difference of two shares, in points."""
    if share is None:
        return "—"
    if signed:
        return f"{share * 100:+.1f}" if abs(share) >= 0.0005 else "0.0"
    return f"{share * 100:.1f}%"


def plain(text: str) -> str:
    """An answer's text without Markdown signs; quotations are indented."""
    return re.sub(r"\\([\\`*_\[\]<>#])", r"\1", re.sub(r"^> ?", "　　", text, flags=re.MULTILINE).replace("**", ""))


def sets_of(run: Run) -> str:
    return "全部题集" if run.plan.whole else "、".join(run.plan.labels) or "不详"


def progress_of(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """A progress file with the questions a second and the seconds left; None before the first question."""
    if told is None:
        return None
    done, elapsed = told["done"], told["elapsed_seconds"]
    rate = done / elapsed if done and elapsed else None
    return {**told, "rate": rate, "left": (told["total"] - done) / rate if rate else None}
