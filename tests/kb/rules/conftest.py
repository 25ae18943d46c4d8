from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.rules.book import DATA, RuleBook
from kb.rules.catalogue import load_registry
from kb.rules.registry import Registry


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="session")
def book(registry: Registry) -> RuleBook:
    return registry.book


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of the rules' data that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file of the given name."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
