"""An app that knows only Slack's address, run as it is against the sandbox."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from slack_sdk import WebClient

from ops.sandbox import run_app
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S

ROOT = Path(__file__).parents[3]
APP = """
import os
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from neighbour import GREETING

app = App(token=os.environ["SLACK_BOT_TOKEN"])

@app.message("hello")
def greet(say):
    say(GREETING)

if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
"""


def test_an_app_with_slack_s_own_address_talks_to_the_sandbox(slack: RunningSandbox, tmp_path: Path) -> None:
    """It finds its neighbouring modules, its tokens and the sandbox, and nothing of it is changed."""
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "neighbour.py").write_text("GREETING = 'Hi!'", encoding="utf-8")
    command = [sys.executable, "-m", "ops.sandbox.run_app", "--sandbox", slack.url, str(tmp_path / "app.py")]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
    try:
        wait_until(lambda: process.poll() is not None or slack.state()["sockets"]["A0FDESK"], PATIENCE_S)
        slack.control("message", user="U0MAYA", channel="C0GENERAL", text="hello")
        wait_until(lambda: len(slack.messages("C0GENERAL")) == 2)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)

    assert "Hi!" == slack.messages("C0GENERAL")[1]["text"]


def test_only_slack_s_address_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that names another one keeps it."""
    for client in run_app.clients():
        monkeypatch.setattr(client.__init__, "__defaults__", client.__init__.__defaults__)  # type: ignore[misc]
    run_app.point_at("http://sandbox.example/api/")

    assert "http://sandbox.example/api/" == WebClient().base_url
    assert "http://other.example/api/" == WebClient(base_url="http://other.example/api/").base_url


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-such-app.py"], "There is no file no-such-app.py."),
        ([__file__, "--sandbox", "http://127.0.0.1:9"], "No sandbox answers at http://127.0.0.1:9"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    """Nothing is run."""
    monkeypatch.setattr(sys, "argv", ["run_app", *arguments])

    with pytest.raises(SystemExit) as refused:
        run_app.main()

    assert sentence in str(refused.value)


def test_an_app_that_the_sandbox_does_not_have_is_named(slack: RunningSandbox) -> None:
    """With those that it has."""
    with pytest.raises(SystemExit) as refused:
        run_app.app_of(slack.url, "A0NONE")

    assert "has no app A0NONE; it has A0FDESK" in str(refused.value)
