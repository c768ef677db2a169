"""The sandbox's web page in a real browser, against a real sandbox server."""

import pytest
from playwright.sync_api import Page, Route, expect
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until

pytestmark = pytest.mark.browser

STRICT_CSP = "default-src 'self'; img-src 'self' data:; style-src 'self'"
# Keeps hold of the page's event streams, so that a test can break one.
KEEP_SOURCES = """
window.sources = [];
window.EventSource = class extends EventSource {
  constructor(...address) { super(...address); window.sources.push(this); }
};
"""
HOSTILE = "<script>broken = 1</script><img src=x onerror='broken = 1'><b>not bold</b> [x](javascript:broken())"


def write(page: Page, text: str) -> None:
    """Type a message and send it with Enter."""
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def test_a_message_is_posted_with_its_mentions_and_shown(page: Page, slack: RunningSandbox) -> None:
    """What was typed appears, and Slack's encoding of it reaches the workspace."""
    write(page, "Hello @Tom Brennan, see #random & reply")

    expect(page.get_by_test_id("message")).to_contain_text("Hello @Tom Brennan, see #random & reply")
    expected = ["Hello <@U0TOM>, see <#C0RANDOM> &amp; reply"]
    assert expected == [message["text"] for message in slack.messages("C0GENERAL")]


def test_hostile_markup_is_shown_as_text(page: Page) -> None:
    """Markup in a message makes no element, and no script of it runs."""
    write(page, HOSTILE)

    message = page.get_by_test_id("message")
    expect(message).to_contain_text(HOSTILE)
    expect(message.locator("script, img, b, a")).to_have_count(0)
    assert page.evaluate("window.broken") is None


def test_another_person_sees_their_own_conversations_in_their_language(page: Page) -> None:
    """Acting as Li Na shows the Shanghai office, in Chinese, and is remembered in the address."""
    page.get_by_test_id("persona-switcher").click()
    page.get_by_test_id("persona-U0LINA").click()

    expect(page.get_by_test_id("channel-C0SHANGHAI")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "发消息给 #general")
    expect(page.get_by_test_id("channel-C0KINGFI")).to_have_count(0)
    assert "user=U0LINA" in page.url


def test_a_slash_command_is_completed_and_its_failure_is_told(page: Page) -> None:
    """The popup completes /ask; with no app connected the visitor reads why it failed and keeps the text."""
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/a")
    expect(page.get_by_role("option")).to_contain_text("/ask")
    composer.press("Enter")
    expect(composer).to_have_value("/ask ")
    write(page, "/ask How do I request vacation?")

    expect(page.get_by_test_id("toast")).to_contain_text("/ask failed with the error")
    expect(composer).to_have_value("/ask How do I request vacation?")


def test_enter_that_ends_an_input_methods_composition_does_not_send(page: Page, slack: RunningSandbox) -> None:
    """Choosing Chinese characters with Enter keeps the text in the composer."""
    composer = page.get_by_test_id("composer")
    composer.fill("ni hao")
    composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True})
    composer.press("Shift+Enter")

    expect(composer).to_have_value("ni hao\n")
    assert not slack.messages("C0GENERAL")


@pytest.mark.usefixtures("receiver")  # an app that takes what it is sent
def test_a_streamed_answer_grows_in_its_thread_and_ends_with_citations_and_feedback(
    page: Page, slack: RunningSandbox, client: WebClient
) -> None:
    """The status line, the text so far, and the finished answer follow each other in the thread."""
    question = slack.control("message", user="U0MAYA", channel="C0GENERAL", text="<@U0FDESK> How long is leave?")["ts"]
    client.assistant_threads_setStatus(channel_id="C0GENERAL", thread_ts=question, status="is searching the policies…")
    expect(page.get_by_test_id("status")).to_contain_text("Frontdesk is searching the policies…")
    stream = client.chat_startStream(
        channel="C0GENERAL", thread_ts=question, recipient_team_id="T0BRIGHT", recipient_user_id="U0MAYA"
    )
    page.get_by_role("button", name="1 reply").click()
    answer = page.get_by_test_id("thread-pane").locator(f"[data-ts='{stream['ts']}']")
    client.chat_appendStream(
        channel="C0GENERAL", ts=stream["ts"], markdown_text="It is **25 days** [1](https://example.com)"
    )
    expect(answer).to_have_attribute("data-streaming", "true")
    expect(answer.locator("strong")).to_have_text("25 days")
    client.chat_stopStream(channel="C0GENERAL", ts=stream["ts"], blocks=[feedback_block()])

    expect(answer).to_have_attribute("data-streaming", "false")
    expect(answer.get_by_test_id("citation")).to_have_attribute("href", "https://example.com")
    expect(page.get_by_test_id("status")).to_have_count(0)
    answer.get_by_test_id("feedback-positive").click()
    expect(answer.get_by_test_id("feedback-positive")).to_have_attribute("aria-pressed", "true")


def feedback_block() -> dict[str, object]:
    """Return a block with the two feedback buttons."""
    buttons = {
        f"{name}_button": {"text": {"type": "plain_text", "text": name}, "value": name}
        for name in ("positive", "negative")
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": "feedback", **buttons}],
    }


def test_the_page_catches_up_after_its_connection_was_lost(page: Page, slack: RunningSandbox) -> None:
    """The visitor is told; what was posted meanwhile is there once the page is connected again."""
    page.add_init_script(KEEP_SOURCES)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.route("**/client/events?*", lambda route: route.abort())
    page.evaluate("window.sources.at(-1).dispatchEvent(new Event('error'))")
    expect(page.get_by_text("Reconnecting")).to_be_visible()
    slack.control("message", user="U0TOM", channel="C0GENERAL", text="While you were away")
    page.unroute("**/client/events?*")

    expect(page.get_by_test_id("message")).to_contain_text("While you were away")
    expect(page.get_by_text("Reconnecting")).to_be_hidden()


def test_the_page_needs_no_inline_script_or_style(page: Page, slack: RunningSandbox) -> None:
    """Under a policy that allows only the page's own files nothing is blocked."""

    def with_policy(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": STRICT_CSP})

    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Content Security Policy" in line.text else None)
    page.route(f"{slack.url}/?*", with_policy)
    page.reload()
    write(page, "Under a strict policy")

    expect(page.get_by_test_id("message")).to_be_visible()
    assert not blocked


def test_both_languages_have_all_of_the_pages_words(page: Page) -> None:
    """The Chinese table has the keys of the English one, and no empty entry."""
    tables = page.evaluate("import('/js/strings.js').then((module) => module.TABLES)")

    assert tables["en"].keys() == tables["zh"].keys()
    assert all(words for table in tables.values() for words in table.values())


def test_a_message_has_the_apps_shortcuts_in_its_menu(page: Page) -> None:
    """Those of the manifest, under the three dots."""
    write(page, "Hello")
    page.get_by_test_id("message").hover()
    page.get_by_role("button", name="More actions").click()

    expect(page.get_by_role("menuitem", name="Translate")).to_be_visible()


def test_an_answer_can_be_stopped_while_the_app_works_on_it(page: Page, slack: RunningSandbox) -> None:
    """The button is in the thread, also after the page was loaded again; the app hears of it and takes it away."""
    client = WebClient("xoxb-sandbox-frontdesk", base_url=slack.api_url)
    ts = slack.control("message", user="U0MAYA", channel="C0GENERAL", text="How many days of leave?")["ts"]
    thread = {"channel_id": "C0GENERAL", "thread_ts": ts}
    client.agents_sessions_setStatus(**thread, status="processing")
    page.goto(f"/?user=U0MAYA&channel=C0GENERAL&thread={ts}")
    button = page.get_by_test_id("thread-pane").get_by_role("button", name="Stop", exact=True)
    button.click()
    wait_until(lambda: "agent_session_stopped" in {delivery["type"] for delivery in slack.deliveries()})
    client.agents_sessions_setStatus(**thread, status="active")

    expect(button).to_be_hidden()


def test_what_was_passed_on_into_a_group_is_quoted_there(page: Page, slack: RunningSandbox) -> None:
    """The group stands among the direct messages under its people's names; the quotation leads to its source."""
    group = slack.control("open", user="U0TOM", users=["U0MAYA", "U0FDESK"])["channel"]
    said = slack.control("message", user="U0TOM", channel="C0RANDOM", text="Taxis cost 30 euro")["ts"]
    slack.control("share", user="U0TOM", channel="C0RANDOM", ts=said, to=group, text="Is that allowed?")
    page.get_by_test_id(f"channel-{group}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tom Brennan, Frontdesk")
    quote = page.get_by_test_id("quote")
    expect(quote).to_contain_text("Taxis cost 30 euro")
    quote.get_by_role("link", name="Posted in #random").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("random")
