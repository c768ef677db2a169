"""What may not be shared, where, and for whom: nothing is posted that a reader may not read, and the sharer is told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.intake.keys import share_key
from bot.intake.preparing import NotYet
from bot.slack.changes import Changes
from bot.wording import WORDINGS, Wording
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.sharer import ASKED, Sharer, asks_directly, asks_with_command, reply_from
from workers.contract import LIVE_STREAM, READABLE, Reply, unpack_question

Json = dict[str, Any]

_EN = WORDINGS["en"]
_HERE = {"channel": "C0GENERAL"}


def _said(name: str, **values: str) -> str:
    return str(getattr(_EN, name)).format(**(_HERE | {"error": ""} | values))


@pytest.fixture
def maya(office: Office, parts: Parts, served: str) -> Sharer:
    """She was answered with ``/ask`` in #general, from what every employee may read."""
    assert served
    return asks_with_command(office, parts)


@pytest.fixture
def tom(office: Office, parts: Parts, served: str) -> Sharer:
    """He was answered in his direct messages, from a document of finance."""
    sharer = asks_directly(office, parts, "U0TOM")
    outcomes = parts.preparer.outcomes
    answer = reply_from(sharer.request, "group:finance", document="secret-budget.md").answer or {}
    outcomes.answered(outcomes.record_of(sharer.request, {**answer, "text": "The secret is 7 [1]."}))
    return sharer


def _shares(sharer: Sharer, channel: str = "C0GENERAL") -> None:
    sharer.press()
    sharer.choose(channel)


class TestHeldBack:
    """What not everybody in the channel may read."""

    def test_the_question_is_asked_anew_for_all_who_read_the_channel(self, tom: Sharer) -> None:
        """Its answer is posted, and the sharer is told that parts were held back, not which."""
        _shares(tom)
        tom.looked_up("secret-budget.md")
        payload = tom.office.queued("questions")[-1]
        tom.answered()
        (message,) = tom.there()

        assert ["channel:C0GENERAL", "everyone", "public"] == payload["principals"]
        assert (ASKED, tom.share().work_id) == (payload["text"], unpack_question(payload).id)
        assert (True, False) == ("You have 5 days" in str(message["blocks"]), "secret" in str(message))
        assert _said("share_held_back") == tom.told()
        assert "secret" not in tom.told()

    def test_where_nothing_is_left_nothing_is_posted(self, tom: Sharer) -> None:
        """The policies that all may read do not say; only the sharer reads so, and may try again."""
        _shares(tom)
        tom.looked_up("secret-budget.md")
        tom.answered("")

        assert [] == tom.there()
        assert _said("share_nothing_left") == tom.told()

    def test_a_worker_that_cannot_answer_anew_posts_nothing(self, tom: Sharer) -> None:
        """No failure is told to a channel."""
        _shares(tom)
        tom.looked_up("secret-budget.md")
        tom.settle(Reply(tom.share().work_id, failure="deadline"))

        assert [] == tom.there()
        assert _said("share_failed") == tom.told()

    def test_the_readers_of_then_count_as_well(self, tom: Sharer) -> None:
        """A document may have been opened since for what is no longer in it."""
        _shares(tom)
        tom.looked_up()

        assert [] == tom.there()
        assert "text" in tom.office.queued("questions")[-1]

    def test_a_document_that_was_restricted_since_is_held_back(self, maya: Sharer) -> None:
        """The worker knows the rules of now."""
        maya.press()
        maya.looked_up("leave.md")

        assert [] == maya.there()
        assert ASKED == maya.office.queued("questions")[-1]["text"]

    def test_no_word_of_an_answer_that_is_made_anew_is_shown_before_it_is_there(
        self, office: Office, parts: Parts, tom: Sharer
    ) -> None:
        """It may come to nothing."""
        parts.relay.step()
        _shares(tom)
        tom.looked_up("secret-budget.md")
        for kind, data in (("started", ""), ("text", "You have ")):
            office.redis.xadd(LIVE_STREAM, {"id": tom.share().work_id, "kind": kind, "data": data})
        parts.relay.step()
        shows: Any = parts.relay._shows

        assert [] == tom.there()
        assert {} == shows._shows

    def test_what_was_said_privately_before_is_no_part_of_what_is_asked_anew(
        self, office: Office, parts: Parts, edge: Edge, tom: Sharer
    ) -> None:
        """Answers of before were made from what the sharer may read; their own words are theirs to share."""
        edge.message("U0TOM", "D0TOM", "And next year?", thread_ts=tom.request.thread_ts, ts="9999999990.000001")
        follow_up = next(each for each in office.requests() if each.message_ts == "9999999990.000001")
        parts.settler.settle(follow_up.id, reply_from(follow_up, "group:finance"))
        later = Sharer(office, parts, follow_up, "U0TOM")
        shown = office.posted("D0TOM")[-1]
        place = {"channel": "D0TOM", "message_ts": shown["ts"]}
        office.slack.control("action", user="U0TOM", **place, action_id="answer_share")
        later.choose("C0GENERAL")
        later.looked_up()
        payload = office.queued("questions")[-1]

        assert "And next year?" == payload["text"]
        assert [ASKED] == [turn["text"] for turn in payload["history"]]
        assert "secret" not in json.dumps(payload)

    def test_where_a_guest_or_another_company_reads_only_what_is_public_is_asked_for(
        self, office: Office, maya: Sharer
    ) -> None:
        """The channel was shared while the worker looked."""
        maya.press()
        office.prepare()
        office.slack.control("channels", channel="C0GENERAL", is_ext_shared=True)
        Changes(office.redis).tell("channel", "C0GENERAL")
        maya.looked_up()

        assert [] == maya.there()
        assert ["public"] == office.queued("questions")[-1]["principals"]

    def test_an_answer_whose_readers_became_more_again_ends_in_a_sentence_to_its_sharer(
        self, office: Office, maya: Sharer
    ) -> None:
        """A worker that does not heed the rights; no failure is posted in the channel."""
        office.slack.control("channels", channel="C0GENERAL", is_ext_shared=True)
        Changes(office.redis).tell("channel", "C0GENERAL")
        maya.press()
        maya.looked_up()
        for _ in range(5):
            reply = reply_from(maya.share(), "everyone")
            maya.settle(Reply(maya.share().work_id, answer=reply.answer))

        assert [] == maya.there()
        assert _said("share_failed") == maya.told()


class TestClosed:
    """Channels in which it cannot be posted: a sentence each, and the answer stays."""

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"is_archived": True}, "share_archived"),
            ({"members": ["U0MAYA", "U0TOM"]}, "share_not_in"),
            ({"members": ["U0TOM", "U0FDESK"]}, "share_not_yours"),
        ],
    )
    def test_what_the_channel_is_by_now_is_said(
        self, office: Office, parts: Parts, *, served: str, change: Json, name: str
    ) -> None:
        """It changed since the answer; the sharer was in it then."""
        maya = asks_with_command(office, parts, channel="C0ASKHR")
        maya.press()
        office.slack.control("channels", channel="C0ASKHR", **change)
        office.prepare()
        maya.settle(None)

        assert _said(name, channel="C0ASKHR") == maya.told()
        assert [] == maya.there("C0ASKHR")
        assert [] == office.queued("knowledge")

    @pytest.mark.parametrize(
        ("channel", "name"),
        [
            ("C0RANDOM", "share_not_in"),
            ("C0SHANGHAI", "share_not_yours"),
            ("C0FIN", "share_unseen"),
            ("C0NOWHERE", "share_unseen"),
        ],
    )
    def test_a_channel_that_is_chosen_is_looked_at_as_well(
        self, office: Office, parts: Parts, served: str, channel: str, name: str
    ) -> None:
        """Whatever the form's sender wrote into it; one that is private and not theirs is as one that is not there."""
        maya = asks_directly(office, parts)
        _shares(maya, channel)
        maya.share()
        maya.settle(None)

        assert _said(name, channel=channel) == maya.told()
        assert [] == maya.there(channel)
        assert [] == office.queued("knowledge")

    @pytest.mark.parametrize(
        ("error", "name"),
        [
            ("is_archived", "share_archived"),
            ("not_in_channel", "share_not_in"),
            ("channel_not_found", "share_unseen"),
            ("restricted_action", "share_read_only"),
            ("restricted_action_read_only_channel", "share_read_only"),
            ("thread_not_found", "share_thread_gone"),
            ("team_access_not_granted", "share_not_posted"),
        ],
    )
    def test_what_slack_refuses_when_it_is_posted_is_said(
        self, slack: RunningSandbox, maya: Sharer, error: str, name: str
    ) -> None:
        """It changed in between; nothing is posted elsewhere instead."""
        maya.press()
        slack.control("faults", method="chat.postMessage", kind="error", value=error, times=1)
        maya.looked_up()

        assert _said(name, error=error) == maya.told()
        assert [] == maya.there()
        assert [] == maya.office.posted("D0MAYA")

    def test_what_failed_may_be_tried_again(self, office: Office, parts: Parts, served: str) -> None:
        """Somebody invites the bot."""
        maya = asks_directly(office, parts)
        _shares(maya, "C0RANDOM")
        maya.share()
        maya.settle(None)
        office.slack.control("channels", channel="C0RANDOM", members=["U0MAYA", "U0FDESK"])
        maya.press()
        maya.choose("C0RANDOM")
        maya.looked_up()

        assert 1 == len(maya.there("C0RANDOM"))
        assert _EN.share_done.format(channel="C0RANDOM") == maya.told()

    @pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
    def test_where_slack_does_not_say_who_reads_there_nothing_is_posted(
        self, slack: RunningSandbox, maya: Sharer, method: str
    ) -> None:
        """Nothing is shared on a guess."""
        slack.control("faults", method=method, kind="error", value="missing_scope", times=None)
        maya.press()
        maya.share()
        maya.settle(None)

        assert _said("share_unknown") == maya.told()

    @pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
    def test_a_busy_slack_is_asked_again_and_not_for_ever(
        self, slack: RunningSandbox, maya: Sharer, method: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As before a question."""
        slack.control("faults", method=method, kind="status", value=503, times=None)
        maya.press()
        with pytest.raises(NotYet):
            maya.office.prepare()
        monkeypatch.setattr("bot.intake.preparing.PATIENCE", timedelta(0))
        share_id = share_key(maya.request.id, "C0GENERAL")
        maya.parts.preparer.prepare(share_id, 5)
        maya.deliver()

        assert _said("share_unknown") == maya.told()

    def test_while_no_worker_says_who_may_read_it_nothing_is_posted(self, maya: Sharer) -> None:
        """A failure, or a worker of another release."""
        for reply in ({"failure": "internal"}, {"report": {"action": READABLE, "error": "?", "failure": "internal"}}):
            maya.press()
            maya.settle(Reply(maya.share().work_id, **reply))
            assert _said("share_failed") == maya.told()

        assert [] == maya.there()

    def test_an_answer_that_was_withdrawn_while_it_was_shared_is_not_posted(self, office: Office, maya: Sharer) -> None:
        """Its record is gone with the edit of its question."""
        maya.press()
        share = maya.share()
        with office.database.write() as session:
            session.delete(session.merge(maya.parts.preparer.outcomes.answer_to(maya.request.id)))
        maya.settle(Reply(share.work_id, report={"action": READABLE, "readable": ["leave.md"]}))

        assert _said("share_gone") == maya.told()
        assert [] == maya.there()

    def test_where_the_way_back_is_over_the_sharer_is_told_in_their_direct_messages(
        self, office: Office, parts: Parts, served: str, maya: Sharer
    ) -> None:
        """Slack's half hour or five uses."""
        maya.press()
        share = maya.share()
        with office.database.write() as session:
            session.merge(share).response_url = f"{office.slack.url}/response/A0FDESK/over"
        maya.looked_up()

        assert [_said("share_done")] == [message["text"] for message in office.posted("D0MAYA")]


@pytest.mark.parametrize("lost", [True, False])
def test_a_share_is_posted_once_whatever_fails_on_the_way(slack: RunningSandbox, maya: Sharer, *, lost: bool) -> None:
    """Slack posts it and its answer is lost, or it does not; the reply comes again."""
    maya.press()
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=lost, times=1)
    with pytest.raises(Exception, match="Slack"):
        maya.looked_up()
    maya.settle(reply_from(maya.share(), "everyone"))

    assert 1 == len(maya.there())


@pytest.mark.parametrize("words", WORDINGS.values())
def test_each_sentence_is_said_with_its_values(words: Wording) -> None:
    """No brace is left over."""
    names = [name for name in Wording.__slots__ if name.startswith("share")]
    values = {"channel": "C1", "error": "e", "user": "u", "question": "q"}

    assert all("{" not in getattr(words, name).format(**values) for name in names)
    assert len(words.share_title) <= 24
