"""Accounts: names, passwords, roles, and the lock after repeated failures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.accounts import FAILURES, LOCKED, Account, Accounts, Role
from bot.store.database import Database
from bot.store.errors import (
    AccountExistsError,
    LockedError,
    NoSuchAccountError,
    SignInError,
    UnfitPasswordError,
)
from bot.store.sessions import Sessions
from bot.store.tables import accounts as table
from kb.settings import SettingError
from tests.bot.store.conftest import Clock

RIGHT = "correct horse"


@pytest.fixture
def li(accounts: Accounts) -> Account:
    return accounts.add("li", Role.STAFF, RIGHT)


def test_the_right_password_opens_an_account(accounts: Accounts, li: Account) -> None:
    assert accounts.sign_in("li", RIGHT) == li


@pytest.mark.parametrize("name", ["LI", " li ", "ｌｉ"])
def test_names_that_look_the_same_are_the_same(accounts: Accounts, li: Account, name: str) -> None:
    assert accounts.sign_in(name, RIGHT) == li
    with pytest.raises(AccountExistsError):
        accounts.add(name, Role.ADMIN, RIGHT)


@pytest.mark.parametrize(("name", "password"), [("li", "wrong horse"), ("li", ""), ("wang", RIGHT), ("", RIGHT)])
def test_anything_else_does_not(accounts: Accounts, li: Account, name: str, password: str) -> None:
    with pytest.raises(SignInError):
        accounts.sign_in(name, password)


def test_the_password_is_kept_as_argon2_only(accounts: Accounts, li: Account, database: Database) -> None:
    with database.transaction() as connection:
        kept = connection.execute(select(table.c.password)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert RIGHT not in kept


@pytest.mark.parametrize("password", ["x" * 9, "x" * 201, "SHOPKEEPER"])
def test_an_unfit_password_makes_no_account(accounts: Accounts, password: str) -> None:
    with pytest.raises(UnfitPasswordError):
        accounts.add("shopkeeper", Role.STAFF, password)
    assert accounts.all() == []


@pytest.mark.parametrize("password", ["x" * 10, "x" * 200])
def test_the_shortest_and_the_longest_password_do(accounts: Accounts, password: str) -> None:
    accounts.add("li", Role.STAFF, password)
    assert accounts.sign_in("li", password).name == "li"


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb"])
def test_a_name_must_be_one(accounts: Accounts, name: str) -> None:
    with pytest.raises(SettingError, match="a name has"):
        accounts.add(name, Role.STAFF, RIGHT)


@pytest.mark.parametrize("name", ["li", "nobody has this name"])
def test_after_repeated_failures_no_password_opens_it(accounts: Accounts, li: Account, clock: Clock, name: str) -> None:
    for _ in range(FAILURES):
        with pytest.raises(SignInError) as error:
            accounts.sign_in(name, "wrong horse")
        assert not isinstance(error.value, LockedError)
    with pytest.raises(LockedError) as locked:
        accounts.sign_in(name, RIGHT)
    assert locked.value.until == clock.now + LOCKED


def test_one_failure_less_and_it_still_opens_and_the_count_starts_anew(accounts: Accounts, li: Account) -> None:
    for _ in range(2):
        for _ in range(FAILURES - 1):
            with pytest.raises(SignInError):
                accounts.sign_in("li", "wrong horse")
        assert accounts.sign_in("li", RIGHT) == li


def test_the_lock_opens_after_its_time_and_trying_does_not_prolong_it(
    accounts: Accounts, li: Account, clock: Clock
) -> None:
    for _ in range(FAILURES):
        with pytest.raises(SignInError):
            accounts.sign_in("li", "wrong horse")
    clock.passes(LOCKED)
    with pytest.raises(LockedError):
        accounts.sign_in("li", RIGHT)
    clock.passes(timedelta(seconds=1))
    assert accounts.sign_in("li", RIGHT) == li


def test_many_attempts_at_the_same_moment_are_not_many_tries(accounts: Accounts, li: Account) -> None:
    def attempt(_: int) -> type[Exception]:
        try:
            accounts.sign_in("li", "wrong horse")
        except SignInError as error:
            return type(error)
        raise AssertionError

    with ThreadPoolExecutor(8) as pool:
        errors = list(pool.map(attempt, range(20)))
    assert errors.count(SignInError) == FAILURES


def test_a_disabled_account_cannot_be_opened_until_it_is_enabled(accounts: Accounts, li: Account) -> None:
    accounts.set_active("li", False)
    with pytest.raises(SignInError):
        accounts.sign_in("li", RIGHT)
    accounts.set_active("li", True)
    assert accounts.sign_in("li", RIGHT).active


@pytest.mark.parametrize("change", ["password", "role", "disable", "remove"])
def test_a_change_ends_the_sessions(accounts: Accounts, sessions: Sessions, li: Account, change: str) -> None:
    token = sessions.open(li)
    assert sessions.find(token) is not None
    match change:
        case "password":
            accounts.set_password("li", "another horse")
        case "role":
            accounts.set_role("li", Role.EVALUATOR)
        case "disable":
            accounts.set_active("li", False)
        case "remove":
            accounts.remove("li")
    assert sessions.find(token) is None


def test_what_is_not_there_cannot_be_changed(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.remove("wang"),
        lambda: accounts.set_role("wang", Role.ADMIN),
        lambda: accounts.set_password("wang", RIGHT),
    ):
        with pytest.raises(NoSuchAccountError, match="wang"):
            change()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needed", Role)
def test_a_role_covers_itself_and_an_administrator_all(role: Role, needed: Role) -> None:
    assert role.covers(needed) == (role is needed or role is Role.ADMIN)
