"""Work Objects as the page shows them, and which links are an app's."""

import pytest

from ops.sandbox.entity_view import entity_card
from ops.sandbox.model import Json
from ops.sandbox.text import Names
from ops.sandbox.work_objects import domain_of, links_in

NAMES = Names({"U0MAYA": "Maya Okafor"}.get, {}.get, {}.get)


def fields(payload: Json) -> list[tuple[str, str]]:
    """The labels and the HTML of a Work Object's fields."""
    about = {"attributes": {"title": {"text": "Leave"}}, **payload}
    card = entity_card({"url": "https://a.example", "entity_payload": about}, NAMES)
    return [(field["label"], field["html"]) for field in card["fields"]]


@pytest.mark.parametrize(
    ("field", "html"),
    [
        ({"value": "<b>25</b>"}, "&lt;b&gt;25&lt;/b&gt;"),
        ({"value": "**25** days", "format": "markdown"}, "<p><strong>25</strong> days</p>\n"),
        ({"type": "slack#/types/user", "user": {"user_id": "U0MAYA"}}, "Maya Okafor"),
        ({"type": "slack#/types/user", "user": {"text": "Somebody"}}, "Somebody"),
        ({"type": "slack#/types/timestamp", "value": 1_767_225_600}, "2026-01-01 00:00"),
        ({"type": "array", "value": [{"value": "HR"}, {"value": 7}]}, "HR, 7"),
        ({"value": "x", "link": "javascript:alert(1)"}, "x"),
        ({}, ""),
    ],
)
def test_a_field_is_shown_by_its_type(field: Json, html: str) -> None:
    """Text as text, people by name, times as times; no link leads to a script."""
    assert [("Owner", html)] == fields({"custom_fields": [{"key": "owner", "label": "Owner", **field}]})


def test_fields_stand_in_the_order_that_the_app_wishes() -> None:
    """The others follow; a field without a label has its name."""
    payload = {
        "fields": {"date_created": {"value": 1}, "status": {"value": "new"}},
        "display_order": ["status", "none"],
    }

    assert [("Status", "new"), ("Date created", "1")] == fields(payload)


def test_a_domain_is_an_app_s_with_what_is_below_it() -> None:
    """A host that only ends alike is somebody else's."""
    hosts = [
        "https://example.com/x",
        "https://wiki.example.com",
        "https://notexample.com",
        "https://example.com.evil.test",
    ]

    assert ["example.com", "example.com", None, None] == [domain_of(host, ["example.com"]) for host in hosts]


def test_each_link_of_a_message_counts_once() -> None:
    """With and without Slack's brackets and label; other tokens are none."""
    encoded = "<https://a.example/?x=1&amp;y=2|here> https://b.example <@U0MAYA> <https://a.example/?x=1&amp;y=2>"

    assert ["https://a.example/?x=1&y=2", "https://b.example"] == links_in(encoded)
