"""The table of parts: what runs on this machine under ``frontdesk up``, with what environment, in what order."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from pydantic import SecretStr

from knowledge.settings import PREFIX
from ops.settings import StackSettings
from ops.stack.part import Part
from ops.stack.probes import answers_http, answers_ping, is_running, signed_in
from ops.stack.valkey import redis_url, server_binary, write_configuration
from ops.unknown_settings import WARNED

FRONTDESK = (sys.executable, "-P", "-m", "ops.cli")
"""The ``frontdesk`` command of this very installation, whatever the current folder holds."""

SANDBOX_BOT_TOKEN = "xoxb-sandbox-frontdesk"  # noqa: S105 - public: it opens nothing but a sandbox
SANDBOX_APP_TOKEN = "xapp-sandbox-frontdesk"  # noqa: S105 - as above
SANDBOX_SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105 - as above
SANDBOX_ADMINS = "it-admins"

_GRACE_S = 30.0
"""Questions in hand are finished first; what is cut off after that is taken up again at the next start."""


def common_environment(settings: StackSettings) -> dict[str, str]:
    """What every process of the stack gets beside the user's own environment: these very settings, and tuning."""
    return {
        **{f"{PREFIX}{name.upper()}": _as_text(getattr(settings, name)) for name in settings.model_fields_set},
        "FRONTDESK_DATA_DIR": str(settings.data_dir.absolute()),
        "FRONTDESK_LINK_TEMPLATE": settings.links,
        "FRONTDESK_LOG_FORMAT": "json",
        WARNED: "1",
        # Threads that spin on busy cores make small models up to 30 times slower.
        "OMP_WAIT_POLICY": "passive",
        # Both keep what was freed for each thread apart: fifty reloads held 100 MB that nothing used.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONUNBUFFERED": "1",
    }


def parts(settings: StackSettings) -> list[Part]:
    """The parts in the order in which they start."""
    folder = settings.data_dir / "valkey"
    url = settings.redis_url or redis_url(folder, settings.valkey_port)
    common = {**common_environment(settings), "FRONTDESK_REDIS_URL": url}
    slack = {**common, **_slack_environment(settings)}
    embedded = [] if settings.redis_url else [_valkey(folder, settings.valkey_port, url)]
    local_slack = [_sandbox(settings, common)] if settings.sandboxed else []
    needs = tuple(part.name for part in (*embedded, *local_slack))
    return [
        *embedded,
        *local_slack,
        _worker(common, url, tuple(part.name for part in embedded)),
        _delivery(slack, url, needs),
        _bot(settings, slack, needs),
    ]


def _valkey(folder: Path, port: int, url: str) -> Part:
    return Part(
        name="valkey",
        title="queue, claims, live answers",
        command=(str(server_binary()), str(write_configuration(folder, port))),
        ready=answers_ping(url),
        colour="red",
        address=f"127.0.0.1:{port}",
        stop_wave=2,
        not_shown=("Memory overcommit must be enabled",),  # a remark on the kernel that stops nobody from trying it out
    )


def _sandbox(settings: StackSettings, environment: Mapping[str, str]) -> Part:
    events = "" if settings.socket_mode else f"http://127.0.0.1:{settings.bot_port}/slack/events"
    page = f"http://127.0.0.1:{settings.page_port}/"
    options = {
        "--port": str(settings.page_port),
        "--request-url": events,
        "--data": str(settings.data_dir.absolute() / "sandbox"),
        "--documents": str(settings.policies.absolute()),
    }
    return Part(
        name="sandbox",
        title="a local Slack with its page",
        command=(*FRONTDESK, "sandbox", *chain.from_iterable(options.items())),
        ready=answers_http(page),
        colour="magenta",
        address=page,
        environment=environment,
    )


def _worker(environment: Mapping[str, str], url: str, needs: tuple[str, ...]) -> Part:
    return Part(
        name="worker",
        title="finds passages, writes answers",
        # The model takes whatever the cores have left; Slack waits for the bot three seconds and no longer.
        command=("nice", "-n", "10", *FRONTDESK, "worker"),
        ready=signed_in(url, "worker"),
        colour="green",
        environment=environment,
        needs=needs,
        stop_wave=1,
        grace_s=_GRACE_S,
    )


def _delivery(environment: Mapping[str, str], url: str, needs: tuple[str, ...]) -> Part:
    return Part(
        name="delivery",
        title="posts answers into Slack",
        command=(*FRONTDESK, "delivery"),
        ready=signed_in(url, "delivery"),
        colour="yellow",
        environment=environment,
        needs=needs,
        stop_wave=1,
        grace_s=_GRACE_S,
    )


def _bot(settings: StackSettings, environment: Mapping[str, str], needs: tuple[str, ...]) -> Part:
    base = f"http://127.0.0.1:{settings.bot_port}"
    return Part(
        name="bot",
        title="takes questions from Slack",
        command=(*FRONTDESK, "bot"),
        ready=is_running if settings.socket_mode else answers_http(f"{base}/readyz"),
        colour="cyan",
        address="" if settings.socket_mode else base,
        environment=environment,
        needs=needs,
    )


def _slack_environment(settings: StackSettings) -> dict[str, str]:
    """How bot and delivery reach Slack, or the sandbox that stands in for it."""
    here = {
        "FRONTDESK_HOST": "127.0.0.1",
        "FRONTDESK_PORT": str(settings.bot_port),
        "FRONTDESK_MODE": "socket" if settings.socket_mode else "http",
    }
    if not settings.sandboxed:
        return here
    return {
        **here,
        "FRONTDESK_SLACK_BASE_URL": f"http://127.0.0.1:{settings.page_port}/api/",
        "FRONTDESK_SLACK_BOT_TOKEN": SANDBOX_BOT_TOKEN,
        "FRONTDESK_SLACK_APP_TOKEN": SANDBOX_APP_TOKEN,
        "FRONTDESK_SLACK_SIGNING_SECRET": SANDBOX_SIGNING_SECRET,
        "FRONTDESK_ADMINS": settings.admins or SANDBOX_ADMINS,
    }


def _as_text(value: object) -> str:
    """A setting as the environment holds it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value.absolute() if isinstance(value, Path) else value)
