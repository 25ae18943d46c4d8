"""Answers that only a conversation has: asked back which one is meant, on what something rests, go on when ready."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Choice, Outcome
from bot.compose import cite, quoted
from kb.model import Reference, Regulation

NOT_SAID_WHY = "条例没有写为什么这样规定，能查到的只有条文本身。"


def label_of(topic: str, reference: Reference) -> str:
    """How a provision is offered: 供应链金融（第二十条第一款）."""
    return f"{topic}（{reference.label}）" if topic else reference.label


def which_one(question: str, candidates: Sequence[tuple[Reference, str]]) -> Answer:
    """Asks what is meant, the likeliest readings first; cites nothing."""
    choices = tuple(
        Choice(label_of(topic, reference), reference.article or 0, reference.paragraph)
        for reference, topic in candidates
    )
    lines = [f"{place}. {choice.label}" for place, choice in enumerate(choices, start=1)]
    text = "您指的是哪一个，我拿不准。是不是：\n\n" + "\n".join(lines)
    text += "\n\n点一下，或者回复序号就行；都不是的话，请把要问的事说全。"
    return Answer(question, Outcome.CLARIFY, text, choices=choices)


def basis(question: str, regulation: Regulation, references: Sequence[Reference], why: bool) -> Answer:
    """The provisions that the last answer rests on. `why`: the reason is asked, which no text of law gives."""
    citations = tuple(cite(regulation, reference) for reference in references)
    blocks = [NOT_SAID_WHY] if why else []
    for place, citation in enumerate(citations):
        lead = (
            f"依据是《{citation.title}》{citation.reference.label}" if place == 0 else f"还有{citation.reference.label}"
        )
        blocks.append(f"{lead}：\n\n{quoted(citation.quote)}")
    return Answer(question, Outcome.ANSWERED, "\n\n".join(blocks), citations)


def noted(question: str, open_question: str) -> Answer:
    """To a remark that asks nothing; what was asked of the person is said once more."""
    return Answer(question, Outcome.SMALL_TALK, "好的。" + (open_question or "还想了解哪方面，接着问我就行。"))


def waiting(question: str, open_question: str) -> Answer:
    """No hurry; what was asked of the person is said once more."""
    text = "好的，不着急。" + (f"找到了告诉我：{open_question}" if open_question else "想好了接着问我就行。")
    return Answer(question, Outcome.SMALL_TALK, text)
