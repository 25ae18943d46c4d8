"""Holidays by the names that people use: which day of the year, or that it moves from year to year."""

from __future__ import annotations

# Month and day of holidays that are the same every year.
FIXED: dict[str, tuple[int, int]] = {
    "元旦节": (1, 1),
    "元旦": (1, 1),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "植树节": (3, 12),
    "五一劳动节": (5, 1),
    "五一国际劳动节": (5, 1),
    "国际劳动节": (5, 1),
    "劳动节": (5, 1),
    "五一节": (5, 1),
    "五一": (5, 1),
    "五四青年节": (5, 4),
    "青年节": (5, 4),
    "六一儿童节": (6, 1),
    "儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "圣诞节": (12, 25),
}
# Said alone these are days off rather than the day.
DAYS_OFF = frozenset({"国庆", "五一"})
# Of the moon's calendar or the sun's terms: another day every year.
MOVING: tuple[str, ...] = (
    "春节",
    "除夕",
    "大年三十",
    "年三十",
    "大年初一",
    "元宵节",
    "元宵",
    "清明节",
    "清明",
    "端午节",
    "端午",
    "七夕",
    "中元节",
    "中秋节",
    "中秋",
    "重阳节",
    "重阳",
    "腊八节",
    "腊八",
    "双节",
    "十一黄金周",
    "十一长假",
    "十一假期",
    "十一放假",
)
