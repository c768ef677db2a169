"""Block Kit's limits."""

from typing import Any

import pytest
from slack_sdk.models import blocks as sdk

from ops.sandbox.blocks import block_faults, elements_of, view_faults, with_ids

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(**fields: object) -> Json:
    """A button."""
    return {"type": "button", "action_id": "a", "text": plain("Go"), **fields}


def feedback(**fields: object) -> Json:
    """Feedback buttons."""
    choice = {"text": plain("Good"), "value": "up"}
    return {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": choice,
        "negative_button": choice,
        **fields,
    }


CELL = {"type": "raw_text", "text": "x"}
RICH = {"type": "rich_text", "elements": []}
OPTION = {"text": plain("One"), "value": "1"}
GOOD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}, "accessory": button(value="x" * 2000)},
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "x"}, {"type": "image", "alt_text": "", "image_url": "u"}],
    },
    {"type": "context_actions", "elements": [feedback(), {"type": "icon_button", "icon": "trash", "text": plain("x")}]},
    {"type": "actions", "elements": [button(action_id=str(number)) for number in range(25)]},
    {"type": "actions", "elements": [{"type": "static_select", "action_id": "s", "options": [OPTION]}]},
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "image", "alt_text": "x", "image_url": "https://a.example/x.png"},
    {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input", "action_id": "t"}},
    {"type": "rich_text", "elements": []},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
    {"type": "task_card", "task_id": "1", "title": "x", "status": "complete"},
    {"type": "container", "title": plain("x"), "child_blocks": [{"type": "divider"}] * 10},
    {
        "type": "data_table",
        "caption": "Rates",
        "page_size": 100,
        "row_header_column_index": 19,
        "rows": [[{"type": "raw_number", "value": 1.5, "text": "1.50"}] * 20] * 101,
    },
    {"type": "table", "rows": [[{"type": "rich_text", "elements": []}]], "column_settings": [{"align": "right"}]},
    {"type": "plan", "title": "x", "tasks": [{"type": "task_card", "task_id": "1", "title": "x", "status": "error"}]},
    {
        "type": "card",
        "title": plain("x" * 150),
        "body": plain("x" * 200),
        "actions": [button(action_id=n) for n in "abc"],
    },
    {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 10},
    {"type": "alert", "text": plain("x"), "level": "success"},
]
BAD: list[tuple[Json, str]] = [
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    ({"type": "section", "text": plain("")}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section", "text": plain("x" * 3001)}, "must be less than 3001 characters"),
    ({"type": "section", "text": "x"}, "must be an object [json-pointer:/blocks/0/text]"),
    ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    ({"type": "section", "fields": [plain("x" * 2001)]}, "must be less than 2001 characters"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items allowed"),
    ({"type": "context_actions", "elements": [feedback()] * 6}, "no more than 5 items allowed"),
    ({"type": "context_actions", "elements": [button()]}, "unsupported type: button"),
    (
        {"type": "context_actions", "elements": [feedback(negative_button=None)]},
        "missing required field: negative_button",
    ),
    ({"type": "actions", "elements": [button()] * 26}, "no more than 25 items allowed"),
    ({"type": "actions", "elements": []}, "must have at least 1 items"),
    ({"type": "actions", "elements": [button(), button()]}, "action_id `a` is used more than once"),
    ({"type": "actions", "elements": [button(text=plain("x" * 76))]}, "must be less than 76 characters"),
    ({"type": "actions", "elements": [button(value="x" * 2001)]}, "must be less than 2001 characters"),
    ({"type": "actions", "elements": [button(action_id="x" * 256)]}, "must be less than 256 characters"),
    ({"type": "actions", "elements": [button(style="green")]}, "must be one of: primary, danger"),
    ({"type": "actions", "elements": [{"type": "static_select", "action_id": "s"}]}, "must define either `options`"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    ({"type": "table", "rows": [[CELL]] * 101}, "no more than 100 items allowed"),
    ({"type": "table", "rows": [[CELL] * 21]}, "no more than 20 items allowed"),
    ({"type": "table", "rows": [[plain("x")]]}, "unsupported type: plain_text"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 5001}] * 2]}, "no more than 10000 characters"),
    ({"type": "table", "rows": [[CELL]], "column_settings": [{"align": "top"}]}, "must be one of: left, center, right"),
    ({"type": "data_table", "rows": [[CELL]] * 2}, "missing required field: caption"),
    ({"type": "data_table", "caption": "x", "rows": [[CELL]]}, "must have at least 2 items"),
    ({"type": "data_table", "caption": "x", "rows": [[CELL], [CELL] * 2]}, "the same number of cells"),
    ({"type": "data_table", "caption": "x", "rows": [[RICH], [CELL]]}, "`rich_text` is not allowed in the header row"),
    ({"type": "data_table", "caption": "x", "rows": [[CELL]] * 2, "page_size": 101}, "must be a number from 1 to 100"),
    ({"type": "task_card", "task_id": "1", "title": "x"}, "missing required field: status"),
    ({"type": "plan", "tasks": []}, "missing required field: title"),
    ({"type": "card", "subtitle": plain("x")}, "missing required field: title"),
    ({"type": "card", "title": plain("x"), "actions": [button(action_id=n) for n in "abcd"]}, "no more than 3 items"),
    ({"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 11}, "no more than 10 items allowed"),
    ({"type": "alert", "text": plain("x"), "level": "fatal"}, "must be one of: default, info"),
    ({"type": "container", "child_blocks": [{"type": "divider"}]}, "missing required field: title"),
    (
        {"type": "container", "title": plain("x"), "child_blocks": [{"type": "plan", "title": "x"}]},
        "unsupported type: plan",
    ),
    ({"type": "sections"}, "unsupported type: sections [json-pointer:/blocks/0/type]"),
    ({"text": "x"}, "missing required field: type [json-pointer:/blocks/0]"),
    ({"type": ["section"]}, "unsupported type: ['section']"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_a_block_at_its_limits_is_accepted(block: Json) -> None:
    """The largest values that Slack allows."""
    assert [] == block_faults([block])


@pytest.mark.parametrize(("block", "fault"), BAD)
def test_a_block_beyond_its_limits_is_refused(block: Json, fault: str) -> None:
    """The complaint says what is wrong."""
    faults = block_faults([block])

    assert faults
    assert fault in faults[0]


@pytest.mark.parametrize("blocks", [None, "x", 7, {"type": "divider"}, [None], ["x"], [[]]])
def test_what_is_no_list_of_blocks_is_refused(blocks: object) -> None:
    """Never an exception."""
    assert block_faults(blocks)


def test_the_sdk_s_own_models_are_accepted() -> None:
    """What slack_sdk builds is valid here too."""
    built = [
        sdk.SectionBlock(text="x", accessory=sdk.ButtonElement(text="Go", action_id="go")),
        sdk.HeaderBlock(text="x"),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="x")]),
        sdk.ActionsBlock(elements=[sdk.StaticSelectElement(action_id="s", options=[sdk.Option(value="1", text="1")])]),
        sdk.ContextActionsBlock(
            elements=[
                sdk.FeedbackButtonsElement(
                    action_id="f",
                    positive_button=sdk.FeedbackButtonObject(text="Good", value="up"),
                    negative_button=sdk.FeedbackButtonObject(text="Bad", value="down"),
                )
            ]
        ),
        sdk.MarkdownBlock(text="**x**"),
        sdk.AlertBlock(text="x", level="warning"),
    ]

    assert [] == block_faults([block.to_dict() for block in built])


def test_block_ids_must_differ() -> None:
    """Twice the same id is refused."""
    assert "used more than once" in block_faults([{"type": "divider", "block_id": "x"}] * 2)[0]


def test_missing_ids_are_invented_and_given_ones_kept() -> None:
    """Blocks and interactive elements have ids afterwards; the original is untouched."""
    unnamed = {"type": "actions", "elements": [{"type": "button", "text": plain("Go")}, button()]}
    named = with_ids([unnamed, {"type": "divider", "block_id": "mine"}])

    assert "block_id" not in unnamed
    assert named[0]["block_id"] != named[1]["block_id"] == "mine"
    assert [True, True] == [bool(element["action_id"]) for element in elements_of(named[0])]


def test_a_view_of_an_unknown_type_is_refused() -> None:
    """Only modals and Home tabs exist."""
    assert view_faults({"type": "workflow", "blocks": []})
    assert view_faults("modal")
    assert view_faults(None)
