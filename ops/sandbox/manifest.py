"""Slack app manifests as people have them: YAML, JSON with tabs or comments, TOML."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from ops.sandbox.model import Json

# Of JSON, what must be kept as it is: a string; and what JSON has no place for: comments, and commas before a bracket.
_STRING = r'"(?:\\.|[^"\\])*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_LAST_COMMA = re.compile(rf"({_STRING})|,(?=\s*[\]}}])", re.DOTALL)


def read_manifest(path: Path) -> Json:
    """Read a manifest file.

    Raises OSError, or ValueError with one sentence for what is no manifest.
    """
    source = path.read_text(encoding="utf-8-sig")
    try:
        manifest = _parse(source, toml=path.suffix.lower() == ".toml")
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{path} is not a Slack app manifest in JSON, YAML or TOML: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("display_information"), dict):
        raise ValueError(f"{path} is not a Slack app manifest: it has no display_information")  # noqa: TRY004  # a wrong file
    return manifest


def _parse(source: str, *, toml: bool) -> Any:  # noqa: ANN401  # it may be anything yet
    if toml:
        return tomllib.loads(source)
    bare = _COMMENT.sub(lambda match: match[1] or " ", source)
    if bare.lstrip().startswith("{"):
        return json.loads(_LAST_COMMA.sub(lambda match: match[1] or "", bare), strict=False)
    return yaml.safe_load(source.expandtabs(2))  # YAML itself knows no tabs


def manifest_fields(manifest: Json) -> dict[str, Any]:
    """Return the `App` fields that a manifest declares.

    Its request URLs are left out: they name the production server, not the app that runs beside the sandbox. Optional
    scopes are granted; whoever wants to see an app without them takes them away through the control API.
    """
    features = manifest.get("features") or {}
    agent = features.get("agent_view") or features.get("assistant_view") or {}
    about = manifest["display_information"]
    scopes = (manifest.get("oauth_config") or {}).get("scopes") or {}
    subscriptions = (manifest.get("settings") or {}).get("event_subscriptions") or {}
    return {
        "name": about["name"],
        "description": _description(agent) or about.get("description", ""),
        "scopes": [*(scopes.get("bot") or []), *(scopes.get("bot_optional") or [])],
        "bot_events": list(subscriptions.get("bot_events") or []),
        "commands": list(features.get("slash_commands") or []),
        "shortcuts": list(features.get("shortcuts") or []),
        "suggested_prompts": list(agent.get("suggested_prompts") or []),
        "view": next((view for view in ("agent", "assistant") if f"{view}_view" in features), ""),
        "functions": dict(manifest.get("functions") or {}),
        "search": dict(features.get("search") or {}),
        "unfurl_domains": list(features.get("unfurl_domains") or []),
    }


def _description(agent: Json) -> str:
    return str(agent.get("agent_description") or agent.get("assistant_description") or "")
