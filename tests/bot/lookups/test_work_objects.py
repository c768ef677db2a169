"""A document as a Work Object, whatever stands in it."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.lookups.results import search_result
from bot.lookups.work_objects import note_warning, work_object
from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.searching import RESULT
from ops.sandbox.work_objects import ENTITY

_LINK = "https://policies.example.com/a.md"


def _card(**known: object) -> dict[str, Any]:
    plain = {"reference": "a.md", "title": "A", "heading": "A", "url": _LINK, "quote": "Words.", "section": "Words."}
    dates = {"effective": None, "until": None, "version": "v000001-abc", "built_at": "2026-05-01T10:00:00+00:00"}
    return {**plain, **dates, "owner": "", **known}


_ODD = (
    _card(),
    _card(title="", quote="", section="", heading=""),
    _card(title="\u202e\x00", owner="x" * 5000, heading="y" * 5000, title_="z"),
    _card(title="长" * 5000, quote="词。" * 9000, section="词。" * 9000, owner="人" * 900),
    _card(quote="<!channel> " * 2000, section="`" * 9000, title="*a* <@U1|b> https://evil.example"),
    _card(url="file:///a.md"),
    _card(url=f"https://policies.example.com/{'长' * 900}"),
    _card(effective="2026-01-01", until="2027-01-01", url=""),
)


@pytest.mark.parametrize("card", _ODD)
@pytest.mark.parametrize("language", ["en", "zh", "de"])
def test_whatever_stands_in_a_document_slack_takes_it(card: dict[str, Any], language: Language) -> None:
    """By Slack's own limits, and with nobody called."""
    words = WORDINGS[language]
    result = search_result(card, "2026-05-01", words, "A1", "T1")
    shown = work_object(card, _LINK, words)

    assert ([], []) == (list(RESULT(result, "")), list(ENTITY(shown, "")))
    assert "<!" not in str((result, shown))
    assert "<@" not in str((result, shown))


def test_what_is_not_known_is_left_out() -> None:
    """No empty line, and no heading that says the title again."""
    payload = work_object(_card(), _LINK, WORDINGS["en"])["entity_payload"]

    assert [("version", "v000001-abc (2026-05-01)")] == [(one["key"], one["value"]) for one in payload["custom_fields"]]


def test_what_slack_leaves_out_is_logged() -> None:
    """It answers that all is well."""
    with capture_logs() as logs:
        note_warning({"ok": True, "warning": "invalid_metadata_format"})
        note_warning({"ok": True})

    assert [("work_object_left_out", "invalid_metadata_format")] == [(one["event"], one["warning"]) for one in logs]
