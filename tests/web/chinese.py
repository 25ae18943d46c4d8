"""What is Chinese on an English page."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from bot.web.language import catalogue

HAN = re.compile("[一-鿿]")


def chinese_of(html: str) -> list[str]:
    """The Chinese on an English page that is not marked as Chinese."""
    found = []
    page = BeautifulSoup(html, "html.parser")
    for text in page.find_all(string=HAN):
        parent = text.find_parent(lang=True)
        silent = text.find_parent(["title", "script", "style"]) is not None
        if not silent and (parent is None or parent["lang"] == "en") and not is_taught(text):
            found.append(str(text))
    for tag in page.find_all(True):
        for name in ("aria-label", "placeholder", "title", "label"):
            if HAN.search(tag.get(name, "")) and not tag.get(name, "").startswith("In Chinese"):
                found.append(f"{name}={tag[name]}")
    return found


def is_taught(text: NavigableString) -> bool:
    """An English sentence may name a Chinese word: how amounts are typed, 应当 as the sign of a duty."""
    parent = text.parent
    named = HAN.sub("", str(text)) in catalogue("en").values() or text in catalogue("en").values()
    return named or (isinstance(parent, Tag) and bool(re.search("[A-Za-z]{3}", str(text))))
