"""Words for evaluators: sets, tags and outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answer import Outcome

CRASH = "crash"
ALL = "all"  # every set together; no set may have this name

SETS = {
    ALL: "全部",
    "entrepreneurs": "企业提问",
    "hotline": "热线座席",
    "grievances": "长篇投诉",
    "boundaries": "条例边界",
    "silences": "未规定与误解",
    "rules": "精确计算",
    "dialogues": "多轮对话",
}
REGISTERS = {
    "everyday": "口语",
    "typo": "错别字",
    "dialect": "方言",
    "terse": "简短",
    "rambling": "长篇叙述",
    "formal": "书面语",
    "pinyin": "拼音",
    "traditional": "繁体字",
}
OUTCOMES = {
    Outcome.ANSWERED: "依条文作答",
    Outcome.CALCULATED: "精确计算",
    Outcome.ARTICLE: "条文原文",
    Outcome.LISTING: "多条列举",
    Outcome.NOT_SPECIFIED: "条例未规定",
    Outcome.CORRECTED: "纠正前提",
    Outcome.CLARIFY: "反问",
    Outcome.NO_SUCH_PROVISION: "无此条款",
    Outcome.OUT_OF_SCOPE: "不属本条例",
    Outcome.SMALL_TALK: "寒暄",
    Outcome.UNAVAILABLE: "系统故障",
}
# What can be wrong with an answer; a crash is no answer at all.
FAULTS = {
    "outcome": "回答类型",
    "citations": "引用",
    "quotes": "引文",
    "words": "要点和禁语",
    "result": "计算结果",
    CRASH: "程序出错",
}


def sets_in_order(names: Iterable[str]) -> list[str]:
    """The bundled sets in the order above, others after them as they come; each once."""
    given = dict.fromkeys(names)
    return [*(name for name in SETS if name in given), *(name for name in given if name not in SETS)]


def set_label(name: str) -> str:
    return SETS.get(name, name)


def tag_label(tag: str) -> str:
    return REGISTERS.get(tag, tag)


def outcome_label(outcome: str) -> str:
    """Also for CRASH, which is not an outcome of an answer."""
    return "程序出错" if outcome == CRASH else OUTCOMES[Outcome(outcome)]
