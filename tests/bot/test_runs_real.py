"""The real `python -m evals` behind the runs: the files and figures that the evaluation page shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.runs.command import Command
from bot.runs.folder import REPORT, RESULT, Folder
from bot.runs.questions import has_passed
from bot.runs.run import Plan
from bot.runs.runs import Runs


def test_a_real_run_of_a_small_set_gives_everything_that_is_shown(data: Path, tmp_path: Path) -> None:
    runs = Runs(Folder(tmp_path / "evaluations"), Command(data), lambda: datetime.now(UTC))
    hotline = next(one for one in runs.sets() if one.name == "hotline")
    run = runs.start(Plan((hotline.name,), (hotline.label,), False, "dev"), "甲")
    runs.wait()
    run = runs.get(run.id)
    assert run.finished, run.tail
    progress, overview, questions = runs.progress(run.id), runs.overview(run.id), runs.questions(run.id)
    assert progress is not None
    assert progress["done"] == progress["total"] == len(questions) == hotline.dev
    assert [group["label"] for group in overview["sets"]] == ["全部", "热线座席"]
    assert overview["sets"][1]["passed"] == sum(map(has_passed, questions))
    assert {"passed", "first_article"} <= {floor["metric"] for floor in overview["floors"]}
    assert set(overview["versions"]) >= {"regulation", "guide", "index", "build"}
    assert json.loads(runs.file(run.id, RESULT))["counts"] == {"hotline": hotline.dev}
    assert runs.file(run.id, REPORT).startswith(b"<!DOCTYPE html>")
    told = Command(data).compare(*[tmp_path / "evaluations" / run.id / RESULT] * 2)
    assert (told["compared"], told["won"], told["lost"]) == (hotline.dev, [], [])
