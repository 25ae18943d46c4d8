"""From pages to one flow of lines, without what stands on a page only because it is a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.source import SourceLine, squeeze

# Certain by their form: - 3 -, — 3 —, 第3页, 第 3 页 共 12 页.
_FORM = re.compile(r"[-—–－―]+[0-9]+[-—–－―]+|第[0-9]+页(?:[，,/]?共[0-9]+页)?")
# Certain only when they count the pages: 3, 3/12.
_BARE = re.compile(r"([0-9]+)(?:/[0-9]+)?")
_FEWEST_PAGES_WITH_A_HEAD = 3

Page = Sequence[SourceLine]


def flow(pages: Sequence[Page]) -> list[SourceLine]:
    """All lines in order that are not blank. A number or running head is dropped only when it is certainly one."""
    kept = [[line for line in page if squeeze(line.text)] for page in pages]
    while _strip(kept, 0) or _strip(kept, -1):
        pass
    return [line for page in kept for line in page]


def _strip(pages: list[list[SourceLine]], edge: int) -> bool:
    """Drops one number or head at that edge (0 top, -1 bottom) of each page that has one; False when there is none."""
    texts = [squeeze(page[edge].text) if page else "" for page in pages]
    furniture = _numbers(texts) or _heads(texts)
    for place in furniture:
        del pages[place][edge]
    return bool(furniture)


def _numbers(texts: Sequence[str]) -> list[int]:
    """The pages whose edge is a page number."""
    certain = [place for place, text in enumerate(texts) if _FORM.fullmatch(text)]
    if certain:
        return certain
    counted = {place: int(found[1]) for place, text in enumerate(texts) if (found := _BARE.fullmatch(text))}
    whole = len(counted) >= max(2, sum(map(bool, texts)) - 1)  # a cover may have none
    in_step = len({number - place for place, number in counted.items()}) == 1
    return list(counted) if whole and in_step else []


def _heads(texts: Sequence[str]) -> list[int]:
    """The pages whose edge is the same on all pages; the first may differ."""
    later = {text for text in texts[1:] if text}
    if len(texts) < _FEWEST_PAGES_WITH_A_HEAD or len(later) != 1:
        return []
    (head,) = later
    places = [place for place, text in enumerate(texts) if text == head]
    return [place for place in places if place > 0] if len(places) >= _FEWEST_PAGES_WITH_A_HEAD - 1 else []
