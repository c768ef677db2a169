"""What Slack takes of a message, and how much of it is used. The numbers are those of docs.slack.dev's Block Kit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from workers.contract import Json

LONGEST_TEXT: Final = 3000
"""Characters of a text object in a section or a context."""
LONGEST_NOTIFICATION: Final = 3000
"""Of the text that stands in for the blocks in notifications; `chat.update` takes 4,000."""
LONGEST_LABEL: Final = 75
"""Characters on a button."""
LARGEST_MESSAGE: Final = 12_900
"""Characters of all blocks of a message as JSON: Slack refuses more than about 13,000."""
LONGEST_TASK_TITLE: Final = 256
LONGEST_TASK_TEXT: Final = 256
"""Of the title, and of the details, of a task that a stream shows."""
MOST_LOADING_MESSAGES: Final = 10
LONGEST_SESSION_TITLE: Final = 200
MOST_BLOCKS: Final = 50
MOST_TABLE_ROWS: Final = 100
MOST_TABLE_COLUMNS: Final = 20


def size_of(blocks: Sequence[Json] | Json | str) -> int:
    """How many characters something has as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))
