"""What the server-rendered pages share: their templates, and how things are written on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.web import language
from bot.web.markup import marked
from bot.web.scripts import words_html
from kb.model import Reference
from kb.numerals import to_chinese
from kb.rules.narration import full_label

TEMPLATES = Path(__file__).parent / "templates"
SHORT = 40
NAVIGATION = (("/", "对话"), ("/lookup", "查条文"), ("/calculators", "计算器"), ("/evaluation", "评测"))


def templates() -> Environment:
    """Everything put into a page is escaped; `_` says a Chinese text in the language of the page."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    environment.globals |= {
        "navigation": NAVIGATION,
        "_": language.translate_html,
        "told": language.told,
        "zh": language.zh,
        "own": language.own,
        "switch": language.switch_html,
        "script_words": words_html,
        "language": lambda: language.TAGS[language.language()],
    }
    environment.filters["marked"] = lambda text, marks: Markup(marked(text, marks))
    environment.filters["chinese"] = to_chinese
    environment.filters["day"] = day_text
    environment.filters["as_chinese"] = language.chinese_html
    environment.filters["spoken"] = spoken
    environment.filters["shorten"] = lambda text: text if len(text) <= SHORT else text[:SHORT] + "……"
    return environment


def day_text(day: date) -> str:
    """2024年7月1日, or 1 July 2024."""
    if language.language() == language.ENGLISH:
        return f"{day.day} {day:%B %Y}"
    return chinese_day(day)


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """2024年7月1日（星期一）, or Monday, 1 July 2024."""
    return f"{day:%A}, {day_text(day)}" if language.language() == language.ENGLISH else full_label(day)


def spoken(reference: Reference, label: str) -> str:
    """A provision's name for an attribute, which cannot be marked as Chinese: Article 36, paragraph 3."""
    if language.language() == language.CHINESE:
        return label
    numbers = {"Article": reference.article, "paragraph": reference.paragraph, "item": reference.item}
    return ", ".join(f"{unit} {number}" for unit, number in numbers.items() if number is not None)
