"""`Why this answer`: who is told, what they are told, and that it fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.messages.why import PER_PAGE, why_view
from bot.delivery.process import Parts
from bot.records.found import Sight, documents_of
from bot.records.ledger import utc_now
from bot.records.models import AnswerRecord, Request
from bot.records.outcomes import Outcomes
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from ops.sandbox.blocks import block_faults
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Json, Reply

_EN = WORDINGS["en"]


def _found(document: str, *readers: str, **more: object) -> Json:
    scores = {"score": 0.0325, "dense": 0.87654, "lexical": None}
    return {"document": document, "heading": "Annual leave", "effective": None, "readers": readers, **scores, **more}


def _explained(request: Request, *found: Json) -> Reply:
    answer = answer_to(request).answer or {}
    return Reply(request.id, answer={**answer, "retrieved": list(found)})


class Reader:
    """Somebody in front of an answer with its button."""

    def __init__(self, office: Office, slack: RunningSandbox, request: Request, parts: Parts) -> None:
        self.office = office
        self.slack = slack
        self.request = request
        self.looks = parts.looks

    def press(self, user: str) -> None:
        """Press the button."""
        message = next(said for said in self.office.posted(self.request.channel) if len(said["blocks"]) > 1)
        block = next(block for block in message["blocks"] if block["type"] == "actions")
        place = {"channel": self.request.channel, "message_ts": message["ts"], "block_id": block["block_id"]}
        self.slack.control("action", user=user, **place, action_id="answer_why")

    def read(self, user: str, *hidden: str) -> str:
        """Press it, and a worker says that all documents may be read now but the hidden; what the modal says then."""
        self.press(user)
        self.looks.complete(self.office.looked_up(*hidden))
        return self.modal()

    def modal(self, having: str = "") -> str:
        """What the one open modal says, once it is there."""

        def shown() -> str:
            views = self.slack.state()["views"]
            text = json.dumps(views[-1], ensure_ascii=False) if views else ""
            return text if having in text else ""

        return str(wait_until(shown))


@pytest.fixture
def answered(office: Office, slack: RunningSandbox, served: str, parts: Parts) -> Callable[..., Reader]:
    """Somebody asks and is answered."""
    assert served

    def ask(*found: Json, channel: str = "C0GENERAL", text: str = "How many days of leave?") -> Reader:
        request = office.ask(channel=channel, text=text)
        parts.settler.settle(request.id, answer_to(request))
        outcomes = Outcomes(office.database)  # some of it may not be read any more by whoever asks why
        outcomes.answered(outcomes.record_of(request, _explained(request, *found).answer or {}))
        return Reader(office, slack, request, parts)

    return ask


def test_whoever_reads_the_channel_is_told_what_they_may_read(answered: Callable[..., Reader]) -> None:
    """Dates, scores, version, model, time and where it came from; of what they may not read, nothing."""
    reader = answered(
        _found("leave.md", "everyone", effective="2026-01-01", quoted=[1]),
        _found("leave.md", "everyone", heading="Sick leave", quoted=[]),
        _found("board.md", "group:board", heading="Secret merger"),
    )
    said = reader.read("U0TOM")

    for words in ("leave.md", "quoted as [1]", "2026-01-01", "0.877", "v1", "0.83", "1.50 s", "made for this question"):
        assert words in said
    assert said.count("quoted as") == 1
    assert "board.md" not in said
    assert "Secret merger" not in said


def test_somebody_else_is_not_told_of_a_private_answer(
    answered: Callable[..., Reader], office: Office, slack: RunningSandbox
) -> None:
    """Even where they get hold of the button."""
    reader = answered(_found("leave.md", "everyone"), channel="D0MAYA")
    action = {"type": "button", "action_id": "answer_why", "block_id": "b", "value": reader.request.id}
    body: Json = {
        "type": "block_actions",
        "user": {"id": "U0TOM"},
        "team": {"id": "T0BRIGHT"},
        "channel": {"id": "C0GENERAL"},
        "actions": [action],
        "trigger_id": "1.2",
        "response_url": f"{slack.url}/response/A0FDESK/none",
    }
    with capture_logs() as logs:
        assert 200 == office.edge.action(body).status
        wait_until(lambda: any(entry["event"] == "modal_refused" for entry in logs))

    assert [] == slack.calls("views.open")


def test_the_asker_turns_the_pages_in_their_language(answered: Callable[..., Reader], slack: RunningSandbox) -> None:
    """What does not fit stands on the next page."""
    found = [_found(f"leave-{number}.md", "everyone") for number in range(PER_PAGE + 1)]
    reader = answered(*found, channel="D0MAYA", text="年假有多少天？")
    first = reader.read("U0MAYA")
    (view,) = slack.state()["views"]
    slack.control("action", user="U0MAYA", view_id=view["id"], action_id="answer_why_page_next")
    wait_until(lambda: len(reader.office.waiting_looks()) > 1)
    reader.looks.complete(reader.office.looked_up())
    second = reader.modal(f"leave-{PER_PAGE}.md")

    assert "答案依据" in first
    assert f"leave-{PER_PAGE}.md" not in first
    assert "leave-0.md" not in second


def _sight(record: AnswerRecord, *groups: str) -> Sight:
    """What an employee of these groups may see where no rule changed since."""
    return Sight({"everyone", *groups}, documents_of(record))


def _record(**changed: Any) -> AnswerRecord:  # noqa: ANN401 - columns
    fields: dict[str, Any] = {
        "request_id": "r",
        "text": "…",
        "citations": [],
        "retrieved": [],
        "knowledge_version": "v" * 128,
        "generator": "m" * 256,
        "timings": {"total": 1.0},
        "kind": "answer",
        "confidence": None,
        "cached": "semantic",
        "shortfall": "",
        "refused": [],
        "created_at": utc_now(),
    }
    return AnswerRecord(**{**fields, **changed})


@pytest.mark.parametrize("language", list(WORDINGS))
@pytest.mark.parametrize(
    ("generator", "shortfall", "said"),
    [
        (
            "extractive",
            "",
            {"en": "nobody: these are quotes", "zh": "无，均为原文引用", "de": "niemand: das sind Zitate"},
        ),
        (
            "extractive",
            "failed",
            {"en": "the model did not answer; these are quotes", "zh": "语言模型没有作答", "de": "nicht geantwortet"},
        ),
        (
            "extractive",
            "late",
            {"en": "the model was not done in time", "zh": "语言模型未能按时完成", "de": "nicht rechtzeitig"},
        ),
        ("qwen3:4b", "late", {"en": "qwen3:4b, which broke off", "zh": "qwen3:4b（中途中断", "de": "qwen3:4b, das"}),
        ("qwen3:4b", "failed", {"en": "qwen3:4b, which broke off", "zh": "qwen3:4b（中途中断", "de": "qwen3:4b, das"}),
        ("qwen3:4b", "", dict.fromkeys(WORDINGS, '\nqwen3:4b"')),
    ],
)
def test_the_asker_is_told_where_quotes_stand_in_for_a_model(
    language: Language, generator: str, shortfall: str, said: dict[Language, str]
) -> None:
    """Whoever wants to know why; the answer itself is true and carries no banner."""
    record = _record(generator=generator, shortfall=shortfall)
    view = why_view(record, _sight(record), 0, {"request": "r"}, WORDINGS[language])

    assert said[language] in json.dumps(view, ensure_ascii=False).replace("\\n", "\n")


@pytest.mark.parametrize("words", WORDINGS.values())
def test_why_a_models_sentence_was_not_shown_is_said(words: Wording) -> None:
    """Once for each reason; one that a newer worker gives is passed over."""
    record = _record(refused=["number", "unsupported", "of tomorrow"])
    told, nothing = (
        json.dumps(why_view(each, _sight(each), 0, {"request": "r"}, words), ensure_ascii=False)
        for each in (record, _record())
    )

    assert f"{words.why_refusals['number']} · {words.why_refusals['unsupported']}" in told
    assert words.why_unshown.partition("{")[0] not in nothing


@pytest.mark.parametrize("words", WORDINGS.values())
def test_the_longest_explanation_keeps_slacks_limits(words: Wording) -> None:
    """However long the names are, and however many passages."""
    long = [_found("<!channel>" * 400, "everyone", heading="高" * 4000) for _ in range(40)]
    record = _record(retrieved=long)
    view = why_view(record, _sight(record), 3, {"request": "r"}, words)

    assert [] == block_faults(view["blocks"], 100)
    assert len(view["title"]["text"]) <= 24
    assert len(json.dumps(view)) < 250_000
    assert "<!channel>" not in json.dumps(view)


def test_an_answer_from_before_its_readers_were_kept_names_no_document() -> None:
    """In doubt nothing is shown."""
    old = {key: value for key, value in _found("leave.md").items() if key != "readers"}
    record = _record(retrieved=[old])
    view = why_view(record, _sight(record), 0, {"request": "r"}, _EN)

    assert _EN.why_nothing in json.dumps(view)
    assert "leave.md" not in json.dumps(view)


def test_a_reader_of_several_groups_is_in_all_of_them() -> None:
    """So are passages kept that were found after a rollback."""
    record = _record(retrieved=[_found("pay.md", "group:hr & group:law")])
    views = [
        json.dumps(why_view(record, _sight(record, "group:hr", *more), 0, {"request": "r"}, _EN))
        for more in ((), ("group:law",))
    ]

    assert [False, True] == ["pay.md" in view for view in views]
