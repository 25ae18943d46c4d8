"""Thumbs under an answer, one JSON line each, with what could identify a person taken out."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

# Order matters: an ID number holds what looks like a telephone number.
PRIVATE = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "［邮箱］"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "［证件号］"),
    (re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d){8}(?!\d)"), "［手机号］"),
    (re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)"), "［电话］"),
)


def redact(text: str) -> str:
    """The text without e-mail addresses, ID numbers and telephone numbers."""
    for pattern, instead in PRIVATE:
        text = pattern.sub(instead, text)
    return text


class Feedback:
    """Appends to DATA/feedback.jsonl; an answer never fails because a thumb could not be kept."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()

    def keep(self, question: str, liked: bool, versions: dict[str, str]) -> bool:
        """Whether it was kept."""
        row = {
            "time": self._now().isoformat(timespec="seconds"),
            "question": redact(question)[:500],
            "liked": liked,
            "versions": versions,
        }
        try:
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            log.warning("feedback could not be kept: %s", error)
            return False
        return True
