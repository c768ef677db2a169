"""The seed company: `workspace.toml`, and what each app's Slack manifest declares."""

import tomllib
from pathlib import Path
from typing import Any

import yaml

from ops.sandbox.config import SandboxConfig
from ops.sandbox.faults import KINDS, Fault
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
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise SystemExit(f"The sandbox's workspace {config.workspace} is not valid: {error!r}.") from error


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
    return app


def read_manifest(path: Path) -> Json:
    """Read a Slack app manifest, YAML or JSON (which is YAML too)."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict):
        raise TypeError(f"{path} is not a Slack app manifest")
    return manifest


def manifest_fields(manifest: Json) -> dict[str, Any]:
    """Return the `App` fields that a manifest declares.

    Its request URLs are left out: they name the production server, not the app that runs beside the sandbox.
    """
    features = manifest.get("features", {})
    agent = features.get("agent_view") or features.get("assistant_view") or {}
    about = manifest["display_information"]
    return {
        "name": about["name"],
        "description": agent.get("agent_description") or about.get("description", ""),
        "scopes": list(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        "bot_events": list(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])),
        "commands": list(features.get("slash_commands", [])),
        "shortcuts": list(features.get("shortcuts", [])),
        "suggested_prompts": list(agent.get("suggested_prompts", [])),
    }
