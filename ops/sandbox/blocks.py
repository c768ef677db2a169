"""Block Kit as Slack accepts it: the limits of its blocks, elements, views and streaming chunks.

The numbers are those of docs.slack.dev/reference/block-kit; what Slack does not limit is not checked.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from ops.sandbox.block_elements import (
    ACTION_ELEMENTS,
    BUTTON,
    FEEDBACK_BUTTONS,
    ICON_BUTTON,
    IDENTIFIER,
    IMAGE_ELEMENT,
    INPUT_ELEMENTS,
    MULTI_CHOICES,
    RICH_TEXT,
    URL,
    plain,
    text,
)
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import Json
from ops.sandbox.schema import Check, Shape, array, by_type, complaint, one_of, string
from ops.sandbox.tables import DATA_TABLE, TABLE

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
PAYLOAD_CHARACTERS = 13_000  # all blocks of a message together, as JSON (bolt-js#2509)
VIEW_BYTES = 250_000
MARKDOWN_CHARACTERS = 12_000


def _section_body(block: Json, pointer: str) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield complaint("missing required field: text", pointer)


def _card_body(block: Json, pointer: str) -> Iterator[str]:
    if not any(block.get(name) for name in ("hero_image", "title", "actions", "body")):
        yield complaint("missing required field: title", pointer)


def _container_title(block: Json, pointer: str) -> Iterator[str]:
    if not block.get("title") and not block.get("rich_text_title"):
        yield complaint("missing required field: title", pointer)
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield complaint("`default_collapsed` needs `is_collapsible`", f"{pointer}/default_collapsed")


IMAGE_OF_CARD = by_type({"image": IMAGE_ELEMENT})
CARD = Shape(
    {},
    {
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "hero_image": IMAGE_OF_CARD,
        "icon": IMAGE_OF_CARD,
        "actions": array(BUTTON, 3),
    },
    _card_body,
)
STATUS = one_of("pending", "in_progress", "complete", "error")
SOURCES = array(by_type({"url": Shape({"url": URL, "text": string(3000, 1)}, {})}), 100, 0)
TASK_CARD = Shape(
    {"task_id": IDENTIFIER, "title": string(256, 1), "status": STATUS},
    {"details": RICH_TEXT, "output": RICH_TEXT, "sources": SOURCES},
)
PLAIN_BLOCKS: dict[str, Check] = {
    "section": Shape(
        {},
        {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": by_type({**ACTION_ELEMENTS, **MULTI_CHOICES, "image": IMAGE_ELEMENT}),
        },
        _section_body,
    ),
    "divider": Shape({}, {}),
    "image": Shape({"alt_text": string(2000)}, {"image_url": URL, "title": plain(2000)}),
    "actions": Shape({"elements": array(by_type(ACTION_ELEMENTS), 25)}, {}),
    "context": Shape(
        {
            "elements": array(
                by_type({"image": IMAGE_ELEMENT, **dict.fromkeys(("plain_text", "mrkdwn"), text(3000))}), 10
            )
        },
        {},
    ),
    "context_actions": Shape(
        {"elements": array(by_type({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 5)}, {}
    ),
    "header": Shape({"text": plain(150)}, {}),
    "input": Shape({"label": plain(2000), "element": by_type(INPUT_ELEMENTS)}, {"hint": plain(2000)}),
    "markdown": Shape({"text": string(MARKDOWN_CHARACTERS, 1)}, {}),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "file": Shape({"external_id": string(255), "source": string(255)}, {}),
    "video": Shape(
        {"alt_text": string(2000), "title": plain(200), "video_url": URL, "thumbnail_url": URL},
        {"author_name": string(50)},
    ),
    "alert": Shape({"text": text(3000)}, {"level": one_of("default", "info", "warning", "error", "success")}),
    "card": CARD,
    "carousel": Shape({"elements": array(CARD, 10)}, {}),
    "task_card": TASK_CARD,
    "plan": Shape({"title": string(256, 1)}, {"tasks": array(TASK_CARD, 50, 0)}),
}
CHILDREN = (
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video",
)  # fmt: skip
CONTAINER = Shape(
    {"child_blocks": array(by_type({name: PLAIN_BLOCKS[name] for name in CHILDREN}), 10)},
    {
        "title": plain(150),
        "rich_text_title": by_type({"rich_text": RICH_TEXT}),
        "subtitle": text(150),
        "icon": IMAGE_OF_CARD,
        "width": one_of("narrow", "standard", "wide", "full"),
    },
    _container_title,
)


def _identified(shape: Check) -> Check:
    """Add the check of `block_id`, which every block may carry."""
    identity = Shape({}, {"block_id": IDENTIFIER})

    def check(value: object, pointer: str) -> Iterator[str]:
        yield from identity(value, pointer)
        yield from shape(value, pointer)

    return check


BLOCK_TYPES: dict[str, Check] = {**PLAIN_BLOCKS, "container": CONTAINER}
BLOCK = by_type({name: _identified(shape) for name, shape in BLOCK_TYPES.items()})
CHUNK_SHAPES: dict[str, Check] = {
    "markdown_text": Shape({"text": string(MARKDOWN_CHARACTERS)}, {}),
    "task_update": Shape(
        {"id": IDENTIFIER},
        {
            "title": string(256),
            "status": STATUS,
            "details": string(12_000),
            "output": string(12_000),
            "sources": SOURCES,
        },
    ),
    "plan_update": Shape({"title": string(256)}, {}),
    "blocks": Shape({"blocks": array(BLOCK, MESSAGE_BLOCKS)}, {}),
}
CHUNKS = array(by_type(CHUNK_SHAPES), 1000, 0)


def _unique_ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    ids = Counter(block.get("block_id") for block in blocks if block.get("block_id"))
    for block_id, count in ids.items():
        if count > 1:
            yield complaint(f"block_id `{block_id}` is used more than once", pointer)
    for index, block in enumerate(blocks):
        actions = Counter(e.get("action_id") for e in elements_of(block) if e.get("action_id"))
        for action_id, count in actions.items():
            if count > 1:
                yield complaint(f"action_id `{action_id}` is used more than once", f"{pointer}/{index}/elements")


def block_faults(blocks: object, most: int = MESSAGE_BLOCKS, pointer: str = "/blocks") -> list[str]:
    """Return Slack's complaints about a list of blocks; an empty list means that they are valid."""
    faults = list(array(BLOCK, most, 0)(blocks, pointer))
    return faults or list(_unique_ids(blocks, pointer) if isinstance(blocks, list) else ())


def too_long(blocks: list[Json]) -> bool:
    """Whether the blocks of one message are more than Slack takes (`msg_blocks_too_long`)."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > PAYLOAD_CHARACTERS


VIEW_COMMON: dict[str, Check] = {
    "callback_id": string(255),
    "private_metadata": string(3000),
    "external_id": string(255),
}
VIEWS = {
    "modal": Shape({"title": plain(24)}, {**VIEW_COMMON, "submit": plain(24), "close": plain(24)}),
    "home": Shape({}, VIEW_COMMON),
}


def view_faults(view: object) -> list[str]:
    """Return Slack's complaints about a modal or a Home tab."""
    faults = list(by_type(VIEWS)(view, "/view"))
    if faults or not isinstance(view, dict):
        return faults
    blocks = view.get("blocks")
    if blocks is None:
        return [complaint("missing required field: blocks", "/view")]
    faults = block_faults(blocks, VIEW_BLOCKS, "/view/blocks")
    asks = not faults and view["type"] == "modal" and any(block["type"] == "input" for block in blocks)
    if asks and not view.get("submit"):
        return [complaint("`submit` is required when an `input` block is within blocks", "/view/submit")]
    return faults


def elements_of(block: Json) -> list[Json]:
    """Return the interactive elements of a block, wherever its type keeps them."""
    nested = [*block.get("elements", []), *block.get("actions", []), *block.get("child_blocks", [])]
    single = [block.get("accessory"), block.get("element")]
    elements = [element for element in (*nested, *single) if isinstance(element, dict)]
    containers = [element for element in elements if element.get("type") in BLOCK_TYPES]
    return [e for e in elements if e not in containers] + [e for c in containers for e in elements_of(c)]


def with_ids(blocks: Iterable[Json]) -> list[Json]:
    """Return the blocks with the block and action ids that Slack invents where an app gave none."""
    stored: list[Json] = json.loads(json.dumps(list(blocks)))
    for block in stored:
        block.setdefault("block_id", new_id("b"))
        for element in elements_of(block):
            if element.get("type") in {*ACTION_ELEMENTS, *INPUT_ELEMENTS, "feedback_buttons", "icon_button"}:
                element.setdefault("action_id", new_id("a"))
    return stored
