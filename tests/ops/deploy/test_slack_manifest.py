"""The Slack manifest that is handed to administrators."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from unittest.mock import MagicMock

import pytest
import yaml

import bot
from bot.listeners import register_all
from bot.lookups.searches import FILTERS_FUNCTION, FUNCTIONS, SEARCH_FUNCTION
from bot.lookups.work_objects import KIND
from ops.sandbox.events import EVENT_SCOPES
from ops.sandbox.web_api.methods import METHODS

MANIFEST = Path(__file__).parents[3] / "ops" / "deploy" / "slack-manifest.yaml"
BOT = Path(bot.__file__).parent
_METHOD = re.compile(r"client\.([a-z]+_\w+)|_(?:ask|pages)\(\s*\"([a-z]+\.[\w.]+)\"")
"""A call through Slack's client, or by the method's name as the directory makes it."""
_BESIDE = {"commands", "users:read.email"}
"""Scopes that no method and no event names: slash commands, and `profile.email` of `users.info`."""


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


def test_everything_comes_to_the_one_request_url(manifest: dict[str, Any]) -> None:
    """Commands, events and interactions."""
    urls = {command["url"] for command in manifest["features"]["slash_commands"]}
    urls |= {manifest["settings"][name]["request_url"] for name in ("event_subscriptions", "interactivity")}

    assert {"https://frontdesk.example.com/slack/events"} == urls


def test_every_event_has_its_scope(manifest: dict[str, Any]) -> None:
    """A subscription without its scope is never delivered; one of an optional scope, where that is granted."""
    asked = manifest["oauth_config"]["scopes"]
    scopes = {*asked["bot"], *asked["bot_optional"]}
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    lacking = [event for event in events if event in EVENT_SCOPES and scopes.isdisjoint(EVENT_SCOPES[event])]

    assert sorted(set(events)) == events
    assert [] == lacking


class _Recorder:
    """An app that only notes what is registered with it."""

    def __init__(self) -> None:
        self.registered: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[..., None]]:
        """Any way to register, such as ``event`` or ``command``."""

        def register(constraint: Any) -> Callable[..., None]:  # noqa: ANN401 - Bolt's
            self.registered.setdefault(kind, set()).add(str(constraint))
            return lambda *_, **__: None

        return register


@pytest.fixture
def registered() -> dict[str, set[str]]:
    """What the app listens to, by kind."""
    recorder = _Recorder()
    register_all(cast("Any", recorder), MagicMock())
    return recorder.registered


@pytest.fixture
def methods() -> set[str]:
    """The Web API methods that the edge calls."""
    known = {name.replace(".", "_"): name for name in METHODS}
    found = {
        match[1] or match[2].replace(".", "_")
        for path in BOT.rglob("*.py")
        for match in _METHOD.finditer(path.read_text(encoding="utf-8"))
    }
    return {known[name] for name in found & known.keys()}


def test_it_subscribes_to_the_events_that_the_app_listens_to(
    manifest: dict[str, Any], registered: dict[str, set[str]]
) -> None:
    """An event that is not subscribed to never comes; one that nobody listens to costs a call each time."""
    subscribed = {event.split(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}

    assert registered["event"] == subscribed


def test_it_declares_the_commands_and_shortcuts_that_the_app_takes(
    manifest: dict[str, Any], registered: dict[str, set[str]]
) -> None:
    """A command that is not declared cannot be typed."""
    features = manifest["features"]

    assert registered["command"] == {command["command"] for command in features["slash_commands"]}
    assert registered["shortcut"] == {shortcut["callback_id"] for shortcut in features["shortcuts"]}


def test_every_method_that_the_edge_calls_is_allowed(manifest: dict[str, Any], methods: set[str]) -> None:
    """One of each method's scopes is asked for, if only as an option."""
    asked = manifest["oauth_config"]["scopes"]
    scopes = {*asked["bot"], *asked["bot_optional"]}

    assert len(methods) > 20
    assert [] == sorted(name for name in methods if METHODS[name].scopes and scopes.isdisjoint(METHODS[name].scopes))


def test_every_scope_is_needed(manifest: dict[str, Any], methods: set[str]) -> None:
    """No scope is asked for that neither an event, nor a method, nor a feature needs."""
    asked = manifest["oauth_config"]["scopes"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    of_events = [set(EVENT_SCOPES.get(event, ())) for event in events]
    needed = _BESIDE.union(*of_events, *(METHODS[method].scopes for method in methods))

    assert [] == [scope for scope in (*asked["bot"], *asked["bot_optional"]) if scope not in needed]


@pytest.mark.parametrize(
    ("module", "scopes", "calls"),
    [
        (
            "slack/channels.py",
            {"bookmarks:read", "files:read", "pins:read"},
            ["bookmarks.list", "files.info", "pins.list"],
        ),
        ("lookups/links.py", {"links:write"}, ["chat.unfurl"]),
    ],
)
def test_what_only_a_part_needs_is_optional(
    manifest: dict[str, Any], methods: set[str], module: str, scopes: set[str], calls: list[str]
) -> None:
    """Least privilege: a company without a channel as a source, or links that unfurl, grants nothing for it."""
    source = (BOT / module).read_text(encoding="utf-8")
    needing = [name for name in methods if set(METHODS[name].scopes) & scopes]

    assert scopes <= set(manifest["oauth_config"]["scopes"]["bot_optional"])
    assert calls == sorted(needing)
    assert all(name.replace(".", "_") in source for name in needing)


def test_it_declares_the_functions_that_the_app_runs(manifest: dict[str, Any]) -> None:
    """Slack's search runs them by these names; the app's code is what runs, not one at Slack."""
    search, settings = manifest["features"]["search"], manifest["settings"]
    named = [search["search_function_callback_id"], search["search_filters_function_callback_id"]]

    assert [SEARCH_FUNCTION, FILTERS_FUNCTION] == named
    assert set(FUNCTIONS) == set(named) == set(manifest["functions"])
    assert ("remote", "remote", True) == (
        settings["hermes_app_type"],
        settings["function_runtime"],
        settings["org_deploy_enabled"],
    )


def test_it_declares_the_work_objects_that_the_app_shows(manifest: dict[str, Any]) -> None:
    """Of another kind Slack shows nothing, without a word."""
    assert [KIND] == manifest["features"]["rich_previews"]["entity_types"]
    assert 1 <= len(manifest["features"]["unfurl_domains"]) <= 5
