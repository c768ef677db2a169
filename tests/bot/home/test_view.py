"""What stands on the Home tab, within Slack's limits whatever people and policies are called."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from bot.home.form import form_view, kept_subject, subject_of
from bot.home.kept_answer import kept_answer_view
from bot.home.page import Administration, Change, Page
from bot.home.view import home_view, link_to
from bot.records.found import Sight, documents_of
from bot.records.histories import Outcome, Past
from bot.records.models import AnswerRecord
from bot.records.people import Choices
from bot.wording import WORDINGS
from knowledge.domain import EVERYONE, Language
from ops.sandbox.blocks import view_faults
from workers.contract import FailureCode, Json

_LANGUAGES = get_args(Language)
_NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
_PIECES = [
    "<!channel>",
    "<@U0TOM>",
    "&",
    "<",
    ">",
    "|",
    "*bold*",
    "_x_",
    "`",
    "假期",
    "\n",
    "word ",
    "@here ",
    "](",
    '"',
]


def _noise(seed: int, length: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - noise, no secret
    return "".join(chance.choice(_PIECES) for _ in range(length))


def _past(number: int = 0, text: str = "How many days?", outcome: Outcome = "answered", **more: object) -> Past:
    plain: Json = {"asked_at": _NOW - timedelta(hours=number), "channel": "D0MAYA", "ts": "17.000001", "kept": True}
    return Past(f"{number:020x}", text, outcome, **{**plain, **more})


def _record(text: str, *documents: str, readers: str = EVERYONE) -> AnswerRecord:
    cited = [
        {"number": n, "document": name, "title": name, "heading": name, "quote": text[:400], "url": "https://x.example"}
        for n, name in enumerate(documents, start=1)
    ]
    found = [{"document": name, "heading": name, "readers": [readers]} for name in documents]
    plain: Json = {"language": "en", "abstained": False, "knowledge_version": "v1", "generator": "x", "timings": {}}
    return AnswerRecord(
        request_id="q1", text=text, citations=cited, retrieved=found, elapsed_s=1.0, created_at=_NOW, **plain
    )


def _full(seed: int) -> Page:
    """As much as there can be, of names that nobody should give."""
    long = _noise(seed, 400)
    problems = [{"document": long, "reason": long} for _ in range(300)]
    failed = [{"at": _NOW.isoformat(), "source": long, "reason": long} for _ in range(50)]
    status: Json = {"version": long, "built_at": _NOW.isoformat(), "documents": 10**6, "passages": 10**8}
    return Page(
        choices=Choices("de", privately=True),
        pasts=[_past(n, long, outcome) for n, outcome in enumerate(get_args(Outcome))],
        changes=[Change(long, f"https://x.example/{'a' * 200}", [long] * 3) for _ in range(10)],
        administration=Administration(
            {**status, "problems": problems, "failed": failed}, {long: 3, "unsaid": 9}, [long]
        ),
        team_url="https://brightwater.slack.com/",
        prompts=[long] * 4,
    )


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_full_page_is_within_slacks_limits_and_notifies_nobody(seed: int, language: Language) -> None:
    """Names come from documents and people, and are what they are."""
    view = home_view(_full(seed), WORDINGS[language])
    text = json.dumps(view, ensure_ascii=False)

    assert [] == list(view_faults(view))
    assert len(view["blocks"]) <= 40
    assert "<!channel>" not in text
    assert "<@U0TOM>" not in text
    assert not re.search("@(here|channel|everyone)", text)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_an_empty_page_can_be_asked_on(language: Language) -> None:
    """A newcomer's: no question yet, nothing to administer."""
    view = home_view(Page(Choices()), WORDINGS[language])

    assert [] == list(view_faults(view))
    assert ["header", "input", "actions"] == [block["type"] for block in view["blocks"][:3]]
    assert WORDINGS[language].home_pasts not in str(view)
    assert WORDINGS[language].home_administration not in str(view)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_outcome_and_reason_has_its_words(language: Language) -> None:
    """What becomes of a question is said in every language."""
    assert set(get_args(Outcome)) == set(WORDINGS[language].home_outcomes)
    assert {"unsaid", *get_args(FailureCode)} <= set(WORDINGS[language].home_reasons)


def test_a_link_leads_to_the_reply_only_where_the_workspace_is_known() -> None:
    """Slack does not tell its address to every token."""
    known = link_to("https://brightwater.slack.com/", "D0MAYA", "1764500000.000100")
    page = Page(Choices(), [_past()])

    assert "https://brightwater.slack.com/archives/D0MAYA/p1764500000000100" == known
    assert "archives/" not in str(home_view(page, WORDINGS["en"]))


def test_what_is_being_looked_up_is_said() -> None:
    """The status comes a moment later."""
    page = Page(Choices(), administration=Administration(None, {}))

    assert WORDINGS["en"].home_status_awaited in str(home_view(page, WORDINGS["en"]))


def test_the_look_ups_that_slack_refused_are_named() -> None:
    """An administrator can mend a scope."""
    page = Page(Choices(), administration=Administration(None, {}, ["usergroups.list (missing_scope)"]))

    assert "usergroups.list (missing_scope)" in str(home_view(page, WORDINGS["en"]))


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("subject", ["", "word " * 280, "<&>" * 466, '"\n' * 700])
def test_a_form_is_within_slacks_limits(language: Language, subject: str) -> None:
    """Also about a message of nothing but signs."""
    view = form_view(WORDINGS[language], subject, WORDINGS[language].question_empty)

    assert [] == list(view_faults(view))
    assert len(view["private_metadata"]) <= 3000
    assert subject == kept_subject(view["private_metadata"])


def test_a_forwarded_message_is_asked_about_by_the_words_it_forwards() -> None:
    """Its own text is empty."""
    message = {"text": "", "attachments": [{"is_share": True, "text": "Nobody may fly &amp; drive.", "fallback": "x"}]}

    assert "Nobody may fly & drive." == subject_of(message, "U0FDESK")


@pytest.mark.parametrize("message", [{}, {"text": None}, {"text": "🎉", "attachments": None}, {"attachments": [{}]}])
def test_a_message_without_words_has_nothing_to_be_asked_about(message: Json) -> None:
    """Whatever parts it lacks."""
    assert not subject_of(message, "U0FDESK")


def _sight(record: AnswerRecord, principals: set[str]) -> Sight:
    """What somebody may see where no rule changed since."""
    return Sight(principals, documents_of(record))


class TestKeptAnswer:
    """A kept answer in a modal."""

    @pytest.mark.parametrize("language", _LANGUAGES)
    def test_it_is_within_slacks_limits(self, language: Language) -> None:
        """However long."""
        record = _record(_noise(1, 5000), *(f"d{n}.md" for n in range(30)))
        view = kept_answer_view(_noise(2, 2000), record, _sight(record, {EVERYONE}), WORDINGS[language])

        assert [] == list(view_faults(view))

    @pytest.mark.parametrize(
        ("readers", "principals", "hidden"),
        [
            ("group:hr", {"group:hr", EVERYONE}, False),
            ("group:hr", {EVERYONE}, True),
            ("channel:C0HR", {EVERYONE, "group:hr"}, True),
            ("", {EVERYONE}, True),
        ],
    )
    def test_it_is_shown_only_to_whoever_may_read_all_that_it_quotes(
        self, readers: str, principals: set[str], *, hidden: bool
    ) -> None:
        """By the rights that the person has now."""
        record = _record("The secret is 7.", "a.md", "b.md")
        record.retrieved = [{"document": "a.md", "readers": [EVERYONE]}, {"document": "b.md", "readers": [readers]}]
        view = str(kept_answer_view("What?", record, _sight(record, principals), WORDINGS["en"]))

        assert hidden == ("secret" not in view)
        assert hidden == (WORDINGS["en"].home_answer_hidden in view)

    def test_what_quotes_nothing_is_its_askers_anyway(self) -> None:
        """An abstention says nothing that had to be allowed."""
        record = _record("They do not say.")
        view = str(kept_answer_view("What?", record, _sight(record, set()), WORDINGS["en"]))

        assert "They do not say." in view
