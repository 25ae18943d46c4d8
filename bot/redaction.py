"""What could identify a person, taken out of what people write; amounts, dates and document numbers stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Full-width signs and Chinese digits as ASCII, one for one, so that places in both texts are the same.
PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
PLAIN |= {ord(sign): digit for sign, digit in zip("〇零一二三四五六七八九幺", "001234567891", strict=True)}

S = r"[ \t.·_\-\u2010-\u2015\u200b-\u200f\u2060\ufeff]{0,3}"  # what people put between the groups of a number
YEAR, MONTH, DAY = r"(?:18|19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
CODE = "[0-9A-HJ-NPQRTUWXY]"  # GB 32100 has neither I, O, S, V nor Z
START, END = r"(?<![0-9a-z])", r"(?![0-9a-z])"
NO_MONEY = r"(?!\s*(?:元|万元|亿元|块))"
CALLED = r"(?:电话|座机|固话|传真|致电|tel)(?:号码)?[是为:号 ]{0,4}"


def _any(found: str) -> bool:
    return True


def _grouped_as_said(found: str) -> bool:
    """13812345678 in groups as numbers are said; 150 2024-03-28 is an amount and a day."""
    groups = [len(group) for group in re.findall(r"[0-9]+", found)]
    if len(groups) > 1 and sum(groups) > 11:  # 86 by itself in front
        groups = groups[1:]
    return min(groups) >= 3 or groups == [3, 2, 2, 2, 2] or max(groups) == 1


@dataclass(frozen=True, slots=True)
class Private:
    """A kind of number: how it is written (its group `n`, or all of it) and what is put in its place."""

    pattern: re.Pattern[str]
    instead: str
    fits: Callable[[str], bool] = _any


def _written(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


# Order matters: a long number holds what looks like a shorter one.
PRIVATE = (
    Private(_written(r"[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"), "［邮箱］"),
    # ID numbers of 18 and of 15 digits, with the day of birth in them.
    Private(_written(rf"{START}[1-8]\d{{5}}{S}{YEAR}{S}{MONTH}{S}{DAY}{S}\d{{3}}{S}[\dx]{END}"), "［证件号］"),
    Private(_written(rf"{START}\d{{17}}x{END}"), "［证件号］"),
    Private(_written(rf"{START}[1-8]\d{{5}}{S}\d\d{MONTH}{DAY}{S}\d{{3}}{END}"), "［证件号］"),
    # 统一社会信用代码.
    Private(
        _written(rf"{START}{CODE}{{2}}{S}\d{{6}}{S}{CODE}{{4}}{S}{CODE}{{4}}{S}{CODE}{{2}}{END}"),
        "［信用代码］",
        lambda found: re.search("[A-Za-z]", found) is not None or found.startswith("9"),
    ),
    # Bank cards; 20240101-20241231 is none.
    Private(
        _written(rf"{START}(?!{YEAR}{MONTH}{DAY}{YEAR}{MONTH}{DAY}{END})\d{{16,19}}{END}{NO_MONEY}"), "［银行卡号］"
    ),
    Private(_written(rf"{START}[3-9]\d{{3}}(?:{S}\d{{4}}){{3}}(?:{S}\d{{1,3}})?{END}{NO_MONEY}"), "［银行卡号］"),
    Private(
        _written(rf"(?<!\d)(?:(?:\+|00)?86{S})?1{S}[3-9](?:{S}\d){{9}}(?!\d|[-.]\d){NO_MONEY}"),
        "［手机号］",
        _grouped_as_said,
    ),
    Private(
        _written(
            rf"(?<![\d\-])\(?(?:0\d{{2,3}}|(?:\+|00)86{S}\(?0?[1-9]\d{{1,2}})\)?{S}\d{{3,4}}{S}\d{{4}}(?!\d){NO_MONEY}"
        ),
        "［电话］",
    ),
    # Seven or eight digits may be an amount or a day, unless it is said what they are.
    Private(_written(rf"{CALLED}(?P<n>(?!{YEAR}{MONTH}{DAY})\d{{3,4}}{S}\d{{4}})(?!\d){NO_MONEY}"), "［电话］"),
)


def redact(text: str) -> str:
    """The text without e-mail addresses, ID, telephone and bank card numbers and codes of enterprises."""
    for kind in PRIVATE:
        text = _without(kind, text)
    return text


def _without(kind: Private, text: str) -> str:
    plain, kept, after = text.translate(PLAIN), "", 0
    for match in kind.pattern.finditer(plain):
        start, end = match.span("n") if "n" in kind.pattern.groupindex else match.span()
        if kind.fits(plain[start:end]):
            kept += text[after:start] + kind.instead
            after = end
    return kept + text[after:]
