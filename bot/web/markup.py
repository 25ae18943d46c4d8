"""Answers and questions as safe HTML: everything is escaped first and marked up afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Outcome
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


# HTML's own signs, and those of Markdown, LaTeX and automatic links.
SIGNS = frozenset("<>&\"'`*_~$\\[](){}|!#:@=/")


def question_html(text: str) -> str:
    """What a person typed, shown as typed: no Markdown, no tags, no links."""
    return f'<div class="said">{_lines(text)}</div>'


def answer_html(answer: Answer) -> str:
    """One answer as a card, in one line: Markdown leaves an HTML block alone up to its first blank line."""
    badge = NAMES.get(answer.outcome)
    head = f'<p class="badge badge-{answer.outcome.value}">{badge}</p>' if badge else ""
    cards = "".join(citation_html(citation, answer.marks) for citation in answer.citations)
    copy = f'<button type="button" class="copy" data-copy="{_attribute(plain_text(answer))}">复制回答</button>'
    tail = '<p class="advice">以上为条例原文与说明，不是法律意见。</p>' if answer.citations else ""
    return f'<div class="answer">{head}{_text_html(answer)}{cards}{tail}<p class="tools">{copy}</p></div>'


def citation_html(citation: Citation, marks: Sequence[str]) -> str:
    """A citation card: provision, the words quoted with the decisive ones marked, a link to its page."""
    reference = citation.reference
    anchor = f"#{reference.paragraph}" if reference.paragraph else ""
    link = f'<a href="/articles/{reference.article}{anchor}" target="_blank">查看{_escape(reference.label)}全文</a>'
    copied = f"《{citation.title}》{reference.label}：“{citation.quote}”"
    copy = f'<button type="button" class="copy" data-copy="{_attribute(copied)}">复制条文</button>'
    label = f"《{_escape(citation.title)}》<strong>{_escape(reference.label)}</strong>"
    return (
        f'<div class="citation"><p class="label">{label}</p>'
        f'<blockquote>{marked(citation.quote, marks)}</blockquote><p class="tools">{link}{copy}</p></div>'
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
        html += "<br>" if character == "\n" else _escape(character)
    return html + ("</mark>" if inside else "")


def plain_text(answer: Answer) -> str:
    """The answer for the clipboard: without Markdown signs, the provisions named at the end."""
    text = re.sub(r"^> ?", "", answer.text, flags=re.MULTILINE).replace("**", "")
    text = re.sub(r"\\([\\`*_\[\]<>#])", r"\1", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    labels = "、".join(citation.reference.label for citation in answer.citations)
    return text + (f"\n依据：《{answer.citations[0].title}》{labels}" if answer.citations else "")


def _text_html(answer: Answer) -> str:
    """The answer's Markdown as HTML: paragraphs, quotations, bold, numbered lines; nothing else is used."""
    blocks = []
    for block in re.split(r"\n\n(?!>)|\n\n(?=> )|(?<!>)\n(?=>)", answer.text):
        lines = [line for line in block.split("\n") if line.strip(" >")]
        quoted = bool(lines) and all(line.startswith(">") for line in lines)
        if quoted and _shown_below(lines, answer):
            continue
        html = "<br>".join(_inline(line.removeprefix(">").strip()) for line in lines)
        if html:
            blocks.append(f'<p class="quoted">{html}</p>' if quoted else f"<p>{html}</p>")
    return "".join(blocks)


def _shown_below(lines: Sequence[str], answer: Answer) -> bool:
    """Whether a quotation stands in full in one of the citation cards."""
    words = "".join(re.sub(r"\\([\\`*_\[\]<>#])", r"\1", line.removeprefix(">")) for line in lines).replace(" ", "")
    if answer.outcome in (Outcome.ARTICLE, Outcome.LISTING):
        return bool(answer.citations)
    return any(words == "".join(citation.quote.split()) for citation in answer.citations)


def _inline(line: str) -> str:
    html = _escape(re.sub(r"\\([\\`*_\[\]<>#])", r"\1", line))
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html)


def _lines(text: str) -> str:
    return "<br>".join(_escape(line) for line in text.strip().splitlines())


def _escape(text: str) -> str:
    """HTML escaped, and with it the signs that Markdown, LaTeX or an automatic linker would read."""
    return "".join(f"&#{ord(c)};" if c in SIGNS else c for c in text)


def _attribute(text: str) -> str:
    return _escape(text).replace("\n", "&#10;")
