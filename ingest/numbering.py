"""The numbers that Word puts before paragraphs by itself: they are not in the paragraphs' text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kb.errors import SourceError
from kb.numerals import to_chinese

_DECIMAL = {"decimal", "decimalFullWidth", "decimalZero"}
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographDigital"}  # fmt: skip
_SILENT = {"bullet", "none"}
_SUFFIX = {"tab": " ", "space": " ", "nothing": ""}


class Numbering:
    """Counts the numbered paragraphs of a document; each is to be shown to it once, in order."""

    def __init__(self, path: Path, document: Any) -> None:
        self._path = path
        self._styles = {style.style_id: style.element for style in document.styles}
        self._levels: dict[str, dict[int, Any]] = {}  # by list (w:num), then by depth
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}  # by definition (w:abstractNum), which lists share
        parts = [r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING]
        if parts:
            self._read(parts[0].element)

    def label(self, paragraph: Any, place: int) -> str:
        """第一条␣ or （三）; "" for a paragraph that is not numbered.

        Raises SourceError for a way of counting that is not known.
        """
        found = self._numbered(paragraph)
        if found is None or found[0] not in self._levels or found[1] not in self._levels[found[0]]:
            return ""
        list_id, depth = found
        levels = self._levels[list_id]
        counts = self._counts.setdefault(self._abstract[list_id], {})
        counts[depth] = counts.get(depth, self._start(list_id, depth) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if _value(levels[depth], "w:numFmt", "decimal") in _SILENT:
            return ""

        def shown(part: re.Match[str]) -> str:
            other = int(part[1]) - 1
            count = counts.get(other, self._start(list_id, other))
            return self._format(_value(levels[other], "w:numFmt", "decimal"), count, place)

        text = re.sub(r"%([1-9])", shown, _value(levels[depth], "w:lvlText", ""))
        return text + _SUFFIX.get(_value(levels[depth], "w:suff", "tab"), " ") if text else ""

    def _start(self, list_id: str, depth: int) -> int:
        return self._starts.get((list_id, depth), _number(self._levels[list_id][depth], "w:start", 1))

    def _format(self, name: str, count: int, place: int) -> str:
        if name in _DECIMAL:
            return str(count)
        if name in _CHINESE:
            return to_chinese(count)
        raise SourceError(self._path, f"is numbered by Word as {name!r}; type the numbers as text", place)

    def _numbered(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and depth that the paragraph or its style names."""
        properties = paragraph.find(qn("w:pPr"))
        style = None if properties is None else _value(properties, "w:pStyle", "")
        for _ in range(20):  # styles are based on one another, at worst in a circle
            numbers = None if properties is None else properties.find(qn("w:numPr"))
            list_id = "" if numbers is None else _value(numbers, "w:numId", "")
            if list_id:
                return (list_id, self._depth(numbers, list_id, style)) if list_id != "0" else None
            element = self._styles.get(style or "")
            if element is None:
                return None
            properties = element.find(qn("w:pPr"))
            if properties is not None and properties.find(qn("w:numPr")) is not None:
                continue
            style = _value(element, "w:basedOn", "")
        return None

    def _depth(self, numbers: Any, list_id: str, style: str | None) -> int:
        for depth, level in self._levels.get(list_id, {}).items():
            if style and _value(level, "w:pStyle", "") == style and numbers.find(qn("w:ilvl")) is None:
                return depth
        return _number(numbers, "w:ilvl", 0)

    def _read(self, numbering: Any) -> None:
        definitions = {a.get(qn("w:abstractNumId")): a for a in numbering.findall(qn("w:abstractNum"))}
        for entry in numbering.findall(qn("w:num")):
            list_id, abstract = entry.get(qn("w:numId")), _value(entry, "w:abstractNumId", "")
            levels = {int(level.get(qn("w:ilvl"))): level
                      for level in definitions[abstract].findall(qn("w:lvl"))}  # fmt: skip
            self._abstract[list_id] = abstract
            for override in entry.findall(qn("w:lvlOverride")):
                self._abstract[list_id] = f"{abstract}/{list_id}"  # it counts for itself
                depth = int(override.get(qn("w:ilvl")))
                if override.find(qn("w:lvl")) is not None:
                    levels[depth] = override.find(qn("w:lvl"))
                if override.find(qn("w:startOverride")) is not None:
                    self._starts[list_id, depth] = _number(override, "w:startOverride", 1)
            self._levels[list_id] = levels


def _value(element: Any, name: str, otherwise: str) -> str:
    child = element.find(qn(name))
    return otherwise if child is None else str(child.get(qn("w:val"), otherwise))


def _number(element: Any, name: str, otherwise: int) -> int:
    return int(_value(element, name, str(otherwise)))
