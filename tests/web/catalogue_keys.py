"""Which Chinese texts the interface says: those written into templates and modules, and those that data hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from bot.figures import _SHOWN as FIGURES
from bot.filters import SPEECH_LABELS
from bot.problem_words import SAID
from bot.web.calculators import UNITS
from bot.web.evaluation_form import SPLITS
from bot.web.evaluation_words import STATES as RUN_STATES
from bot.web.feedback_list import DONE, OUTCOMES, PURPOSES, STATES
from bot.web.form import ANSWERS, MEMBERS_HELP
from bot.web.lookup import BRIEFLY
from bot.web.markup import NAMES
from bot.web.pages import NAVIGATION
from evals import labels
from evals.metrics import METRICS
from evals.overview import COUNTED
from kb.rules.catalogue import load_registry
from kb.rules.published import library_years
from kb.rules.workdays import WEEKEND
from tests.serving import ROOT

# The names under which modules say a text: those of bot/web, and a sentence made in bot.
SAYING = frozenset({"_", "translate", "translate_html", "told", "Message", "_told"})


def written() -> set[str]:
    """The first argument of every `_("…")` in templates and modules."""
    texts: set[str] = set()
    environment = Environment()
    for path in (ROOT / "bot/web/templates").glob("*.html"):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and isinstance(call.args[0], nodes.Const):
                texts.add(call.args[0].value)
    for path in (ROOT / "bot").rglob("*.py"):
        texts |= set(_said_in(path))
    return texts


def _said_in(path: Path) -> Iterator[str]:
    """In a module; a pattern may have a name of its own first, as it is long."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SAYING and isinstance(node.args[0].value, str):
                yield node.args[0].value
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if names == ["pattern"] and isinstance(node.value.value, str):
                yield node.value.value


def held() -> set[str]:
    """What is looked up though it stands in data: names of rules and their arguments, of figures, of outcomes."""
    texts = {MEMBERS_HELP, "可以不填", "有的行业不用填", "或者写您是做什么的", WEEKEND}
    for rule in load_registry().rules:
        texts |= {rule.label, rule.help}
        for slot in (slot for slot in rule.slots if slot.name != "today"):
            texts |= {slot.label, slot.question, *(option.label for option in slot.options)}
            # A count of members has a help of its own in the form.
            texts |= {slot.help} if slot.name != "members" else set()
    texts |= set(UNITS.values()) | {text for _, text in NAVIGATION} | {option.label for option in ANSWERS}
    texts |= set(NAMES.values()) | set(BRIEFLY.values()) | set(SAID.values()) | set(SPEECH_LABELS.values())
    texts |= {label for label, _ in FIGURES.values()}
    texts |= {name for table in library_years().values() for name in (*table.rest.values(), *table.makeup.values())}
    return (texts | _held_for_staff()) - {""}


def _held_for_staff() -> set[str]:
    """States and kinds of the feedback; the labels that an evaluation's result brings along."""
    texts = {*STATES.values(), *PURPOSES.values(), *OUTCOMES.values(), *DONE.values(), *RUN_STATES.values()}
    texts |= {text for pair in SPLITS.values() for text in pair}
    texts |= {*labels.SETS.values(), *labels.REGISTERS.values(), *labels.OUTCOMES.values(), *labels.FAULTS.values()}
    return texts | {text for metric in (*METRICS, *COUNTED.values()) for text in (metric.label, metric.help)}
