"""Faults: each method can fail in each way that Slack's fail in, for as long as a test wants."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from ops.sandbox.config import SEED, SandboxConfig
from ops.sandbox.running import RunningSandbox, wait_until
from ops.sandbox.seed import load_faults
from tests.ops.sandbox.apps import BOT_TOKEN, PATIENCE_S, error_of


def answer(slack: RunningSandbox, method: str) -> httpx.Response:
    """Call a method and return the bare answer."""
    bearer = {"Authorization": f"Bearer {BOT_TOKEN}"}
    return httpx.post(f"{slack.api_url}{method}", headers=bearer, trust_env=False, timeout=PATIENCE_S)


def test_a_missing_scope_is_told_with_what_is_needed_and_provided(slack: RunningSandbox) -> None:
    """Without a word about them, they are the method's own and the rest of the token's."""
    slack.control("scopes", scopes=["chat:write", "usergroups:read"])
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope")
    details = {"needed": "a:read", "provided": "b:read"}
    slack.control("faults", method="users.list", kind="error", value="missing_scope", details=details)

    expected = {"ok": False, "error": "missing_scope", "needed": "usergroups:read", "provided": "chat:write"}
    assert expected == answer(slack, "usergroups.list").json()
    assert {"ok": False, "error": "missing_scope", **details} == answer(slack, "users.list").json()


def test_a_method_can_be_unknown(slack: RunningSandbox) -> None:
    """As at an older Slack: the answer names what was asked for."""
    slack.control("faults", method="chat.startStream", kind="error", value="unknown_method")

    expected = {"ok": False, "error": "unknown_method", "req_method": "chat.startStream"}
    assert expected == answer(slack, "chat.startStream").json()


def test_a_broken_slack_answers_with_a_page(slack: RunningSandbox, client: WebClient) -> None:
    """HTML in place of JSON, which the SDK must survive."""
    slack.control("faults", method="auth.test", kind="status", value=500, times=2)
    page = answer(slack, "auth.test")
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()

    assert (500, True) == (page.status_code, page.headers["content-type"].startswith("text/html"))
    assert 500 == refused.value.response.status_code


def test_a_fault_may_be_for_some_arguments_only(slack: RunningSandbox, client: WebClient) -> None:
    """One person whom Slack does not know, among all others."""
    where = {"user": "U0TOM"}
    slack.control("faults", method="users.info", kind="error", value="user_not_found", where=where, times=None)
    known = [client.users_info(user=user)["ok"] for user in ("U0MAYA", "U0LINA")]

    assert [True, True] == known
    assert ["user_not_found"] * 2 == [error_of(client.users_info, user="U0TOM") for _ in range(2)]


@pytest.mark.parametrize("after", [False, True])
def test_an_answer_is_held_back_until_the_faults_are_cleared(
    slack: RunningSandbox, client: WebClient, *, after: bool
) -> None:
    """Before the work or after it; the call is on record meanwhile."""
    slack.control("faults", method="chat.postMessage", kind="latency", value=None, after=after)
    with ThreadPoolExecutor(1) as pool:
        posting = pool.submit(client.chat_postMessage, channel="C0ASKHR", text="Hello")
        (call,) = wait_until(lambda: slack.calls("chat.postMessage"))
        done = [message["text"] for message in slack.messages("C0ASKHR")]
        slack.clear_faults()
        posted = posting.result(PATIENCE_S)

    assert "status" not in call
    assert (["Hello"] if after else []) == done
    assert posted["ok"]
    assert 200 == slack.calls("chat.postMessage")[0]["status"]


@pytest.mark.parametrize("bad", [{"where": 3}, {"details": []}, {"kind": "explosion"}, {"method": ""}])
def test_a_fault_that_cannot_happen_is_refused(slack: RunningSandbox, client: WebClient, bad: dict[str, Any]) -> None:
    """Else every later call would fail by it."""
    refused = slack.control("faults", **{"method": "*", "kind": "error", "value": "x", **bad})

    assert "invalid_arguments" == refused["error"]
    assert client.auth_test()["ok"]


def test_a_caller_that_will_not_wait_finds_a_time_out(slack: RunningSandbox) -> None:
    """The held call is nobody's error."""
    slack.control("faults", method="*", kind="latency", value=None)
    impatient = httpx.Timeout(PATIENCE_S, read=0.05)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{slack.api_url}auth.test", trust_env=False, timeout=impatient)
    slack.clear_faults()

    assert answer(slack, "auth.test").json()["ok"]


def test_a_workspace_may_start_with_faults(tmp_path: Path) -> None:
    """They last, and are back after a reset."""
    path = tmp_path / "workspace.toml"
    seed = SEED.read_text(encoding="utf-8").replace("../deploy", str(SEED.parent.parent / "deploy"))
    fault = '\n[[faults]]\nmethod = "usergroups.list"\nkind = "error"\nvalue = "unknown_method"\n'
    path.write_text(seed + fault, encoding="utf-8")
    with RunningSandbox(SandboxConfig(workspace=path)) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        first = [error_of(client.usergroups_list) for _ in range(2)]
        slack.clear_faults()
        cleared = client.usergroups_list()["ok"]
        slack.control("reset")
        again = error_of(client.usergroups_list)

    assert (["unknown_method"] * 2, True, "unknown_method") == (first, cleared, again)


@pytest.mark.parametrize(
    "fault", ['kind = "explosion"', 'kind = "disconnect"', 'kind = "error"\nvalu = 1', "value = 1"]
)
def test_a_fault_that_there_is_not_is_named(tmp_path: Path, fault: str) -> None:
    """One sentence at the start."""
    path = tmp_path / "workspace.toml"
    seed = SEED.read_text(encoding="utf-8").replace("../deploy", str(SEED.parent.parent / "deploy"))
    path.write_text(f'{seed}\n[[faults]]\nmethod = "*"\n{fault}\n', encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        load_faults(SandboxConfig(workspace=path))

    assert "is not valid" in str(refused.value)
