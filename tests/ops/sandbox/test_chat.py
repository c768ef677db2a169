"""chat.*: what may be posted where, and what becomes of it."""

from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S, error_of


def section(text: str) -> dict[str, object]:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ({"channel": "C0ASKHR", "text": ""}, "no_text"),
        ({"channel": "C0ASKHR", "text": " \n "}, "no_text"),
        ({"channel": "C0ASKHR", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": "C0ASKHR", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "C0ASKHR", "markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"channel": "C0ASKHR", "text": "x", "blocks": [{"type": "sections"}]}, "invalid_blocks"),
        ({"channel": "C0ASKHR", "text": "x", "blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"channel": "C0ASKHR", "text": "x", "blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        ({"channel": "C0ASKHR", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"channel": "C0ASKHR", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": "C0ASKHR", "text": "x", "attachments": ["quoted"]}, "invalid_attachments"),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused(client: WebClient, arguments: dict[str, Any], error: str) -> None:
    """Each limit answers with Slack's own error."""
    assert error == error_of(client.api_call, api_method="chat.postMessage", json=arguments)


def test_bad_blocks_are_explained_with_a_pointer(client: WebClient) -> None:
    """response_metadata says what is wrong and where."""
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0ASKHR", text="x", blocks=[section("x" * 3001)])

    messages = refused.value.response["response_metadata"]["messages"]
    assert ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"] == messages


def test_text_over_forty_thousand_characters_is_cut(client: WebClient) -> None:
    """chat.postMessage succeeds with a warning, and keeps the beginning."""
    answer = client.chat_postMessage(channel="C0ASKHR", text="长" * 40_001)

    assert 40_000 == len(answer["message"]["text"])
    assert ["message_truncated"] == answer["response_metadata"]["warnings"]


def test_a_message_goes_to_a_name_or_to_a_person(slack: RunningSandbox, client: WebClient) -> None:
    """A channel's name and a user's id are destinations too."""
    by_name = client.chat_postMessage(channel="#ask-hr", text="x")
    to_person = client.chat_postMessage(channel="U0MAYA", text="x")

    assert ("C0ASKHR", "D0MAYA") == (by_name["channel"], to_person["channel"])


def test_timestamps_are_unique_and_increase(client: WebClient) -> None:
    """Each message's ts is greater than the one before."""
    stamps = [client.chat_postMessage(channel="C0ASKHR", text="x")["ts"] for _ in range(20)]

    assert sorted(set(stamps)) == stamps


def test_a_reply_belongs_to_the_thread_of_the_message_it_answers(client: WebClient) -> None:
    """Replying to a reply stays in the same thread."""
    root = client.chat_postMessage(channel="C0ASKHR", text="root")["ts"]
    reply = client.chat_postMessage(channel="C0ASKHR", text="reply", thread_ts=root)["ts"]
    nested = client.chat_postMessage(channel="C0ASKHR", text="nested", thread_ts=reply)
    thread = client.conversations_replies(channel="C0ASKHR", ts=root)["messages"]

    assert root == nested["message"]["thread_ts"]
    assert ["root", "reply", "nested"] == [message["text"] for message in thread]
    assert 2 == thread[0]["reply_count"]


def test_an_ephemeral_message_is_seen_by_one_person_only(slack: RunningSandbox, client: WebClient) -> None:
    """It is in that person's page, in nobody else's, and not in the history."""
    client.chat_postEphemeral(channel="C0ASKHR", user="U0MAYA", text="Only you")
    mine = slack.get("/client/history", user="U0MAYA", channel="C0ASKHR")["messages"]
    theirs = slack.get("/client/history", user="U0TOM", channel="C0ASKHR")["messages"]

    assert [("Only you", True)] == [(message["text"], message["ephemeral"]) for message in mine]
    assert [] == theirs
    assert [] == client.conversations_history(channel="C0ASKHR")["messages"]
    assert "user_not_in_channel" == error_of(client.chat_postEphemeral, channel="C0FIN", user="U0MAYA", text="x")


def test_an_update_keeps_what_it_does_not_name(client: WebClient) -> None:
    """New text drops the blocks; new blocks keep the text; metadata stays until it is replaced."""
    metadata = {"event_type": "answer", "event_payload": {"id": "1"}}
    posted = client.chat_postMessage(channel="C0ASKHR", text="one", blocks=[section("a")], metadata=metadata)
    where = {"channel": "C0ASKHR", "ts": posted["ts"]}
    blocks_only = client.api_call("chat.update", json={**where, "blocks": [section("b")]})["message"]
    text_only = client.chat_update(**where, text="two")["message"]

    assert ("one", "b") == (blocks_only["text"], blocks_only["blocks"][0]["text"]["text"])
    assert "two" == text_only["text"]
    assert "rich_text" == text_only["blocks"][0]["type"]
    assert metadata == text_only["metadata"]
    assert "U0FDESK" == text_only["edited"]["user"]


def test_only_one_s_own_messages_can_be_changed(slack: RunningSandbox, client: WebClient) -> None:
    """Others' messages, missing ones and too long texts are refused."""
    theirs = slack.control("message", user="U0MAYA", channel="C0ASKHR", text="mine")["ts"]
    mine = client.chat_postMessage(channel="C0ASKHR", text="x")["ts"]

    assert "cant_update_message" == error_of(client.chat_update, channel="C0ASKHR", ts=theirs, text="x")
    assert "cant_delete_message" == error_of(client.chat_delete, channel="C0ASKHR", ts=theirs)
    assert "message_not_found" == error_of(client.chat_update, channel="C0ASKHR", ts="1.000000", text="x")
    assert "msg_too_long" == error_of(client.chat_update, channel="C0ASKHR", ts=mine, text="x" * 4001)


def test_deleting_a_message_with_replies_leaves_a_tombstone(client: WebClient) -> None:
    """The thread stays readable; a message without replies is gone."""
    root = client.chat_postMessage(channel="C0ASKHR", text="root")["ts"]
    reply = client.chat_postMessage(channel="C0ASKHR", text="reply", thread_ts=root)["ts"]
    client.chat_delete(channel="C0ASKHR", ts=root)
    thread = client.conversations_replies(channel="C0ASKHR", ts=root)["messages"]
    client.chat_delete(channel="C0ASKHR", ts=reply)

    assert ["tombstone", None] == [message.get("subtype") for message in thread]
    assert 1 == len(client.conversations_replies(channel="C0ASKHR", ts=root)["messages"])


def test_metadata_is_returned_only_when_it_is_asked_for(client: WebClient) -> None:
    """include_all_metadata adds it to history and replies."""
    metadata = {"event_type": "answer", "event_payload": {"id": "1"}}
    ts = client.chat_postMessage(channel="C0ASKHR", text="x", metadata=metadata)["ts"]
    without = client.conversations_history(channel="C0ASKHR")["messages"][0]
    with_it = client.conversations_history(channel="C0ASKHR", include_all_metadata=True)["messages"][0]
    in_thread = client.conversations_replies(channel="C0ASKHR", ts=ts, include_all_metadata=True)["messages"][0]

    assert "metadata" not in without
    assert metadata == with_it["metadata"] == in_thread["metadata"]


def test_a_permalink_names_channel_and_message(client: WebClient) -> None:
    """The link leads to the sandbox' page."""
    ts = client.chat_postMessage(channel="C0ASKHR", text="x")["ts"]
    link = client.chat_getPermalink(channel="C0ASKHR", message_ts=ts)["permalink"]
    digits = ts.replace(".", "")
    opened = httpx.get(link, trust_env=False, timeout=PATIENCE_S)

    assert link.endswith(f"/archives/C0ASKHR/p{digits}")
    assert "/?channel=C0ASKHR" == opened.headers["location"]


def test_history_is_bounded_by_oldest_and_latest(client: WebClient) -> None:
    """Newest first; the bounds themselves only when inclusive; malformed ones are refused."""
    stamps = [client.chat_postMessage(channel="C0ASKHR", text=str(number))["ts"] for number in range(4)]
    bounds = {"channel": "C0ASKHR", "oldest": stamps[0], "latest": stamps[3]}
    between = client.conversations_history(**bounds)["messages"]
    inclusive = client.conversations_history(**bounds, inclusive=True)["messages"]

    assert ["2", "1"] == [message["text"] for message in between]
    assert ["3", "2", "1", "0"] == [message["text"] for message in inclusive]
    assert "invalid_ts_latest" == error_of(client.conversations_history, channel="C0ASKHR", latest="yesterday")
    assert "not_in_channel" == error_of(client.conversations_history, channel="C0RANDOM")


def test_the_root_of_a_thread_is_on_every_page_of_it(client: WebClient) -> None:
    """As at Slack, each page of replies begins with the root."""
    root = client.chat_postMessage(channel="C0ASKHR", text="root")["ts"]
    for number in range(3):
        client.chat_postMessage(channel="C0ASKHR", text=str(number), thread_ts=root)
    replies = client.conversations_replies(channel="C0ASKHR", ts=root, limit=2)
    pages = [[message["text"] for message in page["messages"]] for page in replies]

    assert [["root", "0", "1"], ["root", "2"]] == pages
    assert "thread_not_found" == error_of(client.conversations_replies, channel="C0ASKHR", ts="1.000000")


def test_files_are_uploaded_shared_and_downloaded(slack: RunningSandbox, client: WebClient) -> None:
    """files_upload_v2 runs unchanged; the bytes need a token."""
    client.files_upload_v2(content="你好", filename="政策 1.txt", channel="C0ASKHR", initial_comment="The file")
    message = wait_until(lambda: client.conversations_history(channel="C0ASKHR")["messages"])[0]
    shared = message["files"][0]
    headers = {"Authorization": f"Bearer {client.token}"}
    with_token = httpx.get(shared["url_private"], headers=headers, trust_env=False, timeout=PATIENCE_S)
    without = httpx.get(shared["url_private"], trust_env=False, timeout=PATIENCE_S)

    assert ("The file", "政策 1.txt") == (message["text"], shared["name"])
    assert "你好" == with_token.content.decode()
    assert 302 == without.status_code  # to a page to sign in
    assert without.headers["location"].startswith("/?redir=")
    assert shared["id"] == client.files_info(file=shared["id"])["file"]["id"]


def test_reactions_are_added_once_and_removed(slack: RunningSandbox, client: WebClient) -> None:
    """A second identical reaction is refused, and so is removing one that is not there."""
    ts = slack.control("message", user="U0MAYA", channel="C0ASKHR", text="x")["ts"]
    item = {"channel": "C0ASKHR", "timestamp": ts, "name": "eyes"}
    client.reactions_add(**item)
    again = error_of(client.reactions_add, **item)
    shown = client.reactions_get(channel="C0ASKHR", timestamp=ts)["message"]["reactions"]
    client.reactions_remove(**item)

    assert "already_reacted" == again
    assert [{"name": "eyes", "users": ["U0FDESK"], "count": 1}] == shown
    assert "no_reaction" == error_of(client.reactions_remove, **item)


def test_a_message_has_one_table(client: WebClient) -> None:
    """Slack takes no second one."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    refused = error_of(client.chat_postMessage, channel="C0ASKHR", text="x", blocks=[table, table])

    assert "only_one_table_allowed" == refused


def test_blocks_messages_and_views_are_validated_without_being_sent(client: WebClient) -> None:
    """Each error says where it is and what is wrong; exactly one thing is checked."""
    check = client.blocks_validate
    good = check(blocks=[section("x")])
    with pytest.raises(SlackApiError) as refused:
        check(message={"blocks": [{"type": "section"}], "attachments": [{"blocks": [{"type": "none"}]}]})
    wrong_view = error_of(check, view={"type": "modal", "blocks": []})

    assert (True, "invalid_view") == (good["ok"], wrong_view)
    assert "invalid_message" == refused.value.response["error"]
    assert [
        ("/blocks/0", "missing required field: text"),
        ("/attachments/0/blocks/0/type", "unsupported type: none"),
    ] == [(error["pointer"], error["message"]) for error in refused.value.response["errors"]]
    assert "invalid_arguments" == error_of(check)
