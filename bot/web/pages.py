"""What the server-rendered pages share: their templates, and how things are written on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.web.markup import marked
from kb.numerals import to_chinese

TEMPLATES = Path(__file__).parent / "templates"
SHORT = 40
NAVIGATION = (("/", "对话"), ("/lookup", "查条文"), ("/calculators", "计算器"), ("/evaluation", "评测"))


def templates() -> Environment:
    """Everything put into a page is escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    environment.globals["navigation"] = NAVIGATION
    environment.globals["_"] = str
    environment.filters["marked"] = lambda text, marks: Markup(marked(text, marks))
    environment.filters["chinese"] = to_chinese
    environment.filters["day"] = chinese_day
    environment.filters["shorten"] = lambda text: text if len(text) <= SHORT else text[:SHORT] + "……"
    return environment


def chinese_day(day: date) -> str:
    """2024年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
