"""The seed company: `workspace.toml`, and what each app's Slack manifest declares."""

import tomllib
from urllib.parse import urlsplit

from ops.sandbox.config import SandboxConfig
from ops.sandbox.faults import KINDS, Fault
from ops.sandbox.manifest import manifest_fields, read_manifest
from ops.sandbox.model import SLACKBOT, App, Channel, Json, Team, User, UserGroup
from ops.sandbox.workspace import Workspace


def load_workspace(config: SandboxConfig) -> Workspace:
    """Build the workspace that `config` names.

    Raises SystemExit with one sentence when a file is missing or says something impossible.
    """
    try:
        seed = tomllib.loads(config.workspace.read_text(encoding="utf-8"))
        apps = [_app(entry, config, first=index == 0) for index, entry in enumerate(seed["apps"])]
        return _workspace(seed, apps)
    except OSError as error:
        raise SystemExit(f"The sandbox cannot read {error.filename}: {error.strerror}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise SystemExit(f"The sandbox's workspace {config.workspace} is not valid: {_said(error)}.") from error


def _said(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def load_faults(config: SandboxConfig) -> list[Fault]:
    """Return the faults that the workspace starts with; one without `times` lasts. Raises as `load_workspace`."""
    seed = tomllib.loads(config.workspace.read_text(encoding="utf-8"))
    try:
        return [_fault(dict(entry)) for entry in seed.get("faults", [])]
    except (KeyError, TypeError, ValueError) as error:
        raise SystemExit(f"The sandbox's workspace {config.workspace} is not valid: {error!r}.") from error


def _fault(entry: Json) -> Fault:
    if entry["kind"] not in KINDS or entry["kind"] == "disconnect":
        raise ValueError(f"there is no fault of the kind {entry['kind']} to start with")
    return Fault(entry.pop("method"), **{"times": None, **entry})


def _workspace(seed: Json, apps: list[App]) -> Workspace:
    slackbot = User(SLACKBOT, "slackbot", "Slackbot", is_bot=True)
    users = [User(**entry) for entry in seed["users"]]
    channels = [Channel(**{"kind": "channel", **entry}) for entry in seed.get("channels", [])]
    workspace = Workspace(
        team=Team(**seed["team"]),
        users={user.id: user for user in (*users, slackbot)},
        groups={group.id: group for group in (UserGroup(**entry) for entry in seed.get("groups", []))},
        channels={channel.id: channel for channel in channels},
        apps={app.id: app for app in apps},
    )
    for app in apps:  # people see an app under the name in its manifest
        workspace.users[app.bot_user].real_name = app.name
    for entry in seed.get("direct_messages", []):
        bot = workspace.apps[entry["app"]].bot_user
        for user in entry["users"]:
            workspace.open_direct_message(user, bot, channel_id=f"D0{user.removeprefix('U0')}")
    return workspace


def _app(entry: Json, config: SandboxConfig, *, first: bool) -> App:
    values = dict(entry)
    path = values.pop("manifest", None)
    source = config.workspace.parent / path if path else None
    if first and config.manifest:
        source = config.manifest
    declared = manifest_fields(read_manifest(source)) if source else {}
    app = App(**{"name": entry["id"], **declared, **values})
    if first and config.request_url:
        app.request_url = config.request_url
    if config.documents and app.unfurl_domains:  # links to the documents that are shown here unfurl as theirs do
        app.unfurl_domains = [*app.unfurl_domains, urlsplit(config.base_url).hostname or ""]
    return app
