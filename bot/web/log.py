"""The conversation as HTML: examples at the start, then every question with its answer and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answer import Answer, Calculation
from bot.web.language import translate as _
from bot.web.language import zh
from bot.web.markup import answer_html, attribute, copy_html, escape, first_sentence, question_html
from bot.web.objection import Objection, opinion_html
from bot.web.talk import Exchange, Talk

EXAMPLES = (
    "区里单位拖着工程款不给，说换领导了，怎么办？",
    "应收账款确权，对方几天之内要答复？",
    "政府采购要给小微企业留多少？",
    "大学生回重庆开店有什么扶持？",
    "协会非要我们入会交钱，合法吗？",
    "第五十四条第二款",
)
Links = Callable[[Calculation], Sequence[tuple[str, str]]]  # text and address


def log_html(talk: Talk, links: Links, days: int = 0, objection: Objection | None = None) -> str:
    """The whole log; an exchange's place in the talk is its data-place. `days` is how long an opinion is kept (0: for
    ever), `objection` the form that is open."""
    if not talk.exchanges:
        return _welcome()
    last = len(talk.exchanges) - 1
    version = talk.exchanges[last].answer.regulation_version
    articles = "".join(
        _exchange_html(place, exchange, links, place == last, version, opinion_html(exchange, place, objection, days))
        for place, exchange in enumerate(talk.exchanges)
    )
    return (
        f'{articles}<p class="talk-tools"><button type="button" class="export">{_("导出对话")}</button>'
        f'<button type="button" class="clear">{_("清空对话")}</button></p>'
    )


def _welcome() -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-ask="{attribute(one)}"{zh()}>{escape(one)}</button></li>'
        for one in EXAMPLES
    )
    return f'<h2 class="try">{_("可以这样问：")}</h2><ul class="examples">{buttons}</ul>'


def _exchange_html(place: int, exchange: Exchange, links: Links, last: bool, version: str, opinion: str) -> str:
    """`version`: of the regulation, as the newest answer has it; `opinion`: what stands below the thumbs."""
    answer = exchange.answer
    old = (
        f'<p class="old">{_("条例文本后来更新过，这是按旧文本回答的，可以点“重问”。")}</p>'
        if answer.regulation_version != version
        else ""
    )
    return (
        f'<article class="exchange" data-place="{place}" data-first="{attribute(first_sentence(answer))}" '
        f'tabindex="-1" aria-label="{_("第{number}问", number=place + 1)}">'
        f'<div class="asked">{question_html(exchange.said)}'
        f'<button type="button" class="edit" data-said="{attribute(exchange.said)}" '
        f'aria-label="{_("修改第{number}问", number=place + 1)}">{_("修改")}</button></div>'
        f"{answer_html(answer, choices_below=last)}{old}"
        f"{_offers(answer, links) if last else ''}{_actions(exchange, place)}{opinion}</article>"
    )


def _offers(answer: Answer, links: Links) -> str:
    """Choices, and what can be asked next, as buttons; calculators as links."""
    html = ""
    if answer.choices:
        buttons = "".join(_asking(choice.label, "choice") for choice in answer.choices)
        html += f'<div class="choices" role="group" aria-label="{_("请选一个")}">{buttons}</div>'
    addresses = [link for calculation in answer.calculations for link in links(calculation)]
    if addresses:
        anchors = "".join(f'<a href="{attribute(url)}" target="_blank">{escape(text)}</a>' for text, url in addresses)
        html += f'<p class="related"><span>{_("相关：")}</span>{anchors}</p>'
    if answer.suggestions:
        buttons = "".join(_asking(text, "suggestion") for text in answer.suggestions)
        head = f"<span>{_('接着问：')}</span>"
        html += f'<div class="suggestions" role="group" aria-label="{_("接着问")}">{head}{buttons}</div>'
    return html


def _asking(text: str, name: str) -> str:
    return f'<button type="button" class="{name}" data-ask="{attribute(text)}"{zh()}>{escape(text)}</button>'


def _actions(exchange: Exchange, place: int) -> str:
    thumbs = "".join(
        f'<button type="button" class="thumb" data-liked="{value}" '
        f'aria-pressed="{"true" if exchange.liked is liked else "false"}">{text}</button>'
        for text, value, liked in ((_("有用"), "yes", True), (_("没用"), "no", False))
    )
    which = _("重问第{number}问", number=place + 1)
    retry = f'<button type="button" class="retry" aria-label="{which}">{_("重问")}</button>'
    return f'<p class="actions">{copy_html(exchange.answer)}{retry}{thumbs}</p>'
