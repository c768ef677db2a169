"""Drafts: several versions within the asker's rights, none with a fact that nobody gave."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

import pytest

from knowledge.answer.confidence import Judge
from knowledge.domain import EVERYONE, Brief, Genre, Language, Message, ModelProfile, Passage
from knowledge.errors import Declined, GenerationFailed
from knowledge.writing.drafts import Drafts, Writing
from tests.knowledge.answering_doubles import WORD_FIT, ListIndex, ScriptedGenerator, WordEmbedder
from tests.knowledge.builders import passage

JUDGE = Judge(WordEmbedder(), WORD_FIT)
TOLD = "The Leeds office moves to 14 King Street on 1 September. Parking is limited to 20 places."
LEAVE = passage("Annual leave must be requested in Harbour at least 10 working days ahead.", heading="Annual leave")
SECRET = passage("Annual leave of directors is 40 days in Harbour.", readers=frozenset({"group:board"}))


def draft(
    *said: str | Exception,
    told: str = TOLD,
    passages: Sequence[Passage] = (),
    versions: int = 1,
    language: Language = "en",
    speaks: Language = "en",
) -> tuple[Drafts, ScriptedGenerator]:
    """Draft with a generator that says this."""
    generator = ScriptedGenerator(said, ModelProfile(frozenset({speaks})))
    writing = Writing(ListIndex(passages), JUDGE, generator)
    brief = Brief("d-1", "announcement", told, language, frozenset({EVERYONE}), versions)
    return writing.draft(brief, deadline=time.monotonic() + 60, cancelled=lambda: False), generator


@dataclass
class _Alternating(ScriptedGenerator):
    """Says another thing for each version."""

    left: list[str] = field(default_factory=list)

    def generate(self, prompt: Sequence[Message], **more: object) -> Iterator[str]:  # type: ignore[override]
        """Yield one that is left."""
        yield self.left.pop()


def text(*said: str | Exception, **more: object) -> str:
    """The one version's text."""
    drafts, _ = draft(*said, **more)  # type: ignore[arg-type]
    return drafts.versions[0].text


def test_policies_are_looked_for_on_the_askers_day() -> None:
    """Not on that of UTC, which may be another."""
    index = ListIndex([LEAVE])
    brief = Brief("d-1", "email", TOLD, "en", frozenset({EVERYONE}), 1, "2026-12-31")
    Writing(index, JUDGE, None).draft(brief, deadline=time.monotonic() + 60, cancelled=lambda: False)

    assert ["2026-12-31"] == index.days


def test_what_the_instructions_say_stays() -> None:
    """Lines stay lines, and Markdown goes."""
    said = "## Dear colleagues,\n\nThe **Leeds office** moves to 14 King Street on 1 September.\n\nThank you."

    assert "Dear colleagues,\n\nThe Leeds office moves to 14 King Street on 1 September.\n\nThank you." == text(said)


@pytest.mark.parametrize(
    "invented",
    [
        "It costs 3,000 euros.",
        "It moves on 2 September.",
        "We meet on Monday.",
        "Write to office@example.com.",
        "See https://evil.example/move for more.",
    ],
)
def test_a_fact_that_nobody_gave_is_cut(invented: str) -> None:
    """Numbers, dates, amounts, days and addresses."""
    drafts, _ = draft(f"The Leeds office moves to 14 King Street on 1 September. {invented}")
    (version,) = drafts.versions

    assert "The Leeds office moves to 14 King Street on 1 September." == version.text
    assert 1 == version.cut


def test_a_name_that_nobody_gave_is_shown_for_the_reader_to_check() -> None:
    """A place to fill in is none."""
    drafts, _ = draft("The Leeds office moves. Ask [Your Name] or Priya about Leeds.")

    assert ("Priya",) == drafts.versions[0].unknown


def test_a_model_that_repeats_itself_is_stopped() -> None:
    """Nothing it says after that is better."""
    drafts, generator = draft("The Leeds office moves.\n", "Sales Team:\n", "Sales Team:\n", "Sales Team:\n", "More.\n")

    assert "The Leeds office moves.\nSales Team:" == drafts.versions[0].text
    assert 3 == generator.given


def test_a_version_that_is_too_long_ends_with_a_line() -> None:
    """Half a number is another number."""
    lines = [f"{'Leeds ' * number}moves to 14 King Street on 1 September." for number in range(1, 40)]
    kept = text("\n".join(lines))

    assert kept.splitlines() == lines[: len(kept.splitlines())]
    assert 1500 < len(kept) <= 2000


def test_policies_are_shown_to_a_model_and_cited_where_it_used_them() -> None:
    """The prompt has them behind the instructions."""
    drafts, generator = draft(
        "Annual leave must be requested in Harbour at least 10 working days ahead.",
        told="Remind everybody how annual leave is requested in Harbour.",
        passages=[LEAVE],
    )

    assert "at least 10 working days ahead" in generator.prompts[0][-1].content
    assert ["people/leave.md"] == [citation.document for citation in drafts.citations]


def test_rights_bound_what_a_draft_may_draw_on() -> None:
    """A policy that the asker may not read is not even shown to the model."""
    drafts, generator = draft(
        "Everybody should know how annual leave is requested in Harbour.",
        told="Remind everybody how annual leave is requested in Harbour.",
        passages=[SECRET],
    )

    assert "40 days" not in str(generator.prompts)
    assert () == drafts.citations


def test_versions_that_are_the_same_are_one_and_each_is_sampled_differently() -> None:
    """The seeds come of the request, so that a redelivered one is written in the same words."""
    drafts, generator = draft("The Leeds office moves to 14 King Street on 1 September.", versions=3)
    again, _ = draft("The Leeds office moves to 14 King Street on 1 September.", versions=3)

    assert 3 == len({sampling.seed for sampling in generator.samplings if sampling})
    assert 1 == len(drafts.versions)
    assert drafts.versions == again.versions


STAFF = "Tell the team in the Leeds office that parking is limited to 20 places. Sign as the Leeds office team."
STAFF_ZH = "通知全体同事，九月起利兹办公室停车位限20个。署名利兹办公室。"
_EMPTY = [
    "Dear team,\n\nBest regards,\nThe Leeds office team\n",
    "Subject: Parking in Leeds\n\nDear Leeds office team,\n\nKind regards,\n[Your name]\nLeeds office\n",
    "Hello team!\n\nThank you.\n\nLeeds office\n",
    "Dear team,\n",
]
_EMPTY_ZH = [
    "各位同事：\n\n谢谢！\n利兹办公室\n",
    "全体同事，大家好！\n\n此致\n敬礼\n利兹办公室\n",
    "尊敬的利兹办公室同事：\n",
]


@pytest.mark.parametrize(
    ("empty", "told", "language"),
    [(each, STAFF, "en") for each in _EMPTY] + [(each, STAFF_ZH, "zh") for each in _EMPTY_ZH],
)
def test_a_version_of_greeting_and_signature_alone_is_not_offered(empty: str, told: str, language: Language) -> None:
    """Though it has words of the instructions; where all are so, the draft is declined."""
    with pytest.raises(Declined) as declined:
        draft(empty, told=told, language=language, speaks=language)

    assert "draft_empty" == declined.value.reason


def test_of_several_versions_the_empty_one_is_left_out() -> None:
    """The others are offered as they are."""
    said = "Dear team,\n\nParking in Leeds is limited to 20 places.\n\nBest regards,\nThe Leeds office team\n"
    writing = Writing(ListIndex([]), JUDGE, _Alternating([], left=[_EMPTY[0], said]))
    brief = Brief("d-1", "email", STAFF, "en", frozenset({EVERYONE}), 2)

    drafts = writing.draft(brief, deadline=time.monotonic() + 60, cancelled=lambda: False)

    assert [said.strip()] == [version.text for version in drafts.versions]


@pytest.mark.parametrize(
    ("said", "told", "language"),
    [
        ("Best wishes to the Leeds office team.", STAFF, "en"),
        ("祝贺利兹办公室。", STAFF_ZH, "zh"),
        ("Thank you for returning your parking cards to the Leeds office.", STAFF, "en"),
        ("Everybody in the team should know that parking is limited.", STAFF, "en"),
        ("Dear team, parking in Leeds is limited to 20 places.", STAFF, "en"),
        ("Team parking is limited to 20 places.", STAFF, "en"),
        ("All parking in the Leeds office is limited to 20 places.", STAFF, "en"),
        ("Parking in Leeds: 20 places.\n\nThanks,\nThe team", STAFF, "en"),
        ("Dear team,\n\nThank you for parking at the Leeds office, which is limited to 20 places.", STAFF, "en"),
        ("各位同事：\n\n九月起利兹办公室停车位限20个。\n\n谢谢！", STAFF_ZH, "zh"),
        ("各位同事请注意，利兹办公室停车位限20个。", STAFF_ZH, "zh"),
        ("全体同事：九月起停车位限20个。", STAFF_ZH, "zh"),
    ],
)
def test_a_version_with_one_sentence_of_the_matter_is_offered(said: str, told: str, language: Language) -> None:
    """Also where that begins as a greeting or a thank-you does."""
    assert said == text(f"{said}\n", told=told, language=language, speaks=language)


def test_where_every_version_fails_so_does_the_draft() -> None:
    """The reader is told as for an answer."""
    with pytest.raises(GenerationFailed):
        draft(GenerationFailed("out of memory"), versions=2)


def test_what_says_nothing_is_declined() -> None:
    """A greeting and a goodbye are no draft."""
    with pytest.raises(Declined) as declined:
        draft("Dear colleagues,\n\nBest regards,\n")

    assert "draft_empty" == declined.value.reason


FACTS = "The Leeds office moves on 1 September. Annual leave must be requested in Harbour."
FACTS_ZH = "利兹办公室9月1日搬家。请在系统中申请年假。"


@pytest.mark.parametrize("genre", get_args(Genre))
@pytest.mark.parametrize(("told", "language"), [(FACTS, "en"), (FACTS_ZH, "zh"), (FACTS, "de")])
@pytest.mark.parametrize("generator", [None, ScriptedGenerator([], ModelProfile(frozenset({"en"}), freely=False))])
def test_without_a_model_that_writes_a_draft_is_a_frame_around_the_facts(
    genre: Genre, told: str, language: Language, generator: ScriptedGenerator | None
) -> None:
    """As they were given, with the policies' words, whom to ask, and places to fill in; nothing is made up."""
    brief = Brief("d-1", genre, told, language, frozenset({EVERYONE}))
    writing = Writing(ListIndex([LEAVE]), JUDGE, generator, "people@example.com")
    drafts = writing.draft(brief, deadline=time.monotonic() + 60, cancelled=lambda: False)
    [version] = drafts.versions
    shown = version.text

    assert all(fact.strip() in shown for fact in told.replace("。", "。|").replace(". ", ".|").split("|"))
    assert "people@example.com" in shown
    assert "[" in shown
    assert "{" not in shown
    assert "\n\n\n" not in shown
    assert ("", 0, ()) == (drafts.generator, version.cut, version.unknown)
    assert [LEAVE.text] * (LEAVE.text in shown) == [citation.quote for citation in drafts.citations]


def test_a_frame_quotes_nothing_that_its_person_may_not_read() -> None:
    """Rights bound it as they bound an answer."""
    brief = Brief("d-1", "news", "Annual leave of directors in Harbour.", "en", frozenset({EVERYONE}))
    drafts = Writing(ListIndex([SECRET]), JUDGE, None).draft(brief, deadline=0, cancelled=lambda: False)

    assert () == drafts.citations
    assert "40 days" not in drafts.versions[0].text
    assert "[whom to ask]" in drafts.versions[0].text
