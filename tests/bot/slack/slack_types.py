"""What Slack's own types (npm @slack/types) and pages say of the blocks that messages here are made of.

Not the sandbox's checks: those might share a mistake with what they check. A field that no type has is a fault, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
Check = Callable[[Any], bool]
MOST_BLOCKS: Final = 50
LARGEST: Final = 13_000
"""Characters of all blocks together as JSON."""
LONGEST_MARKDOWN: Final = 12_000
"""Of all markdown blocks of a message together."""


@dataclass(frozen=True)
class Object:
    """The fields of one type besides ``type``: those that must be there, and those that may."""

    needed: Mapping[str, Check]
    optional: Mapping[str, Check]


def _text(most: int) -> Check:
    return lambda value: isinstance(value, str) and 0 < len(value) <= most


def _list(most: int, *kinds: str) -> Check:
    return lambda value: isinstance(value, list) and 0 < len(value) <= most and all(_is(each, kinds) for each in value)


def _one(*kinds: str, most: int = 3000) -> Check:
    return lambda value: _is(value, kinds) and len(str(value.get("text", ""))) <= most


def _is_flag(value: Any) -> bool:  # noqa: ANN401 - whatever a message holds
    return isinstance(value, bool)


def _is_verdict(value: Any) -> bool:  # noqa: ANN401 - as above
    checks: dict[str, Check] = {
        "text": _one("plain_text", most=75),
        "value": _text(2000),
        "accessibility_label": _text(75),
    }
    return value.keys() <= checks.keys() and all(checks[name](each) for name, each in value.items())


def _are_rows(value: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(value, list) and 0 < len(value) <= 100 and all(_list(20, "raw_text")(row) for row in value)


def _are_columns(value: Any) -> bool:  # noqa: ANN401 - as above
    return len(value) <= 20 and all(each.keys() <= {"align", "is_wrapped"} for each in value)


_TYPES: Final[Mapping[str, Object]] = {
    "plain_text": Object({"text": _text(3000)}, {"emoji": _is_flag}),
    "mrkdwn": Object({"text": _text(3000)}, {"verbatim": _is_flag}),
    "raw_text": Object({"text": _text(3000)}, {}),
    "button": Object(
        {"text": _one("plain_text", most=75), "action_id": _text(255)}, {"value": _text(2000), "url": _text(3000)}
    ),
    "feedback_buttons": Object(
        {"positive_button": _is_verdict, "negative_button": _is_verdict}, {"action_id": _text(255)}
    ),
    "markdown": Object({"text": _text(LONGEST_MARKDOWN)}, {}),
    "divider": Object({}, {}),
    "section": Object({}, {"text": _one("plain_text", "mrkdwn"), "fields": _list(10, "plain_text", "mrkdwn")}),
    "context": Object({"elements": _list(10, "plain_text", "mrkdwn")}, {}),
    "actions": Object({"elements": _list(25, "button")}, {}),
    "context_actions": Object({"elements": _list(5, "feedback_buttons")}, {}),
    "table": Object({"rows": _are_rows}, {"column_settings": _are_columns}),
}
_BLOCKS: Final = ("markdown", "divider", "section", "context", "actions", "context_actions", "table")


def faults_of(blocks: list[Json]) -> list[str]:
    """Say what Slack would refuse of a message's blocks."""
    return list(_faults(blocks))


def _faults(blocks: list[Json]) -> Iterator[str]:
    kinds = [block.get("type") for block in blocks]
    yield from (f"no valid block: {json.dumps(block)[:200]}" for block in blocks if not _is(block, _BLOCKS))
    if len(blocks) > MOST_BLOCKS or not blocks:
        yield f"{len(blocks)} blocks"
    if kinds.count("table") > 1:
        yield "only one table allowed"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > LONGEST_MARKDOWN:
        yield "markdown too long"
    if (size := len(json.dumps(blocks, ensure_ascii=False))) > LARGEST:
        yield f"{size} characters"


def _is(value: Any, kinds: tuple[str, ...]) -> bool:  # noqa: ANN401 - as above
    """Whether it is an object of one of these types, with its fields and no others."""
    if not isinstance(value, dict) or value.get("type") not in kinds:
        return False
    known = _TYPES[value["type"]]
    given = {name: each for name, each in value.items() if name not in {"type", "block_id"}}
    checks = {**known.needed, **known.optional}
    return known.needed.keys() <= given.keys() <= checks.keys() and all(checks[n](each) for n, each in given.items())
