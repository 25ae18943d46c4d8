"""The database: made at first use, never made anew when it was lost, one sentence when it is away."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, select

from bot.store.database import Database
from bot.store.errors import StoreUnavailableError
from bot.store.tables import attempts, metadata
from kb.settings import SettingError

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def test_nothing_is_written_before_it_is_used(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'sub' / 'journal.db'}")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_and_the_tables_are_made_at_first_use(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "journal.db"
    Database(f"sqlite:///{path}").check()
    assert path.exists()


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    Database(url).migrate()
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_second_migration_keeps_what_is_there(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        connection.execute(insert(attempts).values(name="a", failures=1, last=MOMENT))
    again = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    with again.transaction() as connection:
        assert connection.execute(select(attempts.c.name)).scalars().all() == ["a"]


def test_several_may_make_the_tables_at_the_same_time(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'journal.db'}") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: one.check(), databases))


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def half_done() -> None:
        with database.transaction() as connection:
            connection.execute(insert(attempts).values(name="a", failures=1, last=MOMENT))
            raise KeyError

    with pytest.raises(KeyError):
        half_done()
    with database.transaction() as connection:
        assert connection.execute(select(attempts)).all() == []


def test_a_lost_file_is_not_replaced_by_an_empty_one(database: Database, tmp_path: Path) -> None:
    database.check()
    (tmp_path / "journal.db").unlink()
    with pytest.raises(StoreUnavailableError, match="the file is gone"):
        database.check()
    assert not (tmp_path / "journal.db").exists()


def test_a_locked_database_is_away_and_comes_back(database: Database, tmp_path: Path) -> None:
    database.check()
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailableError, match="locked"):
        database.check()
    other.execute("ROLLBACK")
    other.close()
    database.check()


def test_a_database_that_was_locked_at_the_start_is_made_ready_later(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    database = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    with pytest.raises(StoreUnavailableError):
        database.check()
    other.execute("ROLLBACK")
    other.close()
    database.check()


def test_a_file_that_is_no_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_text("no database " * 500)
    with pytest.raises(StoreUnavailableError, match="not a database"):
        Database(f"sqlite:///{tmp_path / 'journal.db'}").check()


def test_tables_of_a_newer_program_are_left_alone(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    with pytest.raises(StoreUnavailableError, match="9999"):
        newer.check()


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "postgresql+nothing://a/b"])
def test_a_url_that_cannot_be_used_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingError, match="TIAOLI_DATABASE"):
        Database(url)
