"""``frontdesk mcp`` as a person types it: tokens, and what cannot be started."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ops.cli import app

_RUN = CliRunner()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))


def _token(*options: str) -> str:
    made = _RUN.invoke(app, ["mcp", "token", *options])
    assert made.exit_code == 0
    return made.stdout.strip()


def test_a_token_is_printed_once_and_alone() -> None:
    """So that a script can take it; it is listed without itself, and gone when revoked."""
    secret = _token("--user", "U0LINA", "--groups", "hr,legal", "--days", "30")

    listed = _RUN.invoke(app, ["mcp", "tokens"]).stdout
    assert secret.startswith("fdmcp_")
    assert " " not in secret
    assert {"U0LINA", "group:hr,", "group:legal,", "user:U0LINA"} <= set(listed.split())
    assert secret not in listed
    assert 0 == _RUN.invoke(app, ["mcp", "revoke", "U0LINA"]).exit_code
    assert "There are no tokens." in _RUN.invoke(app, ["mcp", "tokens"]).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["token", "--user", "lina", "--groups", "HR"], "“HR” is no group"),
        (["token", "--user", "lina", "--days", "0"], "A token lives 1 to 3650 days, not 0."),
        (["revoke", "nobody"], "There is no token “nobody”."),
        (["--http", "--as", "lina"], "With --http each caller's token says who they are: leave --as out."),
        (["--http", "--host", "0.0.0.0"], "Say by which name clients call it at 0.0.0.0"),  # noqa: S104 - refused here
        (["--as", "nobody"], "nobody here has that name"),
        (["--directory", "not-there"], "--directory not-there: No such file or directory."),
        (["config", "--as", "nobody"], "nobody here has that name"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments: list[str], said: str) -> None:
    """On standard error, and nothing is started."""
    done = _RUN.invoke(app, ["mcp", *arguments])

    assert 1 == done.exit_code
    assert said in " ".join(done.stderr.split())
    assert "" == done.stdout


def test_the_configuration_for_a_client_names_this_folder(tmp_path: Path) -> None:
    """A client starts the command wherever it likes."""
    printed = json.loads(_RUN.invoke(app, ["mcp", "config", "--as", "lina"]).stdout)

    server = printed["mcpServers"]["frontdesk"]
    assert ["mcp", "--directory", str(tmp_path), "--as", "lina"] == server["args"][-5:]
    assert Path(server["command"]).is_file()
