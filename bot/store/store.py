"""Everything that is kept in the database, opened together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.settings import FEEDBACK_DAYS
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.passwords import Passwords
from bot.store.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Store:
    """One database and what is kept in it."""

    database: Database
    accounts: Accounts
    sessions: Sessions
    journal: Journal


def open_store(url: str, now: Callable[[], datetime], feedback_days: int = FEEDBACK_DAYS) -> Store:
    """Connects to nothing yet; feedback is kept for that many days (0: for ever).

    Raises SettingError for a URL that cannot be used.
    """
    database = Database(url)
    return Store(
        database,
        Accounts(database, Passwords(), now),
        Sessions(database, now),
        Journal(database, now, feedback_days),
    )
