"""An answer in reading order: its paragraphs, and each citation in the place where its words are quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer, Outcome
from kb.model import Citation

NUMBERED = re.compile(r"\d+[.．] ")
ESCAPED = re.compile(r"\\([\\`*_\[\]<>#])")
_BLOCKS = re.compile(r"\n\n(?!>)|\n\n(?=> )|(?<!>)\n(?=>)")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the answer's text that stand together, Markdown's signs for bold left in; a quotation or not."""

    lines: tuple[str, ...]
    quoted: bool = False


Part = Lines | Citation


def parts_of(answer: Answer) -> list[Part]:
    """Every citation once, and no word of it a second time beside it: neither quoted nor announced."""
    parts: list[Part] = []
    left = list(answer.citations)
    for block in _blocks(answer.text):
        if not block.quoted:
            parts.append(block)
            continue
        words = _bare("".join(block.lines))
        if any(words in _bare(part.quote) for part in parts if isinstance(part, Citation)):
            _drop_lead(parts, answer, answer.citations)
            continue
        found = next((citation for citation in left if words in _bare(citation.quote)), None)
        if found is None:
            parts.append(block)
            continue
        _drop_lead(parts, answer, (found,))
        parts.append(found)
        left.remove(found)
    return [*parts, *left]


def _blocks(text: str) -> list[Lines]:
    blocks = []
    for block in _BLOCKS.split(text):
        lines = [line for line in block.split("\n") if line.strip(" >")]
        quoted = all(line.startswith(">") for line in lines)
        kept = tuple(ESCAPED.sub(r"\1", line.removeprefix(">").strip() if quoted else line.strip()) for line in lines)
        if kept:
            blocks.append(Lines(kept, quoted))
    return blocks


def _drop_lead(parts: list[Part], answer: Answer, citations: Sequence[Citation]) -> None:
    """Takes away the line that only announces one of the citations: its card has the provision's name."""
    last = parts[-1] if parts else None
    # A provision asked for by name is headed by its name and chapter: there is nothing else to say.
    if not isinstance(last, Lines) or last.quoted or len(last.lines) > 1 or answer.outcome is Outcome.ARTICLE:
        return
    line = last.lines[0].strip("*")
    for citation in citations:
        label = citation.reference.label
        if line == label or (line.endswith(("：", ":")) and label in line and "。" not in line):
            parts.pop()
            return


def _bare(text: str) -> str:
    return "".join(text.split())
