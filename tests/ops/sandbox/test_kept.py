"""What a channel keeps: pins, bookmarks and its canvas, with Slack's own refusals."""

from __future__ import annotations

import httpx
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import BOT_TOKEN, PATIENCE_S, error_of

CANVAS = {"type": "markdown", "markdown": "## Dogs\n\nOn Fridays."}


def test_a_pin_carries_its_message_and_where_it_opens(slack: RunningSandbox, client: WebClient) -> None:
    """Who pinned it, too; a person may take it away again."""
    sent = slack.control("message", user="U0LINA", channel="C0ASKHR", text="40 euro")["ts"]
    client.pins_add(channel="C0ASKHR", timestamp=sent)
    (item,) = client.pins_list(channel="C0ASKHR")["items"]
    again = error_of(client.pins_add, channel="C0ASKHR", timestamp=sent)
    slack.control("pin", user="U0MAYA", channel="C0ASKHR", ts=sent, unpin=True)

    assert ("message", "C0ASKHR", "U0FDESK") == (item["type"], item["channel"], item["created_by"])
    assert ("40 euro", ["C0ASKHR"]) == (item["message"]["text"], item["message"]["pinned_to"])
    assert client.chat_getPermalink(channel="C0ASKHR", message_ts=sent)["permalink"] == item["message"]["permalink"]
    assert "already_pinned" == again
    assert [] == client.pins_list(channel="C0ASKHR")["items"]


def test_what_cannot_be_pinned(client: WebClient) -> None:
    """Nothing, what is not there, and where the app is not."""
    assert "no_item_specified" == error_of(client.pins_add, channel="C0ASKHR")
    assert "message_not_found" == error_of(client.pins_add, channel="C0ASKHR", timestamp="1.000000")
    assert "not_in_channel" == error_of(client.pins_add, channel="C0RANDOM", timestamp="1.000000")
    assert "channel_not_found" == error_of(client.pins_list, channel="C0NOWHERE")


def test_bookmarks_are_links(client: WebClient) -> None:
    """With a title; nothing else can be one here."""
    link = {"channel_id": "C0ASKHR", "title": "Portal", "type": "link"}
    made = client.bookmarks_add(**link, link="https://hr.example")["bookmark"]

    assert [made] == client.bookmarks_list(channel_id="C0ASKHR")["bookmarks"]
    assert "invalid_link" == error_of(client.bookmarks_add, **link, link="javascript:alert(1)")
    assert "channel_not_found" == error_of(client.bookmarks_list, channel_id="C0NOWHERE")


def test_a_channels_canvas_is_a_file_of_html(client: WebClient) -> None:
    """No method gives its text: the channel names the file, the file its address, and that the HTML."""
    arguments = {"channel_id": "C0ASKHR", "title": "House rules", "document_content": CANVAS}
    made = client.api_call("conversations.canvases.create", json=arguments)["canvas_id"]
    properties = client.conversations_info(channel="C0ASKHR")["channel"]["properties"]
    file = client.files_info(file=made)["file"]
    bearer = {"Authorization": f"Bearer {BOT_TOKEN}"}
    page = httpx.get(file["url_private"], headers=bearer, trust_env=False, timeout=PATIENCE_S)

    assert made == properties["canvas"]["file_id"] == properties["tabs"][0]["data"]["file_id"]
    assert ("House rules", "quip") == (file["title"], file["filetype"])
    assert "<h2>Dogs</h2>" in page.text
    assert "channel_canvas_already_exists" == error_of(
        client.api_call, api_method="conversations.canvases.create", json=arguments
    )
