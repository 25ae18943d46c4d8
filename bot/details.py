"""Details that people ask for and a provision does not have: an amount, a period, a penalty, conditions, where to go.

Told from the question's words and the provision's, whatever the subject, so that a silence is known as one though
the guide has none for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.guide import Silence
from kb.handbook import Handbook
from kb.model import Reference

DATA = Path(__file__).parent / "data" / "details.toml"
# A story tells how long and how much by the way.
LONGEST = 45  # characters


@dataclass(frozen=True, slots=True)
class Detail:
    """`name` is what it is called; `named` finds it in the name of a silence."""

    name: str
    asked: re.Pattern[str]
    fixed: re.Pattern[str]
    named: re.Pattern[str]


def open_detail(provision: str, asked: str) -> Detail | None:
    """What a short question asks for and the words of the provision do not have; None if there is no such thing."""
    if len(asked) > LONGEST:
        return None
    return next((one for one in details() if one.asked.search(asked) and not one.fixed.search(provision)), None)


def silence_on(detail: Detail, reference: Reference, likely: Sequence[Silence], handbook: Handbook) -> Silence:
    """The guide's silence on such a detail of the provision, or one made for it.

    `likely` are the silences of its article, the most like the question first. One that is made says what the
    provision says in plain words, and names whom those on it name.
    """
    own = [silence for silence in likely if silence.reference == reference]
    for silence in (*own, *likely[:1]):
        if detail.named.search(silence.name):
            return silence
    ask = next((silence.ask for silence in own if silence.ask), "")
    return Silence("", reference, f"您问的{detail.name}", handbook.explanation(reference).plain, ask)


@lru_cache(maxsize=1)
def details() -> tuple[Detail, ...]:
    file = tomllib.loads(DATA.read_text(encoding="utf-8"))
    how_many = file["how_many"]["pattern"]

    def joined(table: dict[str, list[str]], key: str) -> re.Pattern[str]:
        return re.compile("|".join(table[key]).replace("<how_many>", how_many))

    return tuple(
        Detail(table["name"], *(joined(table, key) for key in ("asked", "fixed", "named"))) for table in file["detail"]
    )
