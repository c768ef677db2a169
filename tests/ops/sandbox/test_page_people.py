"""What a person does at the page besides writing: clips, files, forwarding, groups, forms, and all of it on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Receiver

pytestmark = pytest.mark.browser
Json = dict[str, Any]
TRIP: Final = {"name": "trip.md", "mimeType": "text/markdown", "buffer": b"Paris"}
RATES: Final = {"name": "rates.md", "mimeType": "text/markdown", "buffer": b"220"}
FIELDS: Final[dict[str, Json]] = {
    "People": {"type": "multi_users_select", "initial_users": ["U0TOM"]},
    "Channels": {"type": "multi_channels_select"},
    "When": {"type": "datetimepicker", "initial_date_time": 1_796_083_020},
    "Words": {"type": "rich_text_input"},
    "Files": {"type": "file_input"},
}


@pytest.fixture
def phone(browser: Browser, slack: RunningSandbox) -> Iterator[Page]:
    """The page as Maya sees it on a telephone, with her fingers."""
    size = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(base_url=slack.url, **size) as context:
        page = context.new_page()
        page.goto("/?user=U0MAYA&channel=C0GENERAL")
        expect(page.get_by_role("heading", level=1)).to_have_text("general")
        yield page


def form() -> Json:
    """A modal with a field of each of `FIELDS`."""

    def block(label: str, element: Json) -> Json:
        named = {**element, "action_id": "value"}
        return {
            "type": "input",
            "block_id": label,
            "label": {"type": "plain_text", "text": label},
            "element": named,
            "optional": True,
        }

    title = {"type": "plain_text", "text": "Form"}
    blocks = [block(label, element) for label, element in FIELDS.items()]
    return {"type": "modal", "title": title, "submit": title, "blocks": blocks}


def test_a_voice_clip_carries_what_was_said_as_slacks_own_transcript(page: Page, slack: RunningSandbox) -> None:
    """The app finds it in the file of the message; the page shows it below the clip."""
    page.get_by_test_id("voice").click()
    page.get_by_test_id("voice-clip").get_by_role("textbox").fill("How long is leave?")
    page.get_by_test_id("voice-clip").get_by_role("button", name="Send").click()
    expect(page.get_by_test_id("clip")).to_contain_text("How long is leave?")
    (file,) = slack.messages("C0GENERAL")[0]["file_ids"]
    client = WebClient("xoxb-sandbox-frontdesk", base_url=slack.api_url)
    clip = client.files_info(file=file)["file"]

    assert ("slack_audio", "complete") == (clip["subtype"], clip["transcription"]["status"])
    assert "How long is leave?" == clip["transcription"]["preview"]["content"]


def test_files_that_are_sent_together_are_one_message(page: Page, slack: RunningSandbox) -> None:
    """With its text, as at Slack."""
    page.locator("form.composer input[type=file]").set_input_files([TRIP, RATES])
    page.get_by_test_id("composer").fill("Is this allowed?")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator(".file-card")).to_have_count(2)

    assert [("Is this allowed?", 2)] == [(m["text"], len(m["file_ids"])) for m in slack.messages("C0GENERAL")]


def test_a_message_is_forwarded_from_its_menu(page: Page, slack: RunningSandbox) -> None:
    """With words of one's own, to a conversation that one chooses."""
    slack.control("message", user="U0TOM", channel="C0GENERAL", text="Taxis cost 30 euro")
    page.get_by_test_id("message").hover()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Forward message").click()
    dialog = page.get_by_test_id("sending-on")
    dialog.get_by_label("To").select_option("#random")
    dialog.get_by_label("Your message").fill("Allowed?")
    dialog.get_by_role("button", name="Forward message").click()
    expect(dialog).to_have_count(0)

    (sent,) = slack.messages("C0RANDOM")
    assert ("Allowed?", "Taxis cost 30 euro") == (sent["text"], sent["attachments"][0]["text"])


def test_a_conversation_of_three_is_begun_from_the_sidebar(page: Page) -> None:
    """It opens at once, under their names."""
    page.get_by_test_id("new-conversation").click()
    for name in ("Tom Brennan", "Frontdesk"):
        page.get_by_test_id("sending-on").get_by_role("checkbox", name=name).check()
    page.get_by_test_id("sending-on").get_by_role("button", name="Open").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tom Brennan, Frontdesk")


def test_what_was_asked_of_an_agent_is_listed_under_the_titles_it_gave(
    page: Page, slack: RunningSandbox, client: WebClient
) -> None:
    """The newest first; a title that comes later is shown at once, also above the open thread."""
    for question in ("How do I request vacation?", "What of my laptop?"):
        ts = slack.control("message", user="U0MAYA", channel="D0MAYA", text=question)["ts"]
        client.chat_postMessage(channel="D0MAYA", thread_ts=ts, text="So.")
    page.goto("/?user=U0MAYA&channel=D0MAYA&tab=history")
    chats = page.get_by_test_id("session")
    expect(chats.first).to_contain_text("What of my laptop?")
    client.assistant_threads_setTitle(channel_id="D0MAYA", thread_ts=ts, title="A stolen laptop")
    expect(chats.first).to_contain_text("A stolen laptop")
    chats.first.click()

    expect(page.get_by_test_id("thread-pane").get_by_role("heading")).to_have_text("A stolen laptop")
    expect(chats).to_have_count(2)


def test_every_kind_of_field_gives_its_value_as_slack_does(
    page: Page, slack: RunningSandbox, client: WebClient, receiver: Receiver
) -> None:
    """People and channels by their ids, a moment in seconds, text as rich text, files as objects."""
    slack.control("shortcut", user="U0MAYA", callback_id="ask_anywhere")
    client.views_open(trigger_id=payload_of(receiver)["trigger_id"], view=form())
    modal = page.get_by_test_id("modal")
    modal.get_by_role("checkbox", name="#random").check()
    modal.get_by_label("Words").fill("Hello")
    modal.get_by_label("Files").set_input_files([TRIP])
    expect(modal).to_contain_text("trip.md")
    modal.get_by_role("button", name="Form").click()
    expect(modal).to_have_count(0)
    values = {label: given["value"] for label, given in payload_of(receiver)["view"]["state"]["values"].items()}

    assert (["U0TOM"], ["C0RANDOM"]) == (values["People"]["selected_users"], values["Channels"]["selected_channels"])
    assert 1_796_083_020 == values["When"]["selected_date_time"]
    assert "Hello" == values["Words"]["rich_text_value"]["elements"][0]["elements"][0]["text"]
    assert ["trip.md"] == [file["name"] for file in values["Files"]["files"]]


def payload_of(receiver: Receiver) -> Json:
    """The last interaction that the app was told of."""
    wait_until(lambda: receiver.received)
    payload: Json = json.loads(parse_qs(receiver.received[-1][1].decode())["payload"][0])
    return payload


def test_on_a_phone_everything_can_be_reached_with_a_finger(phone: Page, slack: RunningSandbox) -> None:
    """The sidebar, a message's menu and the thread; nothing is wider than the screen."""
    slack.control("message", user="U0TOM", channel="C0ASKHR", text="x" * 200)
    phone.get_by_role("button", name="Show the sidebar").tap()
    phone.get_by_test_id("channel-C0ASKHR").tap()
    phone.get_by_test_id("message").tap()
    phone.get_by_role("button", name="More actions").tap()
    expect(phone.get_by_role("menuitem", name="Forward message")).to_be_visible()
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Reply in thread").tap()
    expect(phone.get_by_test_id("thread-pane")).to_be_visible()
    phone.get_by_test_id("thread-pane").get_by_role("button", name="Back").tap()

    expect(phone.get_by_test_id("thread-pane")).to_have_count(0)
    assert 390 == phone.evaluate("document.documentElement.scrollWidth")


def test_a_moment_is_shown_in_its_readers_time_zone(browser: Browser, slack: RunningSandbox, client: WebClient) -> None:
    """As Slack formats it; the app's fallback is for those who cannot."""
    client.chat_postMessage(channel="C0GENERAL", text="Built <!date^1796083020^{date_num} at {time}|some day>")
    with browser.new_context(base_url=slack.url, timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.goto("/?user=U0LINA&channel=C0GENERAL")

        expect(page.get_by_test_id("message")).to_contain_text("Built 2026-12-01 at 07:57")


def test_an_address_is_sent_as_a_link_without_the_sentences_end(page: Page, slack: RunningSandbox) -> None:
    """As Slack's clients do, so that apps hear of it; code stays as it is."""
    page.get_by_test_id("composer").fill(
        "See https://wiki.example.com/a#b. 见https://wiki.example.com/制度。`https://x.y`"
    )
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("message")).to_be_visible()

    expected = "See <https://wiki.example.com/a#b>. 见<https://wiki.example.com/制度>。`https://x.y`"
    assert [expected] == [message["text"] for message in slack.messages("C0GENERAL")]


def test_the_end_of_a_conversation_stays_in_view_when_the_window_changes(page: Page, slack: RunningSandbox) -> None:
    """What is read there is laid out anew, wider and narrower."""
    for number in range(12):
        slack.control("message", user="U0TOM", channel="C0GENERAL", text=f"{number} " + "word " * 60)
    last = page.get_by_test_id("message").last
    expect(last).to_contain_text("11 word")
    for width in (390, 1280, 600):
        page.set_viewport_size({"width": width, "height": 700})

        expect(last).to_be_in_viewport(ratio=0.9)
