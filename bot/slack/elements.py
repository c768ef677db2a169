"""The elements that messages, modals and pages are made of, as Block Kit wants them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workers.contract import Json


def plain(text: str) -> Json:
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A text object in mrkdwn."""
    return {"type": "mrkdwn", "text": text}


def section(text: str, accessory: Json | None = None) -> Json:
    """A paragraph in mrkdwn, with an element beside it if there is one."""
    return {"type": "section", "text": mrkdwn(text), **({"accessory": accessory} if accessory else {})}


def fields(facts: Iterable[tuple[str, str]]) -> Json:
    """Facts in two columns, each below its label; Slack takes ten."""
    return {"type": "section", "fields": [mrkdwn(f"*{label}*\n{value}") for label, value in facts]}


def context(text: str) -> Json:
    """A paragraph in small print."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def button(label: str, action: str, value: str, *, primary: bool = False) -> Json:
    """A button; Slack wants another ``action`` for each in one block."""
    style = {"style": "primary"} if primary else {}
    return {"type": "button", "text": plain(label), "action_id": action, "value": value, **style}


def actions(elements: Sequence[Json]) -> Json:
    """Buttons and the like in a row."""
    return {"type": "actions", "elements": list(elements)}
