"""Which words of a provision answer a question."""

from __future__ import annotations

import re

from kb.text import pairs_of

# Words that stand all over the regulation and in most questions: they tell no sentence from another.
COMMON = (
    "中小企业",
    "小型微型企业",
    "小微企业",
    "人民政府",
    "有关部门",
    "条例",
    "规定",
    "重庆",
    "企业",
    "政府",
    "部门",
    "应当",
    "可以",
)
NUMBER = re.compile(
    r"(?:百分之[零〇一二三四五六七八九十百]+|[零〇一二三四五六七八九十百千万亿]+(?:个工作日|日|万元|亿元|元|年|个月)|[0-9]{4}年[0-9]+月[0-9]+日)"
    r"(?:以上|以下|以内)?"
)
MODAL = re.compile(r"不得|应当|可以|鼓励")
SHORTEST_SHARED = 2
MUCH_LESS = 0.5


def sentences_of(text: str) -> list[str]:
    """Whole sentences, punctuation kept: they join to the text again."""
    return [part for part in re.split(r"(?<=[。\n])", text) if part]


def sentences_that_answer(question: str, quote: str) -> str:
    """The one sentence that clearly shares the most with the question, else the whole quote."""
    sentences = sentences_of(quote)
    if len(sentences) < 2 or "\n" in quote:
        return quote
    wanted = _pairs(question)
    shared = [len(wanted & _pairs(sentence)) for sentence in sentences]
    best = max(shared)
    ranked = sorted(shared, reverse=True)
    if best < SHORTEST_SHARED or ranked[1] > best * MUCH_LESS:
        return quote
    return sentences[shared.index(best)].strip()


def decisive(question: str, quote: str) -> list[str]:
    """Parts of the quote to be marked: numbers, periods, modals, and what it shares with the question."""
    marks = [found.group() for found in NUMBER.finditer(quote)]
    marks += [found.group() for found in MODAL.finditer(quote)]
    marks += _shared_runs(question, quote)
    unique = sorted(set(marks), key=len, reverse=True)
    return [mark for place, mark in enumerate(unique) if not any(mark in longer for longer in unique[:place])]


def _shared_runs(question: str, quote: str) -> list[str]:
    """Longest runs of Chinese characters that stand in both, common words left out."""
    runs: list[str] = []
    start = 0
    while start < len(question):
        end = start
        while end < len(question) and question[start : end + 1] in quote and "\u4e00" <= question[end] <= "\u9fff":
            end += 1
        run = question[start:end]
        if len(run) >= SHORTEST_SHARED and not any(run in common for common in COMMON):
            runs.append(run)
        start = max(end, start + 1)
    return runs


def _pairs(text: str) -> set[str]:
    for common in COMMON:
        text = text.replace(common, "，")
    return {pair for pair in pairs_of(text) if all("\u4e00" <= character <= "\u9fff" for character in pair)}
