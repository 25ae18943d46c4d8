"""Answers and questions as safe HTML: everything is escaped first and marked up afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.answer import Answer, Outcome
from bot.web.language import chinese_html, translate_html, zh
from bot.web.language import translate as _
from bot.web.parts import NUMBERED, Lines, parts_of
from kb.model import Citation

NAMES = {
    Outcome.ANSWERED: "条例有规定",
    Outcome.CALCULATED: "算出来了",
    Outcome.ARTICLE: "条文原文",
    Outcome.LISTING: "相关条文",
    Outcome.NOT_SPECIFIED: "条例没有规定",
    Outcome.CORRECTED: "更正一下",
    Outcome.CLARIFY: "请您补充",
    Outcome.NO_SUCH_PROVISION: "没有这一条",
    Outcome.OUT_OF_SCOPE: "不在条例范围内",
    Outcome.UNAVAILABLE: "系统故障",
}
OPEN = 4  # cards shown at once; the others are behind a line that opens them
FIRST_SENTENCE = 80  # characters that are read out


# HTML's own signs, and those of Markdown, LaTeX and automatic links.
SIGNS = frozenset("<>&\"'`*_~$\\[](){}|!#:@=/")


def question_html(text: str) -> str:
    """What a person typed, shown as typed: no Markdown, no tags, no links."""
    return f'<div class="said"{zh()}>{_lines(text)}</div>'


def answer_html(answer: Answer, choices_below: bool = False) -> str:
    """One answer as a card. `choices_below`: its choices are buttons, so they are not listed in its text."""
    badge = NAMES.get(answer.outcome)
    head = f'<p class="badge badge-{answer.outcome.value}">{_(badge)}</p>' if badge else ""
    cards = 0
    shown: list[str] = []
    more: list[str] = []
    for part in parts_of(answer):
        cards += not isinstance(part, Lines)
        # What follows the last open card belongs to the cards behind the line.
        place = more if cards > OPEN else shown
        if isinstance(part, Lines):
            place.append(_lines_html(part, choices_below and bool(answer.choices)))
        else:
            place.append(citation_html(part, answer.marks))
    rest = "".join(more)
    if cards > OPEN:
        rest = (
            f'<details class="more"><summary>{_("还有{count}条，点开看", count=cards - OPEN)}</summary>{rest}</details>'
        )
    tail = f'<p class="advice">{_("以上为条例原文与说明，不是法律意见。")}</p>' if answer.citations else ""
    return f'<div class="answer">{head}{"".join(shown)}{rest}{tail}</div>'


def copy_html(answer: Answer) -> str:
    """The button that copies the whole answer."""
    return f'<button type="button" class="copy" data-copy="{attribute(plain_text(answer))}">{_("复制回答")}</button>'


def citation_html(citation: Citation, marks: Sequence[str]) -> str:
    """A citation card: provision, the words quoted with the decisive ones marked, a link to its page."""
    reference = citation.reference
    anchor = f"#{reference.paragraph}" if reference.paragraph else ""
    whole = translate_html("查看{label}全文", label=chinese_html(reference.label))
    link = f'<a href="/articles/{reference.article}{anchor}" target="_blank">{whole}</a>'
    copied = f"《{citation.title}》{reference.label}：“{citation.quote}”"
    copy = f'<button type="button" class="copy" data-copy="{attribute(copied)}">{_("复制条文")}</button>'
    label = f"《{escape(citation.title)}》<strong>{escape(reference.label)}</strong>"
    return (
        f'<div class="citation"><p class="label"{zh()}>{label}</p>'
        f'<blockquote{zh()}>{marked(citation.quote, marks)}</blockquote><p class="tools">{link}{copy}</p></div>'
    )


def marked(quote: str, marks: Sequence[str]) -> str:
    """The quote escaped, with every mark in <mark>; marks that overlap are joined."""
    covered = [False] * len(quote)
    for mark in marks:
        for found in re.finditer(re.escape(mark), quote):
            covered[found.start() : found.end()] = [True] * len(mark)
    html, inside = "", False
    for character, wanted in zip(quote, covered, strict=True):
        if wanted != inside:
            html += "<mark>" if wanted else "</mark>"
            inside = wanted
        html += "<br>" if character == "\n" else escape(character)
    return html + ("</mark>" if inside else "")


def plain_text(answer: Answer) -> str:
    """The answer for the clipboard: without Markdown signs, the provisions named at the end."""
    text = re.sub(r"^> ?", "", answer.text, flags=re.MULTILINE).replace("**", "")
    text = re.sub(r"\\([\\`*_\[\]<>#])", r"\1", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    labels = "、".join(citation.reference.label for citation in answer.citations)
    return text + (f"\n依据：《{answer.citations[0].title}》{labels}" if answer.citations else "")


def first_sentence(answer: Answer) -> str:
    """What is read out when the answer has come: the whole follows when it is gone to."""
    line = next((line for line in plain_text(answer).splitlines() if line.strip()), "")
    return re.split(r"(?<=[。！？；])", line, maxsplit=1)[0][:FIRST_SENTENCE]


def escape(text: str) -> str:
    """HTML escaped, and with it the signs that Markdown, LaTeX or an automatic linker would read."""
    return "".join(f"&#{ord(c)};" if c in SIGNS else c for c in text)


def attribute(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def _lines_html(block: Lines, without_list: bool) -> str:
    """A paragraph or a quotation; lines numbered one after another are a list."""
    if block.quoted:
        return f'<p class="quoted"{zh()}>{"<br>".join(escape(line) for line in block.lines)}</p>'
    html = ""
    for numbered, lines in groupby(block.lines, key=lambda line: NUMBERED.match(line) is not None):
        if not numbered:
            html += f"<p{zh()}>{'<br>'.join(_inline(line) for line in lines)}</p>"
        elif not without_list:
            items = "".join(f"<li>{_inline(NUMBERED.sub('', line, count=1))}</li>" for line in lines)
            html += f'<ol class="steps"{zh()}>{items}</ol>'
    return html


def _inline(line: str) -> str:
    return re.sub(r"&#42;&#42;(.+?)&#42;&#42;", r"<strong>\1</strong>", escape(line))


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.strip().splitlines())
