"""The tables as this program reads and writes them; bot/store/migrations makes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, DateTime, Dialect, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """A moment with its time zone; kept in UTC, as not every database keeps a zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password", String(256), nullable=False),  # argon2, with its salt and parameters
    Column("active", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
)

# Failed attempts by the name that was typed, whether there is such an account or not.
attempts = Table(
    "attempts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the token that the browser has
    Column("account", Integer, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("opened", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("time", Instant, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("citations", JSON, nullable=False),  # keys of provisions
    Column("versions", JSON, nullable=False),
    Column("liked", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("right", String(32), nullable=False),
    Column("searched", Text, nullable=False),  # letters and digits of question and comment, folded
    Column("state", String(16), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("wording", Text, nullable=False),
    Column("folded", Text, nullable=False),  # letters and digits of the wording, folded
    Column("provisions", JSON, nullable=False),
    Column("expected", String(32), nullable=False),
    Column("handled_by", String(64), nullable=False),
    Column("handled_at", Instant),
)

# The articles that an entry is about: those cited, the one that would have been right, those it was taken for.
feedback_articles = Table(
    "feedback_articles",
    metadata,
    Column("entry", String(16), ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True),
    Column("article", Integer, primary_key=True, index=True),
)
