"""Whether the regulation was in force on a day (59)."""

from __future__ import annotations

from datetime import date

from kb.rules.book import RuleBook
from kb.rules.narration import day_label
from kb.rules.result import Finding, quoted


def judge_in_force(book: RuleBook, on: date) -> Finding:
    """第五十九条: in force from its day on, that day included."""
    parameter = book.parameters["in_force"]
    since = parameter.day()
    in_force = on >= since
    state = "已经施行" if in_force else "还没有施行"
    place = "就是施行当日" if on == since else f"在施行日{day_label(since)}{'之后' if in_force else '之前'}"
    other = "以后再修改或者废止的，以新的规定为准" if in_force else "施行以前的事，要看当时有效的规定"
    return Finding(
        value={"in_force": in_force, "since": since.isoformat()},
        verdict=f"{day_label(on)}本条例{state}（自{day_label(since)}起施行）。",
        steps=(f"{day_label(on)}{place}。",),
        references=quoted(parameter),
        assumptions=(f"说的是现在收录的修订文本；{other}。",),
    )
