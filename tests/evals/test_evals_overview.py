from __future__ import annotations

import json
from pathlib import Path

from evals.gate import checks
from evals.overview import overview_json, write_overview
from evals.record import crashed
from tests.evals.fakes import ask, evaluation, expect, failing, passing

RUN = evaluation(passing("a", tags=("staff",)), failing("b"), crashed(ask("c", expect(), set="hotline"), ValueError()))


def test_an_overview_has_the_figures_of_all_and_of_each_set_with_their_labels() -> None:
    told = overview_json(RUN, [], [], 12.34)
    assert [(one["label"], one["questions"], one["passed"], one["crashes"]) for one in told["sets"]] == [
        ("全部", 3, 1, 1),
        ("热线座席", 1, 0, 1),
        ("精确计算", 2, 1, 0),
    ]
    assert told["sets"][2]["values"]["passed"] == {"value": 1 / 2, "n": 2}
    assert "exact" not in told["sets"][2]["values"], "it applies to none of them"
    assert told["tags"] == [], "one question says little about a tag"
    assert told["metrics"][0] == {
        "name": "passed", "label": "通过", "help": told["metrics"][0]["help"], "lower_is_better": False,
    }  # fmt: skip
    assert (told["commit"], told["split"], told["elapsed_seconds"]) == ("c0ffee0123456789", "all", 12.3)
    assert told["labels"]["faults"]["words"] == "要点和禁语"
    assert told["labels"]["outcomes"]["crash"] == "程序出错"


def test_a_tag_of_enough_questions_has_figures() -> None:
    tagged = evaluation(*(passing(f"q{n}", tags=("typo",)) for n in range(5)))
    assert [(tag["label"], tag["passed"]) for tag in overview_json(tagged, [], [], 0)["tags"]] == [("错别字", 5)]


def test_floors_say_what_they_hold_and_whether_it_was_reached() -> None:
    checked = checks(RUN.records, {"rules": {"passed": 0.5, "asked_back": 0.4, "p95_ms": 9}}, whole=False)
    told = {(one["set_label"], one["label"]): one for one in overview_json(RUN, checked, [], 0)["floors"]}
    passed = told["精确计算", "通过"]
    assert (passed["value"], passed["worst"], passed["reached"], passed["share"]) == (0.5, 0.5, True, True)
    asked = told["精确计算", "反问"]
    assert (asked["value"], asked["lower_is_better"], asked["reached"]) == (0.5, True, False)
    assert told["精确计算", "p95"]["share"] is False
    assert told["热线座席", "出错"]["reached"] is False


def test_an_overview_is_written_as_readable_json(tmp_path: Path) -> None:
    write_overview(tmp_path / "o.json", overview_json(RUN, [], ["低于下限"], 1))
    assert json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["failures"] == ["低于下限"]
