"""Accounts of staff and evaluators: made by command, opened with a password, locked after repeated failures."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.errors import AccountExistsError, LockedError, NoSuchAccountError, SignInError
from bot.store.passwords import Passwords
from bot.store.tables import accounts, attempts, sessions
from kb.settings import SettingError

FAILURES = 5  # in a row, after which a name is locked
LOCKED = timedelta(minutes=15)
LONGEST_NAME = 64


class Role(StrEnum):
    """What an account may do; an administrator may do everything."""

    STAFF = "staff"
    EVALUATOR = "evaluator"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        return self in (other, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, if `active`."""

    id: int
    name: str
    role: Role
    active: bool
    created: datetime


class Accounts:
    """`now` gives the moment, with its zone. Every method raises StoreUnavailableError when the database is away."""

    def __init__(self, database: Database, passwords: Passwords, now: Callable[[], datetime]) -> None:
        self._database = database
        self._passwords = passwords
        self._now = now

    def add(self, name: str, role: Role, password: str) -> Account:
        """Raises AccountExistsError, UnfitPasswordError, SettingError for a name that cannot be one."""
        name = folded_name(name)
        if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
            raise SettingError(f"a name has 1 to {LONGEST_NAME} printable characters, not {name!r}")
        row = {
            "name": name,
            "role": role.value,
            "password": self._passwords.hash(name, password),
            "active": True,
            "created": self._now(),
        }
        with self._database.transaction() as connection:
            try:
                connection.execute(insert(accounts).values(row))
            except IntegrityError as error:
                raise AccountExistsError(name) from error
        return self.get(name)

    def get(self, name: str) -> Account:
        """Raises NoSuchAccountError."""
        with self._database.transaction() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == folded_name(name))).first()
        if row is None:
            raise NoSuchAccountError(name)
        return account_of(row)

    def all(self) -> list[Account]:
        """By name."""
        with self._database.transaction() as connection:
            return [account_of(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]

    def set_password(self, name: str, password: str) -> None:
        """Whoever is signed in with the old one is signed out. Raises NoSuchAccountError, UnfitPasswordError."""
        self._change(name, password=self._passwords.hash(folded_name(name), password))

    def set_role(self, name: str, role: Role) -> None:
        """Raises NoSuchAccountError."""
        self._change(name, role=role.value)

    def set_active(self, name: str, active: bool) -> None:
        """Raises NoSuchAccountError."""
        self._change(name, active=active)

    def remove(self, name: str) -> None:
        """Raises NoSuchAccountError."""
        account = self.get(name)
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.account == account.id))
            connection.execute(delete(accounts).where(accounts.c.id == account.id))

    def sign_in(self, name: str, password: str) -> Account:
        """Raises SignInError, or LockedError after repeated failures, for names that exist and those that do not."""
        name = folded_name(name)[:LONGEST_NAME]
        self._count(name)
        with self._database.transaction() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        right = self._passwords.check(row.password if row is not None and row.active else None, password)
        if row is None or not right:
            raise SignInError("name or password is wrong")
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.name == name))
        return account_of(row)

    def _count(self, name: str) -> None:
        """An attempt counts before it is judged, so that many at the same moment are not many tries."""
        now = self._now()
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.last < now - LOCKED))
            row = connection.execute(select(attempts).where(attempts.c.name == name)).first()
            if row is not None and row.failures >= FAILURES:
                raise LockedError(row.last + LOCKED)
            if row is None:
                connection.execute(insert(attempts).values(name=name, failures=1, last=now))
            else:
                changed = update(attempts).where(attempts.c.name == name)
                connection.execute(changed.values(failures=row.failures + 1, last=now))

    def _change(self, name: str, **values: Any) -> None:
        """What an account may do has changed: its open sessions end."""
        account = self.get(name)
        with self._database.transaction() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(**values))
            connection.execute(delete(sessions).where(sessions.c.account == account.id))


def folded_name(name: str) -> str:
    """Names that look the same are the same."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def account_of(row: Any) -> Account:
    return Account(row.id, row.name, Role(row.role), row.active, row.created)
