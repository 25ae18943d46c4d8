"""The feedback journal: what people sent about an answer, and what staff made of it. Other questions are not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, false, func, insert, or_, select, update

from bot.redaction import redact
from bot.store.database import Database
from bot.store.entries import Entry, Opinion, State, Taking, articles_of, entry_of, new_id, read_id, searched, storable
from bot.store.errors import HandledError, NoSuchEntryError, TakenTextError
from bot.store.tables import feedback, feedback_articles
from kb.text import squeeze

UNHANDLED: dict[str, Any] = {
    "state": State.NEW.value,
    "purpose": "",
    "wording": "",
    "folded": "",
    "provisions": [],
    "expected": "",
    "handled_by": "",
    "handled_at": None,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: None and "" do not narrow. `text` is looked for in question and comment, and may be a number."""

    state: State | None = None
    liked: bool | None = None
    article: int | None = None
    text: str = ""


class Journal:
    """`now` gives the moment, with its zone; entries older than `days` are removed (0: never).

    Every method raises StoreUnavailableError when the database is away.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], days: int) -> None:
        self._database = database
        self._now = now
        self.days = days
        self._swept: date | None = None

    def add(self, opinion: Opinion) -> str:
        """Keeps it without what could identify a person; its id. The first one of a day sweeps out old ones."""
        now, id, question = self._now(), new_id(), redact(storable(opinion.question))
        row = {
            "id": id,
            "time": now,
            "question": question,
            "outcome": opinion.outcome,
            "citations": list(opinion.citations),
            "versions": dict(opinion.versions),
            "liked": opinion.liked,
            "comment": "",
            "right": "",
            "searched": searched(question, ""),
        }
        with self._database.transaction() as connection:
            connection.execute(insert(feedback).values(row | UNHANDLED))
            _about(connection, id, articles_of(opinion.citations))
            if self._swept != now.date():
                self._sweep(connection, now)
        self._swept = now.date()
        return id

    def change(self, id: str, liked: bool) -> None:
        """Another thumb; what was written with the first one goes with it.

        Raises NoSuchEntryError, HandledError.
        """
        with self._database.transaction() as connection:
            entry = _new(connection, id)
            words = searched(entry.opinion.question, "")
            connection.execute(_of(id).values(liked=liked, comment="", right="", searched=words))
            _about(connection, id, articles_of(entry.opinion.citations))

    def tell(self, id: str, comment: str, right: str) -> None:
        """What was wrong, and the key of the provision that would have been right ("" for none).

        Raises NoSuchEntryError, HandledError.
        """
        comment = redact(storable(comment))
        with self._database.transaction() as connection:
            entry = _new(connection, id)
            words = searched(entry.opinion.question, comment)
            connection.execute(_of(id).values(comment=comment, right=right, searched=words))
            _about(connection, id, articles_of(entry.opinion.citations, [right]))

    def take_back(self, id: str) -> None:
        """Nothing is left of it; one that is gone already is none to complain of.

        Raises HandledError.
        """
        with self._database.transaction() as connection:
            try:
                _new(connection, id)
            except NoSuchEntryError:
                return
            _remove(connection, feedback.c.id == id)

    def get(self, id: str) -> Entry:
        """Raises NoSuchEntryError."""
        with self._database.transaction() as connection:
            return _entry(connection, id)

    def find(self, wanted: Wanted, first: int = 0, most: int | None = None) -> list[Entry]:
        """The newest first."""
        found = select(feedback).where(*_conditions(wanted)).order_by(feedback.c.time.desc(), feedback.c.id)
        with self._database.transaction() as connection:
            return [entry_of(row) for row in connection.execute(found.offset(first).limit(most))]

    def counts(self, wanted: Wanted) -> dict[State, int]:
        """How many there are in each state, whatever state is wanted."""
        narrowed = Wanted(None, wanted.liked, wanted.article, wanted.text)
        counted = select(feedback.c.state, func.count()).where(*_conditions(narrowed)).group_by(feedback.c.state)
        with self._database.transaction() as connection:
            found = {State(state): count for state, count in connection.execute(counted)}
        return {state: found.get(state, 0) for state in State}

    def take(self, id: str, taking: Taking, by: str) -> None:
        """Raises NoSuchEntryError, HandledError, and TakenTextError where the same question was taken otherwise."""
        wording = redact(storable(taking.wording))
        values = {
            "state": State.TAKEN.value,
            "purpose": taking.purpose.value,
            "wording": wording,
            "folded": squeeze(wording),
            "provisions": list(taking.provisions),
            "expected": taking.expected,
        }
        with self._database.transaction() as connection:
            entry = _new(connection, id)
            _refuse_taken(connection, taking, squeeze(wording))
            connection.execute(_of(id).values(**values, handled_by=by, handled_at=self._now()))
            _about(connection, id, articles_of(entry.opinion.citations, [entry.right], taking.provisions))

    def dismiss(self, id: str, by: str) -> None:
        """Raises NoSuchEntryError, HandledError."""
        with self._database.transaction() as connection:
            _new(connection, id)
            values = {"state": State.DISMISSED.value, "handled_by": by, "handled_at": self._now()}
            connection.execute(_of(id).values(**values))

    def reopen(self, id: str) -> None:
        """As if nobody had handled it. Raises NoSuchEntryError."""
        with self._database.transaction() as connection:
            entry = _entry(connection, id)
            connection.execute(_of(id).values(**UNHANDLED))
            _about(connection, id, articles_of(entry.opinion.citations, [entry.right]))

    def forget(self, id: str) -> None:
        """Removes it, handled or not. Raises NoSuchEntryError."""
        with self._database.transaction() as connection:
            _entry(connection, id)
            _remove(connection, feedback.c.id == id)

    def purge(self) -> int:
        """Removes what is older than is kept; how many that were."""
        now = self._now()
        with self._database.transaction() as connection:
            removed = self._sweep(connection, now)
        self._swept = now.date()
        return removed

    def _sweep(self, connection: Connection, now: datetime) -> int:
        return _remove(connection, feedback.c.time < now - timedelta(days=self.days)) if self.days else 0


def _of(id: str) -> Any:
    return update(feedback).where(feedback.c.id == id)


def _entry(connection: Connection, id: str) -> Entry:
    row = connection.execute(select(feedback).where(feedback.c.id == id)).first()
    if row is None:
        raise NoSuchEntryError(id)
    return entry_of(row)


def _new(connection: Connection, id: str) -> Entry:
    entry = _entry(connection, id)
    if entry.state is not State.NEW:
        raise HandledError(id, entry.handled_by)
    return entry


def _remove(connection: Connection, which: ColumnElement[bool]) -> int:
    ids = select(feedback.c.id).where(which)
    connection.execute(delete(feedback_articles).where(feedback_articles.c.entry.in_(ids)))
    return connection.execute(delete(feedback).where(which)).rowcount


def _about(connection: Connection, id: str, articles: set[int]) -> None:
    connection.execute(delete(feedback_articles).where(feedback_articles.c.entry == id))
    if articles:
        connection.execute(insert(feedback_articles), [{"entry": id, "article": number} for number in sorted(articles)])


def _refuse_taken(connection: Connection, taking: Taking, folded: str) -> None:
    same = select(feedback).where(feedback.c.folded == folded, feedback.c.state == State.TAKEN.value)
    for row in connection.execute(same):
        other = entry_of(row).taking
        if other is not None and (other.purpose, other.provisions, other.expected) != (
            taking.purpose,
            taking.provisions,
            taking.expected,
        ):
            raise TakenTextError(taking.wording, other.purpose, other.provisions)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(feedback.c.state == wanted.state.value)
    if wanted.liked is not None:
        conditions.append(feedback.c.liked.is_(wanted.liked))
    if wanted.article is not None:
        about = select(feedback_articles.c.entry).where(feedback_articles.c.article == wanted.article)
        conditions.append(feedback.c.id.in_(about))
    if wanted.text:
        words = squeeze(wanted.text)
        found = feedback.c.searched.contains(words, autoescape=True) if words else false()
        conditions.append(or_(found, feedback.c.id == read_id(wanted.text)))
    return conditions
