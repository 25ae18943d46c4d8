from __future__ import annotations

from pathlib import Path

import pytest

from kb.guide import Kind
from kb.kinds import KindReader

ASKED = {
    Kind.PLAIN: ("贷款找哪个部门", "投诉可不可以打电话", "协会能强制入会吗", "采购份额怎么定"),
    Kind.SILENT: ("补贴一共发多少钱", "贷款最高给多少钱", "奖金到底发多少", "一个月补多少"),
    Kind.PREMISE: ("不是说必须入会吗，凭啥不入", "凭啥子规定必须交钱", "不是规定必须七天吗", "条例必须给钱，凭啥不给"),
}


@pytest.fixture(scope="module")
def reader() -> KindReader:
    pairs = [(text, kind.value) for kind, texts in ASKED.items() for text in texts]
    return KindReader.fit([text for text, _ in pairs], [kind for _, kind in pairs])


@pytest.mark.parametrize(
    ("text", "kind"),
    [("保费一年交多少钱", Kind.SILENT), ("不是说必须交保费吗，凭啥", Kind.PREMISE), ("保费找哪个部门", Kind.PLAIN)],
)
def test_how_a_question_is_put_tells_its_kind_whatever_its_subject(reader: KindReader, text: str, kind: Kind) -> None:
    scores = reader.read(text)
    assert max(scores, key=lambda key: scores[key]) == kind


def test_what_is_saved_reads_the_same(reader: KindReader, tmp_path: Path) -> None:
    reader.save(tmp_path / "kinds.npz")
    assert KindReader.load(tmp_path / "kinds.npz").read("发多少钱") == pytest.approx(reader.read("发多少钱"))


def test_one_kind_alone_gives_no_scores() -> None:
    assert KindReader.fit(["甲乙丙", "丁戊己"], ["plain", "plain"]).read("甲乙") == {}
