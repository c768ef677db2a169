"""The modal to ask in, alone or about a message; pure. What it is about travels in the modal itself.

The words of the message are the asker's to read already, and whatever comes back with the modal names no other message:
nothing is read from Slack for it, so nothing can leak.
"""

from __future__ import annotations

import json
from typing import Any, Final

from bot.home.parts import quoted
from bot.slack.elements import plain, section
from bot.slack.markup import has_words, plain_text, shortened, storable
from bot.wording import Wording
from workers.contract import Json

FORM: Final = "ask_form"
"""The modal's callback id."""
QUESTION: Final = "question"
"""Block and action of its one field."""
LONGEST_FIELD: Final = 3000
"""Characters of one field, by Slack's rule."""
LONGEST_SUBJECT: Final = 1400
"""Characters of a message that are asked about: each may need two in the modal's 3,000 of private metadata."""


def form_view(words: Wording, subject: str = "", said: str = "") -> Json:
    """The modal, with the message's words where it is about one, below a sentence of ours if there is one."""
    about = [section(words.ask_about), quoted(subject)] if subject else []
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps({"subject": subject}, ensure_ascii=False) if subject else "",
        "title": plain(words.ask_title),
        "submit": plain(words.ask_submit),
        "close": plain(words.cancel),
        "blocks": [*([section(said)] if said else []), *about, _field(words, subject)],
    }


def taken_view(words: Wording, sentence: str) -> Json:
    """What stands in the modal once it was sent."""
    return {
        "type": "modal",
        "title": plain(words.ask_title),
        "close": plain(words.why_close),
        "blocks": [section(sentence)],
    }


def subject_of(message: Json, bot_user_id: str) -> str:
    """The words of a message, bounded; those of what it forwards or attaches where it has none of its own."""
    attached = (each.get("text") or "" for each in message.get("attachments") or ())
    texts = (plain_text(str(text), bot_user_id) for text in (message.get("text") or "", *attached))
    return shortened(next(filter(has_words, texts), ""), LONGEST_SUBJECT)


def kept_subject(private_metadata: object) -> str:
    """The words that the modal is about; empty where what came back with it is not what we sent."""
    try:
        kept = json.loads(str(private_metadata or "{}"))
    except (ValueError, RecursionError):
        return ""
    subject = kept.get("subject") if isinstance(kept, dict) else None
    return shortened(storable(subject), LONGEST_SUBJECT) if isinstance(subject, str) else ""


def typed_in(view: Json, action: str) -> str:
    """What was typed into a view's field, as it can be stored; empty where there is no such field."""
    state = view.get("state") or {}
    values: Any = state.get("values") if isinstance(state, dict) else None
    blocks = values.values() if isinstance(values, dict) else ()
    fields = (block.get(action) for block in blocks if isinstance(block, dict))
    typed = next((field.get("value") for field in fields if isinstance(field, dict)), "")
    return storable(str(typed or "")).strip()


def _field(words: Wording, subject: str) -> Json:
    field = {"type": "plain_text_input", "action_id": QUESTION, "multiline": True, "max_length": LONGEST_FIELD}
    prefilled = {"initial_value": words.ask_what} if subject else {"placeholder": plain(words.prompts[0][1])}
    return {
        "type": "input",
        "block_id": QUESTION,
        "label": plain(words.ask_question),
        "element": {**field, **prefilled},
        "optional": bool(subject),
    }
