"""The exact words with which people stop an answer, as the edge knows them, which has no model.

Everything else that is small talk is told by `knowledge.question.intents`.
"""

from __future__ import annotations

import re
from typing import Final

_BESIDE: Final = r"(?:(?:please|pls|ok|okay|thanks|frontdesk|bitte|请|好了?|先|快|吧|谢谢)(?![a-z])[\s,.!，。！]*+)*+"
_STOP: Final = (
    r"(?:(?:stop|cancel|abort)(?: (?:it|this|that|answering|writing))?|never ?mind|stopp|abbrechen"
    r"|停(?:下|止)?(?:回答)?|取消(?:回答)?|算了|(?:别|不用)(?:再)?(?:说|写|查|回答)了)"
)
_STOPPING: Final = re.compile(rf"[\s*_]*{_BESIDE}{_STOP}(?![a-z])[\s,.!，。！]*+{_BESIDE}[\s*_]*", re.IGNORECASE)


def says_stop(text: str) -> bool:
    """Whether the whole message is the command to stop."""
    return _STOPPING.fullmatch(text) is not None
