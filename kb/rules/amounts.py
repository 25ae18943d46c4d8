"""Checks that amounts and shares make sense before anything is computed from them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kb.errors import InputError
from kb.rules.money import share_json, yuan_json
from kb.rules.problems import Problem


def require_positive(slot: str, amount: Fraction) -> None:
    """Raises InputError for zero and below."""
    require_not_negative(slot, amount)
    if amount == 0:
        raise InputError(slot, Problem.ZERO, yuan_json(amount))


def require_not_negative(
    slot: str, amount: Fraction | None, shown: Callable[[Fraction], int | str] = yuan_json
) -> None:
    """Raises InputError; nothing given is nothing wrong."""
    if amount is not None and amount < 0:
        raise InputError(slot, Problem.NEGATIVE, shown(amount))


def require_share(slot: str, share: Fraction | None) -> None:
    """Raises InputError outside 0–100%."""
    require_not_negative(slot, share, share_json)
    if share is not None and share > 1:
        raise InputError(slot, Problem.SHARE_OVER_ONE, share_json(share))


def require_within(slot: str, part: Fraction | None, whole: Fraction) -> None:
    """Raises InputError for a part that is below zero or larger than its whole."""
    require_not_negative(slot, part)
    if part is not None and part > whole:
        raise InputError(slot, Problem.MORE_THAN_WHOLE, yuan_json(part))
