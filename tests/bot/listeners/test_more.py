"""`More`: all of an answer that its message had no room for, for whoever may read it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.delivery.messages.more import PER_PAGE, more_view
from bot.delivery.process import Parts
from bot.records.found import Sight, documents_of
from bot.records.ledger import utc_now
from bot.records.models import AnswerRecord
from bot.wording import WORDINGS
from knowledge.domain import Citation, CitedTable
from ops.sandbox.blocks import view_faults
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Json, Reply

_EN = WORDINGS["en"]
_ROWS = tuple((f"City {n}", f"{n} euro <!here>") for n in range(1, 101))
_TABLE = CitedTable(("City", "Limit"), _ROWS, (49,), 300)
_CITATION = Citation(
    1, "limits.md", "Limits", "Per night", "| City 50 | 50 euro |", "https://x.example/l", table=_TABLE
)
_FOUND = {"document": "limits.md", "heading": "Per night", "effective": None, "readers": ["everyone"], "score": 0.03}


def _record(*citations: Citation, text: str = "City: City 50 [1]", **found: object) -> AnswerRecord:
    return AnswerRecord(
        request_id="r-1",
        text=text,
        language="en",
        abstained=False,
        citations=json.loads(json.dumps([asdict(each) for each in citations])),
        retrieved=[{**_FOUND, **found}],
        created_at=utc_now(),
    )


def _view(record: AnswerRecord, page: int = 0, principals: frozenset[str] = frozenset({"everyone"})) -> Json:
    return more_view(
        record, Sight(principals, documents_of(record)), page, {"request": "r-1", "channel": "C0GENERAL"}, _EN
    )


def _said(view: Json) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)


def test_every_row_is_there_the_one_that_answers_first_and_how_many_are_elsewhere() -> None:
    """A modal takes no table block; the rest of 300 rows is read in the document."""
    view = _view(_record(_CITATION))
    lines = _said(view).splitlines()

    assert [] == view_faults(view)
    assert "• City: City 50; Limit: 50 euro" == lines[1]
    assert 100 == sum(line.startswith("• ") for line in lines)
    assert "… 200 more rows: <https://x.example/l|Limits>" == lines[-1]
    assert "<!here>" not in _said(view)


def test_a_long_quote_is_shown_whole_over_several_pages() -> None:
    """With buttons that turn them."""
    quote = " ".join(f"Sentence number {n} of the rule." for n in range(1, 1501))
    record = _record(replace(_CITATION, quote=quote, table=None))
    views = [_view(record, page) for page in (0, 1)]

    assert [] == [fault for view in views for fault in view_faults(view)]
    assert all(len(view["blocks"]) <= PER_PAGE + 1 for view in views)
    assert "Sentence number 1500 of the rule." in _said(views[1])
    assert {"answer_more_page_next", "answer_more_page_previous"} == {
        view["blocks"][-1]["elements"][0]["action_id"] for view in views
    }


def test_the_words_of_an_answer_that_was_cut_are_there() -> None:
    """All its steps."""
    text = "\n".join(f"{n}. Open form {n} and fill it in." for n in range(1, 400)) + " [1]"

    assert "399. Open form 399" in _said(_view(_record(_CITATION, text=text), page=0))


@pytest.mark.parametrize("found", [{"readers": ["group:board"]}, {"readers": []}, {"document": "other.md"}])
def test_whoever_may_not_read_the_document_now_sees_nothing_of_it(found: Json) -> None:
    """Nor where nobody knows who may."""
    said = _said(_view(_record(_CITATION, text="City 50 " * 900, **found)))

    assert _EN.why_nothing == said


def test_the_button_opens_it_for_a_reader_and_for_nobody_else(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """As with `Why this answer`."""
    assert served
    request = office.ask(channel="C0GENERAL")
    answer: dict[str, Any] = answer_to(request).answer or {}
    cited = {**answer, "citations": [asdict(_CITATION)], "retrieved": [_FOUND]}
    parts.settler.settle(request.id, Reply(request.id, answer=json.loads(json.dumps(cited))))
    message = next(said for said in office.posted("C0GENERAL") if len(said["blocks"]) > 1)
    block = next(block for block in message["blocks"] if block["type"] == "actions")
    place = {"channel": "C0GENERAL", "message_ts": message["ts"], "block_id": block["block_id"]}
    slack.control("action", user="U0TOM", **place, action_id="answer_more")
    parts.looks.complete(office.looked_up())
    shown = wait_until(lambda: json.dumps(slack.state()["views"][-1:]) if slack.state()["views"] else "")

    assert "table" in [block["type"] for block in message["blocks"]]
    assert "City 100" in str(shown)
