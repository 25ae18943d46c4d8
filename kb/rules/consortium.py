"""What a consortium counts as in government procurement (37.2)."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import InputError
from kb.rules.book import RuleBook
from kb.rules.problems import Problem
from kb.rules.result import Finding, quoted
from kb.rules.size import SIZE_LABELS
from kb.rules.size_table import Size

LEAST_MEMBERS = 2
VERDICTS = {
    "small_micro": "联合体视同小型微型企业（也就视同中小企业）：各方都是小型或者微型企业。",
    "sme": "联合体视同中小企业，但不视同小型微型企业：各方都是中小企业，其中有中型企业。",
    "neither": "联合体不视同中小企业，也不视同小型微型企业：其中有大型企业。",
}


def judge_consortium(book: RuleBook, members: Sequence[str]) -> Finding:
    """第三十七条第二款: all members SMEs → SME; all of them small or micro → small or micro; else neither.

    Raises InputError for fewer than two members or an unknown size.
    """
    sizes = [_size(member) for member in members]
    if len(sizes) < LEAST_MEMBERS:
        raise InputError("members", Problem.TOO_FEW, list(members))
    largest = max(sizes, key=lambda size: size.rank)
    counts_as = {Size.LARGE: "neither", Size.MEDIUM: "sme"}.get(largest, "small_micro")
    counted = [f"{SIZE_LABELS[size]}{sizes.count(size)}家" for size in reversed(Size) if size in sizes]
    return Finding(
        value={"counts_as": counts_as},
        verdict=VERDICTS[counts_as],
        steps=(
            f"联合体共{len(sizes)}方：{'、'.join(counted)}。",
            f"其中规模最大的是{SIZE_LABELS[largest]}，决定整个联合体怎么看待。",
        ),
        references=quoted(book.parameters["consortium"]),
        assumptions=("各方的规模都已按国家中小企业划分标准确定，并以联合体形式参加政府采购活动。",),
    )


def _size(member: str) -> Size:
    try:
        return Size(member)
    except ValueError as error:
        raise InputError("members", Problem.NOT_A_CHOICE, member) from error
