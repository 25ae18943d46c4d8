"""Checks that the guide is true to the text: nothing in a plain answer that its paragraph does not carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.claims import pattern_of
from kb.guide import Guide
from kb.model import Reference, Regulation

# Words that say how strongly the law speaks; those after the first five the regulation hardly ever uses.
MODALS = ("应当", "不得", "可以", "鼓励", "支持", "必须", "一律", "有权", "强制", "禁止", "保证", "无权")
NUMBER = re.compile(
    r"百分之[零一二三四五六七八九十百两]+|[0-9]+(?:\.[0-9]+)?"
    r"|[零一二三四五六七八九十百千万亿两]+(?:个工作日|个月|日内|天内|日|天|年|万元|亿元|元|成|倍)"
)
# Not numbers of the law: 一年到头, 一日 and the like are speech.
SPEECH = ("一天", "一日", "一年", "两年", "一元")
FIELDS = (
    "经济信息|发展改革|教育|科技|财政|人力社保|规划自然资源|农业农村|商务|市场监管|知识产权|税务|金融管理|海关"
    "|统计|国资|城管|公安|消防|环保|生态环境|住房城乡建设|交通|文化旅游|民政|司法"
)
BODY = re.compile(
    rf"(?P<field>{FIELDS})(?:部门|机关|局|委|主管部门)|(?P<body>国家机关|事业单位|大型企业|国有企业|行业协会|商会|金融机构"
    r"|保险机构|担保机构|高等学校|中等职业学校|科研机构|法院|检察院|工商联|仲裁委|政府采购主管部门|采购人|采购代理机构)"
)


def guide_problems(guide: Guide, regulation: Regulation) -> list[str]:
    """Everything that is wrong, one sentence each; [] if nothing is."""
    return [
        *_missing(guide, regulation),
        *_untrue_explanations(guide, regulation),
        *_untrue_silences(guide, regulation),
        *_untrue_misconceptions(guide, regulation),
    ]


def untrue(text: str, source: str) -> list[str]:
    """Numbers, modals and bodies of a text that do not stand in its source."""
    plain = re.sub(r"\s", "", source)
    found = [modal for modal in MODALS if modal in text and modal not in plain]
    found += [number for number in NUMBER.findall(text) if number not in plain and number not in SPEECH]
    for match in BODY.finditer(text):
        name = match["field"] or match["body"]
        if name not in plain:
            found.append(match.group())
    return list(dict.fromkeys(found))


def _missing(guide: Guide, regulation: Regulation) -> Iterator[str]:
    for reference in regulation.references():
        if reference.paragraph is None:
            continue
        explanation = guide.explanations.get(reference)
        if explanation is None or not explanation.topic:
            yield f"{reference.key}: no topic"
        if explanation is None or (not explanation.plain and reference.item is None):
            yield f"{reference.key}: no plain answer"


def _untrue_explanations(guide: Guide, regulation: Regulation) -> Iterator[str]:
    for reference, explanation in guide.explanations.items():
        source = _source(reference, regulation)
        for words in untrue(explanation.plain, source):
            yield f"{reference.key}: plain answer has {words!r}, which the provision does not say"


def _untrue_silences(guide: Guide, regulation: Regulation) -> Iterator[str]:
    general = regulation.article(6).full_text if len(regulation.articles) > 5 else ""
    for silence in guide.silences:
        article = regulation.article(silence.reference.article or 0).full_text
        if not silence.name or not silence.says:
            yield f"{silence.id}: a silence needs name and says"
        for words in untrue(silence.says, regulation.text_of(silence.reference)):
            yield f"{silence.id} ({silence.name}): says has {words!r}, which the paragraph does not say"
        for words in untrue(silence.ask, article + general):
            yield f"{silence.id} ({silence.name}): ask has {words!r}, which the article does not name"


def _untrue_misconceptions(guide: Guide, regulation: Regulation) -> Iterator[str]:
    for misconception in guide.misconceptions:
        source = re.sub(r"\s", "", regulation.text_of(misconception.reference))
        if not misconception.words or misconception.words not in source:
            yield f"{misconception.id}: words {misconception.words!r} do not stand in {misconception.reference.key}"
        if not misconception.right or not misconception.claim:
            yield f"{misconception.id}: a misconception needs claim and right"
        for written in misconception.told:
            try:
                pattern_of(written).check()
            except ValueError as error:
                yield f"{misconception.id}: told: {error}"


def _source(reference: Reference, regulation: Regulation) -> str:
    """The provision's own words; an item's with the head of its paragraph."""
    if reference.item is None:
        return regulation.text_of(reference)
    head = regulation.paragraph(reference.article or 0, reference.paragraph or 0).text
    return head + regulation.text_of(reference)
