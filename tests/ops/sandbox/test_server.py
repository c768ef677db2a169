"""Starting, stopping and starting again."""

import subprocess
import sys
from pathlib import Path

import pytest
from slack_sdk import WebClient

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox
from ops.sandbox.seed import load_workspace
from tests.ops.sandbox.apps import BOT_TOKEN, error_of

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def test_history_is_back_after_a_restart(tmp_path: Path) -> None:
    """Messages, threads, reactions, files, Home tabs; an open stream is over, and timestamps go on."""
    config = SandboxConfig(data=tmp_path, rate_limits=False)
    with RunningSandbox(config) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        file = {"name": "政策.txt", "content": "你好"}
        root = slack.control("message", user="U0MAYA", channel="D0MAYA", text="问题", files=[file])["ts"]
        stream = client.chat_startStream(channel="D0MAYA", thread_ts=root, markdown_text="答")["ts"]
        slack.control("react", user="U0MAYA", channel="D0MAYA", ts=root, name="eyes")
        client.views_publish(user_id="U0MAYA", view=HOME)
        before = slack.get("/client/history", user="U0MAYA", channel="D0MAYA")["messages"]
    with RunningSandbox(config) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        after = slack.get("/client/history", user="U0MAYA", channel="D0MAYA")["messages"]
        home = slack.get("/client/home", user="U0MAYA")["view"]
        refused = error_of(client.chat_appendStream, channel="D0MAYA", ts=stream, markdown_text="x")
        following = slack.control("message", user="U0MAYA", channel="D0MAYA", text="next")["ts"]

    assert before == after
    assert ["divider"] == [block["type"] for block in home["blocks"]]
    assert "message_not_in_streaming_state" == refused
    assert following > stream


def test_a_reset_forgets_everything_but_the_app_s_address() -> None:
    """Messages, rights, faults and records are as at the start."""
    with RunningSandbox() as slack:
        slack.control("message", user="U0MAYA", channel="D0MAYA", text="x")
        slack.control("channels", channel="C0FIN", members=["U0MAYA"])
        slack.control("faults", method="*", kind="error", value="fatal_error", times=None)
        slack.control("app", request_url="http://127.0.0.1:9/")
        slack.control("reset")
        state = slack.state()
        WebClient(BOT_TOKEN, base_url=slack.api_url).auth_test()

    assert {} == state["messages"]
    finance = next(channel for channel in state["channels"] if channel["id"] == "C0FIN")
    assert ["U0TOM", "U0FDESK"] == finance["members"]
    assert "http://127.0.0.1:9/" == state["apps"][0]["request_url"]


def test_messages_of_the_same_moment_have_different_timestamps() -> None:
    """Also when the clock stands still or goes back."""
    workspace = load_workspace(SandboxConfig())
    stamps = [workspace.next_ts(now) for now in (1_700_000_000.5, 1_700_000_000.5, 1_699_999_999.0)]

    assert ["1700000000.500000", "1700000000.500001", "1700000000.500002"] == stamps


def test_the_seed_company_is_the_one_that_the_samples_tell_of() -> None:
    """Ids, groups, guests and channels are relied upon elsewhere."""
    workspace = load_workspace(SandboxConfig())
    groups = {group.handle: group.users for group in workspace.groups.values()}
    guests = [user.id for user in workspace.users.values() if user.is_restricted]
    chats = {channel.id for channel in workspace.channels.values() if channel.kind == "im"}

    assert ("T0BRIGHT", "brightwater") == (workspace.team.id, workspace.team.domain)
    assert {"hr": ["U0LINA"], "finance": ["U0TOM"], "it-admins": ["U0SOFIA"]} == groups
    assert ["U0DANA"] == guests
    assert {"D0MAYA", "D0TOM", "D0LINA", "D0WANG", "D0SOFIA", "D0DANA"} == chats


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "cannot read"), ("not toml at all [", "is not valid"), ("[team]\nid = 'T'\n", "is not valid")],
)
def test_a_bad_workspace_file_is_named(tmp_path: Path, content: str | None, problem: str) -> None:
    """One sentence, no stack trace."""
    path = tmp_path / "workspace.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        load_workspace(SandboxConfig(workspace=path))

    assert problem in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_taken_port_is_reported_with_a_remedy() -> None:
    """The command line says which port, why, and what to do."""
    with RunningSandbox() as slack:
        command = [sys.executable, "-m", "ops.sandbox", "--port", str(slack.config.port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    assert 1 == ended.returncode
    assert f"Port {slack.config.port}" in ended.stderr
    assert "Traceback" not in ended.stderr
