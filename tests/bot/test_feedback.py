from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feedback import Feedback, redact

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("打我电话13812345678", "打我电话［手机号］"),
        ("138 1234 5678 联系", "［手机号］ 联系"),
        ("座机023-67891234", "座机［电话］"),
        ("身份证50010119900101123X的老板", "身份证［证件号］的老板"),
        ("写信到 li.si@example.com 吧", "写信到 ［邮箱］ 吧"),
        ("欠我3000000元，12345不管", "欠我3000000元，12345不管"),
    ],
)
def test_what_identifies_a_person_is_taken_out(text: str, kept: str) -> None:
    assert redact(text) == kept


def test_a_thumb_is_one_line_with_versions_and_time(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    feedback = Feedback(path, lambda: NOW)
    assert feedback.keep("欠款找谁，电话13812345678", True, {"guide": "g"})
    assert feedback.keep("第二个", False, {})
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == {
        "time": "2026-01-05T09:30:00+00:00",
        "question": "欠款找谁，电话［手机号］",
        "liked": True,
        "versions": {"guide": "g"},
    }
    assert rows[1]["liked"] is False


def test_a_folder_that_is_gone_is_not_an_error_for_the_person(tmp_path: Path) -> None:
    assert Feedback(tmp_path / "gone" / "f.jsonl", lambda: NOW).keep("问", True, {}) is False
