"""Amounts in yuan and shares: exact, as JSON and as people read them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

WAN = 10**4
YI = 10**8
FEN = Decimal("0.01")
DIGITS = 200  # more than the product of an amount and two shares can have, see slots.FINEST


def is_exact(number: Fraction) -> bool:
    """Whether it can be written as a decimal that ends."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def yuan_json(amount: Fraction) -> int | str:
    """A whole number, else a decimal string; one that would not end is rounded up to the fen.

    Up, because it is a least amount or what is missing to one: a fen less would not be enough.
    """
    shown = amount if is_exact(amount) else _rounded(amount, ROUND_CEILING)
    return shown.numerator if shown.denominator == 1 else _decimal_text(shown)


def share_json(share: Fraction) -> str:
    """A decimal string (0.35), or numerator/denominator where that would not end."""
    return _decimal_text(share) if is_exact(share) else str(share)


def format_yuan(amount: Fraction | Decimal | int) -> str:
    """As people write it: 3,500元, 105.15万元, 1.2亿元; always the exact amount, 约 where it would not end.

    万 and 亿 only where at most two decimals are needed.
    """
    exact = Fraction(amount)
    if not is_exact(exact):
        return f"约{_plain_yuan(_rounded(exact, ROUND_HALF_UP))}"
    for unit, word in ((YI, "亿元"), (WAN, "万元")):
        if abs(exact) >= unit and (exact * 100 / unit).denominator == 1:
            return _decimal_text(exact / unit) + word
    return _plain_yuan(exact)


def format_share(share: Fraction) -> str:
    """0.3 → 30%; 约 where the percentage would not end."""
    percent = share * 100
    if is_exact(percent):
        return f"{_decimal_text(percent)}%"
    return f"约{_decimal_text(_rounded(percent, ROUND_HALF_UP))}%"


def _plain_yuan(amount: Fraction) -> str:
    whole, point, decimals = _decimal_text(abs(amount)).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}{point}{decimals}元"


def _decimal_text(number: Fraction) -> str:
    """Of a number that `is_exact`."""
    with localcontext() as context:
        context.prec = DIGITS
        text = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Fraction, rounding: str) -> Fraction:
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(number.numerator) / Decimal(number.denominator)).quantize(FEN, rounding))
