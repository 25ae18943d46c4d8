"""Who is signed in: a token in the browser's cookie, its digest in the database."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from bot.store.accounts import Account, account_of
from bot.store.database import Database
from bot.store.tables import accounts, sessions

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTED = timedelta(minutes=1)  # how exactly it is kept when somebody was last seen


@dataclass(frozen=True, slots=True)
class Session:
    """An account that is signed in, and the token of its forms against forgery from other sites."""

    account: Account
    csrf: str

    def matches(self, given: str) -> bool:
        """Whether a form came from one of this session's pages."""
        return hmac.compare_digest(self.csrf.encode(), given.encode())


class Sessions:
    """`now` gives the moment, with its zone. Every method raises StoreUnavailableError when the database is away."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def open(self, account: Account) -> str:
        """The token of a new session; those that ended are cleared away."""
        token, now = secrets.token_urlsafe(32), self._now()
        ended = or_(sessions.c.seen < now - IDLE, sessions.c.opened < now - LONGEST)
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(ended))
            connection.execute(insert(sessions).values(digest=_digest(token), account=account.id, opened=now, seen=now))
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, None if there is none or it has ended."""
        now, digest = self._now(), _digest(token)
        found = select(accounts, sessions.c.opened, sessions.c.seen).join(sessions).where(sessions.c.digest == digest)
        with self._database.transaction() as connection:
            row = connection.execute(found).first()
            if row is None or not row.active or now - row.seen > IDLE or now - row.opened > LONGEST:
                return None
            if now - row.seen > NOTED:
                connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=now))
        return Session(account_of(row), _digest(f"form {token}"))

    def close(self, token: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
