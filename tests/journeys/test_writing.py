"""`/draft` and `/translate` through the whole product: what the embedded model can do, and what it declines."""

from __future__ import annotations

import pytest

from tests.journeys.slack import BOT, Json, Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

TOLD = "The Leeds office moves to 14 King Street on 1 September."


def drafted(slack: Workspace, user: str, channel: str) -> Json:
    """The newest message that offers only this person something to choose, as the sandbox keeps it."""
    offers = [each for each in slack.only_for(user, channel) if any(b["type"] == "actions" for b in each["blocks"])]
    return offers[-1]


def test_a_draft_is_written_and_posted_only_when_its_person_chooses_it(slack: Workspace) -> None:
    """Nothing but what was told stands in it, and everybody sees it once, after the click."""
    first, _ = slack.command("U0MAYA", "C0GENERAL", f"/draft announcement {TOLD}")
    message = drafted(slack, "U0MAYA", "C0GENERAL")
    block = next(block for block in message["blocks"] if block["type"] == "actions")
    text = next(
        block["text"]["text"] for block in message["blocks"] if block.get("text", {}).get("type") == "plain_text"
    )
    public = slack.messages("C0GENERAL", after=message["ts"])
    place = {"channel": "C0GENERAL", "message_ts": message["ts"], "block_id": block["block_id"]}
    slack.control("action", user="U0MAYA", action_id="draft_use", type="button", **place)
    slack.wait_until_quiet()
    posted = slack.messages("C0GENERAL", after=message["ts"])

    assert first.startswith("Reading the policies and writing")
    assert "King Street" in text
    assert "No language model wrote this" in str(message["blocks"])
    assert [] == public
    assert [text] == [found["blocks"][0]["text"]["text"] for found in posted if found["user"] == BOT]


def test_a_draft_in_chinese_is_a_chinese_frame(slack: Workspace) -> None:
    """With the facts as they were given, and how to get a model that writes."""
    slack.command("U0WANG", "C0GENERAL", "/draft 公告 办公室9月1日搬到国王街14号。")
    message = str(drafted(slack, "U0WANG", "C0GENERAL")["blocks"])

    assert "各位同事：" in message
    assert "办公室9月1日搬到国王街14号。" in message
    assert "frontdesk models found" in message


def test_translation_is_declined_where_the_model_cannot_be_relied_on(slack: Workspace) -> None:
    """As a command and in a message's menu, each in the reader's language."""
    _, declined = slack.command("U0MAYA", "C0GENERAL", "/translate 办公室明天关闭。")
    said = slack.say("U0MAYA", "C0GENERAL", TOLD)
    place = {"channel": "C0GENERAL", "message_ts": said.ts}
    before = len(slack.only_for("U0LINA", "C0GENERAL"))
    slack.control("shortcut", user="U0LINA", callback_id="translate_message", **place)
    # What is said at once comes after the click has been acknowledged, perhaps after the rest.
    eventually(lambda: len(slack.only_for("U0LINA", "C0GENERAL")) >= before + 2, "the first words and the translation")
    sentence = "这里没有能翻译的模型。"

    assert declined.startswith("No model here translates.")
    assert any(sentence in each["text"] for each in slack.only_for("U0LINA", "C0GENERAL")[before:])
