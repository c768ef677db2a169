"""Redis and the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ops.doctor.findings import Finding, bad, good, notice
from ops.doctor.machine import stack_runs
from ops.logs import masked
from ops.settings import StackSettings
from ops.stack.valkey import redis_url, server_binary

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UNUSED_TOKEN = "xoxb-unused"  # noqa: S105 - no token is needed to find the database


def redis() -> Iterator[Finding]:
    """The queue's server: reachable, durable, and never forgetting under memory pressure."""
    settings = StackSettings.read()
    if settings.redis_url:
        yield from _server(settings.redis_url)
    elif stack_runs(settings.data_dir):
        yield from _server(redis_url(settings.data_dir / "valkey", settings.valkey_port))
    else:
        yield good("Redis", f"frontdesk up starts the embedded Valkey ({server_binary().name})")
        yield notice("Redis", "single parts need a server of their own", "set FRONTDESK_REDIS_URL for production")


def database() -> Iterator[Finding]:
    """The records: reachable, and with the tables of this version."""
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import SQLAlchemyError

    from bot.settings import SlackSettings

    url = make_url(SlackSettings.read(slack_bot_token=_UNUSED_TOKEN).records_url)
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield good("database", f"{where} will be made at the first start")
        return
    try:
        with create_engine(url).connect() as connection:
            yield _migration_state(connection, where)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        yield bad("database", f"{where} cannot be used: {reason}", "start it, or correct FRONTDESK_DATABASE_URL")


def _migration_state(connection: Connection, where: str) -> Finding:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from bot.records import database as records

    scripts = ScriptDirectory(str(Path(records.__file__).parent / "migrations"))
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found == set(scripts.get_heads()):
        return good("database", f"{where}, tables up to date")
    if found <= {script.revision for script in scripts.walk_revisions()}:
        return notice("database", f"{where} has older tables", "bot and delivery update them when they start")
    return bad("database", f"{where} was used by a newer Frontdesk", "update this one, or use another database")


def _server(url: str) -> Iterator[Finding]:
    import redis as client_library

    address = masked(url)
    client = client_library.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3, decode_responses=True)
    try:
        server = client.info("server")
    except client_library.RedisError as error:
        yield bad("Redis", f"{address} does not answer: {error}", "start it, or correct FRONTDESK_REDIS_URL")
        return
    yield good("Redis", f"{address} answers ({_product(server)})")
    yield from _durability(client.config_get("appendonly", "maxmemory-policy"))


def _product(server: dict[str, str]) -> str:
    if "valkey_version" in server:
        return f"Valkey {server['valkey_version']}"
    return f"Redis {server['redis_version']}"


def _durability(configuration: Mapping[str | None, str | None]) -> Iterator[Finding]:
    """Managed servers hide their configuration; then nothing is known."""
    if not configuration:
        yield notice(
            "Redis", "its configuration is hidden", "have the append-only file on and maxmemory-policy noeviction"
        )
        return
    if configuration.get("appendonly") != "yes":
        remedy = "set `appendonly yes`: without it a restart loses the questions in the queue"
        yield bad("Redis", "the append-only file is off", remedy)
    if configuration.get("maxmemory-policy") != "noeviction":
        remedy = "set `maxmemory-policy noeviction`: any other drops questions when memory is short"
        yield bad("Redis", f"maxmemory-policy is {configuration.get('maxmemory-policy')}", remedy)
