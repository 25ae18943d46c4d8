"""Statutory holidays (全国年节及纪念日放假办法 第二条) of years whose arrangement is not published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module

LAST_YEAR = 2100  # the lunar calendar of the library ends here
NEW_YEARS_EVE = "农历除夕"
SPRING_FESTIVAL = "春节"
# How the library names a weekday off that a make-up day pays for; that is arrangement, not statute.
ARRANGED = "休息日"


@lru_cache(maxsize=8)
def statutory_days(year: int) -> Mapping[date, str]:
    """Day → name (元旦, 春节, 清明节, 劳动节, 端午节, 中秋节, 国庆节; two that meet joined by 、)."""
    # Importing `holidays` takes a fifth of a second, and only years past the published ones need it.
    China = import_module("holidays.countries.china").China
    found: dict[date, str] = {}
    for day, name in China(years=year, observed=False, language="zh_CN").items():
        if not name.startswith(ARRANGED):
            names = sorted({_plain(part) for part in name.split("; ")})
            found[day] = "、".join(names)
    return found


def _plain(name: str) -> str:
    return SPRING_FESTIVAL if name == NEW_YEARS_EVE else name
