"""What was pressed, chosen or left out among a message's or view's elements."""

from collections.abc import Mapping
from typing import Any

from ops.sandbox.blocks import elements_of
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json

# Fields of a request for an action that say where it happened; all others describe the action itself.
WHERE = frozenset({"user", "channel", "message_ts", "view_id", "thread_ts", "state"})


def action_of(blocks: list[Json], request: Mapping[str, Any], stamp: str) -> Json:
    """Return the entry of `actions`: the element's own data, and the value that was chosen.

    `block_id` may be left out where the action id says enough.
    """
    block_id, element = _element(blocks, request.get("block_id"), request.get("action_id"))
    chosen = {name: value for name, value in request.items() if name not in WHERE}
    own: Json = {name: element[name] for name in ("text", "value") if name in element}
    if element["type"] == "feedback_buttons":
        own = _feedback(element, chosen.get("value"))
    return {**chosen, **own, "block_id": block_id, "type": element["type"], "action_ts": stamp}


def _element(blocks: list[Json], block_id: object, action_id: object) -> tuple[str, Json]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
                return block["block_id"], element
    raise SlackError("action_not_found")


def _feedback(element: Json, value: object) -> Json:
    for button in (element["positive_button"], element["negative_button"]):
        if button["value"] == value:
            return {"text": button["text"], "value": value}
    raise SlackError("action_not_found")


def missing_inputs(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return an error for each input that must be filled in and is not, as Slack's client does."""
    asked = (block for block in blocks if block["type"] == "input" and not block.get("optional"))
    return {block["block_id"]: "Please complete this required field." for block in asked if not _given(block, values)}


def _given(block: Json, values: Json) -> bool:
    given = values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
    return any(value not in (None, "", []) for name, value in given.items() if name != "type")


def channels_chosen(blocks: list[Json], values: Json) -> list[Json]:
    """Return where a channel was chosen in a menu with `response_url_enabled`, and which."""
    inputs = [block for block in blocks if block["type"] == "input" and block["element"].get("response_url_enabled")]
    found = [(block["block_id"], block["element"]["action_id"]) for block in inputs]
    given = [(values.get(block_id, {}).get(action_id, {}), block_id, action_id) for block_id, action_id in found]
    return [
        {"block_id": block_id, "action_id": action_id, "channel_id": channel}
        for state, block_id, action_id in given
        if (channel := state.get("selected_conversation") or state.get("selected_channel"))
    ]
