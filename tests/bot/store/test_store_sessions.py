"""Sessions: found by their token alone, ended by time, by signing out and by what happens to the account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.accounts import Account, Accounts, Role
from bot.store.database import Database
from bot.store.sessions import IDLE, LONGEST, Sessions
from bot.store.tables import sessions as table
from tests.bot.store.conftest import Clock

SECOND = timedelta(seconds=1)


@pytest.fixture
def li(accounts: Accounts) -> Account:
    return accounts.add("li", Role.STAFF, "correct horse")


def test_a_token_leads_to_its_account(sessions: Sessions, li: Account) -> None:
    found = sessions.find(sessions.open(li))
    assert found is not None
    assert found.account == li


def test_the_database_does_not_hold_the_token(sessions: Sessions, li: Account, database: Database) -> None:
    token = sessions.open(li)
    with database.transaction() as connection:
        kept = connection.execute(select(table.c.digest)).scalar_one()
    assert token not in kept
    assert sessions.find(kept) is None


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_another_token_leads_nowhere(sessions: Sessions, li: Account, token: str) -> None:
    sessions.open(li)
    assert sessions.find(token) is None


def test_it_ends_when_nobody_comes_for_a_while(sessions: Sessions, li: Account, clock: Clock) -> None:
    token = sessions.open(li)
    clock.passes(IDLE)
    assert sessions.find(token) is not None
    clock.passes(IDLE + SECOND)
    assert sessions.find(token) is None


def test_it_ends_after_a_day_of_work_however_busy(sessions: Sessions, li: Account, clock: Clock) -> None:
    token = sessions.open(li)
    for _ in range(LONGEST // timedelta(hours=1)):
        clock.passes(timedelta(hours=1))
        assert sessions.find(token) is not None
    clock.passes(SECOND)
    assert sessions.find(token) is None


def test_signing_out_ends_it_for_good_and_no_other(sessions: Sessions, li: Account) -> None:
    first, second = sessions.open(li), sessions.open(li)
    sessions.close(first)
    assert sessions.find(first) is None
    assert sessions.find(second) is not None


def test_those_that_ended_are_cleared_away(sessions: Sessions, li: Account, clock: Clock, database: Database) -> None:
    sessions.open(li)
    clock.passes(IDLE + SECOND)
    sessions.open(li)
    with database.transaction() as connection:
        assert len(connection.execute(select(table)).all()) == 1


def test_forms_of_another_session_do_not_match(sessions: Sessions, li: Account) -> None:
    first, second = sessions.find(sessions.open(li)), sessions.find(sessions.open(li))
    assert first is not None
    assert second is not None
    assert first.matches(first.csrf)
    assert not first.matches(second.csrf)
    assert not first.matches("")
    assert not first.matches("汉字")
