"""The database: migrations, several processes at once, clear errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.records.database import Database, open_database
from bot.records.models import Base
from knowledge.errors import SettingError

_TABLES = {"alembic_version", "answers", "audit", "channels", "feedback", "offers", "people", "requests"}


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    """A column that one of the two forgets would be found here."""
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert [] == differences


def test_opening_again_keeps_everything(tmp_path: Path) -> None:
    """The second start finds the tables up to date."""
    url = f"sqlite:///{tmp_path}/again.db"
    open_database(url).close()
    reopened = open_database(url)
    tables = set(inspect(reopened.engine).get_table_names())
    reopened.close()

    assert _TABLES == tables


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    """Bot and delivery open a new database at the same moment."""
    program = f"from bot.records.database import open_database; open_database('sqlite:///{tmp_path}/race.db')"
    starting = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1] for process in starting]

    assert [0, 0, 0, 0] == [process.returncode for process in starting], errors


def test_a_power_cut_loses_no_acknowledged_question(database: Database) -> None:
    """Readers do not block the writer, and each commit reaches the disk."""
    with database.engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert ("wal", 2) == (mode, synchronous)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("not a url", "FRONTDESK_DATABASE_URL cannot be used"),
        ("oracle8+nothing://x/y", "FRONTDESK_DATABASE_URL cannot be used"),
        ("sqlite:////proc/nowhere/frontdesk.db", "FRONTDESK_DATABASE_URL cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_sentence(url: str, sentence: str) -> None:
    """No trace of a library, but the setting and what to do."""
    with pytest.raises(SettingError, match=sentence):
        open_database(url)


def test_a_password_in_the_url_is_not_repeated(tmp_path: Path) -> None:
    """A folder in the file's place stands for a server that does not answer."""
    with pytest.raises(SettingError, match="cannot be used") as caught:
        open_database(f"sqlite:///{tmp_path}")

    assert "FRONTDESK_DATABASE_URL" in str(caught.value)
