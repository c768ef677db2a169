"""Messages that people pass on, into another channel or to a person."""

from typing import Any

import httpx
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S, Receiver, Start
from tests.ops.sandbox.test_events import of_type, say

Json = dict[str, Any]


def share(slack: RunningSandbox, ts: str, to: str, **more: str) -> Json:
    """Have Maya pass on a message of #random, where the app is not."""
    return slack.control("share", user="U0MAYA", channel="C0RANDOM", ts=ts, to=to, **more)


def test_a_forwarded_message_is_an_attachment_of_one_without_words(
    slack: RunningSandbox, bolt: App, start_http: Start
) -> None:
    """Who said it, where, when and what; nothing of it is in the text."""
    heard: list[Json] = []
    bolt.event("message")(lambda event: heard.append(dict(event)))
    start_http(bolt)
    ts = say(slack, "C0RANDOM", "Who pays for <@U0TOM>'s taxi?")["ts"]
    forwarded = share(slack, ts, "D0MAYA")
    wait_until(lambda: heard)

    (event,) = heard
    (quoted,) = event["attachments"]
    assert ("", None, forwarded["ts"]) == (event["text"], event.get("subtype"), event["ts"])
    assert "blocks" not in event
    assert (True, True) == (quoted["is_share"], quoted["is_msg_unfurl"])
    assert ("C0RANDOM", ts, "U0MAYA", "Maya Okafor") == tuple(
        quoted[name] for name in ("channel_id", "ts", "author_id", "author_name")
    )
    assert "Who pays for <@U0TOM>'s taxi?" == quoted["text"]
    assert quoted["from_url"].endswith(f"/archives/C0RANDOM/p{ts.replace('.', '')}")
    leaves = quoted["message_blocks"][0]["message"]["blocks"][0]["elements"][0]["elements"]
    assert ["text", "user", "text"] == [leaf["type"] for leaf in leaves]


def test_own_words_make_a_mention_and_quoted_ones_do_not(slack: RunningSandbox, receiver: Receiver) -> None:
    """As at Slack only the text is looked at."""
    ts = say(slack, "C0RANDOM", "<@U0FDESK> who pays?")["ts"]
    share(slack, ts, "C0ASKHR")
    share(slack, ts, "C0ASKHR", text="<@U0FDESK> do you know?")
    wait_until(lambda: len(receiver.received) == 3)

    (mention,) = of_type(receiver, "app_mention")
    assert "<@U0FDESK> do you know?" == mention["text"]
    assert "<@U0FDESK> who pays?" == mention["attachments"][0]["text"]
    assert 3 == len(slack.deliveries())


def test_a_message_is_passed_on_to_a_person_or_into_a_thread(slack: RunningSandbox, client: WebClient) -> None:
    """A person's id opens the direct message with them; its files go along."""
    file = {"name": "taxi.txt", "content": "30 euro"}
    ts = slack.control("message", user="U0MAYA", channel="C0RANDOM", text="The receipt", files=[file])["ts"]
    root = say(slack, "C0ASKHR", "Taxis")["ts"]
    sent = share(slack, ts, "U0FDESK", text="May I?")
    reply = share(slack, ts, "C0ASKHR", thread_ts=root)
    direct = client.conversations_history(channel=sent["channel"])["messages"][0]
    thread = client.conversations_replies(channel="C0ASKHR", ts=root)["messages"]

    assert ("D0MAYA", "May I?") == (sent["channel"], direct["text"])
    assert ["taxi.txt"] == [quoted["name"] for quoted in direct["attachments"][0]["files"]]
    assert [root, reply["ts"]] == [message["ts"] for message in thread]


def test_nobody_passes_on_what_they_cannot_see_nor_where_they_are_not(slack: RunningSandbox) -> None:
    """Neither from nor into another's channel, and not what only one person sees."""
    ts = say(slack, "C0FIN", "secret", "U0TOM")["ts"]
    shared = slack.control("share", user="U0MAYA", channel="C0FIN", ts=ts, to="D0MAYA")
    own = say(slack, "C0RANDOM", "public")["ts"]

    assert "channel_not_found" == shared["error"]
    assert "channel_not_found" == share(slack, own, "C0FIN")["error"]
    assert "message_not_found" == share(slack, "1.000000", "D0MAYA")["error"]
    assert "invalid_arguments" == slack.control("share", user="U0MAYA", channel="C0RANDOM", ts=own)["error"]


def test_the_page_shows_what_was_passed_on_without_danger(slack: RunningSandbox) -> None:
    """Mentions have names, and an app's markup stays text."""
    ts = say(slack, "C0RANDOM", "<@U0TOM> says &lt;b&gt;")["ts"]
    share(slack, ts, "D0MAYA")
    shown = slack.get("/client/history", user="U0MAYA", channel="D0MAYA")["messages"][0]
    (quote,) = shown["quotes"]
    opened = httpx.get(quote["url"], trust_env=False, timeout=PATIENCE_S)

    assert ("Maya Okafor", "Posted in #random") == (quote["author"], quote["footer"])
    assert '<span class="mention">@Tom Brennan</span> says &lt;b&gt;' == quote["html"]
    assert "/?channel=C0RANDOM" == opened.headers["location"]
