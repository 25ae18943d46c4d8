from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.evaluation import ResultError
from evals.progress import Progress
from tests.evals.fakes import ask, expect, failing, passing


def test_the_file_tells_how_far_each_set_has_come(tmp_path: Path) -> None:
    moments = iter([100.0, 100.0, 100.5, 102.0])
    questions = [ask("a", expect()), ask("b", expect(), set="hotline"), ask("c", expect())]
    progress = Progress(tmp_path / "p.json", questions, lambda: next(moments))
    assert json.loads((tmp_path / "p.json").read_text()) == {
        "done": 0, "total": 3, "passed": 0, "elapsed_seconds": 0.0,
        "sets": [{"name": "hotline", "label": "热线座席", "done": 0, "total": 1, "passed": 0},
                 {"name": "rules", "label": "精确计算", "done": 0, "total": 2, "passed": 0}],
    }  # fmt: skip
    progress.add([passing("a")])
    progress.add([failing("b", set="hotline"), passing("c")])
    told = json.loads((tmp_path / "p.json").read_text())
    assert (told["done"], told["passed"], told["elapsed_seconds"]) == (3, 2, 2.0)
    assert [(one["done"], one["passed"]) for one in told["sets"]] == [(1, 0), (2, 2)]
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"], "nothing is left beside it"


def test_a_file_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResultError, match="cannot be written"):
        Progress(tmp_path / "file" / "p.json", [ask("a", expect())])
