from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.pinyin import PinyinReader, fit_pinyin, load_pinyin

TEXTS = [
    ["政府", "拖欠", "工程款"],
    ["政府", "采购", "留给", "小微"],
    ["公司", "年度", "政府", "采购", "预算", "一百万"],
    ["宽容", "一点", "好"],
    ["公示", "名单"],
]


@pytest.fixture(scope="module")
def reader() -> PinyinReader:
    return fit_pinyin(TEXTS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("zhengfu tuoqian gongchengkuan", "政府拖欠工程款"),
        ("zheng fu cai gou, liu gei xiao wei", "政府采购, 留给小微"),
        ("Zhengfu caigou", "政府采购"),
        ("能不能kuanrong点", "能不能宽容点"),
        ("nian du yu suan 1750 wan", "年度预算 1750 万"),
    ],
)
def test_pinyin_is_read_with_the_words_that_the_guide_uses(reader: PinyinReader, typed: str, read: str) -> None:
    assert reader.read(typed) == read


@pytest.mark.parametrize("text", ["can a firm get a loan", "article 36", "APP登录MES系统", "wan", "第36条", "", "zhx"])
def test_what_is_not_pinyin_from_end_to_end_stays(reader: PinyinReader, text: str) -> None:
    assert reader.read(text) == text


def test_a_pair_of_words_used_together_decides_between_homophones() -> None:
    reader = fit_pinyin([["联合体", "投标"], ["联合体", "投标"], ["头标"], ["头标"], ["头标"]])
    assert reader.read("lianhetitoubiao") == "联合体投标"


def test_saving_and_loading_change_nothing(reader: PinyinReader, tmp_path: Path) -> None:
    reader.save(tmp_path / "pinyin.json")
    assert load_pinyin(tmp_path / "pinyin.json") == reader


@given(st.text(alphabet="abcdeghinouyz '1政府", max_size=30))
def test_any_text_is_read_and_reading_twice_changes_nothing(text: str) -> None:
    reader = fit_pinyin(TEXTS)
    once = reader.read(text)
    assert reader.read(once) == once
