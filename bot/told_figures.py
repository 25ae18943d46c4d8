"""What a turn holds for the law (就是免税三年噻), and figures in it that the provision does not have."""

from __future__ import annotations

import re

from bot.premise import figures_of
from bot.stated import FIGURE_NAME
from kb.guide import Silence
from kb.model import Reference
from kb.numerals import NUMBER
from kb.opening import OpenKnowledge
from kb.search import Found

LIKELY = 0.45  # the score from which a provision that has a figure may be the one meant
NEAREST = 3  # provisions among which it is looked for
_COUNT = rf"(?:[0-9.]+|{NUMBER})"
# A figure by its kind, as `figures_of` names them; 第三年 and 一家 are none.
_FIGURES = {
    frozenset({"day", "working_day", "other"}): re.compile(
        rf"(?<![第差0-9]){_COUNT}个?(?:年|月|天|日|周|星期|小时|工作日)(?![号前级])"
    ),
    frozenset({"share"}): re.compile(rf"{_COUNT}(?:成|折|%|％|个?百分点|个点|倍)|百分之{_COUNT}|一半|全额"),
    frozenset({"yuan"}): re.compile(rf"{_COUNT}[多来]?(?:元|块|万|亿|千)"),
}
# How the name of a silence on a figure or a charge reads.
_FIGURE_NAME = re.compile(f"{FIGURE_NAME.pattern}|费|率")

# What a provision settles by a word that excludes what is asked: 口头说一声行吗, 查一次好多钱.
_EXCLUDES = (
    (re.compile("书面"), re.compile("口头|电话|微信|短信|带话|说一声|书面")),
    (re.compile("无偿|免费"), re.compile("(?:收|要|花|交|掏|付)[^，,。]{0,3}(?:钱|费)|(?:多少|好多|几[个块])钱|免费")),
)

# A sum of money that is a penalty is no price: 罚单位多少钱.
_PENALTY = re.compile("罚|赔")


def figure_left_open(text: str, provision: Reference, found: Found, opened: OpenKnowledge) -> Silence | None:
    """The silence of a provision most like a turn that tells a figure of a kind which the provision has none of.

    One made for it where the guide has none on a figure.
    """
    if not _told(text) or _compares(text, provision, opened):
        return None
    silences = [
        s for s in opened.handbook.silences.values() if s.reference == provision and _FIGURE_NAME.search(s.name)
    ]
    made = Silence("", provision, "您说的这个数", opened.handbook.explanation(provision).plain, "")
    return max(silences, key=lambda silence: found.likeness.get(silence.id, 0.0), default=made)


def with_figure(text: str, present: Reference, found: Found, opened: OpenKnowledge) -> Reference | None:
    """The likely provision that has a figure of the kind told, where the one in play has none: 不是三天之内解决吗."""
    if _compares(text, present, opened):
        return None
    near = [hit.reference for hit in found.hits[:NEAREST] if hit.score >= LIKELY]
    return next((one for one in near if _compares(text, one, opened)), None)


def settles(text: str, provision: str) -> bool:
    """Whether a word of a provision excludes, or is, what a turn asks, so that nothing is left open."""
    if _PENALTY.search(text):
        return False
    return any(word.search(provision) and asked.search(text) for word, asked in _EXCLUDES)


def _told(text: str) -> list[frozenset[str]]:
    """The kinds of the figures in a text."""
    return [kind for kind, pattern in _FIGURES.items() if pattern.search(text)]


def _compares(text: str, provision: Reference, opened: OpenKnowledge) -> bool:
    """Whether a provision has a figure of a kind that is told."""
    kinds = {figure.kind for figure in figures_of(opened.regulation.text_of(provision))}
    return any(kind & kinds for kind in _told(text))
