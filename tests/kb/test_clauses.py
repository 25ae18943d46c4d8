from __future__ import annotations

import pytest

from kb.clauses import windows


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("没有标点", ["没有标点"]),
        ("", [""]),
        ("。。", ["。。"]),
        ("一，二", ["一，二"]),
        ("一，二。三", ["一，二，三"]),
        ("一，二。三！四", ["一，二，三", "二，三，四"]),
    ],
)
def test_every_run_of_three_clauses_is_a_part(text: str, parts: list[str]) -> None:
    assert windows(text) == parts
