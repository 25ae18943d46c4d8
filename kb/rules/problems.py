"""What can be wrong with an argument; the wording for people belongs to the faces."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """The `problem` of an InputError that a rule raises."""

    MISSING = "is missing"
    UNKNOWN = "is not an argument of this rule"
    NOT_A_DATE = "is not a date (YYYY-MM-DD)"
    NOT_AN_AMOUNT = "is not an amount in yuan (a whole number or a decimal string, never a float)"
    NOT_A_COUNT = "is not a whole number"
    NOT_A_SHARE = "is not a share (0.35 or 35%)"
    NOT_A_BOOLEAN = "is neither yes nor no"
    NOT_A_CHOICE = "is not one of the choices"
    NEGATIVE = "must not be below zero"
    ZERO = "must be more than zero"
    TOO_LARGE = "is larger than anything that can be meant"
    SHARE_OVER_ONE = "is a share above 100%"
    MORE_THAN_WHOLE = "is a part larger than its whole"
    CONTRADICTION = "contradicts another argument"
    TOO_EARLY = "is earlier than what it follows"
    TOO_FEW = "is too few"
    OUTSIDE = "is outside what the rule covers"
