"""What all Web API methods have in common: arguments, tokens, scopes, pages, limits, faults."""

import json
import urllib.request
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from ops.sandbox.config import SEED, SandboxConfig
from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import PATIENCE_S, error_of

TOKEN = "xoxb-sandbox-frontdesk"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BLOCKS = [{"type": "divider"}]


def send(slack: RunningSandbox, method: str, **request: object) -> dict[str, object]:
    """Call a method with httpx and return the answer."""
    return httpx.post(f"{slack.api_url}{method}", trust_env=False, timeout=PATIENCE_S, **request).json()


def test_arguments_come_as_form_json_multipart_or_query(slack: RunningSandbox) -> None:
    """Blocks are JSON inside a form and plain JSON inside JSON; each way posts the same message."""
    fields = {"channel": "C0ASKHR", "text": "Hello"}
    form = {**fields, "blocks": json.dumps(BLOCKS)}
    answers = [
        send(slack, "chat.postMessage", headers=BEARER, data=form),
        send(slack, "chat.postMessage", headers=BEARER, json={**fields, "blocks": BLOCKS}),
        send(slack, "chat.postMessage", headers=BEARER, files={name: (None, value) for name, value in form.items()}),
        send(slack, "chat.postMessage", headers=BEARER, params=form),
        send(slack, "chat.postMessage", data={**form, "token": TOKEN}),
    ]

    assert [True] * 5 == [answer["ok"] for answer in answers]
    assert {"divider"} == {message["blocks"][0]["type"] for message in slack.messages("C0ASKHR")}


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"json": {"channel": "C0ASKHR", "text": "x"}}, "not_authed"),
        ({"json": {"token": TOKEN, "channel": "C0ASKHR", "text": "x"}}, "not_authed"),
        ({"headers": {"Authorization": "Bearer xoxb-other"}}, "invalid_auth"),
        ({"headers": {"Authorization": "Bearer xapp-sandbox-frontdesk"}}, "not_allowed_token_type"),
        ({"headers": {**BEARER, "Content-Type": "application/json"}, "content": "{"}, "invalid_json"),
        ({"headers": {**BEARER, "Content-Type": "application/json"}, "content": "[]"}, "json_not_object"),
        ({"headers": {**BEARER, "Content-Type": "text/csv"}, "content": "a,b"}, "invalid_post_type"),
        ({"headers": BEARER, "data": {"text": "x"}}, "invalid_arguments"),
        ({"headers": BEARER, "data": {"channel": "C0ASKHR", "blocks": "{not json"}}, "invalid_blocks_format"),
    ],
)
def test_a_call_that_cannot_be_read_is_refused_as_slack_refuses_it(
    slack: RunningSandbox, request_: dict[str, Any], error: str
) -> None:
    """Each mistake has Slack's own error code, in an answer with status 200."""
    answer = send(slack, "chat.postMessage", **request_)

    assert {"ok": False, "error": error} == {name: answer[name] for name in ("ok", "error")}


def test_an_unknown_method_is_named(slack: RunningSandbox) -> None:
    """The answer repeats the method that was asked for."""
    answer = send(slack, "chat.sing", headers=BEARER)

    assert {"ok": False, "error": "unknown_method", "req_method": "chat.sing"} == answer


def test_a_missing_scope_says_what_is_needed_and_provided(slack: RunningSandbox, client: WebClient) -> None:
    """The scopes of a token can be taken away while it is used."""
    slack.control("scopes", scopes=["users:read"])
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0ASKHR", text="x")

    expected = {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "users:read"}
    assert expected == refused.value.response.data


def test_history_of_a_kind_of_channel_needs_the_scope_of_that_kind(slack: RunningSandbox, client: WebClient) -> None:
    """channels:history does not open a private channel."""
    slack.control("scopes", scopes=["channels:history"])
    client.conversations_history(channel="C0ASKHR")
    with pytest.raises(SlackApiError) as refused:
        client.conversations_history(channel="C0FIN")

    assert ("missing_scope", "groups:history") == (refused.value.response["error"], refused.value.response["needed"])


def test_pages_follow_their_cursor_to_the_end(client: WebClient) -> None:
    """Every member comes exactly once, whatever the page size."""
    pages = [page["members"] for page in client.conversations_members(channel="C0GENERAL", limit=4)]

    assert [["U0MAYA", "U0TOM", "U0LINA", "U0WANG"], ["U0SOFIA", "U0FDESK"]] == pages
    assert error_of(client.users_list, cursor="nonsense") == "invalid_cursor"
    assert error_of(client.users_list, limit=0) == "invalid_limit"


def test_the_twenty_first_stream_in_a_minute_is_rate_limited(tmp_path: Path) -> None:
    """chat.startStream is Tier 2: 20 a minute; the minute is the sandbox' own."""
    with RunningSandbox(SandboxConfig()) as slack:
        client = WebClient(TOKEN, base_url=slack.api_url)
        ts = slack.control("message", user="U0MAYA", channel="D0MAYA", text="?")["ts"]
        for _ in range(20):
            client.chat_startStream(channel="D0MAYA", thread_ts=ts)
        with pytest.raises(SlackApiError) as refused:
            client.chat_startStream(channel="D0MAYA", thread_ts=ts)
        slack.control("clock", advance=61)
        client.chat_startStream(channel="D0MAYA", thread_ts=ts)

    response = refused.value.response
    assert (429, "ratelimited") == (response.status_code, response["error"])
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_rate_limits_can_be_switched_off(slack: RunningSandbox, client: WebClient) -> None:
    """The sandbox of the tests has none."""
    for _ in range(25):
        client.conversations_list()

    assert 25 == len(slack.calls("conversations.list"))


def test_an_injected_429_is_retried_by_the_sdk(slack: RunningSandbox, client: WebClient) -> None:
    """The SDK's own handler reads Retry-After, and the next call succeeds."""
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    slack.control("faults", method="chat.postMessage", kind="ratelimited", retry_after=1)
    client.chat_postMessage(channel="C0ASKHR", text="Hello")

    assert [429, 200] == [call["status"] for call in slack.calls("chat.postMessage")]


def test_faults_replace_answers_before_or_after_the_work(slack: RunningSandbox, client: WebClient) -> None:
    """`after` carries the call out and loses its answer: the message stands, the caller sees a failure."""
    slack.control("faults", method="*", kind="error", value="internal_error")
    before = error_of(client.chat_postMessage, channel="C0ASKHR", text="lost")
    slack.control("faults", method="chat.postMessage", kind="status", value=503, after=True)
    with pytest.raises(SlackApiError) as after:
        client.chat_postMessage(channel="C0ASKHR", text="kept")
    client.auth_test()

    assert "internal_error" == before
    assert 503 == after.value.response.status_code
    assert ["kept"] == [message["text"] for message in slack.messages("C0ASKHR")]


def test_faults_can_be_cleared(slack: RunningSandbox, client: WebClient) -> None:
    """A fault without a count lasts until it is removed."""
    slack.control("faults", method="auth.test", kind="error", value="fatal_error", times=None)
    errors = [error_of(client.auth_test) for _ in range(3)]
    slack.clear_faults()

    assert ["fatal_error"] * 3 == errors
    assert "U0FDESK" == client.auth_test()["user_id"]


def test_calls_are_recorded_with_arguments_and_answer(slack: RunningSandbox, client: WebClient) -> None:
    """A test reads what the app sent and what it was told."""
    client.users_info(user="U0LINA", include_locale=True)
    call = slack.calls("users.info")[0]

    assert ("U0LINA", TOKEN, 200) == (call["args"]["user"], call["token"], call["status"])
    assert "zh-CN" == call["response"]["user"]["locale"]


def test_several_apps_have_their_own_tokens(tmp_path: Path) -> None:
    """A workspace file may define further apps with their own scopes."""
    deploy = SEED.parent.parent / "deploy"
    seed = SEED.read_text(encoding="utf-8").replace("../deploy", str(deploy))
    other = """
[[apps]]
id = "A0OTHER"
bot_user = "U0OTHER"
bot_id = "B0OTHER"
bot_token = "xoxb-other"
signing_secret = "other"
scopes = ["chat:write", "chat:write.public"]

[[users]]
id = "U0OTHER"
name = "other"
real_name = "Other"
is_bot = true
"""
    path = tmp_path / "workspace.toml"
    path.write_text(seed + other, encoding="utf-8")
    with RunningSandbox(SandboxConfig(workspace=path)) as slack:
        other_client = WebClient("xoxb-other", base_url=slack.api_url)
        who = other_client.auth_test()
        posted = other_client.chat_postMessage(channel="C0ASKHR", text="From elsewhere")
        refused = error_of(other_client.users_list)

    assert ("U0OTHER", "A0OTHER") == (who["user_id"], who["app_id"])
    assert "B0OTHER" == posted["message"]["bot_id"]
    assert "missing_scope" == refused


def test_python_s_own_client_is_enough(slack: RunningSandbox) -> None:
    """Nothing but HTTP is needed to call a method."""
    with urllib.request.urlopen(f"{slack.api_url}api.test?foo=bar") as response:  # noqa: S310  # our own server
        answer = json.load(response)

    assert {"ok": True, "args": {"foo": "bar"}} == answer


def test_half_a_surrogate_pair_becomes_a_question_mark(slack: RunningSandbox) -> None:
    """What no encoding can carry is replaced where it comes in; a whole pair stays."""
    body = b'{"channel": "C0ASKHR", "text": "\\ud83d\\ude00 \\ud83d"}'
    answer = send(slack, "chat.postMessage", headers={**BEARER, "Content-Type": "application/json"}, content=body)

    assert "😀 ?" == answer["message"]["text"]


def test_a_control_request_that_lacks_a_field_names_it(slack: RunningSandbox) -> None:
    """No stack trace for a test's slip."""
    assert {"ok": False, "error": "invalid_arguments", "missing": "users"} == slack.control("groups", handle="hr")
