"""The engine and the migrations: SQLite for one machine, PostgreSQL for more."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from knowledge.errors import SettingError

_BUSY_TIMEOUT_S: Final = 20
_MIGRATION_LOCK: Final = 0x46524F4E54  # any number that nobody else's advisory lock has


class Database:
    """Sessions on one engine.

    SQLite has one writer: the threads and the processes that share the file queue for it fairly here, because SQLite's
    own waiting is a sleep that grows to 0.1 s and starves some of them.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turns = _Turns(engine.url.database) if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads and takes no lock."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on any error."""
        with self._turns, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def check(self) -> None:
        """Raise SQLAlchemyError when the database does not answer."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


class _Turns:
    """One writer after another: among the threads of this process by a lock, among processes by one on a file beside.

    The kernel wakes whoever waits for the file's lock as soon as it is free, and frees it when its holder dies.
    """

    def __init__(self, database: str | None) -> None:
        self._path = f"{database}.turn" if database else os.devnull
        self._thread = threading.Lock()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        self._thread.acquire()
        self._file = Path(self._path).open("ab")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        self._thread.release()


def open_database(url: str) -> Database:
    """Open the database at an SQLAlchemy URL and bring its tables up to date; several processes may do so at once.

    Raises SettingError when the URL is wrong or the database does not answer.
    """
    engine = _engine(url)
    try:
        migrate(engine)
    except OperationalError as error:
        engine.dispose()
        where = make_url(url).render_as_string(hide_password=True)
        raise SettingError(
            f"The database at {where} cannot be used: {error.orig}. Check FRONTDESK_DATABASE_URL, that the server runs "
            "and that the folder can be written."
        ) from None
    return Database(engine)


def migrate(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction that other processes wait for."""
    if engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        command.upgrade(_alembic_config(connection), "head")


def _engine(url: str) -> Engine:
    """Errors of this engine name no values: a question's words would end up in the log."""
    try:
        address = make_url(url)
        if address.get_backend_name() != "sqlite":
            return create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=30)
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        sqlite = {"timeout": _BUSY_TIMEOUT_S, "check_same_thread": False}
        engine = create_engine(address, hide_parameters=True, connect_args=sqlite)
    except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
        raise SettingError(
            f"FRONTDESK_DATABASE_URL cannot be used: {error}. Give an SQLAlchemy URL such as "
            "sqlite:////path/to/file.db, or postgresql+psycopg://user:password@host/name with the package psycopg."
        ) from None
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """An acknowledged question survives a power cut: FULL, not NORMAL. Transactions are begun by us."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_immediately(connection: Connection) -> None:
    """Take the writer's place at once: a transaction that reads first and then writes can only fail when it is late."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _use_write_ahead_log(engine: Engine) -> None:
    """Readers and the writer do not wait for each other; the file remembers the mode."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    return config
