"""Slack's public samples for Bolt in Python, run from their own sources, unchanged.

They are not part of this repository: FRONTDESK_SLACK_TEMPLATES names a folder with checkouts of
github.com/slack-samples/bolt-python-… under their own names. Their models are scripted (scripted_models/).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S

Json = dict[str, Any]
FOLDER = os.environ.get("FRONTDESK_SLACK_TEMPLATES", "")
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ANSWER = "The scripted answer"


@contextmanager
def running(name: str, folder: Path) -> Iterator[RunningSandbox]:
    """Run a copy of a sample beside a sandbox that has its manifest."""
    source = Path(FOLDER, name)
    if not FOLDER or not source.is_dir():
        pytest.skip(f"FRONTDESK_SLACK_TEMPLATES names no folder with Slack's sample {name}.")
    app = shutil.copytree(source, folder / "app", ignore=shutil.ignore_patterns(".git"))
    (app / "data").mkdir(exist_ok=True)
    with RunningSandbox(SandboxConfig(manifest=app / "manifest.json", rate_limits=False)) as slack:
        slack.control("settings", ack_timeout=PATIENCE_S, trigger_lifetime=PATIENCE_S)
        paths = os.pathsep.join(map(str, (HERE / "scripted_models", ROOT, *sys.path)))
        environment = {**os.environ, "PYTHONPATH": paths, "OPENAI_API_KEY": "scripted"}
        command = [sys.executable, "-m", "ops.sandbox.run_app", "--sandbox", slack.url, "app.py"]
        log = folder / "log"
        with log.open("wb") as written:
            process = subprocess.Popen(command, cwd=app, env=environment, stdout=written, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: process.poll() is not None or slack.state()["sockets"]["A0FDESK"], PATIENCE_S)
            assert process.poll() is None, log.read_text(errors="replace")
            yield slack
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def texts(slack: RunningSandbox, channel: str) -> list[str]:
    """The texts of a channel's messages."""
    return [message["text"] for message in slack.messages(channel)]


def arrives(slack: RunningSandbox, channel: str, text: str) -> Json:
    """Wait for a message that has a text, and return it."""
    found: list[Json] = wait_until(lambda: [m for m in slack.messages(channel) if text in m["text"]])
    return found[0]


def result_of(slack: RunningSandbox, execution_id: str) -> Json:
    """Wait for the end of a function's run, and return it."""
    runs: list[Json] = wait_until(
        lambda: [run for run in slack.state()["functions"] if run["id"] == execution_id and run["state"] != "running"]
    )
    return runs[0]


def test_the_starter(tmp_path: Path) -> None:
    """A message, a command, a shortcut with its modal, and the Home tab."""
    with running("bolt-python-starter-template", tmp_path) as slack:
        slack.control("message", user="U0MAYA", channel="C0ASKHR", text="hello there")
        arrives(slack, "C0ASKHR", "hello, how are you?")
        slack.control("command", user="U0MAYA", channel="C0ASKHR", text="/sample-command now")
        arrives(slack, "C0ASKHR", "Your command was: now")
        assert slack.control("home", user="U0MAYA")["ok"]
        wait_until(lambda: slack.state()["homes"])
        slack.control("shortcut", user="U0MAYA", callback_id="sample_shortcut_id")
        view = wait_until(lambda: slack.state()["views"])[0]
        slack.control("action", user="U0MAYA", view_id=view["id"], action_id="sample_action_id", type="button")
        wait_until(lambda: slack.state()["views"][0]["title"]["text"] == "Update modal title")
        values = {
            "input_block_id": {"sample_input_id": {"type": "plain_text_input", "value": "peace"}},
            "select_channel_block_id": {
                "sample_dropdown_id": {"type": "conversations_select", "selected_conversation": "C0GENERAL"}
            },
        }
        slack.control("view_submit", user="U0MAYA", view_id=view["id"], state={"values": values})

        assert "peace" in arrives(slack, "C0GENERAL", "submitted the following")["text"]


@pytest.mark.parametrize("kind", ["pydantic-ai", "openai-agents-sdk", "claude-agent-sdk"])
def test_the_starter_of_an_agent(tmp_path: Path, kind: str) -> None:
    """A chat with prompts, a streamed answer with its tool and its feedback, and a mention."""
    if kind == "claude-agent-sdk" and find_spec("aiohttp") is None:
        pytest.skip("This sample is asynchronous, for which slack_bolt needs aiohttp: pip install aiohttp.")
    with running(f"bolt-python-starter-agent/{kind}", tmp_path) as slack:
        thread = slack.control("chat", user="U0MAYA")["thread_ts"]
        wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))
        slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
        answer = arrives(slack, "D0MAYA", ANSWER)
        wait_until(lambda: slack.messages("D0MAYA")[-1]["stream"]["state"] == "stopped")
        pressed = {"action_id": "feedback", "type": "feedback_buttons", "value": "good-feedback"}
        slack.control("action", user="U0MAYA", channel="D0MAYA", message_ts=answer["ts"], **pressed)
        arrives(slack, "D0MAYA", "Glad that was helpful")
        slack.control("message", user="U0TOM", channel="C0ASKHR", text="<@U0FDESK> and here?")
        arrives(slack, "C0ASKHR", ANSWER)

        assert thread == answer["thread_ts"]
        assert not [call for call in slack.calls("chat.stopStream") if call["response"].get("error")]


def test_the_assistant(tmp_path: Path) -> None:
    """It greets with prompts, one of them about the channel that is looked at, and answers in the chat."""
    with running("bolt-python-assistant-template", tmp_path) as slack:
        slack.control("look", user="U0MAYA", channel="C0ASKHR")
        slack.control("message", user="U0TOM", channel="C0ASKHR", text="Lunch?")
        thread = slack.control("chat", user="U0MAYA")["thread_ts"]
        prompts = wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))[0]["args"]["prompts"]
        slack.control("message", user="U0MAYA", channel="D0MAYA", text="What is 1+1?")
        answer = arrives(slack, "D0MAYA", ANSWER)
        summary = "Can you generate a brief summary of the referred channel?"
        slack.control("message", user="U0MAYA", channel="D0MAYA", text=summary)
        wait_until(lambda: texts(slack, "D0MAYA").count(ANSWER) == 2)

        assert "Summarize the referred channel" in str(prompts)
        assert thread == answer["thread_ts"]
        assert slack.calls("conversations.history")


def test_the_search(tmp_path: Path) -> None:
    """Filters, results, and what is shown of a result that is opened."""
    with running("bolt-python-search-template", tmp_path) as slack:
        filters = slack.control("search_filters", user="U0MAYA")["filters"]
        found = slack.control("search", user="U0MAYA", query="assistant", filters={"languages": ["javascript"]})
        result = found["results"][0]
        slack.control("entity", user="U0MAYA", url=result["link"], external_ref=result["external_ref"])
        shown = wait_until(lambda: [each for each in slack.state()["work_objects"] if each["shown"]])[0]["shown"]

        assert ["languages", "template", "sample"] == [each["name"] for each in filters]
        assert ["assistant"] == [each["title"] for each in found["results"]]
        assert "assistant" == shown["metadata"]["entity_payload"]["attributes"]["title"]["text"]


def test_the_custom_step(tmp_path: Path) -> None:
    """Options for a workflow's author, and a step that ends when a button is pressed."""
    with running("bolt-python-custom-step-template", tmp_path) as slack:
        begun = slack.control("function", user="U0MAYA", callback_id="behavior_options")
        options = result_of(slack, begun["function_execution_id"])["outputs"]["options"]
        inputs = {"user_id": "U0MAYA", "button_behavior": options[0]["value"]}
        step = slack.control("function", user="U0MAYA", callback_id="sample_step", inputs=inputs)
        asked = arrives(slack, "D0MAYA", "Click this button")
        where = {"channel": "D0MAYA", "message_ts": asked["ts"], "action_id": "sample_click", "type": "button"}
        slack.control("action", user="U0MAYA", **where)
        arrives(slack, "D0MAYA", "Step completed successfully!")

        assert {"user_id": "U0MAYA"} == result_of(slack, step["function_execution_id"])["outputs"]


def test_the_chatbot(tmp_path: Path) -> None:
    """A model is chosen on the Home tab; then messages, mentions, the command and the function are answered."""
    with running("bolt-python-ai-chatbot", tmp_path) as slack:
        slack.control("home", user="U0MAYA")
        home = wait_until(lambda: slack.state()["homes"])[0]["view"]
        chosen = {"type": "static_select", "selected_option": {"value": "gpt-4.1 openai"}}
        slack.control("action", user="U0MAYA", view_id=home["id"], action_id="pick_a_provider", **chosen)
        wait_until(lambda: list((tmp_path / "app" / "data").glob("U0MAYA")))
        slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
        arrives(slack, "D0MAYA", ANSWER)
        slack.control("message", user="U0MAYA", channel="C0ASKHR", text="<@U0FDESK> How many days?")
        arrives(slack, "C0ASKHR", ANSWER)
        slack.control("command", user="U0MAYA", channel="C0GENERAL", text="/ask-bolty How many days?")
        wait_until(lambda: ANSWER in str(slack.messages("C0GENERAL")))
        inputs = {"user_context": {"id": "U0MAYA", "secret": ""}, "channel_id": "C0ASKHR"}
        begun = slack.control("function", user="U0MAYA", callback_id="summary_function", inputs=inputs)

        assert ANSWER == result_of(slack, begun["function_execution_id"])["outputs"]["response"]
