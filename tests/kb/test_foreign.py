from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.foreign import DATA, Foreign, foreign_source
from kb.model import Regulation
from kb.text import fold

LAWS = tomllib.loads((DATA / "laws.toml").read_text(encoding="utf-8"))["law"]
PLACES = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
PROMOTION_LAW = "中华人民共和国中小企业促进法"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("《民法典》第三十六条", "民法典"),
        ("《劳动合同法》规定试用期多久", "劳动合同法"),
        ("《保障中小企业款项支付条例》怎么说", "保障中小企业款项支付条例"),
        ("《某某管理办法》", "某某管理办法"),
        ("《重庆市民营企业发展促进条例》第二条", "重庆市民营企业发展促进条例"),
    ],
)
def test_another_law_in_book_title_marks_is_named_as_it_is_written(
    regulation: Regulation, text: str, title: str
) -> None:
    assert foreign_source(text, regulation) == Foreign("law", title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("民法典第三十六条", "中华人民共和国民法典"),
        ("民法典", "中华人民共和国民法典"),
        ("民法典讲什么", "中华人民共和国民法典"),
        ("合同法里违约金是多少", "中华人民共和国民法典"),
        ("劳动合同法规定试用期多久", "中华人民共和国劳动合同法"),
        ("按照劳动合同法辞退要赔几个月", "中华人民共和国劳动合同法"),
        ("公司法里股东怎么分红", "中华人民共和国公司法"),
        ("重庆这边民诉法第一百条怎么写", "中华人民共和国民事诉讼法"),
    ],
)
def test_another_law_without_marks_is_named_in_full(regulation: Regulation, text: str, title: str) -> None:
    assert foreign_source(text, regulation) == Foreign("law", title)


@pytest.mark.parametrize("name", ["重庆市促进中小企业发展条例", "重庆市中小企业发展促进条例", "促进中小微企业发展条例"])
def test_a_slightly_wrong_name_of_ours_is_ours(regulation: Regulation, name: str) -> None:
    assert foreign_source(f"《{name}》第三十六条怎么规定的", regulation) is None


@pytest.mark.parametrize("name", ["四川省中小企业促进条例", "保障中小企业款项支付条例", "重庆市中小企业信用担保条例"])
def test_another_regulation_on_such_enterprises_is_not_ours(regulation: Regulation, name: str) -> None:
    assert foreign_source(f"《{name}》第三十六条怎么规定的", regulation) is not None


@pytest.mark.parametrize(
    "text",
    ["我们公司想请一个懂劳动合同法的人来帮忙做培训", "我和朋友一起读过民法典，觉得生意难做"],
)
def test_a_law_that_is_only_mentioned_is_not_asked_about(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


@pytest.mark.parametrize("law", LAWS, ids=[law["title"] for law in LAWS])
def test_every_law_in_the_list_is_known_by_every_name(regulation: Regulation, law: dict[str, object]) -> None:
    names = law.get("names", [])
    assert isinstance(names, list)
    for name in (law["title"], *names):
        assert foreign_source(f"{name}第二条规定的是什么", regulation) == Foreign("law", str(law["title"]))


def test_no_name_leads_to_two_laws() -> None:
    names = [name for law in LAWS for name in {law["title"], *law.get("names", [])}]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "text",
    [
        "中小企业促进法第二十条",
        "中小企业促进法讲什么",
        "《中华人民共和国中小企业促进法》第20条",
        "《中华人民共和国中小企业促进法》有哪些内容",
    ],
)
def test_the_law_that_this_one_is_based_on_is_another_one_when_its_content_is_asked_for(
    regulation: Regulation, text: str
) -> None:
    assert foreign_source(text, regulation) == Foreign("law", PROMOTION_LAW)


@pytest.mark.parametrize(
    "text",
    [
        "《中小企业促进法》是本条例的上位法吗",
        "根据《中华人民共和国中小企业促进法》制定的吗",
        "本条例和《中华人民共和国中小企业促进法》是什么关系",
        "中小企业促进法和本条例有什么区别",
    ],
)
def test_how_the_two_are_related_is_a_question_about_this_one(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


@pytest.mark.parametrize(
    "text",
    [
        "这条例是照公司法定的吧",
        "上位法是民法典，对不对",
        "听说本条例的立法依据是民营经济促进法，是真的吗",
        "县里和我们签的《合作协议书》不认账怎么办",
    ],
)
def test_where_this_one_comes_from_is_asked_of_this_one(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("厂子在贵阳，被当地国企欠了货款，贵州的规定能帮到我吗", "贵阳"),
        ("我们遵义一家小酒厂，听说重庆管得严，能帮忙不", "遵义"),
        ("听说深圳给小老板发创业补贴很大方", "深圳"),
        ("上海 企业投诉 几天受理", "上海"),
    ],
)
def test_what_stands_beside_a_place_makes_its_rules_the_subject(regulation: Regulation, text: str, place: str) -> None:
    assert foreign_source(text, regulation) == Foreign("place", place)


def test_a_law_that_is_no_basis_of_this_one_stays_another_law_whatever_is_asked(regulation: Regulation) -> None:
    assert foreign_source("本条例和《民法典》是什么关系", regulation) == Foreign("law", "民法典")


@pytest.mark.parametrize(
    "text",
    [
        "《重庆市中小企业促进条例》第三十六条",
        "《中小企业促进条例》第三条",
        "《条例》第三十六条怎么规定的",
        "本条例的立法依据是什么",
        "第三十六条",
        "",
    ],
)
def test_this_regulation_is_no_other_one(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


def test_the_own_title_in_marks_is_that_of_the_regulation_asked() -> None:
    other = Regulation("law-1", "某市扶持办法", ())
    assert foreign_source("《某市扶持办法》第一条", other) is None
    assert foreign_source("《某市扶持办法》第一条", replace(other, title="别的办法")) == Foreign("law", "某市扶持办法")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("北京市中小企业促进条例第十条", "北京"),
        ("浙江省中小企业条例", "浙江"),
        ("北京的补贴有多少", "北京"),
        ("成都的中小企业有什么政策", "成都"),
        ("上海怎么办社保", "上海"),
        ("深圳市科创委管不管这个", "深圳"),
        ("日照市有没有专项资金", "日照市"),
    ],
)
def test_the_rules_of_another_place_are_not_ours(regulation: Regulation, text: str, place: str) -> None:
    assert foreign_source(text, regulation) == Foreign("place", place)


@pytest.mark.parametrize("place", [*PLACES["provinces"], *PLACES["cities"]])
def test_every_place_in_the_list_has_rules_of_its_own(regulation: Regulation, place: str) -> None:
    assert foreign_source(f"{place}有什么补贴政策", regulation) == Foreign("place", place)


@pytest.mark.parametrize(
    "text",
    ["重庆和成都的政策有什么不同", "成渝地区政策怎么协同", "四川的企业搬到渝北能不能拿补贴", "本市和上海的标准一样吗"],
)
def test_another_place_beside_chongqing_does_not_make_it_foreign(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


@pytest.mark.parametrize("district", PLACES["ours"])
def test_a_district_of_chongqing_is_ours_also_beside_another_place(regulation: Regulation, district: str) -> None:
    assert foreign_source(f"{district}有什么补贴政策", regulation) is None
    assert foreign_source(f"从北京搬到{district}有什么补贴政策", regulation) is None


def test_without_the_district_the_same_question_is_foreign(regulation: Regulation) -> None:
    assert foreign_source("从北京搬到天津有什么补贴政策", regulation) == Foreign("place", "天津")


@pytest.mark.parametrize(
    "text",
    [
        "我老家在河南",
        "我从河南来",
        "广东",
        "南京路的店怎么办执照",
        "兰州拉面店是不是小微企业",
        "成都客商欠我钱怎么办",
        "从沈阳挖来的工程师，住房方面能不能帮一把",
        "厂里招了个西安的师傅，小孩读书怎么办",
        "到广州参加展会，政府有没有补贴",
        "货卖到昆明，海关手续能不能快点",
    ],
)
def test_a_place_that_is_only_mentioned_asks_for_none_of_its_rules(regulation: Regulation, text: str) -> None:
    assert foreign_source(text, regulation) is None


STORY = "我在深圳打工十年，去年回老家开了个小厂，做汽车零配件，现在想申请创业担保贷款，不知道该找哪个部门才对呢"


def test_a_long_story_may_mention_a_place(regulation: Regulation) -> None:
    assert len(STORY) > 45
    assert foreign_source(STORY, regulation) is None


def test_a_short_question_of_the_same_place_may_not(regulation: Regulation) -> None:
    assert foreign_source("我在深圳想申请创业担保贷款，该找哪个部门", regulation) == Foreign("place", "深圳")


def test_a_long_story_about_the_policies_of_a_place_is_foreign(regulation: Regulation) -> None:
    text = STORY.replace("我在深圳打工十年", "我想问深圳的创业政策")
    assert len(text) > 45
    assert foreign_source(text, regulation) == Foreign("place", "深圳")


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_law_or_a_place_or_nothing(regulation: Regulation, text: str) -> None:
    found = foreign_source(fold(text), regulation)
    assert found is None or (found.kind in {"law", "place"} and found.name)
