"""The form under an answer that was of no use: what is wrong, and which provision would have been right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.message import Message
from bot.naming import EXAMPLES, LONGEST_NAME, name_one
from bot.store.entries import LONGEST_COMMENT, number_of
from bot.web.language import translate as _
from bot.web.language import translate_html
from bot.web.markup import attribute, escape
from bot.web.talk import Exchange
from kb.model import Regulation
from kb.text import squeeze


@dataclass(frozen=True, slots=True)
class Objection:
    """An open form: the place of its exchange, what was typed, and sentences about it by field ("" for all of it)."""

    place: int
    comment: str = ""
    right: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def read_objection(place: int, comment: str, right: str, regulation: Regulation) -> tuple[Objection, str]:
    """What was sent, with its problems, and the key of the provision named in it."""
    problems: dict[str, str] = {}
    named = name_one(right, regulation)
    if len(comment) > LONGEST_COMMENT:
        problems["comment"] = Message("最多写{most}字，您写了{count}字。", most=LONGEST_COMMENT, count=len(comment))
    if named.problem:
        problems["right"] = named.problem
    if not squeeze(comment) and not squeeze(right):
        problems["comment"] = Message("还什么都没写。写一点再提交，或者点“不填了”。")
    return Objection(place, comment, right, problems), "".join(named.keys)


def opinion_html(exchange: Exchange, place: int, objection: Objection | None, days: int) -> str:
    """Below the thumbs: that it was noted, and, under a thumb down, the form; `days` is how long it is kept."""
    if not exchange.entry:
        return ""
    number = Markup("<strong>{}</strong>").format(number_of(exchange.entry))
    told = translate_html("编号 {number}，要求删除时请报这个编号。", number=number)
    thanks = f'<p class="noted" tabindex="-1">{_("谢谢，已经记下。")}<span>{told}</span></p>'
    if exchange.liked is not False or exchange.told:
        return thanks
    here = objection is not None and objection.place == place
    button = f'<button type="button" class="object">{_("说说哪里不对")}</button>'
    opener = f'<p class="opener"{" hidden" if here else ""}>{button}</p>'
    shown = objection if objection is not None and here else Objection(place)
    return f"{thanks}{opener}{_form_html(exchange, shown, here, days)}"


def _form_html(exchange: Exchange, objection: Objection, open: bool, days: int) -> str:
    place, optional = objection.place, f"<span>{_('（选填）')}</span>"
    length = f"<span>{len(objection.comment)}</span>{_('/{most}字', most=LONGEST_COMMENT)}"
    problem = _problem_html(objection, "", place)
    return (
        f'<form class="objection" data-entry="{attribute(exchange.entry)}" tabindex="-1" novalidate '
        f'aria-label="{_("第{number}问哪里不对", number=place + 1)}"{"" if open else " hidden"}>'
        f'<label for="comment-{place}">{_("哪里不对？")}{optional}</label>'
        f'<textarea id="comment-{place}" name="comment" rows="3" maxlength="{LONGEST_COMMENT}"'
        f"{_states(objection, 'comment', f'count-{place}')}>{escape(objection.comment)}</textarea>"
        f'<p class="count" id="count-{place}">{length}</p>'
        f"{_problem_html(objection, 'comment', place)}"
        f'<label for="right-{place}">{_("应该是哪一条？")}{optional}</label>'
        f'<input id="right-{place}" name="right" maxlength="{LONGEST_NAME}" autocomplete="off" '
        f'value="{attribute(objection.right)}" placeholder="{_("例如：{examples}", examples=EXAMPLES)}"'
        f"{_states(objection, 'right')}>"
        f"{_problem_html(objection, 'right', place)}"
        f'<p class="what">{_what_is_kept(days)}</p>{problem}'
        f'<p class="buttons"><button type="submit" class="send">{_("提交")}</button>'
        f'<button type="button" class="drop">{_("不填了")}</button></p></form>'
    )


def _what_is_kept(days: int) -> str:
    kept = _("点“没用”时已经记下这一问、回答的类型和引用的条款；提交后再记下您在这里写的。")
    if days:
        return kept + _("电话、邮箱、证件号、银行卡号和信用代码会先去掉，最多保存{days}天。", days=days)
    return kept + _("电话、邮箱、证件号、银行卡号和信用代码会先去掉。")


def _states(objection: Objection, name: str, described: str = "") -> str:
    ids = [described] if described else []
    if name not in objection.problems:
        return f' aria-describedby="{described}"' if ids else ""
    ids.append(_problem_id(name, objection.place))
    return f' aria-invalid="true" aria-describedby="{" ".join(ids)}"'


def _problem_html(objection: Objection, name: str, place: int) -> str:
    sentence = objection.problems.get(name)
    return f'<p class="error" id="{_problem_id(name, place)}">{escape(_(sentence))}</p>' if sentence else ""


def _problem_id(name: str, place: int) -> str:
    return f"{name or 'form'}-{place}-error"
