"""Reports of /kb: what their person reads, in both languages, within Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.messages.composing import compose
from bot.delivery.messages.reports.report import Listing, Report, name_of, report_message
from bot.delivery.process import Parts
from bot.records.models import Kind, Request
from bot.records.outcomes import Outcomes
from bot.slack.blocks import Message
from bot.slack.changes import Changes
from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.running import RunningSandbox
from tests.bot.office import Office
from tests.bot.replies import answer_to
from tests.bot.slack.slack_types import faults_of
from workers.contract import Reply

Json = dict[str, Any]

_TIME = "2026-11-23T20:00:00+00:00"
_SOURCE = {
    "name": "wiki",
    "kind": "git",
    "location": "https://git.example/wiki",
    "documents": 1600,
    "problems": 2,
    "read_at": _TIME,
    "schedule": "every 10 minutes",
}
_PROBLEMS = [{"document": "hr/pay.pdf", "reason": "It has a password. Save it without one."}]
_FAILED = [
    {"at": _TIME, "source": "wiki", "reason": "The branch <x> is not there."},
    {"at": _TIME, "source": "", "reason": "So nothing was published."},
]
_STATUS = {"version": "v7", "built_at": _TIME, "documents": 1600, "passages": 12345, "embedder": "e5"}
_CHANGES = {"added": 3, "modified": 1, "removed": 0}
_EXAMPLES = {"added": ["a.md", "b.md"], "modified": ["c.md"], "removed": []}
_FOUND = {
    "document": "leave.md",
    "heading": "Annual leave",
    "score": 0.0325,
    "dense": 0.87654,
    "lexical": None,
    "readers": ["group:hr", "everyone"],
}
_REPORTS: dict[str, Json] = {
    "status": {
        **_STATUS,
        "problems": _PROBLEMS,
        "failed": _FAILED,
        "sources": [_SOURCE],
        "answer_cache": {"cached": 37, "asked": 120},
        "shortfalls": {"failed": 3, "late": 2},
        "suspicions": {"questions": 4, "documents": [{"document": "guests/poem.md", "times": 1200}]},
    },
    "sources": {"sources": [_SOURCE]},
    "reload": {
        **_STATUS,
        **_CHANGES,
        "examples": _EXAMPLES,
        "embedded": 40,
        "reused": 12305,
        "seconds": 3.2,
        "changed": True,
        "before": "v6",
        "problems": _PROBLEMS,
    },
    "versions": {
        "versions": [
            {"version": "v7", "built_at": _TIME, "documents": 1600, "passages": 12345, "published": True},
            {"version": "v6", "built_at": _TIME, "documents": 1597, "passages": 12300, "published": False},
        ]
    },
    "diff": {
        "old": "v6",
        "new": "v7",
        "added": ["a.md"],
        "modified": [{"document": "c.md", "sections": ["Scope", "Limits"]}],
        "removed": [],
        "more": 12,
    },
    "rollback": {"version": "v6", "built_at": _TIME, "documents": 1597, "passages": 12300, "before": "v7"},
    "check": {"retrieved": [_FOUND], "confidence": 0.4567, "abstains": False},
    "who": {
        "document": "hr/pay.pdf",
        "title": "Pay",
        "readers": ["group:hr"],
        "rule": "hr/access.toml",
        "effective": "2026-01-01",
        "source": "policies",
    },
    "show": {
        "document": "hr/pay.pdf",
        "title": "Pay",
        "total": 3,
        "problems": ["12% of its letters are not in its <text>."],
        "left_out": [{"why": "hidden", "letters": 1250, "page": 2}, {"why": "struck", "letters": 9, "page": None}],
        "readable": True,
        "passages": [
            {"heading": "Pay › Bands", "page": 2, "parts": ["See <!channel>:", [["Band", "城市"], ["B1", "上海"]]]},
            {"heading": "Pay", "page": None, "parts": ["Paid monthly."]},
        ],
    },
    "eval": {
        "version": "v7",
        "same": 3,
        "left": 2,
        "changed": [{"question": "How <many> days?", "document": "leave.md", "heading": "Leave", "quote": "28 days."}],
        "declined": ["What is the *fee*?"],
    },
}


_IN_DIRECT_MESSAGES = {"reload", "eval"}


def _told(kind: Kind, report: Json, language: Language = "en", *, by_admin: bool = True) -> str:
    """A report where no blocks are shown."""
    return _message(kind, report, language, by_admin=by_admin).notification


def _in_blocks(kind: Kind, report: Json) -> str:
    """The words of its sections."""
    return "\n".join(block["text"]["text"] for block in _message(kind, report).blocks if "text" in block)


def _message(kind: Kind, report: Json, language: Language = "en", *, by_admin: bool = True) -> Message:
    arguments = {"question": "How <many> days?"} if kind == "check" else {}
    payload = {"id": "r1", "action": kind, "arguments": arguments, "by_admin": by_admin}
    request = Request(id="r1", kind=kind, payload=payload, language=language)
    return compose(request, Reply("r1", report={"action": kind, **report}))


def test_the_status_names_version_size_sources_and_problems_to_an_admin() -> None:
    """Times are shown in the reader's own zone; what could not be read is named with the remedy."""
    assert _told("status", _REPORTS["status"]) == (
        "*What I know*\n"
        "Version: v7\n"
        "Built: <!date^1795464000^{date_num} {time}|2026-11-23 20:00 UTC>\n"
        "Documents: 1,600\n"
        "Passages: 12,345\n"
        "Answer cache: 37 of 120 answered from it in the last 7 days\n"
        "Language model: questions it did not answer: 3 · was late for: 2 (last 7 days; they got quotes)\n"
        "Suspected prompt injection: in questions: 4 · in documents: 1 (last 30 days)\n"
        "*Sources*\n"
        "• *wiki* (git) https://git.example/wiki\n"
        "   Documents: 1,600 · Problems: 2 · Read: <!date^1795464000^{date_num} {time}|2026-11-23 20:00 UTC> · "
        "Schedule: every 10 minutes\n"
        "*Reloads that failed*\n"
        "• <!date^1795464000^{date_num} {time}|2026-11-23 20:00 UTC> · wiki: The branch &lt;x&gt; is not there.\n"
        "• <!date^1795464000^{date_num} {time}|2026-11-23 20:00 UTC> · all sources: So nothing was published.\n"
        "*Could not be read*\n"
        "• hr/pay.pdf: It has a password. Save it without one.\n"
        "*Instructions to a language model were found in*\n"
        "• guests/poem.md · Times: 1,200"
    )


@pytest.mark.parametrize("language", list(WORDINGS))
def test_the_status_names_no_document_and_no_source_to_others(language: Language) -> None:
    """How many there are is no secret; what they are called may be."""
    told = _told("status", _REPORTS["status"], language, by_admin=False)

    assert WORDINGS[language].report_problems_hidden.format(count=1) in told
    assert not any(name in told for name in ("pay", "wiki", "poem", "branch", WORDINGS[language].suspicions))
    assert WORDINGS[language].shortfalls not in told


@pytest.mark.parametrize("shortfalls", [None, {"failed": 0, "late": 0}])
def test_a_model_that_always_answers_is_no_news(shortfalls: Json | None) -> None:
    """Also where a worker of the release before says nothing of it."""
    told = _told("status", {**_REPORTS["status"], "shortfalls": shortfalls}, "en")

    assert WORDINGS["en"].shortfalls not in told


def test_the_status_names_reloads_that_failed_to_an_admin_who_reads_chinese() -> None:
    """The same, in Chinese words."""
    told = _told("status", _REPORTS["status"], "zh")

    assert "*未成功的重新读取*\n• <!date^" in told
    assert "· 所有来源: So nothing was published." in told


def test_a_reload_tells_what_changed_with_examples() -> None:
    """Counts of all, names of some."""
    told = _told("reload", _REPORTS["reload"])

    assert told.startswith("*The policies are up to date.*\nVersion: v7\nVersion before: v6\n")
    assert "*Added: 3*\n• a.md\n• b.md\n… +1\n*Changed: 1*\n• c.md\n*Could not be read*" in told
    assert "Removed" not in told


def test_a_reload_that_changed_nothing_says_so() -> None:
    """And shows no empty lists."""
    nothing = {"changed": False, "added": 0, "modified": 0, "removed": 0, "examples": {}, "problems": []}
    told = _told("reload", {**_REPORTS["reload"], **nothing})

    assert told.startswith(WORDINGS["en"].reload_unchanged)
    assert "•" not in told


def test_a_reload_of_a_worker_that_does_not_know_what_changed_is_told_without() -> None:
    """Both sides are not updated in the same second."""
    assert "*The policies are up to date.*\nVersion: v2\nDocuments: 16" == _told(
        "reload", {"version": "v2", "documents": 16}
    )


def test_a_problems_remedy_is_told_to_its_end() -> None:
    """It stands last in the sentence, and the name before it is long, too."""
    problem = {"document": "d" * 300, "reason": f"{'It is damaged here. ' * 15}Save it anew."}
    told = _told("status", {**_STATUS, "problems": [problem]})

    assert told.endswith("…: " + problem["reason"])


def test_versions_are_lines_of_which_one_is_in_use() -> None:
    """Newest first."""
    *_, first, second = _told("versions", _REPORTS["versions"]).splitlines()

    assert "• `v7` · Built: " in first
    assert first.endswith("Documents: 1,600 · Passages: 12,345 · *in use*")
    assert second.endswith("Documents: 1,597 · Passages: 12,300")


def test_a_comparison_names_documents_and_the_sections_that_changed() -> None:
    """And how many more there are."""
    assert ("*From version `v6` to `v7`* … +12\n*Added*\n• a.md\n*Changed*\n• c.md › Scope, Limits") == _told(
        "diff", _REPORTS["diff"]
    )


def test_a_comparison_of_like_versions_says_so() -> None:
    """Rather than nothing."""
    same = {"added": [], "modified": [], "removed": [], "more": 0}

    assert "*From version `v6` to `v7`*\nThey hold the same documents." == _told("diff", {**_REPORTS["diff"], **same})


def test_a_rollback_names_the_version_that_answers_and_the_one_before() -> None:
    """With what it holds."""
    told = _told("rollback", _REPORTS["rollback"])

    assert told.startswith("*I answer from version `v6` again.*\nVersion before: v7\nBuilt: ")
    assert told.endswith("Documents: 1,597\nPassages: 12,300")
    assert told == _told("rollback", {**_REPORTS["rollback"], "restricted": 0})


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Documents that keep their later, stricter rights: 3"), ("zh", "保留较新版本中更严格权限的文件: 3")],
)
def test_a_rollback_says_how_many_documents_keep_their_stricter_rights(language: Language, line: str) -> None:
    """Where there are any."""
    assert _told("rollback", {**_REPORTS["rollback"], "restricted": 3}, language).endswith(line)


@pytest.mark.parametrize(
    ("abstains", "verdict"),
    [
        (False, "*I would answer* (confidence 0.46)."),
        (True, "*I would say that the policies don't say* (confidence 0.46)."),
    ],
)
def test_a_check_shows_what_was_found_and_whether_it_is_enough(abstains: bool, verdict: str) -> None:  # noqa: FBT001 - a parameter of the report
    """With the scores of each search that found it, and who may read it."""
    assert _told("check", {**_REPORTS["check"], "abstains": abstains}) == (
        f"“How &lt;many&gt; days?”\n{verdict}\n*Found, best first*\n"
        "• *leave.md* › Annual leave\n   Score: 0.033 · Meaning: 0.877 · Readers: everyone, group:hr"
    )


def test_a_check_that_finds_nothing_says_so() -> None:
    """An empty list would look like an error."""
    assert _told("check", {"retrieved": [], "confidence": 0.0, "abstains": True}).endswith("• nothing")


def test_who_names_readers_and_rule() -> None:
    """The answer to why somebody sees a document or does not."""
    assert _told("who", _REPORTS["who"]) == (
        "*Who may read “Pay”*\nDocument: hr/pay.pdf\nReaders: group:hr\nRule: hr/access.toml\n"
        "Effective: 2026-01-01\nSource: policies"
    )
    restricted = {"readers": ["group:hr & group:law"], "restricted": True}
    told = _told("who", {**_REPORTS["who"], **restricted})
    assert "Readers: group:hr &amp; group:law\nRule: hr/access.toml; since the rollback also the stricter" in told
    assert "更严格的权限仍然有效" in _told("who", {**_REPORTS["who"], **restricted}, "zh")
    assert "Readers: nobody" in _told("who", {**_REPORTS["who"], "readers": []})


def test_what_a_document_became_is_told_with_its_tables_drawn() -> None:
    """Harmless, in columns that fit Chinese, with what is missing and how many passages there are besides."""
    assert _told("show", _REPORTS["show"]) == (
        "*What “Pay” became*\nDocument: hr/pay.pdf\nPassages: 3\n"
        "*Problems*\n• 12% of its letters are not in its &lt;text&gt;.\n"
        "*Left out*\n• 1,250 letters that no reader sees, p. 2\n• 9 letters that are struck out\n"
        "*Pay › Bands*, p. 2\nSee &lt;!channel&gt;:\n```\nBand  城市\nB1    上海\n```\n"
        "*Pay*\nPaid monthly.\n… +1"
    )


def test_a_long_document_is_shown_as_far_as_a_message_reaches() -> None:
    """Slack refuses longer ones: a long passage and a long table are cut, and the rest is counted."""
    rows = [["Band", "Pay"], *([f"B{number}", "9" * 60] for number in range(900))]
    long = [{"heading": "Pay", "page": 1, "parts": ["word " * 900, rows]}] * 9
    table = [{"heading": "Pay", "page": 1, "parts": [rows]}]
    told = _in_blocks("show", {**_REPORTS["show"], "passages": long, "total": 9})

    assert 5000 < len(told) < 12000
    assert told.endswith("… +7")
    assert "…\n```" in _in_blocks("show", {**_REPORTS["show"], "passages": table})


def test_whoever_may_not_read_a_document_is_not_shown_its_text() -> None:
    """An administrator of Frontdesk is not therefore one of its readers."""
    told = _told("show", {**_REPORTS["show"], "readable": False, "passages": []})

    assert "You may not read this document yourself" in told
    assert "+3" not in told


@pytest.mark.parametrize("kind", list(_REPORTS))
def test_an_error_is_its_sentence(kind: Kind) -> None:
    """With the reference, and harmless."""
    assert "That did not work: No &lt;such&gt; thing. (Reference r1)" == _told(kind, {"error": "No <such> thing."})


@pytest.mark.parametrize(("language", "beginning"), [("en", "The policies have not been"), ("zh", "公司制度尚未建立")])
def test_a_missing_index_names_the_command_that_slack_has(language: Language, beginning: str) -> None:
    """The worker's sentence is for the terminal."""
    report = {"error": "No policies have been indexed yet. Run: frontdesk kb build", "failure": "index_missing"}
    said = _told("status", report, language)

    assert said.startswith(beginning)
    assert "`/kb reload`" in said
    assert "frontdesk" not in said


@pytest.mark.parametrize("kind", list(_REPORTS))
def test_a_report_that_lacks_something_needed_is_a_failure_of_ours(
    office: Office, parts: Parts, command: Callable[[str], Request], kind: str
) -> None:
    """A worker of another version must not leave an administrator without a word."""
    needed = {"check", "eval", "diff", "rollback", "show", "versions", "who"}
    request = command(_typed(kind))
    parts.settler.settle(request.id, Reply(request.id, report={"action": kind}))

    assert ("internal" if kind in needed else None) == office.state(request)[2]


@pytest.fixture
def command(office: Office, slack: RunningSandbox, served: str) -> Callable[[str], Request]:
    """Sofia, an administrator, who found an answer helpful, types a command; returns the request."""
    outcomes, approved = Outcomes(office.database), office.ask()
    outcomes.answered(outcomes.record_of(approved, answer_to(approved).answer or {}))
    outcomes.judged(approved.id, "U0SOFIA", helpful=True)

    def send(text: str, user: str = "U0SOFIA") -> Request:
        slack.control("command", user=user, channel="C0GENERAL", text=text)
        return office.requests()[-1]

    return send


def _typed(kind: str) -> str:
    argument = {"check": ' "How many days?"', "who": ' "hr/pay.pdf"', "show": ' "hr/pay.pdf"'}
    return f"/kb {kind}{argument.get(kind, '')}"


@pytest.mark.parametrize("language", list(WORDINGS))
@pytest.mark.parametrize("kind", list(_REPORTS))
def test_slack_takes_every_report(
    office: Office, parts: Parts, command: Callable[[str], Request], kind: str, language: str
) -> None:
    """Below the command, for the administrator's eyes only; what takes minutes in the direct messages."""
    office.slack.control("users", user="U0SOFIA", locale={"zh": "zh-CN", "de": "de-DE"}.get(language, "en-US"))
    request = command(_typed(kind))
    parts.settler.settle(request.id, Reply(request.id, report={"action": kind, **_REPORTS[kind]}))
    message = office.posted("D0SOFIA" if kind in _IN_DIRECT_MESSAGES else "C0GENERAL")[-1]

    assert ("settled", "posted", None) == office.state(request)
    assert kind in _IN_DIRECT_MESSAGES or "U0SOFIA" == message["only_for"]
    assert {"section"} == {block["type"] for block in message["blocks"]}


def _settled_status(office: Office, parts: Parts, request: Request) -> str:
    groups = {"hr": 2, "hr-team": 3, "legal": 1}
    parts.settler.settle(request.id, Reply(request.id, report={"action": "status", **_STATUS, "groups": groups}))
    return str(office.posted("C0GENERAL")[-1])


def test_groups_that_slack_does_not_know_are_named_to_an_admin(
    office: Office, parts: Parts, command: Callable[[str], Request]
) -> None:
    """A rule with a mistyped handle opens its documents to nobody, and else nobody would be told."""
    told = _settled_status(office, parts, command("/kb status"))

    assert "*Groups that Slack does not know*\\n• hr-team · Documents: 3\\n• legal · Documents: 1" in told


def test_groups_are_not_named_to_others_nor_where_slack_does_not_say(
    office: Office, parts: Parts, command: Callable[..., Request]
) -> None:
    """A group's handle is an administrator's to know; silence is no finding."""
    others = _settled_status(office, parts, command("/kb status", user="U0MAYA"))
    request = command("/kb status")
    Changes(office.redis).tell("groups")
    office.slack.control("faults", method="usergroups.list", kind="status", value=503)
    unsaid = _settled_status(office, parts, request)

    assert "What I know" in others
    assert "What I know" in unsaid
    assert not any(name in told for name in ("hr-team", "legal") for told in (others, unsaid))


def test_a_lookup_that_slack_refuses_stands_in_the_status_of_everybody(
    office: Office, parts: Parts, command: Callable[..., Request]
) -> None:
    """Who is an administrator may be the very thing that Slack does not say."""
    request = command("/kb status", user="U0MAYA")
    Changes(office.redis).tell("groups")
    office.slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=None)
    parts.preparer.audience.in_private("U0MAYA")
    told = _settled_status(office, parts, request)

    assert "`usergroups.list`: missing_scope" in told


@pytest.mark.parametrize("kind", list(_REPORTS))
def test_however_much_there_is_the_report_keeps_slacks_limits(
    office: Office, parts: Parts, command: Callable[[str], Request], kind: str
) -> None:
    """Everything is many and long, and made of what must be escaped."""
    request = command(_typed(kind))
    report = _much(_REPORTS[kind])
    parts.settler.settle(request.id, Reply(request.id, report={**report, "action": kind}))
    message = office.posted("D0SOFIA" if kind in _IN_DIRECT_MESSAGES else "C0GENERAL")[-1]

    assert ("settled", "posted", None) == office.state(request)
    assert message["blocks"]
    assert len(json.dumps(message["blocks"], ensure_ascii=False)) < 13_000


def _much(value: Any) -> Any:  # noqa: ANN401 - any part of a report
    """The same shape with long names and long lists."""
    if isinstance(value, dict):
        return {name: part if name == "why" else _much(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_much(part) for part in value] * 300
    return "<!here> & " * 100 if isinstance(value, str) else value


def test_an_evaluation_names_what_is_different_and_what_it_rests_on_now() -> None:
    """Of six answers, one of which is declined now."""
    assert _told("eval", _REPORTS["eval"]) == (
        "*3 of 5 answers that you found helpful rest on the same text as before.*\n"
        "2 were not asked, as the time was over.\n"
        "Version: v7\n"
        "*Answered from another text now*\n"
        "• How &lt;many&gt; days?\n   *leave.md* › Leave: “28 days.”\n"
        "*No longer answered*\n"
        "• What is the *\u200bfee*\u200b?"
    )


def test_a_report_that_no_message_holds_says_that_it_is_cut() -> None:
    """And its words for where blocks are not shown are no more than `chat.update` takes."""
    lists = [Listing(["w" * 190] * 10, "Title")] * 9
    message = report_message(Report("Heading", [("Label", "value")] * 30, lists), WORDINGS["en"])

    assert [] == faults_of(message.blocks)
    assert WORDINGS["en"].report_cut == message.blocks[-1]["text"]["text"]
    assert len(message.notification) <= 4000


def test_a_documents_name_with_marks_stays_text() -> None:
    """Mrkdwn would set it in italics; a space without width parts the mark from the word."""
    assert "_\u200bold_\u200b/leave_policy.md" == name_of("_old_/leave_policy.md")
