"""Words by which a question shows what it wants computed: data, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

CUES = Path(__file__).parent / "data" / "cues.toml"


@dataclass(frozen=True, slots=True)
class Cues:
    """Regular expressions by table and key of cues.toml."""

    patterns: dict[tuple[str, str], re.Pattern[str]]

    def found(self, table: str, key: str, text: str) -> bool:
        return self.patterns[table, key].search(text) is not None

    def last_before(self, table: str, key: str, text: str) -> int:
        """Where the last such word in the text ends, -1 if there is none."""
        return max((match.end() for match in self.patterns[table, key].finditer(text)), default=-1)

    def first(self, table: str, key: str, text: str) -> int:
        """Where the first such word in the text begins, the text's length if there is none."""
        match = self.patterns[table, key].search(text)
        return match.start() if match else len(text)


def load_cues(path: Path = CUES) -> Cues:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return Cues({(t, k): re.compile("|".join(words)) for t, keys in tables.items() for k, words in keys.items()})
