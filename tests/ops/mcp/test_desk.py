"""What the three tools return, asked for by the package's own client in this process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError

from knowledge.domain import Answer, Question
from knowledge.index import HybridIndex, index_status
from knowledge.ports import Answers, Index
from ops.mcp.desk import Desk, Library
from ops.mcp.late import Late
from tests.knowledge.answering_doubles import ListIndex, WordEmbedder, answering
from tests.knowledge.builders import passage
from tests.ops.mcp.served import DOCUMENTS, HR, LEAVE, PAY, call, desk_over, publish, sentence, server_for

_ASKED = "How many days of annual leave do employees have a year?"


def test_a_search_returns_the_passage_with_its_place(index: Path) -> None:
    """Title, heading, words, link, dates and version are what a model needs to cite it."""
    found = call(server_for(desk_over(index)), "search", query="annual leave", limit=1).structured_content

    [passage] = found["passages"]
    assert ("people/leave.md", "Leave Policy", "Annual leave") == tuple(
        passage[name] for name in ("document", "title", "heading")
    )
    assert "25 days of annual leave" in passage["quote"]
    assert passage["link"].startswith("https://intranet.example/leave")
    assert index_status(index).version == found["version"]


def test_an_answer_is_backed_by_quotes(index: Path) -> None:
    """It is the product's own answer, with its markers."""
    answer = call(server_for(desk_over(index)), "answer", question=_ASKED).structured_content

    assert not answer["abstained"]
    assert "25 days" in answer["text"]
    assert ["Employees have 25 days of annual leave a year."] == [each["quote"] for each in answer["citations"]]


@pytest.mark.parametrize(
    ("question", "language"),
    [("员工每年有多少天年假？", "zh"), ("Wie viele Tage Urlaub haben Beschäftigte im Jahr?", "de")],
)
def test_an_answer_is_in_the_questions_language(index: Path, question: str, language: str) -> None:
    """Nobody has to name it."""
    answer = call(server_for(desk_over(index)), "answer", question=question).structured_content

    assert language == answer["language"]
    assert not answer["abstained"]


def test_what_the_policies_do_not_say_is_an_abstention(index: Path) -> None:
    """The other model is told not to guess."""
    answer = call(
        server_for(desk_over(index)), "answer", question="Which colour has the moon of Jupiter?"
    ).structured_content

    assert answer["abstained"]
    assert [] == answer["citations"]


def test_the_text_of_a_result_is_its_data(index: Path) -> None:
    """For clients that read no structured content; a quote cannot break out of JSON."""
    result = call(server_for(desk_over(index)), "search", query="annual leave")

    assert result.structured_content == json.loads(result.content[0].text)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "May be read by members of the user group hr."),
        ("zh", "可阅读者：用户组 hr 的成员。"),
        ("de", "Lesen dürfen: Mitglieder der Benutzergruppe hr."),
    ],
)
def test_who_may_read_says_it_in_words(index: Path, language: str, expected: str) -> None:
    """As `frontdesk kb who`, for whoever may read it."""
    found = call(server_for(desk_over(index), HR), "who_may_read", document="hr/bands.md", language=language)

    assert (expected, ["group:hr"]) == tuple(found.structured_content[name] for name in ("in_words", "readers"))


@pytest.fixture(scope="module")
def without_pay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of a company that has no document of HR's."""
    path = tmp_path_factory.mktemp("without") / "index"
    publish(path, [one for one in DOCUMENTS if one is not PAY])
    return path


@pytest.mark.parametrize("name", ["hr/bands.md", "Salary bands", "bands.md", "HR/BANDS.MD"])
def test_a_document_out_of_reach_is_reported_as_one_that_does_not_exist(
    index: Path, without_pay: Path, name: str
) -> None:
    """In the very same words: by its id, its title, and as a hint."""
    hidden, missing = (
        sentence(call(server_for(desk_over(path)), "who_may_read", document=name)) for path in (index, without_pay)
    )

    assert missing == hidden
    assert f"There is no document “{name}” that you may read." in hidden


def test_a_hidden_document_of_the_same_title_changes_nothing(tmp_path: Path) -> None:
    """A title that only one readable document has is enough, whatever else has it."""
    publish(tmp_path, [LEAVE, replace(PAY, title=LEAVE.title)])

    found = call(server_for(desk_over(tmp_path)), "who_may_read", document=LEAVE.title)

    assert LEAVE.id == found.structured_content["document"]


def test_a_misspelt_name_gets_the_closest_that_may_be_read(index: Path) -> None:
    """Nobody has to know ids by heart."""
    said = sentence(call(server_for(desk_over(index)), "who_may_read", document="people/leav.md"))

    assert said.startswith("There is no document “people/leav.md” that you may read. Did you mean people/leave.md")


def test_a_call_follows_the_published_version(own_index: Path) -> None:
    """A reload needs no restart."""
    server, before = server_for(desk_over(own_index)), index_status(own_index).version
    call(server, "search", query="annual leave")
    publish(own_index, [replace(LEAVE, text="# Annual leave\n\nEmployees have 31 days of annual leave a year.")])

    answer = call(server, "answer", question=_ASKED).structured_content

    assert "31 days" in answer["text"]
    assert before != answer["version"] == index_status(own_index).version


def test_without_an_index_each_tool_says_what_to_do(tmp_path: Path) -> None:
    """And serves as soon as it was done."""
    server = server_for(desk_over(tmp_path / "index"))
    said = {
        sentence(call(server, tool, **arguments))
        for tool, arguments in (
            ("search", {"query": "x"}),
            ("answer", {"question": _ASKED}),
            ("who_may_read", {"document": "x"}),
        )
    }
    publish(tmp_path / "index")

    assert {"No policies have been indexed yet. Run: frontdesk kb build"} == said
    assert not call(server, "answer", question=_ASKED).is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("search", {}, "search: `query` is missing."),
        ("search", {"query": "  "}, "search: `query` is empty."),
        ("search", {"query": "leave", "limit": 21}, "search: `limit` must be at most 20."),
        ("search", {"query": "leave", "limit": 0}, "search: `limit` must be at least 1."),
        ("search", {"query": "leave", "limit": "many"}, "search: `limit` must be a whole number."),
        ("answer", {"question": 5}, "answer: `question` must be text."),
        ("answer", {"question": None}, "answer: `question` must be text."),
        ("answer", {"question": "x" * 4001}, "answer: `question` is too long: at most 4000 characters are taken."),
        ("answer", {"question": "?!"}, "There is no word in it. Ask one complete question, or name what to look for."),
        (
            "who_may_read",
            {"document": "x" * 501},
            "who_may_read: `document` is too long: at most 500 characters are taken.",
        ),
        ("who_may_read", {"document": "x", "language": "fr"}, "who_may_read: `language` must be 'en', 'zh' or 'de'."),
    ],
)
def test_a_wrong_argument_is_one_sentence(index: Path, tool: str, arguments: dict[str, object], expected: str) -> None:
    """What is wrong, never the value."""
    assert expected == sentence(call(server_for(desk_over(index)), tool, **arguments))


@pytest.mark.parametrize("name", ["principals", "as", "user", "groups", "readers"])
@pytest.mark.parametrize(
    ("tool", "argument"), [("search", "query"), ("answer", "question"), ("who_may_read", "document")]
)
def test_rights_that_a_call_claims_are_refused(index: Path, tool: str, argument: str, name: str) -> None:
    """They are settled by the connection, and whoever passes them must not believe that they count."""
    said = sentence(call(server_for(desk_over(index)), tool, **{argument: "Salary bands", name: ["group:hr"]}))

    assert f"`{name}` is no argument" in said
    assert said.endswith("Whose rights count is settled by the connection.")


def test_a_search_is_mended_and_of_the_day_that_it_is_here(index: Path) -> None:
    """As in Slack: slips of the keyboard, and editions that are in force."""
    passages = ListIndex([passage("Employees have 25 days of annual leave.")])
    desk = Desk(index, Late(lambda: Library(passages, answering(passages))), lambda: "2027-02-01", answer_seconds=60)

    call(server_for(Late(lambda: desk)), "search", query="*anual* leave")

    assert (["annual leave"], ["2027-02-01"]) == (passages.searched, passages.days)


def test_an_answer_has_the_time_that_is_set_and_the_day_that_it_is(index: Path) -> None:
    """What is missing then is quoted."""
    given: list[Any] = []
    desk = desk_over(index, lambda index_of: _Seen(answering(index_of), given))
    before = time.monotonic()

    call(server_for(desk), "answer", question=_ASKED)

    [(question, deadline)] = given
    assert "2026-11-30" == question.today
    assert before + 60 <= deadline <= time.monotonic() + 60


def test_the_models_are_given_back_at_the_end(index: Path) -> None:
    """When the client leaves, or the server stops."""
    closed: list[bool] = []
    found = HybridIndex(index, WordEmbedder())
    library = Late(lambda: Library(found, answering(found), lambda: closed.append(True)))
    desk = Desk(index, library, lambda: "", answer_seconds=60)

    call(server_for(Late(lambda: desk)), "answer", question=_ASKED)

    assert [True] == closed


def test_an_unknown_tool_is_an_error_of_the_protocol(index: Path) -> None:
    """With the names of those that there are."""
    with pytest.raises(MCPError, match="Known are search, answer, who_may_read"):
        call(server_for(desk_over(index)), "delete")


def test_an_answer_that_its_reader_may_no_longer_read_is_withheld(own_index: Path) -> None:
    """A version that was published while it was written took the right away."""
    stricter = [replace(LEAVE, readers=frozenset({"group:hr"}))]
    desk = desk_over(own_index, lambda index_of: _Overtaken(answering(index_of), lambda: publish(own_index, stricter)))

    said = sentence(call(server_for(desk), "answer", question=_ASKED))

    assert "The policies changed while this was answered. Ask again." == said


def test_a_crash_is_one_sentence_without_its_cause(index: Path) -> None:
    """What broke is in the log."""
    said = sentence(call(server_for(desk_over(index, _broken)), "answer", question=_ASKED))

    assert "Something unexpected went wrong in Frontdesk; its log says what. Try again in a minute." == said


@dataclass(frozen=True)
class _Seen:
    """Answers, and keeps what it was asked and until when."""

    answers: Answers
    given: list[Any]

    def answer(self, question: Question, *, deadline: float, **how: Any) -> Answer:  # noqa: ANN401 - passed on
        """Answer as the other does."""
        self.given.append((question, deadline))
        return self.answers.answer(question, deadline=deadline, **how)


@dataclass(frozen=True)
class _Overtaken:
    """Answers, and something happens before the answer is out."""

    answers: Answers
    happens: Callable[[], None]

    def answer(self, question: Question, **how: Any) -> Answer:  # noqa: ANN401 - passed on
        """Answer as the other does."""
        answer = self.answers.answer(question, **how)
        self.happens()
        return answer


def _broken(_index: Index) -> Answers:
    raise RuntimeError(_ASKED)
