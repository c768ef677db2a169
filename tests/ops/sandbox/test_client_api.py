"""The page's own API: what a visitor sees and does."""

import json
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx
import pytest
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S

Json = dict[str, Any]


class Page:
    """A page's event stream, read in a thread."""

    def __init__(self, slack: RunningSandbox, user: str) -> None:
        self.events: list[Json] = []
        self._slack = slack
        self._opened = threading.Event()
        self._left = False
        address = f"{slack.url}/client/events?user={user}"
        self._thread = threading.Thread(target=self._read, args=(address,), daemon=True)

    def __enter__(self) -> Self:
        """Open it."""
        self._thread.start()
        assert self._opened.wait(PATIENCE_S)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave: a stream that the sandbox cuts off when it stops would be an error of whatever test runs then."""
        self._left = True
        self._slack.control("reset")  # every page is told, so that the thread looks up
        self._thread.join(timeout=60)

    def _read(self, url: str) -> None:
        timeout = httpx.Timeout(30, read=60)
        with httpx.stream("GET", url, timeout=timeout, trust_env=False) as response:
            for line in response.iter_lines():
                self._opened.set()
                if self._left:
                    return
                if line.startswith("data: "):
                    self.events.append(json.loads(line.removeprefix("data: ")))

    def of(self, kind: str) -> list[Json]:
        """The events of a kind that have arrived."""
        return [event for event in self.events if event["type"] == kind]


@pytest.fixture
def page(slack: RunningSandbox) -> Iterator[Page]:
    """Maya's open page."""
    with Page(slack, "U0MAYA") as page:
        yield page


def test_the_boot_shows_only_what_the_visitor_may_see(slack: RunningSandbox) -> None:
    """Channels of which one is a member, with the other person's name on direct messages."""
    boot = slack.get("/client/boot", user="U0TOM")
    names = {channel["name"]: channel["kind"] for channel in boot["channels"]}

    expected = {"general": "channel", "ask-hr": "channel", "random": "channel", "finance-team": "private"}
    assert {**expected, "Frontdesk": "dm"} == names
    assert ("U0TOM", ["finance"], "TB") == (boot["me"]["id"], boot["me"]["groups"], boot["me"]["initials"])
    assert ["/ask", "/draft", "/kb", "/translate"] == sorted(command["command"] for command in boot["commands"])
    assert "如何申请休假？" in {prompt["message"] for prompt in boot["suggested_prompts"]}
    assert ("A0FDESK", "U0FDESK", "Frontdesk") == tuple(boot["app"][name] for name in ("id", "bot_user_id", "name"))


def test_nobody_reads_or_writes_where_they_are_no_member(slack: RunningSandbox) -> None:
    """Neither history nor messages of others' channels and direct messages."""
    for channel in ("C0FIN", "D0TOM", "C0NOWHERE"):
        assert "channel_not_found" == slack.get("/client/history", user="U0MAYA", channel=channel)["error"]
        sent = slack.post("/client/send", user="U0MAYA", channel=channel, text="x")
        assert "channel_not_found" == sent["error"]
    assert "user_not_found" == slack.get("/client/boot", user="U0NOBODY")["error"]


def test_a_message_has_safe_html_and_its_thread(slack: RunningSandbox, client: WebClient) -> None:
    """Text is escaped, mentions carry names, blocks have HTML on every text."""
    sent = slack.post("/client/send", user="U0MAYA", channel="C0ASKHR", text="<@U0LINA> *hi* &lt;b&gt;")
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}},
        {"type": "markdown", "text": "**bold** <script>"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "<1>"}]]},
    ]
    client.chat_postMessage(channel="C0ASKHR", text="x", blocks=blocks, thread_ts=sent["ts"])
    root = slack.get("/client/history", user="U0MAYA", channel="C0ASKHR")["messages"][0]
    reply = slack.get("/client/history", user="U0MAYA", channel="C0ASKHR", thread_ts=sent["ts"])["messages"][1]

    assert '<span class="mention">@李娜 (Li Na)</span> <strong>hi</strong> &lt;b&gt;' == root["html"]
    assert (1, ["U0FDESK"], reply["ts"]) == (root["reply_count"], root["reply_users"], root["latest_reply"])
    assert "<strong>bold</strong>" == reply["blocks"][0]["text"]["html"]
    assert "<p><strong>bold</strong> &lt;script&gt;</p>\n" == reply["blocks"][1]["html"]
    assert "&lt;1&gt;" == reply["blocks"][2]["rows"][0][0]["html"]


def test_html_that_an_app_sends_along_never_reaches_the_page(slack: RunningSandbox, client: WebClient) -> None:
    """Only the server's own HTML does, wherever in a block it was hidden."""
    evil = "<img src=x onerror=alert(1)>"
    cell = {"type": "raw_text", "text": "x", "html": evil}
    text = {"type": "plain_text", "text": "x", "html": evil}
    blocks = [{"type": "table", "rows": [[cell]], "html": evil}, {"type": "section", "text": text, "html": evil}]
    client.chat_postMessage(channel="C0ASKHR", text="x", blocks=blocks)
    shown = slack.get("/client/history", user="U0MAYA", channel="C0ASKHR")["messages"][0]["blocks"]

    assert "onerror" not in json.dumps(shown)
    assert "x" == shown[1]["text"]["html"]


def test_history_comes_in_pages_oldest_first(slack: RunningSandbox) -> None:
    """The newest page first; its cursor leads to the older ones."""
    for number in range(70):
        slack.control("message", user="U0MAYA", channel="C0RANDOM", text=str(number))
    newest = slack.get("/client/history", user="U0TOM", channel="C0RANDOM")
    older = slack.get("/client/history", user="U0TOM", channel="C0RANDOM", cursor=newest["next_cursor"])

    assert [str(number) for number in range(10, 70)] == [message["text"] for message in newest["messages"]]
    assert [str(number) for number in range(10)] == [message["text"] for message in older["messages"]]
    assert not older["next_cursor"]


def test_what_happens_reaches_the_open_page(slack: RunningSandbox, client: WebClient, page: Page) -> None:
    """A streamed answer: status, message, text so far, and the finished message."""
    ts = slack.post("/client/send", user="U0MAYA", channel="D0MAYA", text="?")["ts"]
    client.assistant_threads_setStatus(channel_id="D0MAYA", thread_ts=ts, status="is searching")
    stream = client.chat_startStream(channel="D0MAYA", thread_ts=ts)
    where = {"channel": "D0MAYA", "ts": stream["ts"]}
    client.chat_appendStream(**where, markdown_text="**One**")
    client.chat_appendStream(**where, markdown_text=" two")
    client.chat_stopStream(**where)
    wait_until(lambda: [e for e in page.of("message_changed") if e["message"]["ts"] == stream["ts"]])

    assert ["is searching"] == [event["status"] for event in page.of("status")]
    assert ["<p><strong>One</strong></p>\n", "<p><strong>One</strong> two</p>\n"] == [
        event["html"] for event in page.of("stream_delta")
    ]
    started = page.of("message")[1]["message"]
    finished = page.of("message_changed")[-1]["message"]
    assert (True, False) == (started["streaming"], finished["streaming"])


def test_a_page_sees_only_its_own_channels(slack: RunningSandbox, page: Page) -> None:
    """A message elsewhere is not sent to it."""
    slack.control("message", user="U0TOM", channel="C0FIN", text="secret")
    slack.control("message", user="U0TOM", channel="C0GENERAL", text="public")
    wait_until(lambda: page.of("message"))

    assert ["public"] == [event["message"]["text"] for event in page.of("message")]


def test_uploaded_files_are_served_without_danger(slack: RunningSandbox) -> None:
    """Images are shown; everything else is only downloaded, and never as HTML."""
    served = {}
    for name in ("note.html", "drawing.svg", "photo.png"):
        form = {"user": "U0MAYA", "channel": "D0MAYA", "text": "look"}
        upload = {"data": form, "files": {"file": (name, b"<script>")}}
        answer = httpx.post(f"{slack.url}/client/upload", **upload, trust_env=False, timeout=PATIENCE_S)
        assert answer.json()["ok"]
        messages = slack.get("/client/history", user="U0MAYA", channel="D0MAYA")["messages"]
        address = slack.url + messages[-1]["files"][0]["url"]
        served[name] = httpx.get(address, trust_env=False, timeout=PATIENCE_S)

    assert "attachment; filename*=UTF-8''note.html" == served["note.html"].headers["content-disposition"]
    assert served["drawing.svg"].headers["content-disposition"].startswith("attachment;")
    assert "application/octet-stream" == served["note.html"].headers["content-type"]
    assert "image/png" == served["photo.png"].headers["content-type"]
    assert "default-src 'none'; sandbox" == served["photo.png"].headers["content-security-policy"]


def test_unread_messages_are_counted_until_they_are_read(slack: RunningSandbox) -> None:
    """Opening the conversation reads it."""

    def unread() -> int:
        channels = slack.get("/client/boot", user="U0TOM")["channels"]
        return int(next(channel["unread"] for channel in channels if channel["id"] == "C0GENERAL"))

    slack.control("message", user="U0MAYA", channel="C0GENERAL", text="one")
    before = unread()
    slack.get("/client/history", user="U0TOM", channel="C0GENERAL")

    assert (1, 0) == (before, unread())


def test_own_messages_can_be_edited_and_deleted(slack: RunningSandbox) -> None:
    """Others' cannot."""
    ts = slack.post("/client/send", user="U0MAYA", channel="C0GENERAL", text="one")["ts"]
    where = {"channel": "C0GENERAL", "ts": ts}
    refused = slack.post("/client/edit", user="U0TOM", text="two", **where)
    slack.post("/client/edit", user="U0MAYA", text="two", **where)
    edited = slack.messages("C0GENERAL")[0]
    slack.post("/client/delete", user="U0MAYA", **where)

    assert "message_not_found" == refused["error"]
    assert ("two", "U0MAYA") == (edited["text"], edited["edited"]["user"])
    assert [] == slack.messages("C0GENERAL")


@pytest.mark.parametrize("path", ["/client/boot", "/control/state", "/api/api.test"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_web_sites_cannot_drive_it(slack: RunningSandbox, path: str, headers: dict[str, str]) -> None:
    """Neither by a cross-site request nor by a name that was rebound to this machine."""
    answer = httpx.get(slack.url + path, headers=headers, trust_env=False, timeout=PATIENCE_S)

    assert 403 == answer.status_code


def test_the_page_itself_may_use_its_api(slack: RunningSandbox) -> None:
    """Same-origin requests pass, and every answer forbids framing and sniffing."""
    headers = {"Origin": slack.url, "Sec-Fetch-Site": "same-origin"}
    answer = httpx.get(f"{slack.url}/client/boot", headers=headers, trust_env=False, timeout=PATIENCE_S)

    assert 200 == answer.status_code
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
