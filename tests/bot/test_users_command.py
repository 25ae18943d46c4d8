"""`python -m bot users`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store.errors import UnfitPasswordError
from bot.users_command import users_command


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'journal.db'}"


def never(_: str) -> str:
    raise AssertionError("nobody is asked")


def run(url: str, *arguments: str, typed: str = "") -> None:
    assert users_command(arguments, url, never, StringIO(typed)) == 0


def test_accounts_are_made_listed_changed_and_removed(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(url, "add", "Li", "--role", "staff", "--password-stdin", typed="correct horse\n")
    run(url, "role", "li", "--role", "evaluator")
    run(url, "disable", "li")
    run(url, "list")
    assert capsys.readouterr().out.splitlines()[-1].startswith("li (evaluator, disabled), since ")
    run(url, "remove", "li")
    run(url, "list")
    assert capsys.readouterr().out == "li: removed\n"


def test_the_password_is_asked_for_twice(url: str) -> None:
    answers = iter(["correct horse", "correct house"])
    with pytest.raises(UnfitPasswordError, match="not the same"):
        users_command(["add", "li", "--role", "staff"], url, lambda _: next(answers), StringIO())


def test_a_mistake_is_one_sentence_and_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIAOLI_DATA", str(tmp_path))
    assert main(["users", "remove", "wang"]) == 1
    assert capsys.readouterr().err == "error: no account 'wang'\n"
