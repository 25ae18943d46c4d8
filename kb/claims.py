"""How a misconception is recognised by what is said: patterns of the wrong words, written beside it in the guide.

A pattern such as `<only> & 大学|学生 & ~还是` holds where one clause of the question has all its parts; a part
is a regular expression, `<only>` stands for a list of `kb/data/claim_words.toml`, `~` says that a part must
not stand in it. Parts after ` && ` may stand anywhere in the question.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "claim_words.toml"
LONGEST = 80  # characters: longer ones tell what happened
_CLAUSES = re.compile("[，,。？?！!；;：: ]+")
# 能不能, 补不补, 有没有: asked, not claimed.
_OPEN = re.compile(
    r"(?:(?P<one>[\u4e00-\u9fff])[不没](?P=one)|有没[得有]?|可不可以|(?P<two>[\u4e00-\u9fff]{2})(?:不|还是不)(?P=two))(?:[\u4e00-\u9fff](?=[\u4e00-\u9fff]))?"
)
_CLAIMED = ("是不是", "对不对", "行不行", "要不要得")
# Whether somebody else acts within the law.
_JUDGED = re.compile("违法|违规|违反|合不合|合法[吗不嘛没]|合规[吗不嘛没]|犯法|有道理|站得住|违约[吗不嘛]")
_ALTERNATIVE = re.compile("还是(?!不|得|没|这|那|想|觉|有点|挺|老|个)")
QUOTED = 6  # characters of the law's words in a row: who says them has them right


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that must all stand in one clause, parts that must stand anywhere, and parts that must not."""

    together: tuple[re.Pattern[str], ...]
    anywhere: tuple[re.Pattern[str], ...]
    absent: tuple[re.Pattern[str], ...]

    def holds(self, text: str, clauses: list[str]) -> bool:
        if any(part.search(text) for part in self.absent) or not all(part.search(text) for part in self.anywhere):
            return False
        return any(all(part.search(clause) for part in self.together) for clause in clauses)


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """The lists by name, each as one expression."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))["words"]
    return {name: "(?:" + "|".join(parts) + ")" for name, parts in table.items()}


@lru_cache(maxsize=4096)
def pattern_of(written: str) -> Pattern:
    """Raises ValueError for an unknown list or an expression that is none."""
    together, *anywhere = written.split(" && ")
    inside = [part.strip() for part in together.split(" & ")]
    absent = [part[1:] for part in (*inside, *anywhere) if part.startswith("~")]
    return Pattern(
        tuple(_compiled(part) for part in inside if not part.startswith("~")),
        tuple(_compiled(part.strip()) for part in anywhere if not part.startswith("~")),
        tuple(_compiled(part) for part in absent),
    )


def claims(text: str, told: tuple[str, ...], words: str) -> bool:
    """Whether a folded question takes for granted what one of the patterns says.

    `words` are the provision's own for what is right: who quotes them is not wrong.
    """
    if len(text) > LONGEST or _JUDGED.search(text) or _ALTERNATIVE.search(text) or _quotes(text, words):
        return False
    plain = _OPEN.sub(lambda match: match.group() if match.group().startswith(_CLAIMED) else "，", text)
    clauses = [clause for clause in _CLAUSES.split(plain) if clause]
    return any(pattern_of(written).holds(plain, clauses) for written in told)


def _compiled(part: str) -> re.Pattern[str]:
    try:
        return re.compile(re.sub("<([a-z_]+)>", lambda match: words()[match[1]], part))
    except KeyError as error:
        raise ValueError(f"no list of words <{error.args[0]}>") from error
    except re.error as error:
        raise ValueError(f"{part!r}: {error}") from error


def _quotes(text: str, law: str) -> bool:
    return any(law[place : place + QUOTED] in text for place in range(len(law) - QUOTED + 1))
