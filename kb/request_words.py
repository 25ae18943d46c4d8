"""Words around the name of a provision that ask for nothing but the provision itself."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "request_words.txt"
# Whoever says one of these wants the words themselves, whatever the reason told with it.
VERBATIM = re.compile("原文|全文|原话|条文|念一|念给|念遍|读一遍|逐字|一字不|抄一|核对|文字|调出|原句|一字一句|照着念")


@lru_cache(maxsize=1)
def _request() -> re.Pattern[str]:
    """Longest first, so that no word is eaten by its own beginning."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def only_request_words(text: str, title: str) -> bool:
    """Whether nothing is left once the request is taken away, or the wording itself is asked for."""
    rest = text.replace(title, "")
    return bool(VERBATIM.search(rest)) or not re.sub(r"[\W_]", "", _request().sub("", rest))
