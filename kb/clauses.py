"""A message in parts: people wrap one question in greetings, stories and excuses."""

from __future__ import annotations

import re

TOGETHER = 3  # clauses that make a part
BETWEEN = re.compile(r"[，。！？；,.!?;\n]+")


def windows(text: str, size: int = TOGETHER) -> list[str]:
    """Every run of `size` clauses next to one another; the text itself if it has no more than that."""
    clauses = [clause for clause in BETWEEN.split(text) if clause.strip()]
    if len(clauses) <= 1:
        return [text]
    last = max(1, len(clauses) - size + 1)
    return ["，".join(clauses[start : start + size]) for start in range(last)]
