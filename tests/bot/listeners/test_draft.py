"""``/draft``, up to the queue and back: the versions, choosing one, editing it first."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from bot.delivery.process import Parts
from bot.records.models import Request
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import Json, Reply, reply_key, unpack_brief

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
TOLD = "We move to 14 King Street on 1 September."
TEXTS = ["We move <!channel> on 1 September.", "On 1 September we move."]


def drafted(request: Request) -> Reply:
    """Two versions."""
    versions = [{"text": text, "cut": 1, "unknown": ["Priya"]} for text in TEXTS]
    written = {"job": "draft", "versions": versions, "citations": [], "generator": ""}
    return Reply(request.id, written=written)


def test_the_instructions_are_queued_with_the_persons_own_rights(office: Office, edge: Edge) -> None:
    """Only they see the versions, wherever they are."""
    said = edge.command("U0TOM", "/draft", f"announcement {TOLD}")
    (request,) = office.requests()
    (payload,) = office.queued("questions")
    brief = unpack_brief(payload)

    assert _EN.drafting == said
    assert ("draft", "queued", "command") == (request.kind, request.state, request.surface)
    assert (request.id, "announcement", TOLD, "en", 3) == (
        brief.id,
        brief.genre,
        brief.instructions,
        brief.language,
        brief.versions,
    )
    assert "group:finance" in brief.principals


@pytest.mark.parametrize(
    ("typed", "genre", "instructions", "versions"),
    [
        (f"E-Mail: {TOLD}", "email", TOLD, 3),
        (f"faq {TOLD} --versions 2", "faq", TOLD, 2),
        (f"news —versions=1 {TOLD}", "news", TOLD, 1),
        ("公告：办公室9月1日搬家。", "announcement", "办公室9月1日搬家。", 3),
    ],
)
def test_what_was_typed_is_understood(
    office: Office, edge: Edge, *, typed: str, genre: str, instructions: str, versions: int
) -> None:
    """In either language, with or without a colon, and with a Mac's long dash."""
    edge.command("U0TOM", "/draft", typed)
    (payload,) = office.queued("questions")

    assert (genre, instructions, versions) == (payload["genre"], payload["instructions"], payload["versions"])


@pytest.mark.parametrize(
    ("user", "typed", "sentence"),
    [
        ("U0MAYA", "", _EN.draft_usage),
        ("U0WANG", "", _ZH.draft_usage),
        ("U0MAYA", "poem <!channel>", _EN.draft_unknown.format(genre="poem")),
        ("U0MAYA", "news", _EN.draft_empty),
        ("U0MAYA", "news :tada:", _EN.draft_empty),
        ("U0MAYA", "news " + "word " * 500, _EN.text_too_long.format(count=2499, limit=2000)),
    ],
)
def test_what_cannot_be_drafted_gets_its_sentence(
    office: Office, edge: Edge, user: str, typed: str, sentence: str
) -> None:
    """At once, with how to write it, and nothing is queued."""
    said = edge.command(user, "/draft", typed)

    assert said.startswith(sentence)
    assert "<!" not in said
    assert [] == office.requests()


@pytest.fixture
def draft(office: Office, slack: RunningSandbox, served: str, parts: Parts) -> Request:
    """A draft whose versions Maya has before her in #general."""
    slack.control("command", user="U0MAYA", channel="C0GENERAL", text=f"/draft news {TOLD}")
    (request,) = office.requests()
    reply = drafted(request)
    office.redis.set(reply_key(request.id), json.dumps(asdict(reply)))
    parts.settler.settle(request.id, reply)
    return request


def test_a_version_drafted_in_a_direct_message_is_posted_in_its_thread(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """Where it was asked for, below the versions."""
    request = office.ask(text="draft an announcement about the office move")
    reply = drafted(request)
    office.redis.set(reply_key(request.id), json.dumps(asdict(reply)))
    parts.settler.settle(request.id, reply)
    (message,) = office.posted("D0MAYA")
    block = next(block for block in message["blocks"] if block["type"] == "actions")
    place = {"channel": "D0MAYA", "message_ts": message["ts"], "block_id": block["block_id"]}
    slack.control("action", user="U0MAYA", action_id="draft_use", type="button", **place)
    (use,) = wait_until(lambda: chosen(office))
    parts.settler.settle(use.id, None)

    assert [request.thread_ts] * 2 == [posted["thread_ts"] for posted in office.posted("D0MAYA")]
    assert TEXTS[0] == office.posted("D0MAYA")[-1]["blocks"][0]["text"]["text"]


def press(slack: RunningSandbox, office: Office, action: str, number: int) -> None:
    """Maya presses a button below a version."""
    message = shown(office)
    block = [block for block in message["blocks"] if block["type"] == "actions"][number - 1]
    place = {"channel": "C0GENERAL", "message_ts": message["ts"], "block_id": block["block_id"]}
    slack.control("action", user="U0MAYA", action_id=action, type="button", **place)


def shown(office: Office) -> Json:
    """The message with the versions."""
    return next(message for message in office.posted("C0GENERAL") if "King" in str(message) or "move" in str(message))


def chosen(office: Office) -> list[Request]:
    """The posts that were entered."""
    return [request for request in office.requests() if request.kind == "chosen"]


def public(office: Office) -> list[Json]:
    """What everybody in the channel sees of the bot."""
    return [message for message in office.posted("C0GENERAL") if not message["only_for"]]


def test_only_the_person_sees_the_versions_with_what_to_know_of_them(office: Office, draft: Request) -> None:
    """What was cut, names to check, and that the model is small; nothing in them is alive."""
    message = shown(office)

    assert "U0MAYA" == message["only_for"]
    assert TEXTS == [
        block["text"]["text"] for block in message["blocks"] if block.get("text", {}).get("type") == "plain_text"
    ]
    assert _EN.draft_cut.format(count=1) in str(message["blocks"])
    assert "“Priya”" in str(message["blocks"])
    assert "frontdesk models found" in str(message["blocks"])
    assert [] == public(office)


def test_a_version_that_is_used_is_posted_once_as_plain_text(
    office: Office, slack: RunningSandbox, parts: Parts, draft: Request
) -> None:
    """However often it is pressed; it says for whom, and notifies nobody."""
    press(slack, office, "draft_use", 1)
    wait_until(lambda: _EN.draft_posting.format(number=1) in str(office.posted("C0GENERAL")))
    (request,) = chosen(office)
    parts.settler.settle(request.id, None)
    parts.settler.settle(request.id, None)
    (message,) = public(office)

    assert ("plain_text", TEXTS[0]) == (message["blocks"][0]["text"]["type"], message["blocks"][0]["text"]["text"])
    assert "<@U0MAYA>" in str(message["blocks"][1])
    assert "<!channel>" not in message["text"]
    assert ("settled", "posted", None) == office.state(request)


def test_a_double_click_enters_one_post(office: Office, slack: RunningSandbox, edge: Edge, draft: Request) -> None:
    """The first click takes the versions away; a second may be on its way already."""
    action = {"type": "button", "action_id": "draft_use", "value": f"{draft.id}:2"}
    body = {"type": "block_actions", "team": {"id": "T0BRIGHT"}, "actions": [action]}
    clicks = [{**body, "user": {"id": user}, "response_url": slack.url} for user in ("U0MAYA", "U0MAYA", "U0TOM")]
    statuses = [edge.action(click).status for click in clicks]

    assert [200, 200, 200] == statuses
    assert [TEXTS[1]] == [request.payload["text"] for request in chosen(office)]


def test_a_version_can_be_edited_before_it_is_posted(office: Office, slack: RunningSandbox, draft: Request) -> None:
    """The form holds the version; an empty one is not taken."""
    press(slack, office, "draft_edit", 2)
    (view,) = wait_until(lambda: slack.get("/control/state")["views"])
    empty, edited = ({"text": {"text": {"type": "plain_text_input", "value": text}}} for text in ("🎉", "We move!"))
    refused = slack.control("view_submit", user="U0MAYA", view_id=view["id"], state={"values": empty})
    slack.control("view_submit", user="U0MAYA", view_id=view["id"], state={"values": edited})

    assert TEXTS[1] == view["blocks"][0]["element"]["initial_value"]
    assert _EN.draft_no_words in str(refused)
    assert ["We move!"] == [request.payload["text"] for request in chosen(office)]


def test_where_the_bot_is_no_member_the_version_is_posted_through_the_click(
    office: Office, slack: RunningSandbox, parts: Parts, draft: Request
) -> None:
    """Commands are typed anywhere; the URL that comes with a click reaches there."""
    press(slack, office, "draft_use", 1)
    (request,) = wait_until(lambda: chosen(office))
    slack.control("faults", method="chat.postMessage", kind="error", value="not_in_channel")
    parts.settler.settle(request.id, None)

    assert [TEXTS[0]] == [message["blocks"][0]["text"]["text"] for message in public(office)]


def test_a_draft_that_is_forgotten_says_so(office: Office, slack: RunningSandbox, edge: Edge, draft: Request) -> None:
    """Replies are kept for a day."""
    office.redis.delete(reply_key(draft.id))
    press(slack, office, "draft_use", 1)
    wait_until(lambda: _EN.draft_gone in str(office.posted("C0GENERAL")))

    assert [] == chosen(office)
