"""What there is to ingest: the bundled regulations, and files that someone names."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import GuideError
from kb.library import BUNDLED
from kb.model import Regulation
from kb.words import read_words

KEYS = frozenset({"title", "issuer", "passed", "revised", "in_force", "sha256"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One regulation to ingest: its source, and its guide and dictionary where there are any."""

    id: str
    source: Path
    guide: Path | None
    words: Path | None
    facts: dict[str, Any]

    def dictionary(self) -> tuple[str, ...]:
        """Terms that the lexical index keeps in one piece."""
        return read_words(self.words) if self.words else ()

    def described(self, regulation: Regulation) -> Regulation:
        """The parsed regulation with what its regulation.toml adds.

        Raises GuideError when the file and the text contradict each other.
        """
        for key in ("title", "passed", "revised", "in_force"):
            read, written = getattr(regulation, key), self.facts.get(key)
            if read and written and read != written:
                raise GuideError(f"{self.id}/regulation.toml: {key} is {written!r}, but the text says {read!r}")
        return replace(
            regulation,
            id=self.id,
            issuer=regulation.issuer or str(self.facts.get("issuer", "")),
            passed=regulation.passed or _day(self.facts.get("passed")),
            revised=regulation.revised or _day(self.facts.get("revised")),
            in_force=regulation.in_force or _day(self.facts.get("in_force")),
        )


def bundled(id: str, folder: Path = BUNDLED) -> Entry:
    """The bundled regulation of that id.

    Raises GuideError when its regulation.toml is wrong or the source is not the one it was written for.
    """
    home = folder / id
    facts = tomllib.loads((home / "regulation.toml").read_text(encoding="utf-8"))
    for key in facts:
        if key not in KEYS:
            raise GuideError(f"{id}/regulation.toml: unknown key {key!r}; allowed: {', '.join(sorted(KEYS))}")
    found = hashlib.sha256((home / "source.txt").read_bytes()).hexdigest()
    if found != facts["sha256"]:
        raise GuideError(f"{id}/source.txt: sha256 is {found}, regulation.toml says {facts['sha256']}")
    return Entry(id, home / "source.txt", home / "guide", home / "words.txt", facts)


def named(path: Path, title: str, folder: Path = BUNDLED) -> Entry:
    """An entry for a file: with the guide of the bundled regulation of that title, if there is one."""
    for home in sorted(folder.iterdir()):
        manifest = home / "regulation.toml"
        if manifest.exists():
            facts = tomllib.loads(manifest.read_text(encoding="utf-8"))
            if facts["title"] == title:
                return Entry(home.name, path, home / "guide", home / "words.txt", facts)
    id = "law-" + hashlib.sha256(title.encode()).hexdigest()[:10]
    return Entry(id, path, None, None, {})


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
