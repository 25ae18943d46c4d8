"""The feedback journal: what is kept, who may change it, and when it goes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.store.entries import ID_LENGTH, SIGNS, Opinion, Purpose, State, Taking, new_id, read_id
from bot.store.errors import HandledError, NoSuchEntryError, StoreUnavailableError, TakenTextError
from bot.store.journal import Journal, Wanted
from bot.store.store import open_store
from bot.store.tables import metadata

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ASKED = "欠款找谁，电话13812345678"


class Clock:
    """The journal's clock, set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Journal:
    return open_store(f"sqlite:///{tmp_path / 'journal.db'}", clock, 365).journal


def opinion(question: str = ASKED, liked: bool = False, citations: tuple[str, ...] = ("20.2",)) -> Opinion:
    return Opinion(question, "answered", citations, {"guide": "g"}, liked)


def similar(wording: str = "欠款找哪个部门", provision: str = "20.2") -> Taking:
    return Taking(Purpose.SIMILAR, wording, (provision,))


def regression(wording: str = "欠款找哪个部门") -> Taking:
    return Taking(Purpose.REGRESSION, wording, ("20.2",), "answered")


def test_an_entry_has_question_outcome_citations_versions_and_time(journal: Journal) -> None:
    entry = journal.get(journal.add(opinion()))
    assert entry.opinion == Opinion("欠款找谁，电话［手机号］", "answered", ("20.2",), {"guide": "g"}, False)
    assert (entry.time, entry.state, entry.taking, entry.comment, entry.right) == (START, State.NEW, None, "", "")


def test_nothing_that_identifies_a_person_reaches_the_file(journal: Journal, tmp_path: Path) -> None:
    id = journal.add(opinion())
    journal.tell(id, "打１３９ 1234 5678，卡6222021234567890123", "49.1")
    journal.take(id, similar("欠款找谁13812345678"), "staff1")
    written = (tmp_path / "journal.db").read_bytes()
    for private in ("13812345678", "１３９", "6222021234567890123"):
        assert private.encode() not in written


def test_what_no_file_can_hold_is_left_out(journal: Journal) -> None:
    id = journal.add(opinion("半个\ud800字\x00\x7f\n完"))
    journal.tell(id, "\udfff好", "")
    assert (journal.get(id).opinion.question, journal.get(id).comment) == ("半个字\n完", "好")


def test_a_changed_thumb_is_the_same_entry_without_what_was_said_of_the_first(journal: Journal) -> None:
    id = journal.add(opinion())
    journal.tell(id, "引错了", "49.1")
    journal.change(id, liked=True)
    entry = journal.get(id)
    assert (entry.opinion.liked, entry.comment, entry.right) == (True, "", "")
    assert len(journal.find(Wanted())) == 1
    assert journal.find(Wanted(article=49)) == []


def test_a_thumb_taken_back_leaves_nothing(journal: Journal) -> None:
    id, other = journal.add(opinion()), journal.add(opinion("别的"))
    journal.take_back(id)
    journal.take_back(id)
    assert [entry.id for entry in journal.find(Wanted())] == [other]
    assert journal.find(Wanted(article=20))[0].id == other


@pytest.mark.parametrize("handled", ["taken", "dismissed"])
def test_what_staff_have_handled_cannot_be_changed_by_those_who_sent_it(journal: Journal, handled: str) -> None:
    id = journal.add(opinion())
    if handled == "taken":
        journal.take(id, similar(), "staff1")
    else:
        journal.dismiss(id, "staff1")
    before = journal.get(id)
    for change in (
        lambda: journal.change(id, True),
        lambda: journal.tell(id, "改", ""),
        lambda: journal.take_back(id),
        lambda: journal.take(id, regression("另一个"), "staff2"),
        lambda: journal.dismiss(id, "staff2"),
    ):
        with pytest.raises(HandledError):
            change()
    assert journal.get(id) == before
    assert (before.handled_by, before.handled_at) == ("staff1", START)


@pytest.mark.parametrize("id", ["", "nosuchentry2", "' OR 1=1 --"])
def test_an_id_that_is_none_touches_nothing(journal: Journal, id: str) -> None:
    journal.add(opinion())
    for change in (
        lambda: journal.change(id, True),
        lambda: journal.tell(id, "改", ""),
        lambda: journal.forget(id),
        lambda: journal.reopen(id),
    ):
        with pytest.raises(NoSuchEntryError):
            change()
    assert len(journal.find(Wanted())) == 1


def test_reopened_it_is_as_new(journal: Journal) -> None:
    id = journal.add(opinion())
    before = journal.get(id)
    journal.take(id, similar(provision="49.1"), "staff1")
    assert [entry.id for entry in journal.find(Wanted(article=49))] == [id]
    journal.reopen(id)
    assert journal.get(id) == before
    assert journal.find(Wanted(article=49)) == []


def test_a_question_taken_one_way_is_refused_the_other_way(journal: Journal) -> None:
    first, second = journal.add(opinion()), journal.add(opinion())
    journal.take(first, similar("欠款，找哪个部门？"), "staff1")
    with pytest.raises(TakenTextError) as refused:
        journal.take(second, regression("欠款找哪个部门"), "staff1")
    assert (refused.value.purpose, refused.value.provisions) == ("similar", ("20.2",))
    with pytest.raises(TakenTextError):
        journal.take(second, similar(provision="49.1"), "staff1")
    assert journal.get(second).state is State.NEW
    journal.take(second, similar("欠款 找哪个部门"), "staff1")
    journal.reopen(first)
    journal.reopen(second)
    journal.take(second, regression(), "staff1")


def test_entries_are_found_by_state_thumb_article_and_words(journal: Journal, clock: Clock) -> None:
    ids = []
    for question, liked, citations in (
        ("拖欠货款100%怎么办", False, ("49.1", "20.2")),
        ("Ｔｅｓｔ 贷款", True, ("25.1",)),
        ("培訓補貼", False, ()),
    ):
        ids.append(journal.add(opinion(question, liked, citations)))
        clock.now += timedelta(seconds=1)
    journal.tell(ids[2], "应该是人社局", "30.1")

    def found(wanted: Wanted) -> list[str]:
        return [entry.id for entry in journal.find(wanted)]

    assert found(Wanted()) == ids[::-1]
    assert found(Wanted(liked=True)) == [ids[1]]
    assert found(Wanted(article=20)) == [ids[0]]
    assert found(Wanted(article=30)) == [ids[2]]
    assert found(Wanted(text="test，贷款")) == [ids[1]]
    assert found(Wanted(text="培训补贴")) == [ids[2]]
    assert found(Wanted(text="人社局")) == [ids[2]]
    assert found(Wanted(text="100%")) == [ids[0]]
    assert found(Wanted(text="%")) == []
    assert found(Wanted(text=journal.get(ids[0]).number.upper())) == [ids[0]]
    assert [entry.id for entry in journal.find(Wanted(), 1, 1)] == [ids[1]]
    journal.dismiss(ids[0], "staff1")
    assert found(Wanted(State.DISMISSED)) == [ids[0]]
    assert journal.counts(Wanted(State.NEW)) == {State.NEW: 2, State.TAKEN: 0, State.DISMISSED: 1}
    assert journal.counts(Wanted(liked=False, article=20)) == {State.NEW: 0, State.TAKEN: 0, State.DISMISSED: 1}


def test_old_entries_go_when_told_and_at_the_first_one_of_a_day(journal: Journal, clock: Clock) -> None:
    old = journal.add(opinion())
    clock.now = START + timedelta(days=365)
    assert journal.purge() == 0, "as old as is kept"
    clock.now += timedelta(seconds=1)
    assert journal.purge() == 1
    assert journal.find(Wanted(article=20)) == []
    older = journal.add(opinion())
    assert older != old
    clock.now += timedelta(days=366)
    newest = journal.add(opinion("新的一天"))
    assert [entry.id for entry in journal.find(Wanted())] == [newest]


def test_kept_for_ever_nothing_goes(tmp_path: Path, clock: Clock) -> None:
    journal = open_store(f"sqlite:///{tmp_path / 'journal.db'}", clock, 0).journal
    journal.add(opinion())
    clock.now += timedelta(days=10_000)
    assert journal.purge() == 0


def test_a_locked_and_a_lost_file_are_unavailable(journal: Journal, tmp_path: Path) -> None:
    id = journal.add(opinion())
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError):
        journal.add(opinion())
    other.execute("ROLLBACK")
    other.close()
    assert journal.get(id)
    (tmp_path / "journal.db").unlink()
    with pytest.raises(StoreUnavailableError):
        journal.add(opinion())


def test_the_migrations_make_the_tables_as_the_program_has_them(journal: Journal, tmp_path: Path) -> None:
    journal.purge()
    engine = create_engine(f"sqlite:///{tmp_path / 'journal.db'}", poolclass=NullPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_ids_differ_and_are_read_back_as_they_were_read_out(journal: Journal) -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(id) == ID_LENGTH and set(id) <= set(SIGNS) for id in ids)
    entry = journal.get(journal.add(opinion()))
    for written in (
        entry.id,
        entry.number,
        entry.number.upper(),
        entry.number.replace("-", "－"),
        f" {entry.number}。",
    ):
        assert read_id(written) == entry.id


@given(st.text())
def test_no_text_makes_reading_an_id_fail(text: str) -> None:
    assert read_id(text) == "" or len(read_id(text)) == ID_LENGTH
