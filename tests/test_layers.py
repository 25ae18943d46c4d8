"""Which way the arrows point: kb ← ingest, kb ← bot ← evals, and one door per vendor."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {
    "kb": {"kb"},
    "ingest": {"ingest", "kb"},
    "bot": {"bot", "kb"},
    "evals": {"evals", "bot", "kb"},
}
DOORS = {"chromadb": "kb/index.py", "jieba": "kb/words.py", "gradio": "bot/web/", "pypinyin": "kb/pinyin.py",
         "sqlalchemy": "bot/store/", "alembic": "bot/store/", "argon2": "bot/store/passwords.py",
         "limits": "bot/web/rates.py"}  # fmt: skip
# `find_string` of importlib: modules that are loaded late so that a command starts fast.
LATE = {
    "kb/__main__.py": {"kb.opening"},
    "bot/__main__.py": {
        "bot.ask_command",
        "bot.feedback_command",
        "bot.settings",
        "bot.users_command",
        "bot.web.server",
    },
    "evals/__main__.py": {"bot.assistant", "evals.studies"},
    "kb/rules/statutory.py": {"holidays.countries.china"},
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_stands_below_it(layer: str) -> None:
    for path, tree in modules():
        if path.startswith(layer + "/"):
            ours = {name.split(".")[0] for name in imported(tree)} & set(LAYERS)
            assert ours <= LAYERS[layer], path


@pytest.mark.parametrize("vendor", DOORS)
def test_a_vendor_has_one_door(vendor: str) -> None:
    users = {path for path, tree in modules() if any(name.split(".")[0] == vendor for name in imported(tree))}
    assert users
    assert all(path.startswith(DOORS[vendor]) for path in users)


def test_no_import_goes_round_in_a_circle() -> None:
    names = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): tree for path, tree in modules()}
    arrows = {name: {other for other in imported(tree) if other in names and other != name}
              for name, tree in names.items()}  # fmt: skip
    while arrows:
        leaves = {name for name, targets in arrows.items() if not targets & set(arrows)}
        assert leaves, f"a circle among {sorted(arrows)}"
        arrows = {name: targets for name, targets in arrows.items() if name not in leaves}


def test_imports_stand_at_the_top_but_for_the_late_ones() -> None:
    for path, tree in modules():
        inner = [node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
                 for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip
        assert not inner, path
        late = {node.args[0].value for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module"
                and isinstance(node.args[0], ast.Constant)}  # fmt: skip
        assert late == LATE.get(path, set()), path
