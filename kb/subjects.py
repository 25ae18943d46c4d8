"""What lists are asked of: a body, a group or a word of the law, and the provisions in which it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kb.errors import GuideError
from kb.model import Reference, Regulation

KEYS = frozenset({"label", "kind", "stem", "pattern", "names"})
# A body in an enumeration such as 发展改革、教育、科技……等部门 or 税务机关.
ENUMERATED = r"(?:、[一-鿿]{{2,6}}?)*?(?:等|以及[一-鿿]+)?(?:有关|相关)?(?:部门|机关|单位)"


class SubjectKind(StrEnum):
    BODY = "body"  # a public authority
    GROUP = "group"  # others who act, or for whom something is done
    WORD = "word"  # how the law speaks, or of what


@dataclass(frozen=True, slots=True)
class Subject:
    """`names` are what people call it; `pattern` finds it in the regulation's own words."""

    label: str
    kind: SubjectKind
    names: tuple[str, ...]
    pattern: re.Pattern[str]

    def provisions(self, regulation: Regulation) -> tuple[Reference, ...]:
        """Every paragraph, or item, in whose own words it stands, in order."""
        found = []
        for reference in regulation.references():
            if reference.paragraph is None:
                continue
            paragraph = regulation.paragraph(reference.article or 0, reference.paragraph)
            words = paragraph.text if reference.item is None else regulation.text_of(reference)
            if self.pattern.search(words):
                found.append(reference)
        return tuple(found)


def load_subjects(path: Path) -> tuple[Subject, ...]:
    """No file, no subjects.

    Raises GuideError.
    """
    if not path.exists():
        return ()
    try:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GuideError(f"{path.name}: {error}") from error
    for key in file:
        if key != "subject":
            raise GuideError(f"{path.name}: unknown key {key!r}; allowed: subject")
    return tuple(_subject(path, table) for table in file.get("subject", []))


def named_in(text: str, subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The subjects whose names stand in a text; a name within a longer one of another subject does not count."""
    spans = [
        (match.start(), match.end(), subject)
        for subject in subjects
        for name in subject.names
        for match in re.finditer(re.escape(name), text)
    ]
    outer = [
        span
        for span in spans
        if not any(
            other[0] <= span[0] and span[1] <= other[1] and other[1] - other[0] > span[1] - span[0] for other in spans
        )
    ]
    return tuple(dict.fromkeys(subject for _, _, subject in sorted(outer, key=lambda span: span[0])))


def _subject(path: Path, table: dict[str, object]) -> Subject:
    for key in table:
        if key not in KEYS:
            raise GuideError(f"{path.name}: unknown key {key!r}; allowed: {', '.join(sorted(KEYS))}")
    label, names = str(table.get("label", "")), table.get("names")
    if not label or not isinstance(names, list) or not names:
        raise GuideError(f"{path.name}: {label!r} needs label and names")
    if ("stem" in table) == ("pattern" in table):
        raise GuideError(f"{path.name}: {label!r} needs either stem or pattern")
    pattern = str(table["pattern"]) if "pattern" in table else re.escape(str(table["stem"])) + ENUMERATED.format()
    kind = table.get("kind", SubjectKind.BODY)
    if kind not in set(SubjectKind):
        raise GuideError(f"{path.name}: {label!r}: kind must be one of {', '.join(SubjectKind)}, not {kind!r}")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise GuideError(f"{path.name}: {label!r}: {pattern!r}: {error}") from error
    return Subject(label, SubjectKind(str(kind)), tuple(str(name) for name in names), compiled)
