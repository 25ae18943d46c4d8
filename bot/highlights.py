"""Which parts of a provision's text match what was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.passages import COMMON
from kb.subjects import Subject, SubjectKind
from kb.text import squeeze

SHORTEST = 2
ENUMERATED = re.compile("、|等|以及")


def matches(words: Sequence[str], subjects: Sequence[Subject], text: str) -> tuple[str, ...]:
    """Words typed that stand in the text, and the text's own words for the bodies and groups that were meant.

    Words that stand all over the regulation are left out where a rarer one was typed too.
    """
    standing = [word for word in dict.fromkeys(words) if squeeze(word) and word in text]
    long = [word for word in standing if len(word) >= SHORTEST]
    rare = [word for word in long if not any(word in common for common in COMMON)]
    own = [_own_name(match.group(), subject) for subject in subjects for match in subject.pattern.finditer(text)]
    return tuple(dict.fromkeys([*own, *(rare or long or (standing if len(set(words)) == 1 else []))]))


def _own_name(found: str, subject: Subject) -> str:
    """Of a body in an enumeration (税务、海关等部门) only its own part."""
    return ENUMERATED.split(found, maxsplit=1)[0] if subject.kind is SubjectKind.BODY else found
