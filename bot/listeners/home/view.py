"""The Home tab; pure."""

from __future__ import annotations

from bot.wording import Wording
from workers.contract import Json


def home_view(words: Wording) -> Json:
    """What I do, how to ask, and why the buttons matter."""
    prompts = "\n".join(f"• _{message}_" for _, message in words.prompts)
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": words.home_title}},
            _section(words.home_what),
            {"type": "divider"},
            _section(words.home_how),
            _section(f"*{words.prompts_title}*\n{prompts}"),
            {"type": "context", "elements": [{"type": "mrkdwn", "text": words.home_trust}]},
        ],
    }


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
