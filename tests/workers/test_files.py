"""Questions about files that were shown: read in a bounded process, answered for their asker, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from redis import Redis

from knowledge.attached import is_attached
from knowledge.domain import EVERYONE, PUBLIC, Question
from knowledge.formats import supported
from knowledge.formats.bounded import Converters
from knowledge.suffixes import PICTURES, READERS
from tests.faults.test_bad_documents import DOCX, _locked_office
from tests.faults.test_bad_documents import FILES as SAMPLES
from tests.knowledge.answering_doubles import ListIndex
from tests.knowledge.builders import passage
from tests.knowledge.formats.making import zipped
from tests.workers.shown import ASKER, file_desk, shown
from workers.contract import ShownFile
from workers.files import AboutFiles

LEAVE: Final = passage("Annual leave is 25 working days per year.")
CONTRACT: Final = shown("contract.md", "# Contract\n\nThe notice period is 6 weeks to the end of a quarter.")
ALL: Final = frozenset({PUBLIC, EVERYONE, ASKER})


@pytest.fixture(scope="module")
def converters() -> Iterator[Converters]:
    """Processes that convert, started once."""
    with Converters() as converters:
        yield converters


def _answer(about: AboutFiles, text: str, principals: frozenset[str] = ALL) -> tuple[str, set[str]]:
    """What is answered, and the documents that are cited."""
    question = Question("q-1", text, "en", principals)
    answer = about.answering.answer(question, emit=lambda _: None, deadline=1e9, cancelled=lambda: False)
    return answer.text, {citation.document for citation in answer.citations}


def test_a_question_is_answered_from_the_file_or_the_policies(redis: Redis, converters: Converters) -> None:
    """Whichever says it; the citation has the file's name and its link in Slack."""
    desk = file_desk(redis, ListIndex([LEAVE]), CONTRACT, converters=converters)
    with desk.about("q-1", ["contract.md"]) as about:
        of_file, cited = _answer(about, "What is the notice period?")
        of_policy, policies = _answer(about, "How long is annual leave?")

    assert "6 weeks" in of_file
    assert {"file:F0CONTRACT"} == cited
    assert "25 working days" in of_policy
    assert not any(map(is_attached, policies))


def test_nobody_but_its_asker_is_answered_from_a_file(redis: Redis, converters: Converters) -> None:
    """Whoever reads along does not hold the asker's own principal, and so nothing of it is found."""
    desk = file_desk(redis, ListIndex([LEAVE]), CONTRACT, converters=converters)
    with desk.about("q-1", ["contract.md"]) as about:
        said, cited = _answer(about, "What is the notice period?", frozenset({PUBLIC, EVERYONE}))

    assert "6 weeks" not in said
    assert set() == cited


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (shown("locked.pdf", (SAMPLES / "locked.pdf").read_bytes(), ".pdf"), "password"),
        (shown("locked.docx", _locked_office(), ".docx"), "password"),
        (shown("cut.docx", DOCX[:400], ".docx"), "damaged"),
        (shown("empty.txt", b"", ".txt"), "empty"),
        (shown("blank.md", "   ", ".md"), "empty"),
        (shown("no.png", b"\x89PNG no picture", ".png"), "damaged"),
        (shown("bomb.docx", zipped({"word/document.xml": b"\0" * (201 * 2**20)}), ".docx"), "damaged"),
        (ShownFile("F1", "gone.md", problem="gone"), "gone"),
    ],
    ids=lambda value: value.name if isinstance(value, ShownFile) else value,
)
def test_a_bad_file_is_named_and_the_question_answered(
    redis: Redis, converters: Converters, file: ShownFile, problem: str
) -> None:
    """From the policies, and from the file beside it."""
    desk = file_desk(redis, ListIndex([LEAVE]), file, CONTRACT, converters=converters)
    with desk.about("q-1", [file.name, "contract.md"]) as about:
        said, _ = _answer(about, "What is the notice period?")

    assert [(file.name, problem)] == about.unread
    assert "6 weeks" in said


def test_a_file_that_nobody_hands_over_is_unreachable(redis: Redis) -> None:
    """The worker does not wait for ever."""
    with file_desk(redis, ListIndex([LEAVE])).about("q-1", ["contract.md"]) as about:
        said, _ = _answer(about, "How long is annual leave?")

    assert [("contract.md", "unreachable")] == about.unread
    assert "25 working days" in said


def test_of_a_long_file_the_beginning_is_read_and_that_is_said(
    redis: Redis, converters: Converters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is cut in silence."""
    monkeypatch.setattr("knowledge.attached.reading.LONGEST_TEXT", 80)
    long = shown("long.md", f"# Long\n\nThe notice period is six weeks.\n\n{'More words. ' * 50}The code is 77.")
    with file_desk(redis, ListIndex([LEAVE]), long, converters=converters).about("q-1", ["long.md"]) as about:
        said, _ = _answer(about, "What is the notice period?")

    assert [("long.md", "cut")] == about.unread
    assert "six weeks" in said


def test_a_policy_that_a_file_contradicts_is_no_conflict_of_policies(redis: Redis, converters: Converters) -> None:
    """What somebody shows is no policy, however much it sounds like one."""
    policy = passage("The notice period is 8 weeks to the end of a quarter.")
    desk = file_desk(redis, ListIndex([policy]), CONTRACT, converters=converters)
    with desk.about("q-1", ["contract.md"]) as about:
        question = Question("q-1", "What is the notice period?", "en", ALL)
        answer = about.answering.answer(question, emit=lambda _: None, deadline=1e9, cancelled=lambda: False)

    assert "answer" == answer.kind
    assert "6 weeks" in answer.text.replace("*", "").partition("[1]")[0]


def test_files_are_taken_out_of_redis_as_they_are_read(redis: Redis, converters: Converters) -> None:
    """Nothing of them stays there."""
    with file_desk(redis, ListIndex([LEAVE]), CONTRACT, converters=converters).about("q-1", ["contract.md"]):
        left = redis.keys("frontdesk:files:*")

    assert [] == left


def test_pictures_and_documents_have_suffixes_of_their_own() -> None:
    """A folder's pictures are no policies."""
    assert not READERS.keys() & PICTURES.keys()
    assert not any(supported(f"logo{suffix}") for suffix in PICTURES)
