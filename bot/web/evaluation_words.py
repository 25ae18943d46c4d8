"""How the evaluation pages write times, shares and states."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bot.runs.questions import faults_of, has_passed
from bot.runs.run import Run, RunState
from bot.web.language import told, translate_html
from bot.web.language import translate as _
from bot.web.pages import day_text, templates

STATES = {
    RunState.RUNNING: "正在跑",
    RunState.FINISHED: "跑完了",
    RunState.FAILED: "出错了",
    RunState.CANCELLED: "被停掉了",
    RunState.INTERRUPTED: "中断了",
    RunState.UNREADABLE: "读不出来",
}


@lru_cache(maxsize=1)
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
    """2026年1月5日16:30, or 5 January 2026 16:30; here."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time)
    here = time.astimezone()
    return _("{day}{clock}", day=day_text(here.date()), clock=f"{here:%H:%M}")


def lasting(seconds: float) -> str:
    """2分5秒, or 2 min 5 s."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _("{seconds}秒", seconds=whole)
    return _("{minutes}分{seconds}秒", minutes=whole // 60, seconds=whole % 60)


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


def sets_of(run: Run) -> Markup:
    if run.plan.whole or not run.plan.labels:
        return translate_html("全部题集") if run.plan.whole else translate_html("不详")
    return translate_html("、").join(told(label) for label in run.plan.labels)


def progress_of(written: dict[str, Any] | None) -> dict[str, Any] | None:
    """A progress file with the questions a second and the seconds left; None before the first question."""
    if written is None:
        return None
    done, elapsed = written["done"], written["elapsed_seconds"]
    rate = done / elapsed if done and elapsed else None
    return {**written, "rate": rate, "left": (written["total"] - done) / rate if rate else None}
