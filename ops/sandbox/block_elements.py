"""The text objects and interactive elements of Block Kit, and their limits (docs.slack.dev/reference/block-kit)."""

from collections.abc import Iterator

from ops.sandbox.model import Json
from ops.sandbox.schema import Check, Shape, anything, array, by_type, complaint, one_of, string

IDENTIFIER = string(255)
URL = string(3000, 1)


def text(most: int, *kinds: str) -> Check:
    """Accept a text object of these kinds with 1 to `most` characters."""
    allowed = kinds or ("plain_text", "mrkdwn")
    body = string(most, 1)
    return by_type(dict.fromkeys(allowed, Shape({"text": body}, {})))


def plain(most: int) -> Check:
    """Accept a plain_text object."""
    return text(most, "plain_text")


CONFIRM = Shape({"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, {})
OPTION = Shape({"text": text(75), "value": string(150, 1)}, {"description": text(75)})
OPTIONS = array(OPTION, 100)
GROUPS = array(Shape({"label": plain(75), "options": OPTIONS}, {}), 100)
FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
COMMON: dict[str, Check] = {"action_id": IDENTIFIER, "confirm": CONFIRM}
INPUT: dict[str, Check] = {**COMMON, "placeholder": plain(150)}


def _options_given(element: Json, pointer: str) -> Iterator[str]:
    if bool(element.get("options")) == bool(element.get("option_groups")):
        yield complaint("must define either `options` or `option_groups`", pointer)


def _picker() -> Shape:
    return Shape({}, INPUT)


def _select() -> Shape:
    return Shape({}, {**INPUT, "options": OPTIONS, "option_groups": GROUPS}, _options_given)


BUTTON = Shape(
    {"text": plain(75)},
    {
        **COMMON,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
ICON_BUTTON = Shape(
    {"icon": string(75, 1), "text": plain(75)},
    {**COMMON, "value": string(2000), "visible_to_user_ids": array(string(255), 10)},
)
FEEDBACK_BUTTONS = Shape({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, COMMON)
IMAGE_ELEMENT = Shape({"alt_text": string(2000)}, {"image_url": URL})
PICKERS = (
    "datepicker", "timepicker", "datetimepicker", "users_select", "conversations_select", "channels_select",
    "external_select",
)  # fmt: skip
MULTI_PICKERS = (
    "multi_users_select", "multi_conversations_select", "multi_channels_select", "multi_external_select",
)  # fmt: skip
CHOICES: dict[str, Check] = {
    "checkboxes": Shape({"options": array(OPTION, 10)}, COMMON),
    "radio_buttons": Shape({"options": array(OPTION, 10)}, COMMON),
    "static_select": _select(),
    **{name: _picker() for name in PICKERS},
}
MULTI_CHOICES: dict[str, Check] = {
    "multi_static_select": _select(),
    **{name: _picker() for name in MULTI_PICKERS},
}
ACTION_ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "workflow_button": Shape({"text": plain(75), "workflow": anything}, COMMON),
    "overflow": Shape({"options": array(OPTION, 5)}, COMMON),
    **CHOICES,
}
INPUT_ELEMENTS: dict[str, Check] = {
    "plain_text_input": Shape({}, {**INPUT, "initial_value": string(3000)}),
    "email_text_input": _picker(),
    "url_text_input": _picker(),
    "number_input": _picker(),
    "rich_text_input": _picker(),
    "file_input": _picker(),
    **CHOICES,
    **MULTI_CHOICES,
}
RICH_TEXT = Shape({"elements": array(anything, 1000, 0)}, {})
