"""The answer without a language model: verbatim words with their provisions, and plain Chinese around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answer import Answer, Choice, Outcome
from bot.message import Message
from bot.passages import decisive, sentences_that_answer
from kb.errors import NoSuchProvisionError
from kb.foreign import Foreign
from kb.guide import Silence
from kb.model import Article, Citation, Reference, Regulation

NOT_LEGAL_ADVICE = (
    "对不对、告不告得赢，要由有权机关或者法院看证据认定，我不能替您判断；这里只是条例的规定，不是法律意见。"
    "想要法律意见，可以拨打12348法律服务热线，或者找律师。"
)
UNIT_NAMES = {"chapter": "章", "section": "节", "article": "条", "paragraph": "款", "item": "项"}


def cite(regulation: Regulation, reference: Reference) -> Citation:
    """The whole provision quoted.

    Raises NoSuchProvisionError.
    """
    article = regulation.article(reference.article or 0)
    return Citation(regulation.id, regulation.title, article.chapter, reference, regulation.text_of(reference))


def answered(
    question: str,
    text: str,
    regulation: Regulation,
    references: Sequence[Reference],
    plain: str = "",
    remark: str = "",
    judgement: bool = False,
) -> Answer:
    """The plain answer, then the sentences that say so, most important provision first; `text` is the question folded.

    `judgement`: who will win is asked, which no text can tell.
    """
    citations = tuple(cite(regulation, reference) for reference in references)
    blocks = [part for part in (remark, plain) if part]
    for place, citation in enumerate(citations):
        lead = (
            f"《{citation.title}》{citation.reference.label}规定："
            if place == 0
            else f"{citation.reference.label}还规定："
        )
        if citation.reference.item is not None:
            lead += _head_of_items(regulation, citation.reference)
        blocks.append(lead + "\n\n" + quoted(sentences_that_answer(text, citation.quote)))
    if judgement:
        blocks.append(NOT_LEGAL_ADVICE)
    marks = tuple(dict.fromkeys(mark for citation in citations for mark in decisive(text, citation.quote)))
    return Answer(question, Outcome.ANSWERED, "\n\n".join(blocks), citations, marks=marks)


def not_specified(question: str, text: str, regulation: Regulation, silence: Silence) -> Answer:
    """What is not fixed, what is, and whom to ask."""
    citation = cite(regulation, silence.reference)
    label = citation.reference.label
    whom = f"具体请问{silence.ask}。" if silence.ask else "具体可以拨打12345政务服务热线，问清楚归哪个部门管。"
    blocks = [
        f"**{silence.name}，条例没有规定。**",
        f"条例{label}只说了：{silence.says.rstrip('。')}。{whom}",
        f"《{citation.title}》{label}原文：\n\n{quoted(citation.quote)}",
    ]
    marks = tuple(decisive(text, citation.quote))
    return Answer(question, Outcome.NOT_SPECIFIED, "\n\n".join(blocks), (citation,), marks=marks)


def corrected(
    question: str, regulation: Regulation, references: Sequence[Reference], right: str, words: str, plain: str = ""
) -> Answer:
    """What is right first; `words` of the first provision prove it."""
    citations = tuple(cite(regulation, reference) for reference in references)
    blocks = [f"**{right}**", *([plain] if plain else [])]
    blocks += [f"《{c.title}》{c.reference.label}规定：\n\n{quoted(c.quote)}" for c in citations]
    return Answer(question, Outcome.CORRECTED, "\n\n".join(blocks), citations, marks=(words,))


def provision(question: str, regulation: Regulation, reference: Reference, remark: str = "") -> Answer:
    """The provision asked for by name, verbatim."""
    citation = cite(regulation, reference)
    chapter = regulation.chapter(citation.chapter)
    head = f"《{regulation.title}》{reference.label}（{chapter.label} {chapter.title}）："
    if reference.item is not None:
        head += _head_of_items(regulation, reference)
    text = quoted(_numbered(regulation, reference))
    return Answer(question, Outcome.ARTICLE, "\n\n".join(part for part in (remark, head, text) if part), (citation,))


def listing(question: str, regulation: Regulation, references: Sequence[Reference], remark: str = "") -> Answer:
    """Several provisions: articles in full where they are few, chapters as a table of contents."""
    blocks = [remark] if remark else []
    articles: list[Reference] = []
    for reference in references:
        if reference.chapter is None:
            blocks.append(f"**{reference.label}**\n\n" + quoted(_numbered(regulation, reference)))
            articles.append(reference)
            continue
        chapter = regulation.chapter(reference.chapter)
        first, last = chapter.articles[0], chapter.articles[-1]
        span = first.label if first is last else f"{first.label}至{last.label}"
        blocks.append(f"**{chapter.label} {chapter.title}**（{span}，共{len(chapter.articles)}条）")
        for article in chapter.articles:
            blocks.append(f"**{article.label}**\n\n" + quoted(_article_lines(article)))
            articles.append(Reference(article=article.number))
    citations = tuple(cite(regulation, reference) for reference in dict.fromkeys(articles))
    return Answer(question, Outcome.LISTING, "\n\n".join(blocks), citations)


def no_such_provision(question: str, regulation: Regulation, missing: NoSuchProvisionError) -> Answer:
    """Says what there is instead."""
    chapters, articles = len(regulation.chapters), len(regulation.articles)
    text = str(missing_sentence(regulation, missing))
    if missing.unit in ("chapter", "article"):
        text += f"全文共{chapters}章{articles}条，请核对一下编号。"
    return Answer(question, Outcome.NO_SUCH_PROVISION, text)


def missing_sentence(regulation: Regulation, missing: NoSuchProvisionError) -> Message:
    """That there is none, and how many there are."""
    unit, within = UNIT_NAMES[missing.unit], missing.within or f"《{regulation.title}》"
    if not missing.available:
        return Message("没有“{asked}”：{within}下面没有分{unit}。", asked=missing.asked, within=within, unit=unit)
    return Message(
        "没有“{asked}”：{within}一共只有{available}{unit}。",
        asked=missing.asked,
        within=within,
        available=missing.available,
        unit=unit,
    )


def foreign(question: str, regulation: Regulation, other: Foreign) -> Answer:
    """Another law, or another place's rules, by name."""
    what = f"《{other.name}》" if other.kind == "law" else f"{other.name}的规定"
    text = f"您问的是{what}，这里没有收录，不能替它作答。{_covers(regulation)}"
    return Answer(question, Outcome.OUT_OF_SCOPE, text)


def out_of_scope(question: str, regulation: Regulation, belongs: str = "") -> Answer:
    """`belongs` is where such questions belong, "" if unknown."""
    whom = f"这类事情可以问问：{belongs}。" if belongs else ""
    text = (
        f"这个问题《{regulation.title}》没有管，我不能乱答。{whom}{_covers(regulation)}"
        "一般法律问题可以拨打12348法律服务热线，政务事项可以拨打12345。"
    )
    return Answer(question, Outcome.OUT_OF_SCOPE, text)


def unsure(question: str, regulation: Regulation, candidates: Iterable[tuple[Reference, str]]) -> Answer:
    """Asks which of a few provisions is meant; cites nothing yet."""
    choices = tuple(
        Choice(
            f"{topic}（{reference.label}）" if topic else reference.label, reference.article or 0, reference.paragraph
        )
        for reference, topic in candidates
    )
    lines = [f"{place}. {choice.label}" for place, choice in enumerate(choices, start=1)]
    text = "我拿不准您问的是哪一件事。您是想问：\n\n" + "\n".join(lines)
    text += "\n\n如果都不是，请换个说法，说说谁没做什么、您想要什么。"
    return Answer(question, Outcome.CLARIFY, text, choices=choices)


def read_as(answer: Answer, characters: str) -> Answer:
    """Says as what the pinyin of a question was read."""
    said = f"您打的是拼音，我读成了：“{characters}”。读错了的话，请用汉字再问一遍。"
    return replace(answer, text=f"{said}\n\n{answer.text}")


def small_talk(question: str, reply: str) -> Answer:
    return Answer(question, Outcome.SMALL_TALK, reply)


def nothing_asked(question: str) -> Answer:
    text = Message("请输入您的问题，比如“政府拖欠工程款怎么办”，或者条号，比如“第三十六条”。")
    return Answer(question, Outcome.CLARIFY, text)


def too_long(question: str, length: int, longest: int) -> Answer:
    text = Message(
        "您的问题有{length}个字，太长了，我一次最多读{longest}个字。请挑最要紧的说：谁、拖了什么、您想要什么。",
        length=length,
        longest=longest,
    )
    return Answer(question[:longest], Outcome.CLARIFY, text)


def unavailable(question: str) -> Answer:
    text = "抱歉，条文库现在打不开，是我们这边的故障，不是条例里没有。请稍后再试，急事请拨打12345。"
    return Answer(question, Outcome.UNAVAILABLE, text)


def _covers(regulation: Regulation) -> str:
    chapters = "、".join(chapter.title for chapter in regulation.chapters[1:-1])
    return f"我只讲《{regulation.title}》，管的是：{chapters}。"


def _head_of_items(regulation: Regulation, reference: Reference) -> str:
    head = regulation.paragraph(reference.article or 0, reference.paragraph or 0).text
    return "\n\n" + quoted(head)


def _numbered(regulation: Regulation, reference: Reference) -> str:
    if reference.paragraph is None:
        return _article_lines(regulation.article(reference.article or 0))
    return regulation.text_of(reference)


def _article_lines(article: Article) -> str:
    return "\n".join(paragraph.full_text for paragraph in article.paragraphs)


def quoted(text: str) -> str:
    """A Markdown quotation, each line a paragraph of its own."""
    return "\n>\n".join("> " + re.sub(r"([\\`*_\[\]<>#])", r"\\\1", line) for line in text.split("\n"))
