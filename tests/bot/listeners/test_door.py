"""What Slack never sends does no harm, and what is for another installation is told apart."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from redis import Redis
from structlog.testing import capture_logs

from bot.intake.entering import Entering
from bot.intake.publishing import INTAKE
from bot.slack.requests import socket_request
from tests.bot.edge import Edge
from tests.bot.office import Office

Json = dict[str, Any]

_ODD: tuple[Any, ...] = (
    None,
    [],
    {},
    [None],
    0,
    -1.5,
    True,
    "",
    "x",
    "\x00",
    "\ud800",
    "9" * 5000,
    {"id": None},
    [[["deep"]]],
)

_MESSAGE: Final[Json] = {
    "type": "message",
    "user": "U0MAYA",
    "channel": "D0MAYA",
    "channel_type": "im",
    "text": "How many days of leave?",
    "ts": "100.000001",
    "thread_ts": "100.000001",
    "event_ts": "100.000001",
    "team": "T0BRIGHT",
    "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text"}]}]}],
    "files": [{"id": "F1", "name": "a.pdf"}],
    "attachments": [{"id": 1, "is_share": True, "is_msg_unfurl": True, "text": "30 days", "channel_id": "C0GENERAL"}],
}
_OLD: Final = {name: _MESSAGE[name] for name in ("type", "user", "text", "ts", "attachments")}
_INNER: Final[Json] = {**_OLD, "text": "And of parental leave?", "edited": {"user": "U0MAYA", "ts": "101.000001"}}
_CHANGED: Final[Json] = {
    **{name: _MESSAGE[name] for name in ("type", "channel", "channel_type")},
    "subtype": "message_changed",
    "hidden": True,
    "ts": "102.000001",
    "message": _INNER,
    "previous_message": _OLD,
}
_EVENTS: Final[tuple[Json, ...]] = (
    _MESSAGE,
    {**_MESSAGE, "channel": "C0GENERAL", "channel_type": "channel"},
    {**_MESSAGE, "channel": "G0GROUP", "channel_type": "mpim"},
    {**_MESSAGE, "type": "app_mention", "channel": "C0GENERAL", "text": "<@U0FDESK> How many days?"},
    _CHANGED,
    {**_CHANGED, "channel": "C0GENERAL", "channel_type": "channel", "message": {**_INNER, "text": "<@U0FDESK> So?"}},
    {**_CHANGED, "subtype": "message_deleted", "deleted_ts": "100.000001", "message": None},
    {**_CHANGED, "message": {"subtype": "tombstone", "ts": "100.000001", "user": "USLACKBOT"}},
    {"type": "app_home_opened", "user": "U0MAYA", "channel": "D0MAYA", "tab": "home", "event_ts": "1.1"},
    {
        "type": "app_context_changed",
        "user": "U0MAYA",
        "channel": "D0MAYA",
        "context": {"entities": [{"type": "slack#/types/channel_id", "value": "C0GENERAL", "team_id": "T0BRIGHT"}]},
    },
    {"type": "agent_session_stopped", "channel": "D0MAYA", "user": "U0MAYA", "thread_ts": "1.1", "event_ts": "2.1"},
    {"type": "agent_session_title_changed", "channel": "D0MAYA", "user": "U0MAYA", "thread_ts": "1.1", "title": "PTO"},
    {"type": "user_change", "user": {"id": "U0MAYA", "team_id": "T0BRIGHT"}},
    {"type": "member_joined_channel", "user": "U0MAYA", "channel": "C0GENERAL", "channel_type": "C"},
    {"type": "channel_shared", "channel": "C0GENERAL", "connected_team_id": "T0OTHER", "event_ts": "1.1"},
    {"type": "channel_id_changed", "old_channel_id": "G0OLD", "new_channel_id": "C0NEW", "event_ts": "1.1"},
    {
        "type": "function_executed",
        "function": {"id": "Fn1", "callback_id": "search_policies"},
        "function_execution_id": "Fx1",
        "inputs": {"query": "leave", "filters": {"language": ["en"]}, "user_context": {"id": "U0MAYA", "secret": ""}},
        "bot_access_token": "xwfp-1",
        "event_ts": "1.1",
    },
    {
        "type": "link_shared",
        "channel": "C0GENERAL",
        "is_bot_user_member": True,
        "user": "U0MAYA",
        "message_ts": "1.1",
        "source": "conversations_history",
        "links": [{"domain": "policies.example.com", "url": "https://policies.example.com/leave.md#carrying-over"}],
        "event_ts": "1.1",
    },
    {
        "type": "entity_details_requested",
        "user": "U0MAYA",
        "external_ref": {"id": "leave.md", "type": "policy"},
        "entity_url": "https://policies.example.com/leave.md",
        "trigger_id": "1.2.3",
        "event_ts": "1.1",
    },
    {"type": "reaction_added", "user": "U0MAYA", "item": {"type": "message", "channel": "C0GENERAL", "ts": "1.1"}},
)
_WHO: Final[Json] = {
    "user": {"id": "U0MAYA", "team_id": "T0BRIGHT"},
    "team": {"id": "T0BRIGHT", "domain": "brightwater"},
    "channel": {"id": "C0GENERAL", "name": "general"},
    "trigger_id": "1.2.3",
    "response_url": "http://127.0.0.1:9/r",
    "is_enterprise_install": False,
    "enterprise": None,
}
_WHERE: Final = '{"request": "q1", "channel": "C1"}'
_EDITED: Final = {"value": "q1:1", "response_url": "http://127.0.0.1:9/r"}


def _click(action_id: str, value: str, **fields: object) -> Json:
    return {"type": "block_actions", **_WHO, "actions": [{"action_id": action_id, "value": value}], **fields}


_INTERACTIONS: Final[tuple[Json, ...]] = (
    _click("answer_feedback", "q1:up"),
    _click("answer_why", "q1"),
    _click("answer_more", "q1"),
    _click("answer_share", "q1"),
    {**_click("answer_next_0", "q1:And then?"), "container": {"is_ephemeral": True}},
    _click("draft_use", "q1:1"),
    _click("draft_edit", "q1:1"),
    _click("nobody_knows", "x"),
    _click(
        "answer_why_page_2",
        "1",
        view={"id": "V1", "type": "modal", "private_metadata": '{"request": "q1", "channel": "C1"}'},
    ),
    {"type": "message_action", "callback_id": "translate_message", **_WHO, "message": _MESSAGE},
    {"type": "shortcut", "callback_id": "ask", **_WHO},
    {
        "type": "view_submission",
        **_WHO,
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "draft_editor",
            "private_metadata": json.dumps(_EDITED),
            "state": {"values": {"text": {"text": {"type": "plain_text_input", "value": "Dear all"}}}},
        },
    },
    {
        "type": "view_submission",
        **_WHO,
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "share_form",
            "private_metadata": '{"request": "q1", "response_url": "http://127.0.0.1:9/r"}',
            "state": {"values": {"share_channel": {"share_channel": {"selected_conversation": "C0GENERAL"}}}},
        },
    },
    {"type": "view_closed", **_WHO, "view": {"id": "V1", "type": "modal", "callback_id": "draft_editor"}},
    {"type": "block_suggestion", **_WHO, "action_id": "a", "block_id": "b", "value": "x"},
    {"type": "something_new", **_WHO},
)


def _envelope(event: object, **fields: object) -> Json:
    authorization = {"enterprise_id": None, "team_id": "T0BRIGHT", "user_id": "U0FDESK", "is_enterprise_install": False}
    return {
        "type": "event_callback",
        "team_id": "T0BRIGHT",
        "api_app_id": "A0FDESK",
        "event_id": "Ev1",
        "event": event,
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        **fields,
    }


def _places(thing: object) -> Iterator[tuple[Any, Any]]:
    """Every container in it, with each of its keys or indices."""
    items = (
        list(thing.items()) if isinstance(thing, dict) else list(enumerate(thing)) if isinstance(thing, list) else []
    )
    for key, value in items:
        yield thing, key
        yield from _places(value)


def _mutant(body: Json, chance: random.Random) -> Json:
    """The body with one to three things in it replaced, taken away or wrapped."""
    mutant = copy.deepcopy(body)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        container, key = chance.choice(list(_places(mutant)) or [({"": 0}, "")])
        how = chance.random()
        if how < 0.25 and isinstance(container, dict):
            del container[key]
        else:
            container[key] = [container[key]] if how < 0.35 else copy.deepcopy(chance.choice(_ODD))
    return mutant


def _sent(edge: Edge, body: Json, *, is_interaction: bool) -> int:
    if is_interaction:
        return edge.action(body).status
    return edge.send(json.dumps(body), "application/json").status


@pytest.mark.parametrize(("mutants", "is_written_down"), [(3000, False), (200, True)])
def test_no_mutant_of_what_slack_sends_is_an_error(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, *, mutants: int, is_written_down: bool
) -> None:
    """Slack would send it again for an hour, and where much fails, stop sending.

    Writing down what is a question after all takes longer than all the rest, so most are not.
    """
    if not is_written_down:
        monkeypatch.setattr(Entering, "enter", lambda *_: True)
        monkeypatch.setattr(Entering, "reword", lambda *_: None)
        monkeypatch.setattr(Entering, "is_known", lambda *_: False)
    monkeypatch.setattr(edge.app.listener_runner.lazy_listener_runner, "run", lambda **_: None)
    monkeypatch.setattr(edge.app.listener_runner.lazy_listener_runner, "start", lambda **_: None)
    chance = random.Random(mutants)  # noqa: S311 - mutants are no secrets
    bodies = [(_envelope(event), False) for event in _EVENTS] + [(body, True) for body in _INTERACTIONS]
    failed = []
    with capture_logs() as logs:
        for _ in range(mutants):
            body, is_interaction = chance.choice(bodies)
            mutant = _mutant(body, chance)
            if 200 != _sent(edge, mutant, is_interaction=is_interaction):
                failed.append(mutant)

    assert [] == [line for line in logs if line["event"] == "listener_failed"][:3]
    assert [] == failed[:3]


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "message",
        {},
        {"type": None},
        {"type": "message"},
        {"type": "message", "channel": "D0MAYA", "channel_type": "im", "text": "Hi?", "ts": "1.1"},
        {"type": "message", "user": "U0MAYA", "channel_type": "im", "text": "Hi?", "ts": "1.1"},
        {"type": "message", "user": "U0MAYA", "channel": "D0MAYA", "channel_type": "im", "text": "Hi?"},
        {"type": "message", "user": ["U0MAYA"], "channel": "D0MAYA", "channel_type": "im", "text": "Hi?", "ts": "1.1"},
        {"type": "app_mention", "user": "U0MAYA", "channel": {"id": "C1"}, "text": "Hi?", "ts": "1.1"},
        {"type": "message", "user": "U" * 40, "channel": "D0MAYA", "channel_type": "im", "text": "Hi?", "ts": "1.1"},
        {**_CHANGED, "message": []},
        {"type": "user_change", "user": "U0MAYA"},
    ],
)
def test_a_malformed_event_is_acknowledged_and_logged(office: Office, edge: Edge, event: object) -> None:
    """The log names what is wrong and nothing that somebody said; nothing else happens."""
    with capture_logs() as logs:
        status = edge.send(json.dumps(_envelope(event)), "application/json").status

    assert (200, ["request_malformed"]) == (status, [line["event"] for line in logs])
    assert "Hi?" not in str(logs)
    assert [] == office.requests()


@pytest.mark.parametrize("body", ["[1]", "null", '"text"', "{}", '{"type": 1}', "{broken"])
def test_a_body_that_is_no_event_is_acknowledged_if_slack_signed_it(edge: Edge, body: str) -> None:
    """A stranger is told nothing but that they are one."""
    assert 200 == edge.send(body, "application/json").status
    assert 401 == Edge(edge.app, "wrong").send(body, "application/json").status


@pytest.mark.parametrize("payload", [None, [], [1], {}, _envelope(None), _envelope(_MESSAGE, authorizations=[None])])
def test_what_is_malformed_is_acknowledged_over_socket_mode(office: Office, edge: Edge, payload: object) -> None:
    """What is not acknowledged there comes again, too."""
    response = edge.app.dispatch(socket_request(payload, {}))

    assert 200 == response.status
    assert [] == office.requests()


@pytest.mark.parametrize("odd", [{"attachments": "x"}, {"attachments": [None, 1]}, {"files": 3}, {"blocks": None}])
def test_odd_things_beside_a_question_do_not_lose_it(office: Office, edge: Edge, odd: Json) -> None:
    """Who wrote what, where and when is all that is needed."""
    edge.event({**_MESSAGE, **odd})

    assert [_MESSAGE["text"]] == [request.payload["text"].split("\n")[-1] for request in office.requests()]


def test_an_error_of_ours_is_no_malformed_event(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack sends again what failed inside: the door swallows nothing."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("bot.listeners.messages.message.typed", broken)

    assert 500 == edge.event(_MESSAGE).status


_ELSEWHERE: Final = {"enterprise_id": None, "team_id": "T0OTHER", "is_enterprise_install": False}
_ORGANISATION: Final = {"enterprise_id": "E0OTHER", "team_id": None, "is_enterprise_install": True}
_OURS: Final = {"enterprise_id": None, "team_id": "T0BRIGHT", "is_enterprise_install": False}


@pytest.mark.parametrize(
    ("envelope", "taken"),
    [
        ({"authorizations": [_ELSEWHERE]}, False),
        ({"authorizations": [_ELSEWHERE], "team_id": "T0OTHER"}, False),
        ({"authorizations": [_ORGANISATION]}, False),
        ({"authorizations": [], "team_id": "T0OTHER"}, False),
        ({"authorizations": [_OURS], "team_id": "T0OTHER", "is_ext_shared_channel": True}, True),
        ({"authorizations": [], "team_id": "T0BRIGHT"}, True),
    ],
)
def test_an_event_of_another_installation_is_acknowledged_and_left(
    office: Office, edge: Edge, redis: Redis, *, envelope: Json, taken: bool
) -> None:
    """In a shared channel the author's team is not what counts: ``authorizations`` says for whom it is."""
    with capture_logs() as logs:
        status = edge.event(_MESSAGE, **envelope).status

    assert (200, taken) == (status, redis.llen(INTAKE) == 1)
    assert taken == ("request_of_another_workspace" not in [line["event"] for line in logs])
    assert taken == bool(office.requests())


def test_a_command_of_another_workspace_gets_one_sentence(office: Office, edge: Edge) -> None:
    """In the language of what was typed."""
    fields = {"user_id": "U9", "channel_id": "C9", "team_id": "T0OTHER", "trigger_id": "1", "response_url": "http://x"}
    command = urlencode({**fields, "command": "/ask", "text": "Wie viele Tage Urlaub habe ich?"})
    response = edge.send(command, "application/x-www-form-urlencoded")

    assert (200, True) == (response.status, "anderen Workspace" in response.body)
    assert [] == office.requests()


def test_a_click_in_another_workspace_does_nothing(edge: Edge) -> None:
    """It is acknowledged, so that nobody sees an error."""
    click = _click("answer_feedback", "q1:up", team={"id": "T0OTHER"})
    with capture_logs() as logs:
        status = edge.action(click).status

    assert (200, ["request_of_another_workspace"]) == (status, [line["event"] for line in logs])
