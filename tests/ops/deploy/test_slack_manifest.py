"""The Slack manifest that is handed to administrators."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.listeners.shortcuts.translate import CALLBACK
from ops.sandbox.events import EVENT_SCOPES

MANIFEST = Path(__file__).parents[3] / "ops" / "deploy" / "slack-manifest.yaml"
# Scopes of the Web API methods that the Slack edge calls, docs.slack.dev; any one of each set will do.
METHOD_SCOPES = {
    "agents.sessions.setStatus": {"assistant:write", "chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "bookmarks.list": {"bookmarks:read"},
    "chat.postMessage": {"chat:write"},
    "conversations.history": {"im:history"},
    "conversations.info": {"channels:read"},
    "conversations.members": {"groups:read"},
    "conversations.members, of a group's direct messages": {"mpim:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history"},
    "files.info": {"files:read"},
    "pins.list": {"pins:read"},
    "usergroups.list": {"usergroups:read"},
    "users.info": {"users:read"},
    "users.info, profile.email": {"users:read.email"},
}
FEATURE_SCOPES = {"slash_commands": {"commands"}}


@pytest.fixture
def manifest() -> dict[str, Any]:
    """The manifest as it is pasted."""
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return loaded


def test_it_is_valid_for_new_apps(manifest: dict[str, Any]) -> None:
    """Since 2026-06-30 new apps have agent_view and no assistant_view."""
    features = manifest["features"]

    assert {"major_version": 2, "minor_version": 1} == manifest["_metadata"]
    assert "agent_view" in features
    assert "assistant_view" not in features
    assert features["app_home"]["messages_tab_enabled"]
    assert not features["app_home"]["messages_tab_read_only_enabled"]


def test_it_keeps_slack_s_limits(manifest: dict[str, Any]) -> None:
    """Lengths and counts of manifest schema v2."""
    about, features = manifest["display_information"], manifest["features"]
    agent = features["agent_view"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(agent["agent_description"]) <= 300
    assert 1 <= len(agent["suggested_prompts"]) <= 4
    assert len(features["slash_commands"]) <= 50
    assert all(len(command["description"]) <= 2000 for command in features["slash_commands"])


def test_it_declares_the_commands_and_the_shortcut(manifest: dict[str, Any]) -> None:
    """All of them at the one request URL."""
    commands = manifest["features"]["slash_commands"]
    urls = {command["url"] for command in commands}
    urls |= {manifest["settings"][name]["request_url"] for name in ("event_subscriptions", "interactivity")}

    assert ["/ask", "/kb", "/draft", "/translate"] == [command["command"] for command in commands]
    assert [("message", CALLBACK)] == [
        (each["type"], each["callback_id"]) for each in manifest["features"]["shortcuts"]
    ]
    assert {"https://frontdesk.example.com/slack/events"} == urls


def test_every_event_has_its_scope(manifest: dict[str, Any]) -> None:
    """A subscription without its scope is never delivered."""
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    lacking = [event for event in events if event in EVENT_SCOPES and scopes.isdisjoint(EVENT_SCOPES[event])]

    assert sorted(set(events)) == events
    assert [] == lacking


def test_every_scope_is_needed(manifest: dict[str, Any]) -> None:
    """No scope is asked for that neither an event, nor a method, nor a feature needs."""
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    of_events = [set(EVENT_SCOPES.get(event, ())) for event in events]
    needed = set().union(*of_events, *METHOD_SCOPES.values(), *FEATURE_SCOPES.values())

    assert [] == [scope for scope in scopes if scope not in needed]
    assert [] == [method for method, one_of in METHOD_SCOPES.items() if one_of.isdisjoint(scopes)]
