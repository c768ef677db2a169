"""``Share in channel``: from the button below a private answer to the post, where all is well."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.sharing.form import share_button, share_form, told_view
from bot.slack.blocks import SHARE_ACTION, Extras, answer_message, with_note, with_question
from bot.slack.limits import LARGEST_MESSAGE, size_of
from bot.wording import WORDINGS, Wording
from knowledge.domain import Citation
from ops.sandbox.blocks import block_faults, view_faults
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid
from tests.bot.sharer import ASKED, Sharer, asks_directly, asks_with_command, reply_from
from workers.contract import Reply

Json = dict[str, Any]

_EN = WORDINGS["en"]


@pytest.fixture
def maya(office: Office, parts: Parts, served: str) -> Sharer:
    """She asked with ``/ask`` in #general."""
    assert served
    return asks_with_command(office, parts)


def test_an_answer_that_all_may_read_is_posted_as_it_was_read(maya: Sharer) -> None:
    """With who shares it, the question, sources and buttons, and without the one that shares."""
    maya.press()
    maya.looked_up()
    (message,) = maya.there()
    blocks = str(message["blocks"])

    assert all(said in blocks for said in ("<@U0MAYA>", ASKED, "25 days", "Leave policy", "answer_why"))
    assert ("answer_feedback" in blocks, SHARE_ACTION in blocks) == (True, False)
    assert _EN.share_done.format(channel="C0GENERAL") == maya.told()
    assert [] == maya.office.queued("questions")[1:]


def test_it_is_shared_once_however_often_it_is_pressed(maya: Sharer) -> None:
    """While it is under way, and when it is there."""
    for _ in range(2):
        maya.press()
    maya.looked_up()
    maya.press()
    maya.office.prepare()

    assert 1 == len(maya.there())
    assert 2 == len(maya.office.requests())
    assert 1 == len([asked for asked in maya.office.queued("knowledge") if asked["id"] == maya.share().id])


def test_a_private_answer_to_a_mention_is_shared_in_its_thread(office: Office, parts: Parts, served: str) -> None:
    """It stands in the direct messages; where it was asked is known."""
    People(office.database).choose("U0MAYA", Choices(privately=True))
    request = office.ask(channel="C0GENERAL")
    parts.settler.settle(request.id, reply_from(request, "everyone"))
    maya = Sharer(office, parts, request, "U0MAYA")
    maya.press()
    maya.looked_up()
    (message,) = maya.there()

    assert request.message_ts == message["thread_ts"]


def test_an_answer_in_direct_messages_asks_for_a_channel_first(office: Office, parts: Parts, served: str) -> None:
    """Only public and private channels are offered; the form may be sent twice."""
    maya = asks_directly(office, parts)
    maya.press()
    said = maya.choose("C0ASKHR")
    maya.looked_up()
    (message,) = maya.there("C0ASKHR")

    assert _EN.share_taken in str(said)
    assert ASKED in str(message["blocks"])
    assert _EN.share_done.format(channel="C0ASKHR") == maya.told()


def test_a_form_that_is_sent_twice_shares_once(office: Office, edge: Edge, parts: Parts, served: str) -> None:
    """Slack closes it when it was sent; two clicks may be faster."""
    maya = asks_directly(office, parts)
    body = _submission(maya, "C0ASKHR")
    said = [json.loads(edge.action(body).body)["view"]["blocks"][0]["text"]["text"] for _ in range(2)]
    maya.looked_up()

    assert [_EN.share_taken, _EN.share_already.format(channel="C0ASKHR")] == said
    assert 1 == len(maya.there("C0ASKHR"))


def test_one_answer_may_be_shared_in_several_channels(office: Office, edge: Edge, parts: Parts, served: str) -> None:
    """Each once."""
    maya = asks_directly(office, parts)
    for channel in ("C0ASKHR", "C0GENERAL"):
        edge.action(_submission(maya, channel))
        maya.looked_up()

    assert [1, 1] == [len(maya.there(channel)) for channel in ("C0ASKHR", "C0GENERAL")]


@pytest.mark.parametrize(
    ("channel", "said"),
    [("", _EN.share_no_channel), ("D0MAYA", _EN.share_no_channel), ("C0ASKHR", _EN.share_refused)],
)
def test_a_form_that_says_too_little_or_too_much_shares_nothing(
    office: Office, edge: Edge, parts: Parts, *, served: str, channel: str, said: str
) -> None:
    """No channel was chosen, or no channel; somebody else sends it."""
    maya = asks_directly(office, parts)
    body = _submission(maya, channel) | ({"user": {"id": "U0TOM"}} if channel == "C0ASKHR" else {})

    assert said in edge.action(body).body
    assert 1 == len(office.requests())


def test_nobody_else_shares_it(maya: Sharer) -> None:
    """Whatever they got hold of; they are told so, and it is not entered."""
    body = {**_click(maya), "user": {"id": "U0TOM"}}

    assert 200 == maya.office.edge.action(body).status
    assert 1 == len(maya.office.requests())


def test_what_is_not_there_any_more_is_not_shared(office: Office, parts: Parts, edge: Edge, served: str) -> None:
    """An answer whose question was edited, or that never was."""
    maya = asks_directly(office, parts)
    message = {"user": "U0MAYA", "text": "And of parental leave?", "ts": maya.request.message_ts}
    edited = {**message, "edited": {"user": "U0MAYA", "ts": "9999999990.000001"}}
    place = {"type": "message", "subtype": "message_changed", "channel": "D0MAYA", "channel_type": "im", "ts": "9.9"}
    edge.event({**place, "message": edited, "previous_message": {**message, "text": ASKED}})
    said = [edge.action(_submission(maya, "C0ASKHR", request)).body for request in (maya.request.id, "unknown")]

    assert [True, True] == [_EN.share_gone in each for each in said]
    assert 1 == len(office.requests())


def test_without_a_queue_it_is_shared_when_that_is_back(
    office: Office, edge: Edge, parts: Parts, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has it; the sharer reads so."""
    maya = asks_directly(office, parts)
    with monkeypatch.context() as broken:
        broken.setattr(CeleryPublisher, "publish", _down)
        said = edge.action(_submission(maya, "C0ASKHR")).body
    share = maya.share()
    parts.preparer.prepare(share.id)
    maya.looked_up()

    assert _EN.saved_for_later in said
    assert 1 == len(maya.there("C0ASKHR"))


def test_follow_ups_below_a_shared_answer_go_on_from_it(maya: Sharer) -> None:
    """Nobody need mention the bot; what was answered there is what was said before."""
    maya.press()
    maya.looked_up()
    (message,) = maya.there()
    maya.office.edge.message("U0TOM", "C0GENERAL", "And in Shanghai?", thread_ts=message["ts"], ts="9999999990.000001")
    maya.office.prepare()
    payload = maya.office.queued("questions")[-1]

    assert "And in Shanghai?" == payload["text"]
    assert [ASKED, "You have **25 days** [1]."] == [turn["text"] for turn in payload["history"]]


def test_whoever_reads_the_channel_may_ask_why_and_judge_it(maya: Sharer) -> None:
    """It is an answer as any."""
    maya.press()
    maya.looked_up()
    (message,) = maya.there()
    place = {"channel": "C0GENERAL", "message_ts": message["ts"]}
    maya.office.slack.control("action", user="U0TOM", **place, action_id="answer_why")
    looked_up = maya.office.looked_up()
    maya.parts.looks.complete(looked_up)
    share, verdict = maya.share(), {"action_id": "answer_feedback", "value": f"{maya.share().id}:up"}
    maya.office.slack.control("action", user="U0TOM", **place, **verdict)

    assert "leave.md" in str(maya.office.slack.state()["views"])
    assert [ASKED] == [one["question"] for one in maya.parts.preparer.outcomes.approved_by("U0TOM")]
    assert ("share", "settled", "channel") == (share.kind, share.state, share.surface)


def test_only_private_answers_from_policies_have_the_button(office: Office, parts: Parts) -> None:
    """Not what stands in a channel already, nor that the policies do not say."""
    asked = [office.ask(channel=channel, text=f"What about {channel}?") for channel in ("C0ASKHR", "D0MAYA")]
    parts.settler.settle(asked[0].id, answer_to(asked[0]))
    parts.settler.settle(asked[1].id, unsaid(asked[1]))
    third = office.ask(text="And leave?")
    parts.settler.settle(third.id, answer_to(third))
    buttons = [SHARE_ACTION in str(said["blocks"]) for name in ("C0ASKHR", "D0MAYA") for said in office.posted(name)]

    assert [False, False, True] == buttons


@pytest.mark.parametrize("words", WORDINGS.values())
def test_the_form_and_the_button_keep_slacks_limits(words: Wording) -> None:
    """In every language."""
    request = Request(id="r" * 20, channel="C0GENERAL", surface="command")
    buttons = {"type": "actions", "elements": [share_button(request, words)]}
    form = share_form("r" * 20, "https://hooks.slack.example/actions/" + "x" * 200, words)

    assert [] == block_faults([buttons], 50)
    assert [] == [*view_faults(form), *view_faults(told_view(words.share_taken, words))]
    assert {"public", "private"} == set(form["blocks"][1]["element"]["filter"]["include"])


@pytest.mark.parametrize("words", WORDINGS.values())
def test_the_longest_private_answer_has_room_for_the_button(words: Wording) -> None:
    """With the question above it, a note below, and sources that would fill the message."""
    share = share_button(Request(id="r" * 20, channel="C0123456789", surface="command"), words)
    text, url = "word. " * 900, f"https://x.example/{'a' * 250}"
    sources = [Citation(n, "d.md", text[:300], text[:5000], text, url) for n in range(1, 40)]
    message = answer_message(text * 3, sources, "r" * 20, words, Extras(share=share))
    whole = with_note(with_question(message, '"' * 280, words, "C0123456789"), words.rights_limited)

    assert SHARE_ACTION in str(whole.blocks)
    assert size_of(whole.blocks) <= LARGEST_MESSAGE


def test_a_hostile_question_is_harmless_where_it_is_shared(office: Office, parts: Parts, served: str) -> None:
    """No mention in it is alive, and no markup."""
    maya = asks_directly(office, parts, text="Is <!channel> *free* &lt;!here&gt; <https://evil.example|leave>?")
    office.edge.action(_submission(maya, "C0ASKHR"))
    maya.looked_up()
    said = json.dumps(maya.there("C0ASKHR"), ensure_ascii=False)

    assert ("<!channel>" in said, "<!here>" in said, "<https://evil" in said) == (False, False, False)


def _click(maya: Sharer) -> Json:
    action = {"type": "button", "action_id": SHARE_ACTION, "block_id": "b", "value": maya.request.id}
    url = f"{maya.office.slack.url}/response/A0FDESK/none"
    body: Json = {"type": "block_actions", "user": {"id": maya.user}, "team": {"id": "T0BRIGHT"}, "trigger_id": "1.2"}
    return {**body, "channel": {"id": "C0GENERAL"}, "actions": [action], "response_url": url}


def _submission(maya: Sharer, channel: str, request: str = "") -> Json:
    """The form as Slack sends it."""
    url = f"{maya.office.slack.url}/response/A0FDESK/none"
    chosen = {"type": "conversations_select", "selected_conversation": channel or None}
    kept = {"request": request or maya.request.id, "response_url": url}
    view = {"type": "modal", "callback_id": "share_form", "id": "V1", "private_metadata": json.dumps(kept)}
    state = {"values": {"share_channel": {"share_channel": chosen}}}
    return {
        "type": "view_submission",
        "team": {"id": "T0BRIGHT"},
        "user": {"id": maya.user},
        "view": {**view, "state": state},
        "trigger_id": "t",
    }


def _down(*_: object) -> None:
    raise QueueUnavailable("down")


def test_a_reply_of_another_share_is_no_reply_to_this_one(maya: Sharer) -> None:
    """Each step has its own id, so that nothing late is taken for something new."""
    maya.press()
    maya.looked_up("leave.md")
    maya.settle(Reply(maya.share().id, report={"action": "readable", "readable": ["leave.md"]}))

    assert [] == maya.there()
