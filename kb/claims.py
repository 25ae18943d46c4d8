"""How a misconception is recognised by what is said: patterns of the wrong words, written beside it in the guide.

A pattern such as `<only> & 大学|学生 & ~还是` holds where one clause of the question has all its parts; a part
is a regular expression, `<only>` stands for a list of `kb/data/claim_words.toml`, `~` says that a part must
not stand in it. Parts after ` && ` may stand anywhere in the question.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.text import pairs_of

WORDS = Path(__file__).parent / "data" / "claim_words.toml"
LONGEST = 60  # characters: longer ones tell what happened
_LIST = re.compile("<([a-z_]+)>")
_CLAUSES = re.compile("[，,。？?！!；;：: ]+")
# 能不能, 补不补, 有没有: asked, not claimed.
_OPEN = re.compile(
    r"(?<!爱)(?:(?P<one>[\u4e00-\u9fff])[不没](?P=one)|有没[得有]?|可不可以|(?P<two>[\u4e00-\u9fff]{2})(?:不|还是不)(?P=two))"
    r"(?:[\u4e00-\u9fff](?=[\u4e00-\u9fff]))?"
)
_CLAIMED = ("是不是", "对不对")
# Whether somebody else acts within the law.
_JUDGED = re.compile(
    "(?:违法|违规|违反|违约|犯法|合法|合规)[^，,]{0,8}(?:[吗么没呢?？]|不(?![一-鿿]))|(?:算不算|是不是|有没有|属不属于|不)违"
    "|合不合|有道理|站得住|这样做对|能告|胜算|合理[么吗不]|我说"
)
# 不光, 没说, 不等于: what would be claimed is denied.
_DENIED = re.compile(
    "不光|不止|不单|不仅|不只(?!有.{1,8}[吗么迈])|(?<!是)不是(?:只|光|仅|单)(?![^，,]*[吗么迈])"
    "|不等于|不限于|并没|并不|没(?:有)?(?:说|写)(?!法|错)"
)
_ALTERNATIVE = re.compile("还是(?!草案|试行|不|得|没|这|那|想|觉|有点|挺|老|个)")
_NOT_CLAIMED = (_JUDGED, _DENIED, _ALTERNATIVE)
QUOTED = 8  # characters of the law's words in a row: who says them has them right


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that must all stand in one clause, parts that must stand anywhere, and parts that must not.

    Each is compiled when it is first looked for: most questions get no further than a pattern's first part.
    """

    together: tuple[str, ...]
    anywhere: tuple[str, ...]
    absent: tuple[str, ...]

    def holds(self, text: str, clauses: list[str]) -> bool:
        """`clauses` are those of the text, without what is asked openly."""
        if not any(all(_compiled(part).search(clause) for part in self.together) for clause in clauses):
            return False
        if not all(any(_compiled(part).search(clause) for clause in clauses) for part in self.anywhere):
            return False
        return not any(_compiled(part).search(text) for part in self.absent)

    def check(self) -> None:
        """Raises ValueError for an unknown list or an expression that is none."""
        for part in (*self.together, *self.anywhere, *self.absent):
            _compiled(part)


@cache
def words() -> dict[str, str]:
    """The lists by name, each as one expression."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))["words"]
    return {name: "(?:" + "|".join(parts) + ")" for name, parts in table.items()}


@cache
def pattern_of(written: str) -> Pattern:
    together, *anywhere = written.split(" && ")
    inside = [part.strip() for part in together.split(" & ")]
    beside = [part.strip() for part in anywhere]
    return Pattern(
        tuple(part for part in inside if not part.startswith("~")),
        tuple(part for part in beside if not part.startswith("~")),
        tuple(part[1:] for part in (*inside, *beside) if part.startswith("~")),
    )


def claims(text: str, told: tuple[str, ...], words: str, claim: str = "") -> bool:
    """Whether a folded question takes for granted what one of the patterns says.

    `words` are the provision's own for what is right: who quotes them, but for what stands in the wrong `claim`
    too, is not wrong.
    """
    if len(text) > LONGEST or any(pattern.search(text) for pattern in _NOT_CLAIMED) or _quotes(text, words, claim):
        return False
    plain = _OPEN.sub(lambda match: match.group() if match.group().startswith(_CLAIMED) else "，", text)
    clauses = [clause for clause in _CLAUSES.split(plain) if clause]
    return any(pattern_of(written).holds(text, clauses) for written in told)


def shared(text: str, claim: str) -> float:
    """The share of a claim's pairs of characters that a question has: which of several it makes, and how surely."""
    pairs = pairs_of(claim)
    return len(pairs & pairs_of(text)) / max(1, len(pairs))


@cache
def _compiled(part: str) -> re.Pattern[str]:
    try:
        while _LIST.search(part):
            part = _LIST.sub(lambda match: words()[match[1]], part)
        return re.compile(part)
    except KeyError as error:
        raise ValueError(f"no list of words <{error.args[0]}>") from error
    except re.error as error:
        raise ValueError(f"{part!r}: {error}") from error


def _quotes(text: str, law: str, claim: str) -> bool:
    pieces = (law[place : place + QUOTED] for place in range(len(law) - QUOTED + 1))
    return any(piece in text and piece not in claim for piece in pieces)
