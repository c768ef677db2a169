"""``frontdesk mcp``: search, answers and who may read what, for other programs' models."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table

from knowledge.errors import SettingError
from ops.cli.asker import AS_HELP, principals, today
from ops.cli.console import err, out
from ops.cli.parts import log_as_part

if TYPE_CHECKING:
    from ops.mcp.desk import Desk
    from ops.mcp.late import Late
    from ops.mcp.tokens import Tokens
    from workers.settings import WorkerSettings

mcp = typer.Typer(invoke_without_command=True)

_TOKENS_FILE = "mcp-tokens.json"


@mcp.callback()
def serve(  # noqa: PLR0913 - one option each
    context: typer.Context,
    *,
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
    http: Annotated[
        bool, typer.Option("--http", help="Serve a company over HTTP; each caller needs a token of their own.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http: the port to listen on.")] = 8768,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="With --http: a name that clients call it by, such as mcp.example.com.", show_default=False),
    ] = None,
    directory: Annotated[
        Path | None,
        typer.Option(help="Work in this folder, wherever the client starts the command.", show_default=False),
    ] = None,
) -> None:
    """Serve search and answers to other programs' models, over the Model Context Protocol.

    Without --http it speaks over standard input and output to the one client that starts it, with the rights of --as.
    """
    if directory:
        _work_in(directory)
    if context.invoked_subcommand:
        return
    if http:
        _serve_http(asker, host, port, allow_host or [])
    else:
        _serve_stdio(asker)


@mcp.command()
def token(
    user: Annotated[
        str, typer.Option(help="Whom it is for: a Slack user id, a mail address or a name.", show_default=False)
    ],
    groups: Annotated[
        str, typer.Option(help="Handles of the user groups that they are in, separated by commas.", show_default=False)
    ] = "",
    days: Annotated[int, typer.Option(help="Days until it expires.")] = 90,
    *,
    guest: Annotated[bool, typer.Option("--guest", help="They may read only what is public.")] = False,
) -> None:
    """Make a token for somebody who calls over HTTP, and print it once."""
    from ops.mcp.tokens import principals_held

    held = principals_held(user, groups.split(","), guest=guest)
    made, secret = _tokens().make(user, held, days)
    err.print(
        f"Token {made.id} for {user}, until {_day(made.until)}. It may read what these may: "
        f"{', '.join(made.principals)}.\nIt is shown this once; Frontdesk keeps only its digest.",
        markup=False,
        highlight=False,
    )
    out.print(secret, markup=False, highlight=False)


@mcp.command()
def tokens() -> None:
    """List the tokens: whose they are, what they may read, until when. Never the tokens themselves."""
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("id", "user", "may read what these may", "made (UTC)", "until (UTC)"):
        table.add_column(column, overflow="fold")
    kept = _tokens().all()
    for one in kept:
        until = f"{_day(one.until)}{' (expired)' if one.expired else ''}"
        table.add_row(one.id, one.user, ", ".join(one.principals), _day(one.made), until)
    if kept:
        out.print(table)
    else:
        err.print("There are no tokens. Make one with: frontdesk mcp token --user <whom it is for>", markup=False)


@mcp.command()
def revoke(
    which: Annotated[
        str, typer.Argument(help="A token's id, or a user: then all of theirs.", metavar="ID|USER", show_default=False)
    ],
) -> None:
    """Revoke a token, or all of somebody's; it counts from the next request on."""
    for one in _tokens().revoke(which):
        err.print(f"Revoked: token {one.id} of {one.user}.", markup=False, highlight=False)


@mcp.command()
def config(
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
) -> None:
    """Print what a desktop client's configuration needs, to be run from the folder that Frontdesk works in."""
    principals(asker)  # says now, and not in a client's log, that nobody has this name
    script = Path(sys.executable).with_name("frontdesk")
    command, *before = [str(script)] if script.exists() else [sys.executable, "-m", "ops.cli"]
    arguments = [*before, "mcp", "--directory", str(Path.cwd()), *(["--as", asker] if asker else [])]
    print(json.dumps({"mcpServers": {"frontdesk": {"command": command, "args": arguments}}}, indent=2))


def _serve_stdio(asker: str) -> None:
    from ops.mcp.stdio import serve_stdio
    from workers.settings import WorkerSettings

    settings, readable = WorkerSettings.read(), principals(asker)
    log_as_part()
    serve_stdio(_desk(settings), readable, settings.worker_threads)


def _serve_http(asker: str, host: str, port: int, names: list[str]) -> None:
    from ops.mcp.http import build_app, is_loopback, serve_http
    from workers.settings import WorkerSettings

    if asker:
        raise SettingError("With --http each caller's token says who they are: leave --as out.")
    if not names and not is_loopback(host):
        raise SettingError(
            f"Say by which name clients call it at {host}, such as --allow-host mcp.example.com; others are refused."
        )
    settings = WorkerSettings.read()
    log_as_part()
    serve_http(build_app(_desk(settings), _tokens(), settings.worker_threads, names), host, port)


def _desk(settings: WorkerSettings) -> Late[Desk]:
    """The desk, whose imports alone take longer than a client should wait for its handshake."""
    from ops.mcp.late import Late

    def opened() -> Desk:
        from ops.mcp.desk import open_desk

        return open_desk(settings, today)

    return Late(opened)


def _tokens() -> Tokens:
    from ops.mcp.tokens import Tokens
    from workers.settings import WorkerSettings

    return Tokens(WorkerSettings.read().data_dir / _TOKENS_FILE)


def _work_in(directory: Path) -> None:
    try:
        os.chdir(directory)
    except OSError as error:
        raise SettingError(f"--directory {directory}: {error.strerror}.") from None


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
