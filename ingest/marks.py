"""What a line of a regulation begins with: the name of a chapter, section or article, or the number of an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.source import BLANK, squeeze
from kb.numerals import from_chinese, to_chinese

_CHINESE_NUMBER = rf"(?:[零〇○一二两三四五六七八九十百千]{BLANK}*)+"
NUMBER = rf"(?:(?:[0-9０-９]{BLANK}*)+|{_CHINESE_NUMBER})"
LONGEST_TITLE = 40

_EDGES = re.compile(rf"^{BLANK}+|{BLANK}+$")
# The number after 之 takes no blank with it: the blank sets the article off from its words.
_ARTICLE = re.compile(
    rf"第{BLANK}*({NUMBER})条(之[0-9０-９零〇○一二两三四五六七八九十百千]+)?(?:({BLANK}+)|(?=【)|$|(?=(.)))"
)
_HEADING = re.compile(rf"第{BLANK}*({NUMBER})([编章节])({BLANK}*)")
_ITEM = re.compile(rf"[（(]{BLANK}*({_CHINESE_NUMBER})[）)](?![项至、和或（(])")
# 目: they stay in the words of their item, or of the paragraph that introduces them.
_SUBITEM = re.compile(rf"(?:[0-9０-９]+{BLANK}*[.．、)）]|[（(][0-9０-９]+[）)]|[①-⑳⑴-⒇])")
# What follows the name of an article that is only spoken of: 第三十六条规定的…, 第三十六条第二款.
_SPOKEN_OF = "第款项规所的之至到、，；。和与或及以"
_CLOSERS = "”’」』）)》〉\"'"
_STOP = re.compile(rf"[。！？!?][{_CLOSERS}]*$")
_PAUSE = re.compile(rf"[；：;:][{_CLOSERS}]*$")
_NO_TITLE = re.compile(r"[。；，：！？;:]")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class Kind(StrEnum):
    PART = "编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"


HEADINGS = (Kind.PART, Kind.CHAPTER, Kind.SECTION)


@dataclass(frozen=True, slots=True)
class Mark:
    """`rest` is the line after the mark. `spaced`: a blank or the end of the line follows the name.
    `inserted`: 第十七条之一, an article that was put in later."""

    kind: Kind
    number: int
    rest: str
    spaced: bool = True
    inserted: bool = False


def read_mark(line: str) -> Mark | None:
    """The mark at the start of a line; whether it is one there, or words of a sentence, is for the outline to tell."""
    text = _EDGES.sub("", line)
    return _article(text) or _heading(text) or _item(text)


def is_subitem(line: str) -> bool:
    return bool(_SUBITEM.match(squeeze(line)))


def ends_sentence(text: str) -> bool:
    """It ends in a full stop, closing quotes and brackets aside."""
    return bool(_STOP.search(text.rstrip()))


def pauses(text: str) -> bool:
    """It ends in a semicolon or colon, as an item or the words before items do."""
    return bool(_PAUSE.search(text.rstrip()))


def name_of(kind: Kind, number: int) -> str:
    """第七条, 第二章, （六）."""
    return f"（{to_chinese(number)}）" if kind is Kind.ITEM else f"第{to_chinese(number)}{kind.value}"


def canonical(text: str) -> str:
    """Without blanks, and with every provision named as `name_of` does: 第36条 and 第三十六条 become the same."""
    names = rf"第({NUMBER})([编章节条])|[（(]({NUMBER})[）)]"

    def rewritten(found: re.Match[str]) -> str:
        number = _number(found[1] or found[3])
        if number is None:
            return found[0]
        return name_of(Kind(found[2]), number) if found[2] else name_of(Kind.ITEM, number)

    return re.sub(names, rewritten, squeeze(text))


def _article(text: str) -> Mark | None:
    found = _ARTICLE.match(text)
    number = _number(found[1]) if found else None
    if found is None or number is None:
        return None
    following = found[4] or ""
    if following and following in _SPOKEN_OF:
        return None
    return Mark(Kind.ARTICLE, number, text[found.end() :], spaced=not following, inserted=bool(found[2]))


def _heading(text: str) -> Mark | None:
    found = _HEADING.match(text)
    number = _number(found[1]) if found else None
    if found is None or number is None:
        return None
    title = text[found.end() :].strip()
    if len(squeeze(title)) > LONGEST_TITLE or _NO_TITLE.search(title):
        return None
    return Mark(Kind(found[2]), number, title, spaced=bool(found[3]) or not title)


def _item(text: str) -> Mark | None:
    found = _ITEM.match(text)
    number = _number(found[1]) if found else None
    return None if found is None or number is None else Mark(Kind.ITEM, number, text[found.end() :])


def _number(text: str) -> int | None:
    try:
        number = from_chinese(squeeze(text).translate(_WIDE_DIGITS))
    except ValueError:
        return None
    return number if number < 10**4 else None
