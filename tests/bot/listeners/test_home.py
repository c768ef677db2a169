"""The app's own page in Slack: asking on it, one's last questions, settings, and what administrators see."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import tasks
from bot.delivery.process import Parts
from bot.home.homes import Homes
from bot.home.view import ASK, LANGUAGE, OPEN_ANSWER, PRIVATELY, SEND
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.slack.refusals import Refusals
from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import OVERVIEW_FOR, Reply

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ASKED = "How many days of leave?"
_STATUS: Json = {
    "version": "v000007-4f2a",
    "built_at": "2026-11-30T08:00:00+00:00",
    "documents": 1600,
    "passages": 9000,
    "problems": [{"document": "hr/scan.pdf", "reason": "It has no text."}],
    "failed": [{"at": "2026-11-29T08:00:00+00:00", "source": "hr", "reason": "The site did not answer."}],
}


class Page:
    """Somebody in front of their Home tab."""

    def __init__(self, slack: RunningSandbox, edge: Edge, user: str) -> None:
        self.slack = slack
        self.edge = edge
        self.user = user

    def open(self, having: str = "") -> Json:
        """Open the tab; return the view once it says that."""
        event = {"type": "app_home_opened", "user": self.user, "channel": f"D0{self.user[2:]}", "tab": "home"}
        assert 200 == self.edge.event(event).status
        return self.view(having)

    def view(self, having: str = "") -> Json:
        """The view that Slack shows, once it says that."""
        return dict(wait_until(lambda: self._shown(having)))

    def text(self, having: str = "") -> str:
        """All of it."""
        return json.dumps(self.view(having), ensure_ascii=False)

    def press(self, action: str, kind: str = "button", text: str | None = None, **chosen: object) -> int:
        """Do something on the page; returns the status of our answer."""
        values = {"field": {ASK: {"type": "plain_text_input", "value": text}}}
        body = {
            "type": "block_actions",
            "team": {"id": "T0BRIGHT"},
            "user": {"id": self.user},
            "trigger_id": "t",
            "view": {"id": "V1", "hash": "1.a", **self.shown(), "state": {"values": values}},
            "actions": [{"type": kind, "action_id": action, "block_id": "b", "action_ts": "1.0", **chosen}],
        }
        return self.edge.action(body).status

    def shown(self) -> Json:
        """The view as it is."""
        homes = [home["view"] for home in self.slack.state()["homes"] if home["user"] == self.user]
        return dict(homes[0]) if homes else {}

    def _shown(self, having: str) -> Json | None:
        view = self.shown()
        return view if view and having in json.dumps(view, ensure_ascii=False) else None


@pytest.fixture
def page(slack: RunningSandbox, edge: Edge) -> Callable[[str], Page]:
    """Somebody's page."""
    return lambda user: Page(slack, edge, user)


def _complete(office: Office, parts: Parts, report: Json) -> Json:
    """A worker answers the last look-up for a page; returns what it was asked."""
    asked = office.queued("knowledge")[-1]
    parts.homes.complete(Reply(asked["id"], report={"action": "overview", **report}))
    return dict(asked["arguments"])


@pytest.mark.parametrize(("user", "language"), [("U0MAYA", "en"), ("U0LINA", "zh")])
def test_the_home_tab_speaks_the_viewers_language(
    slack: RunningSandbox, edge: Edge, user: str, language: Language
) -> None:
    """Slack says which language the person reads it in."""
    response = edge.event({"type": "app_home_opened", "user": user, "channel": f"D0{user[2:]}", "tab": "home"})
    (home,) = wait_until(lambda: [home for home in slack.state()["homes"] if home["user"] == user])

    assert 200 == response.status
    assert WORDINGS[language].home_title == home["view"]["blocks"][0]["text"]["text"]


def test_the_messages_tab_suggests_questions(slack: RunningSandbox, edge: Edge) -> None:
    """A newcomer sees what can be asked, at most four of them."""
    edge.event({"type": "app_home_opened", "user": "U0LINA", "channel": "D0LINA", "tab": "messages"})
    (call,) = wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))

    assert call["response"]["ok"]
    assert "如何申请休假？" in str(call["args"])


def test_a_home_tab_that_slack_refuses_breaks_nothing(slack: RunningSandbox, edge: Edge) -> None:
    """It is shown the next time."""
    slack.control("faults", method="views.publish", kind="error", value="internal_error")
    response = edge.event({"type": "app_home_opened", "user": "U0MAYA", "channel": "D0MAYA", "tab": "home"})

    assert 200 == response.status
    assert wait_until(lambda: slack.calls("views.publish"))


class TestAsking:
    """The field on the page."""

    @pytest.mark.parametrize("how", [ASK, SEND])
    def test_a_question_is_answered_in_the_direct_messages_and_shown_as_open(
        self, office: Office, page: Callable[[str], Page], parts: Parts, how: str
    ) -> None:
        """With Enter or with the button, from all that the asker may read; the field is empty again."""
        tom = page("U0TOM")
        before = tom.open()
        assert 200 == tom.press(how, text=_ASKED)
        after = tom.view(_EN.home_outcomes["open"])
        (payload,) = office.queued("questions")
        (request,) = office.requests()
        parts.settler.settle(request.id, answer_to(request))
        (message,) = office.posted("D0TOM")

        assert (_ASKED, True) == (payload["text"], "group:finance" in payload["principals"])
        assert _ASKED in str(message["blocks"][0])
        assert before["blocks"][1]["block_id"] != after["blocks"][1]["block_id"]

    def test_a_question_that_is_sent_twice_is_one(self, office: Office, page: Callable[[str], Page]) -> None:
        """Enter and the button, or Enter twice, before the page is shown anew; another text is another question."""
        maya = page("U0MAYA")
        for how, text in ((ASK, _ASKED), (SEND, _ASKED), (ASK, _ASKED), (ASK, "And for travel?")):
            office.slack.control("faults", method="views.publish", kind="error", value="internal_error")
            assert 200 == maya.press(how, text=text)

        assert [_ASKED, "And for travel?"] == [request.payload["text"] for request in office.requests()]

    @pytest.mark.parametrize("text", ["", None, "🎉"])
    def test_where_nothing_was_asked_a_form_says_so(
        self, office: Office, page: Callable[[str], Page], served: str, text: str | None
    ) -> None:
        """A page has no other place for words to one person."""
        slack = office.slack
        page("U0MAYA").open()
        place = {"user": "U0MAYA", "view_id": page("U0MAYA").shown()["id"], "action_id": SEND}
        state = {"values": {"f": {ASK: {"type": "plain_text_input", "value": text}}}}
        slack.control("action", **place, state=state)
        (view,) = wait_until(lambda: slack.state()["views"])

        assert view["blocks"][0]["text"]["text"] in {_EN.question_empty, _EN.question_wordless}
        assert [] == office.requests()

    def test_when_slack_does_not_show_the_page_the_question_is_not_lost(
        self, office: Office, page: Callable[[str], Page]
    ) -> None:
        """The page is only a picture of the ledger."""
        office.slack.control("faults", method="views.publish", kind="status", value=503, times=None)

        assert 200 == page("U0MAYA").press(ASK, text=_ASKED)
        assert [_ASKED] == [payload["text"] for payload in office.queued("questions")]


class TestPasts:
    """One's last questions."""

    def test_each_shows_what_became_of_it(
        self, office: Office, page: Callable[[str], Page], parts: Parts, slack: RunningSandbox
    ) -> None:
        """Newest first: open, deleted without its words, unsaid, failed, answered with the way to its reply."""
        asked = {name: office.ask(text=f"What about {name}?") for name in ("leave", "pay", "cars", "secrets", "travel")}
        parts.settler.settle(asked["leave"].id, answer_to(asked["leave"]))
        parts.settler.settle(asked["pay"].id, Reply(asked["pay"].id, failure="deadline"))
        parts.settler.settle(asked["cars"].id, _unsaid(asked["cars"]))
        office.ledger.withdraw(asked["secrets"].id)
        parts.settler.settle(asked["secrets"].id, None)
        view = page("U0MAYA").open(_EN.home_pasts)
        lines = [block["text"]["text"] for block in view["blocks"] if _is_past(block)]
        outcomes = [_EN.home_outcomes[name] for name in ("open", "withdrawn", "unsaid", "failed", "answered")]
        reply = office.posted("D0MAYA")[0]

        assert outcomes == [next(said for said in outcomes if said in line) for line in lines]
        assert "secrets" not in str(view)
        assert f"archives/D0MAYA/p{reply['ts'].replace('.', '')}|What about leave?>" in lines[-1]

    def test_nobody_sees_what_somebody_else_asked(self, office: Office, page: Callable[[str], Page]) -> None:
        """Also where they asked it in the same channel."""
        office.ask("U0TOM", "C0GENERAL", "How many days of parental leave?")

        assert "parental" not in str(page("U0MAYA").open())

    def test_a_page_that_somebody_looks_at_shows_the_answer_when_it_is_there(
        self, office: Office, page: Callable[[str], Page], parts: Parts
    ) -> None:
        """The delivery process brings it up to date."""
        maya, request = page("U0MAYA"), office.ask()
        maya.open(_EN.home_outcomes["open"])
        _deliver(parts, answer_to(request))

        assert _EN.home_outcomes["answered"] in maya.text()
        assert _EN.home_outcomes["open"] not in maya.text()

    def test_a_page_that_nobody_looks_at_costs_no_call(
        self, office: Office, page: Callable[[str], Page], parts: Parts
    ) -> None:
        """Never opened, or two hours ago."""
        _deliver(parts, answer_to(office.ask()))
        page("U0MAYA").open(_EN.home_outcomes["answered"])
        published = len(office.slack.calls("views.publish"))
        later = utc_now() + timedelta(hours=2)
        homes = Homes(**{**_fields(parts.homes), "people": People(office.database, lambda: later)})
        homes.refresh("U0MAYA")

        assert 1 == published
        assert published == len(office.slack.calls("views.publish"))


class TestKeptAnswers:
    """``Show answer``."""

    @pytest.fixture
    def answered(self, office: Office, parts: Parts) -> Request:
        """Tom was answered from a document for finance."""
        request = office.ask("U0TOM", "D0TOM")
        answer = answer_to(request).answer or {}
        found = {"document": "leave.md", "heading": "Leave", "readers": ["group:finance"], "score": 1.0}
        parts.settler.settle(request.id, Reply(request.id, answer={**answer, "retrieved": [found]}))
        return request

    def _shown(self, slack: RunningSandbox, page: Page, request: Request) -> str:
        place = {"user": page.user, "view_id": page.open(_EN.home_show)["id"], "action_id": OPEN_ANSWER}
        slack.control("action", **place, value=request.id)
        return json.dumps(wait_until(lambda: slack.state()["views"]), ensure_ascii=False)

    def test_the_asker_reads_it_again(
        self, slack: RunningSandbox, served: str, page: Callable[[str], Page], answered: Request
    ) -> None:
        """With its sources; that posts nothing."""
        posted = len(slack.calls("chat.postMessage"))
        said = self._shown(slack, page("U0TOM"), answered)

        assert "25 days" in said
        assert "https://policies.example/leave" in said
        assert posted == len(slack.calls("chat.postMessage"))

    def test_whoever_left_the_group_does_not_read_it_again(
        self, slack: RunningSandbox, served: str, page: Callable[[str], Page], answered: Request
    ) -> None:
        """The rights that count are those of now."""
        slack.control("groups", handle="finance", users=["U0SOFIA"])
        said = self._shown(slack, page("U0TOM"), answered)

        assert _EN.home_answer_hidden in said
        assert "25 days" not in said

    @pytest.mark.parametrize("user", ["U0MAYA", "U0SOFIA"])
    def test_nobody_else_reads_it(
        self, office: Office, slack: RunningSandbox, page: Callable[[str], Page], answered: Request, user: str
    ) -> None:
        """Whatever a button's value says."""
        page(user).press(OPEN_ANSWER, value=answered.id)
        (call,) = wait_until(lambda: slack.calls("views.open"))

        assert "25 days" not in str(call["args"])
        assert "How many" not in str(call["args"])


class TestChanges:
    """Documents that changed since."""

    def test_the_worker_is_asked_with_the_persons_rights_of_now(
        self, office: Office, page: Callable[[str], Page], parts: Parts
    ) -> None:
        """And names them with the links that the answers had."""
        request = office.ask("U0TOM", "D0TOM")
        parts.settler.settle(request.id, answer_to(request))
        page("U0TOM").open(_EN.home_outcomes["answered"])
        wait_until(lambda: office.queued("knowledge"))
        changed = [{"document": "leave.md", "title": "Leave <policy>", "sections": ["Annual leave"]}]
        asked = _complete(office, parts, {"version": "v2", "built_at": "", "changed": changed})
        said = page("U0TOM").text(_EN.home_changes)

        assert [{"document": "leave.md", "version": "v1"}] == asked["cited"]
        assert ("group:finance" in asked["principals"], asked["status"]) == (True, False)
        assert "<https://policies.example/leave#annual|Leave &lt;policy&gt;> › Annual leave" in said

    def test_whoever_was_answered_from_nothing_asks_no_worker(
        self, office: Office, page: Callable[[str], Page]
    ) -> None:
        """Most openings cost one call to Slack."""
        page("U0MAYA").open()

        assert [] == office.queued("knowledge")

    def test_without_a_queue_the_page_is_there_without_them(
        self, office: Office, page: Callable[[str], Page], parts: Parts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """They are shown another time."""
        request = office.ask()
        parts.settler.settle(request.id, answer_to(request))
        monkeypatch.setattr(CeleryPublisher, "look_over", _down)

        assert _EN.home_outcomes["answered"] in str(page("U0MAYA").open())


class TestAdministration:
    """What administrators see."""

    def test_they_see_status_problems_and_counts_of_gaps(
        self, office: Office, page: Callable[[str], Page], parts: Parts
    ) -> None:
        """Of other people's questions no word."""
        for text in ("What about sabbaticals?", "What about yachts?"):
            request = office.ask("U0TOM", "D0TOM", text)
            parts.settler.settle(request.id, _unsaid(request))
        sofia = page("U0SOFIA")
        sofia.open(_EN.home_status_awaited)
        asked = wait_until(lambda: office.queued("knowledge"))[-1]
        parts.homes.complete(Reply(asked["id"], report={"action": "overview", "changed": [], "status": _STATUS}))
        said = sofia.text("v000007-4f2a")

        for words in ("1,600", "hr/scan.pdf", "It has no text.", "The site did not answer."):
            assert words in said
        assert f"{_EN.home_reasons['unsaid']}: 2" in said
        assert "yachts" not in said

    @pytest.mark.parametrize("user", ["U0TOM", "U0DANA"])
    def test_others_do_not(self, office: Office, page: Callable[[str], Page], parts: Parts, user: str) -> None:
        """Not even where a worker sends it."""
        shown = page(user)
        shown.open()
        parts.homes.complete(Reply(f"{OVERVIEW_FOR}{user}-1", report={"action": "overview", "status": _STATUS}))
        said = shown.text()

        assert "v000007-4f2a" not in said
        assert _EN.home_administration not in said

    @pytest.mark.parametrize(
        ("error", "failure", "said"),
        [
            ("No policies have been indexed yet. Run: frontdesk kb build", "index_missing", "`/kb reload`"),
            ("A disk is full.", "internal", "A disk is full."),
        ],
    )
    def test_where_there_is_no_status_they_read_why(
        self, page: Callable[[str], Page], parts: Parts, error: str, failure: str, said: str
    ) -> None:
        """A look-up that fails is no empty page."""
        sofia = page("U0SOFIA")
        sofia.open(_EN.home_status_awaited)
        report = {"action": "overview", "error": error, "failure": failure}
        parts.homes.complete(Reply(f"{OVERVIEW_FOR}U0SOFIA-1", report=report))

        assert said in sofia.text(said)
        assert "kb build" not in sofia.text()

    def test_where_the_worker_breaks_they_read_that(self, page: Callable[[str], Page], parts: Parts) -> None:
        """One of the release before does not know what is asked."""
        sofia = page("U0SOFIA")
        sofia.open(_EN.home_status_awaited)
        request_id = f"{OVERVIEW_FOR}U0SOFIA-1"
        parts.homes.complete(Reply(request_id, failure="internal"))

        assert _EN.failures["internal"].format(id=request_id) in sofia.text(request_id)

    def test_the_look_ups_that_slack_refuses_are_named(self, office: Office, page: Callable[[str], Page]) -> None:
        """An administrator can mend a scope."""
        Refusals(office.redis).note("conversations.members", "missing_scope")

        assert "conversations.members (missing_scope)" in str(page("U0SOFIA").open(_EN.home_refusals))


class TestSettings:
    """Language, and private answers."""

    def test_the_language_that_is_chosen_is_the_pages_and_the_answers(
        self, office: Office, page: Callable[[str], Page], edge: Edge
    ) -> None:
        """Until it is that of each question again."""
        maya = page("U0MAYA")
        maya.open()
        maya.press(LANGUAGE, "static_select", selected_option={"value": "zh"})
        maya.view(_ZH.home_title)
        chosen = office.ask(text="How many days of leave?")
        maya.press(LANGUAGE, "static_select", selected_option={"value": "auto"})
        maya.view(_EN.home_title)
        automatic = office.ask(text="How many days of travel?")

        assert ("zh", "en") == (chosen.language, automatic.language)
        assert ("zh", "en") == (chosen.payload["language"], automatic.payload["language"])

    @pytest.mark.parametrize("value", ["fr", "", None, 7])
    def test_a_language_that_there_is_none_of_is_no_choice(
        self, office: Office, page: Callable[[str], Page], database: Database, value: object
    ) -> None:
        """Whatever a payload says."""
        assert 200 == page("U0MAYA").press(LANGUAGE, "static_select", selected_option={"value": value})
        assert Choices() == People(database).choices("U0MAYA")

    def test_a_private_answer_to_a_mention_comes_into_the_direct_messages(
        self, office: Office, page: Callable[[str], Page], parts: Parts
    ) -> None:
        """From all that the asker may read, and the channel sees nothing of it."""
        page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
        request = office.ask("U0TOM", "C0GENERAL", _ASKED)
        parts.settler.settle(request.id, answer_to(request))
        (message,) = office.posted("D0TOM")

        assert "group:finance" in request.payload["principals"]
        assert _ASKED in str(message["blocks"][0])
        assert "<#C0GENERAL>" in str(message["blocks"][0])
        assert [] == office.posted("C0GENERAL")

    def test_a_private_answer_is_no_part_of_what_the_channels_thread_said(
        self, office: Office, page: Callable[[str], Page], parts: Parts, edge: Edge
    ) -> None:
        """Else the next one's question in the thread would be answered from it."""
        page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
        request = office.ask("U0TOM", "C0GENERAL", _ASKED)
        parts.settler.settle(request.id, answer_to(request, "The bonus is a **secret** [1]."))
        edge.mention("U0MAYA", "C0GENERAL", "And for me?", thread_ts=request.message_ts)
        follow_up = office.queued("questions")[-1]

        assert "And for me?" == follow_up["text"]
        assert "secret" not in str(follow_up["history"])

    def test_others_are_answered_in_the_channel_as_before_and_so_is_whoever_takes_it_back(
        self, office: Office, page: Callable[[str], Page]
    ) -> None:
        """A setting is one person's."""
        page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
        others = office.ask("U0MAYA", "C0GENERAL", _ASKED)
        page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[])
        again = office.ask("U0TOM", "C0GENERAL", _ASKED)

        assert ["channel", "channel"] == [others.surface, again.surface]


def test_nothing_on_the_page_waits_for_slack_before_it_is_acknowledged(
    office: Office, page: Callable[[str], Page], database: Database
) -> None:
    """Not for rights, nor for a language."""
    office.slack.control("faults", method="*", kind="status", value=503, times=None)
    maya = page("U0MAYA")
    statuses = [
        maya.press(ASK, text=_ASKED),
        maya.press(LANGUAGE, "static_select", selected_option={"value": "de"}),
        maya.press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}]),
        maya.press(OPEN_ANSWER, value="unknown"),
    ]
    with database.read() as session:
        asked = session.query(Request).count()

    assert [200] * 4 == statuses
    assert (1, Choices("de", privately=True)) == (asked, People(database).choices("U0MAYA"))


class TestPublishing:
    """Two processes publish the same page."""

    def test_what_was_gathered_earlier_does_not_replace_what_was_gathered_later(
        self, office: Office, page: Callable[[str], Page], parts: Parts, database: Database
    ) -> None:
        """Slack refuses by the hash, and the page is gathered anew."""
        maya = page("U0MAYA")
        maya.open()
        current = maya.shown()["hash"]
        People(database).published_home("U0MAYA", "9.stale")
        parts.homes.show("U0MAYA")
        hashes = [call["args"].get("hash") for call in office.slack.calls("views.publish")]

        assert [None, "9.stale", None] == hashes
        assert current != maya.shown()["hash"] == People(database).home_hash("U0MAYA")


def _deliver(parts: Parts, reply: Reply) -> None:
    tasks._settle(None, parts.settler, parts.homes, reply.id, reply)


def _unsaid(request: Request) -> Reply:
    answer = answer_to(request, "The policies do not say.").answer or {}
    return Reply(request.id, answer={**answer, "citations": [], "abstained": True, "kind": "abstention"})


def _is_past(block: Json) -> bool:
    return block["type"] == "section" and "<!date^" in block["text"]["text"]


def _fields(homes: Homes) -> Json:
    return {name: getattr(homes, name) for name in Homes.__slots__}


def _down(*_: object) -> None:
    raise QueueUnavailable("down")
