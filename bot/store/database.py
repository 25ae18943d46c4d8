"""The database: any that SQLAlchemy speaks to, SQLite by default; its tables are made and changed by Alembic."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.store.errors import StoreUnavailableError
from kb.settings import SettingError

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_SECONDS = 2  # for another process that writes to the same SQLite file


class Database:
    """Cheap to make; connected to, and brought to the newest tables, when it is first used."""

    def __init__(self, url: str) -> None:
        """`url` is SQLAlchemy's, such as sqlite:///data/journal.db. Raises SettingError."""
        try:
            self._url = make_url(url)
            self._file = _file_of(self._url.database) if self._url.get_backend_name() == "sqlite" else None
            self._engine = self._made()
        except (ArgumentError, ImportError) as error:
            raise SettingError(f"TIAOLI_DATABASE cannot be used: {error}") from error
        self._lock = threading.Lock()
        self._newest = False

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Everything done with the connection, or nothing of it.

        Raises StoreUnavailableError.
        """
        self.migrate()
        # SQLite would make an empty database where the file has been lost, and nobody would notice.
        if self._file is not None and not self._file.exists():
            raise StoreUnavailableError(f"{self._shown}: the file is gone")
        with self._told(), self._engine.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Brings the tables to this program's version; nothing to do after the first time.

        Raises StoreUnavailableError.
        """
        with self._lock:
            if self._newest:
                return
            if self._file is not None:
                with self._told():
                    self._file.parent.mkdir(parents=True, exist_ok=True)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            with self._told(), self._engine.begin() as connection:
                if MigrationContext.configure(connection).get_current_revision() != _head(config):
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
            self._newest = True

    def check(self) -> None:
        """Raises StoreUnavailableError if nothing can be read now."""
        with self.transaction() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        self._engine.dispose()

    @property
    def _shown(self) -> str:
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the database complains of into one sentence."""
        try:
            yield
        except (SQLAlchemyError, CommandError, OSError) as error:
            first = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreUnavailableError(f"{self._shown}: {first}") from error

    def _made(self) -> Engine:
        if self._file is None:
            return create_engine(self._url, pool_pre_ping=True)
        # Connections to a file cost nothing, and one that is kept would go on with a file that was removed.
        engine = create_engine(self._url, poolclass=NullPool, connect_args={"timeout": PATIENCE_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """Transactions are SQLAlchemy's, not the driver's, so that tables are changed in them too."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that may write waits for the other one at its beginning, where waiting is possible."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _file_of(database: str | None) -> Path:
    if not database or database == ":memory:":
        raise ArgumentError("an SQLite database needs a file: sqlite:///journal.db")
    return Path(database)


def _head(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()
