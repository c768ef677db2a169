"""The slash command /kb, up to the queue."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.messages.composing import compose
from bot.delivery.process import Parts
from bot.listeners.commands.kb.subcommands import SUBCOMMANDS
from bot.listeners.commands.kb.words import Misused, split
from bot.records.database import Database
from bot.records.models import AuditEntry
from bot.records.outcomes import Outcomes
from bot.wording import WORDINGS
from bot.wording.catalogue import Misuse
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_FOR_ADMINS = [name for name, subcommand in SUBCOMMANDS.items() if not subcommand.open_to_all]


def _audit(database: Database) -> list[tuple[str, str, bool, list[str]]]:
    with database.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.user, entry.action, entry.allowed, entry.arguments) for entry in entries]


def _told(office: Office) -> str:
    """The sentence that the one request became."""
    (request,) = office.requests()
    return compose(request, None).notification


@pytest.mark.parametrize("text", ["", "help", "HELP"])
def test_kb_alone_explains_itself_in_the_persons_language(edge: Edge, text: str) -> None:
    """Li Na's Slack is Chinese."""
    assert _ZH.kb_help == edge.command("U0LINA", "/kb", text)


def test_the_help_names_every_subcommand() -> None:
    """In both languages, in the order of the table."""
    assert list(SUBCOMMANDS) == list(_EN.kb_subcommands) == list(_ZH.kb_subcommands)
    assert all(f"`/kb {usage}`" in _ZH.kb_help for usage, _ in _ZH.kb_subcommands.values())


def test_an_unknown_subcommand_is_named_harmlessly_and_explained(edge: Edge) -> None:
    """What was typed is repeated, without its powers."""
    said = edge.command("U0MAYA", "/kb", "relaod <!channel>")

    assert said.startswith("I do not know `/kb relaod @channel`.".replace("@", "@\u2060"))
    assert said.endswith(_EN.kb_help)


def test_anybody_may_ask_for_the_status(office: Office, edge: Edge) -> None:
    """It is no secret which version is in use; what else the report names depends on who asks."""
    assert _EN.kb_looking_up == edge.command("U0MAYA", "/kb", "status")
    edge.command("U0SOFIA", "/kb", "STATUS")

    assert ["status", "status"] == [payload["action"] for payload in office.queued("knowledge")]
    assert [False, True] == [request.payload["by_admin"] for request in office.requests()]


def test_the_status_is_told_also_while_slack_does_not_say_who_is_an_admin(
    office: Office, slack: RunningSandbox, edge: Edge
) -> None:
    """As to anybody."""
    slack.control("faults", method="usergroups.list", kind="status", value=503)

    assert _EN.kb_looking_up == edge.command("U0SOFIA", "/kb", "status")
    assert [False] == [request.payload["by_admin"] for request in office.requests()]


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("status", {}),
        ("sources", {}),
        ("reload", {"source": None, "force": False}),
        ("reload intranet", {"source": "intranet", "force": False}),
        ("Reload “team wiki” —force", {"source": "team wiki", "force": True}),
        ("reload --force", {"source": None, "force": True}),
        ("versions", {}),
        ("diff", {"old": None, "new": None}),
        ("diff v1 v2", {"old": "v1", "new": "v2"}),
        ("rollback", {"version": None}),
        ("rollback v1", {"version": "v1"}),
        ('who "people/annual leave.md"', {"document": "people/annual leave.md"}),
        ("who people/annual leave.md", {"document": "people/annual leave.md"}),
        ("who\u3000「中国/请假制度.docx」", {"document": "中国/请假制度.docx"}),
    ],
)
def test_an_admin_asks_the_worker_with_arguments_by_name(
    office: Office, edge: Edge, text: str, arguments: dict[str, Any]
) -> None:
    """The worker gets the id, the action and its arguments, and nothing of the edge's own."""
    edge.command("U0SOFIA", "/kb", text)
    (payload,) = office.queued("knowledge")
    (request,) = office.requests()

    assert {"id": request.id, "action": text.split(maxsplit=1)[0].casefold(), "arguments": arguments} == payload


def test_a_check_searches_among_what_the_admin_may_read(office: Office, edge: Edge) -> None:
    """Being an administrator opens no document."""
    edge.command("U0SOFIA", "/kb", "check What's the “top” salary?")
    (payload,) = office.queued("knowledge")

    assert "What's the top salary?" == payload["arguments"]["question"]
    assert ["domain:brightwater.example", "everyone", "group:S0ITADM", "group:it-admins", "public", "user:U0SOFIA"] == (
        payload["arguments"]["principals"]
    )
    assert 10 == len(payload["arguments"]["today"])


def test_eval_asks_again_what_the_admin_herself_found_helpful(office: Office, edge: Edge, parts: Parts) -> None:
    """The last verdict counts, a question counts once, newest first; what others liked is theirs."""
    outcomes = Outcomes(office.database)
    for text, user, verdicts in (
        ("How many days of leave?", "U0SOFIA", [True]),
        ("What is the fee?", "U0SOFIA", [True, False]),
        ("What does Maya earn?", "U0MAYA", [True]),
        ("如何申请休假？", "U0SOFIA", [True]),
        ("How many days of leave?", "U0SOFIA", [True]),
    ):
        request = office.ask(text=text)
        parts.settler.settle(request.id, answer_to(request))
        for helpful in verdicts:
            outcomes.judged(request.id, user, helpful=helpful)
    edge.command("U0SOFIA", "/kb", "eval")
    (payload,) = office.queued("knowledge")
    first, second = payload["arguments"]["approved"]

    assert [_EN.kb_accepted["eval"]] == office.said
    assert [("How many days of leave?", "en"), ("如何申请休假？", "zh")] == [
        (one["question"], one["language"]) for one in (first, second)
    ]
    assert ([], True) == (first["history"], len(first["quotes"]) > 0)
    assert "user:U0SOFIA" in payload["arguments"]["principals"]
    assert [("U0SOFIA", "kb_eval", True, [])] == _audit(office.database)


def test_eval_without_an_approved_answer_says_how_to_get_one(office: Office, edge: Edge) -> None:
    """And asks nobody anything."""
    edge.command("U0SOFIA", "/kb", "eval")

    assert _EN.kb_nothing_approved == _told(office)
    assert [] == office.queued("knowledge")


@pytest.mark.parametrize(
    ("text", "misuse", "usage"),
    [
        ("check", "missing", 'check "question"'),
        ('who ""', "missing", 'who "document"'),
        ("diff v1 v2 v3", "too_many", "diff [old] [new]"),
        ("status now", "too_many", "status"),
        ("reload team wiki", "too_many", "reload [source] [--force]"),
        ("reload --forse", "unknown_option", "reload [source] [--force]"),
        ("rollback --force", "unknown_option", "rollback [version]"),
        ('check "How many days', "open_quote", 'check "question"'),
        ("who 「请假制度", "open_quote", 'who "document"'),
    ],
)
def test_wrong_arguments_get_one_sentence_with_the_usage(
    office: Office, edge: Edge, text: str, misuse: Misuse, usage: str
) -> None:
    """And nothing is done, nor audited as done."""
    assert _EN.kb_misused[misuse].format(usage=usage) == edge.command("U0SOFIA", "/kb", text)
    assert [] == office.requests() == _audit(office.database)


@pytest.mark.parametrize("name", _FOR_ADMINS)
def test_others_may_not_and_that_is_written_down(office: Office, edge: Edge, database: Database, name: str) -> None:
    """A polite refusal whatever the arguments, nothing in the queue, a row for the auditor."""
    subcommand = SUBCOMMANDS[name]
    edge.command("U0WANG", "/kb", f"{name} {'a' if subcommand.needed else ''}")

    assert _ZH.kb_admins_only.format(name=name) == _told(office)
    assert [] == office.queued("knowledge") == office.said
    assert [("U0WANG", f"kb_{name}", False, [])] == _audit(database)


def test_all_but_the_status_is_for_admins() -> None:
    """A document's name alone may be private."""
    assert ["sources", "reload", "versions", "diff", "rollback", "check", "who", "show", "eval"] == _FOR_ADMINS


def test_an_admins_action_is_written_down_with_the_names_of_its_arguments(
    office: Office, edge: Edge, database: Database
) -> None:
    """Sofia is of it-admins. What she asked is nobody's business."""
    edge.command("U0SOFIA", "/kb", "reload wiki --force")
    office.prepare()
    assert [_EN.kb_accepted["reload"]] == office.said
    edge.command("U0SOFIA", "/kb", 'check "Am I dismissed?"')
    edge.command("U0SOFIA", "/kb", "status")
    office.prepare()

    assert [
        ("U0SOFIA", "kb_reload", True, ["force", "source"]),
        ("U0SOFIA", "kb_check", True, ["question"]),
    ] == _audit(database)


def test_an_admin_who_becomes_a_guest_is_none(slack: RunningSandbox, office: Office, edge: Edge) -> None:
    """Whatever group they are left in."""
    slack.control("users", user="U0SOFIA", is_restricted=True)
    edge.command("U0SOFIA", "/kb", "versions")

    assert _EN.kb_admins_only.format(name="versions") == _told(office)


def test_where_slack_does_not_say_who_is_an_admin_the_reason_is_told(
    slack: RunningSandbox, office: Office, edge: Edge
) -> None:
    """An administrator must not be told that they are none."""
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=None)
    edge.command("U0SOFIA", "/kb", "versions")

    told = _EN.kb_admins_unknown.format(name="versions", method="usergroups.list", error="missing_scope")
    assert told == _told(office)
    assert [] == office.queued("knowledge")


@pytest.mark.parametrize(
    ("typed", "words", "options"),
    [
        ("", (), set()),
        ("a  b\u3000c\nd", ("a", "b", "c", "d"), set()),
        ("'a b' “c d” ”e f“ „g h“ 『i j』", ("a b", "c d", "e f", "g h", "i j"), set()),
        ("What's Tom's", ("What's", "Tom's"), set()),
        ("'tis so", ("'tis", "so"), set()),
        ("--Force –force —force x-y -1", ("x-y", "-1"), {"force"}),
        ('"--force"', ("--force",), set()),
        ("« »", ("«", "»"), set()),
    ],
)
def test_words_are_split_as_people_type_them(typed: str, words: tuple[str, ...], options: set[str]) -> None:
    """With every keyboard's quotation marks and dashes."""
    assert (words, options) == ((given := split(typed)).words, given.options)


@pytest.mark.parametrize("typed", ['"', "a “b", "「"])
def test_an_open_quotation_mark_is_an_error(typed: str) -> None:
    """Nobody knows where the name ends."""
    with pytest.raises(Misused):
        split(typed)
