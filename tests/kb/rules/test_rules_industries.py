from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import GuideError
from kb.rules.book import DATA, RuleBook
from kb.rules.industries import Industries, fold, load_industries
from kb.rules.size_table import load_size_table

Write = Callable[[str, str], Path]

SIZES = load_size_table(DATA / "enterprise-size.toml")
LOADED = load_industries(DATA / "industries.toml", SIZES)
SMALL_FILE = """[words]
catering = ["火锅店"]
[endings]
industry = ["厂"]
[outside.health]
label = "卫生"
words = ["诊所"]
[ambiguous]
"贸易公司" = ["wholesale", "retail"]
[ignored]
words = ["厂长"]
[forms]
retail = ["卖.{1,3}的"]
"""


def keys(text: str, industries: Industries = LOADED) -> list[str]:
    mention = industries.industry_of(text)
    return [] if mention is None else [industry.key for industry in mention.industries]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我开饭馆的，12个人", "catering"),
        ("火锅店", "catering"),
        ("重庆小面馆一年流水180万", "catering"),
        ("农家乐", "catering"),
        ("做软件的，120个人", "software"),
        ("写代码的公司", "software"),
        ("做快递，22个人", "post"),
        ("包工队", "construction"),
        ("我们是工程公司", "construction"),
        ("开了家民宿", "accommodation"),
        ("搞养殖", "agriculture"),
        ("屋头种柑橘", "agriculture"),
        ("小区门口超市", "retail"),
        ("五金批发", "wholesale"),
        ("４Ｓ店", "retail"),
        ("物业公司", "property"),
        ("房地产开发公司", "real_estate"),
        ("广告公司", "business"),
        ("办会展的", "business"),
        ("我是卖瓷砖的", "retail"),
        ("我们卖蜡烛的", "retail"),
        ("家里种芋头的，养两头牛", "agriculture"),
        ("开羊杂汤馆", "catering"),
        ("开了间渔网店", "retail"),
        ("劳务派遣", "business"),
        ("美容美发", "other"),
        ("汽修厂10个师傅", "other"),
        ("摩托车配件厂", "industry"),
        ("跑货运的车队", "transport"),
        ("冷库", "storage"),
        ("互联网平台公司", "information"),
        ("网店", "retail"),
        ("Ktv", "other"),
        ("养老院", "other"),
        ("药店", "retail"),
        ("房产中介", "other"),
    ],
)
def test_everyday_words_name_an_industry_of_the_table(text: str, key: str) -> None:
    mention = LOADED.industry_of(text)
    assert mention is not None
    assert mention.industry is not None
    assert (mention.industry.key, mention.industry.in_table) == (key, True)
    assert mention.industry.label == SIZES.industries[key].label


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我办幼儿园的", "education"),
        ("美容美发培训学校", "education"),
        ("小贷公司", "finance"),
        ("村镇银行", "finance"),
        ("开诊所的，18个医生护士", "health"),
        ("民营医院", "health"),
        ("铁路货运", "railway"),
        ("厂房出租", "letting"),
    ],
)
def test_industries_outside_the_table_are_known_as_such(text: str, key: str) -> None:
    mention = LOADED.industry_of(text)
    assert mention is not None
    assert mention.industry is not None
    assert (mention.industry.key, mention.industry.in_table) == (key, False)


@pytest.mark.parametrize("text", ["贸易公司", "服装", "科技公司", "电商", "园林绿化"])
def test_a_word_that_leaves_rows_open_is_ambiguous(text: str) -> None:
    mention = LOADED.industry_of(text)
    assert mention is not None
    assert mention.ambiguous
    assert mention.industry is None
    assert len({industry.key for industry in mention.industries}) > 1


class TestBestWord:
    def test_is_the_longest(self) -> None:
        mention = LOADED.industry_of("物业公司，保安保洁一起320人")
        assert mention is not None
        assert mention.word == "物业公司"

    def test_takes_in_the_product_before_an_ending(self) -> None:
        assert keys("火锅底料厂") == ["industry"]
        assert keys("豆瓣酱批发") == ["wholesale"]
        assert keys("酒店用品专卖店") == ["retail"]

    def test_does_not_take_the_sentence_for_a_product(self) -> None:
        mention = LOADED.industry_of("我们在电子厂旁边")
        assert mention is not None
        assert mention.word == "电子厂"

    def test_a_listed_word_knows_better_than_an_ending(self) -> None:
        assert keys("汽修厂") == ["other"]

    def test_words_side_by_side_mean_what_the_last_one_means(self) -> None:
        assert keys("火锅店装修") == ["construction"]
        assert keys("诊所保洁") == ["other"]

    def test_ones_own_trade_goes_before_a_longer_word(self) -> None:
        assert keys("我开面馆的，娃儿在民办学校读书") == ["catering"]
        assert keys("给民办学校做保洁") == ["other"]

    def test_two_equally_good_words_are_both_reported(self) -> None:
        mention = LOADED.industry_of("超市、民宿")
        assert mention is not None
        assert mention.word == "超市、民宿"
        assert [industry.key for industry in mention.industries] == ["retail", "accommodation"]

    def test_two_words_for_one_industry_are_not_ambiguous(self) -> None:
        assert keys("火锅店、小面馆") == ["catering"]


@pytest.mark.parametrize(
    "text", ["", "公司150人，营收六千万", "我们有22个快递员", "软件园", "在工业园区", "工程师12个"]
)
def test_a_sentence_without_a_trade_names_none(text: str) -> None:
    assert LOADED.industry_of(text) is None


def test_width_case_and_blanks_do_not_matter() -> None:
    assert fold("Ａｐｐ 开 发") == "app开发"
    assert keys("Ａｐｐ 开 发") == ["software"]


def test_there_are_more_than_220_words_and_every_row_has_some() -> None:
    by_key = {key for keys in LOADED.words.values() for key in keys}
    assert len(LOADED.words) > 220
    assert by_key == {*SIZES.industries, *LOADED.outside}


def test_every_word_by_itself_means_what_the_file_says() -> None:
    assert {word: tuple(keys(word)) for word in LOADED.words} == LOADED.words


def test_every_word_keeps_its_meaning_in_a_sentence() -> None:
    said = {word: tuple(keys(f"我是{word}，一年收入两百万")) for word in LOADED.words}
    assert said == LOADED.words


def test_the_rule_book_has_them(book: RuleBook) -> None:
    assert book.industries.outside.keys() == {"finance", "education", "health", "railway", "letting"}


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    mention = LOADED.industry_of(text)
    assert mention is None or mention.industries


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("catering =", "cooking =", r"i.toml:2: \[words\] unknown industry 'cooking'; allowed: accommodation, agri"),
        ('["火锅店"]', '["火锅店", "诊所"]', r"i.toml:2: \[outside.health\] '诊所' stands twice"),
        ('["火锅店"]', '["火锅店", "火锅 店"]', r"\[words\] '火锅 店' stands twice"),
        ('["火锅店"]', '"火锅店"', r"\[words\] 'catering' must be a list of texts"),
        ('["火锅店"]', '["火锅店", ""]', r"\[words\] 'catering' must be a list of texts"),
        ("industry = [", "finance = [", r"\[endings\] unknown industry 'finance'"),
        ('["wholesale", "retail"]', '["wholesale", "bazaar"]', r"i.toml:9: \[ambiguous\] unknown industry 'bazaar'"),
        ('label = "卫生"\n', "", r"\[outside.health\] key 'label' is missing"),
        ("[outside.health]", "[outside]", r"\[outside\] 'label' must be a table \[outside.label\]"),
        ("[ignored]\nwords", "[ignored]\nphrases", r"i.toml:11: \[ignored\] unknown key 'phrases'"),
        ('[ignored]\nwords = ["厂长"]\n', "", "key 'ignored' is missing"),
        (
            "[words]",
            "words = 1\n[more]",
            "unknown key 'more'; allowed: ambiguous, endings, forms, ignored, outside, words",
        ),
        ('[ignored]\nwords = ["厂长"]', "[ignored.words]", r"\[ignored\] 'words' must be a list of texts"),
    ],
)
def test_a_mistake_is_named_with_its_place(write: Write, old: str, new: str, message: str) -> None:
    assert old in SMALL_FILE
    with pytest.raises(GuideError, match=message):
        load_industries(write("i.toml", SMALL_FILE.replace(old, new)), SIZES)


def test_a_table_written_as_a_value_is_named(write: Write) -> None:
    text = "endings = 1\n" + SMALL_FILE.replace('[endings]\nindustry = ["厂"]\n', "")
    with pytest.raises(GuideError, match=r"i.toml:1: 'endings' must be a table \[endings\]"):
        load_industries(write("i.toml", text), SIZES)
