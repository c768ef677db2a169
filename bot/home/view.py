"""A Home tab as Slack's blocks; pure. A view may have 100 of them; this one has at most 40."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.delivery.messages.reports.report import name_of, value_of
from bot.home.administration import administration_blocks
from bot.home.form import LONGEST_FIELD
from bot.home.page import Change, Page
from bot.home.parts import listed
from bot.records.histories import Past
from bot.records.people import Choices
from bot.slack.elements import actions, button, context, plain, section
from bot.slack.markup import escaped, literal, one_line, shortened
from bot.slack.sources import web_link
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from workers.contract import Json

ASK: Final = "home_ask"
SEND: Final = "home_send"
OPEN_ANSWER: Final = "home_answer"
LANGUAGE: Final = "home_language"
PRIVATELY: Final = "home_privately"
"""Action ids of what can be done on the page."""
PRIVATE: Final = "on"
UNOFFERED: Final = "unoffered"
"""The boxes to tick."""
AUTOMATIC: Final = "auto"
"""The choice of no language."""

_LONGEST_QUESTION: Final = 200
_LONGEST_PROMPT: Final = 120


def home_view(page: Page, words: Wording) -> Json:
    """The whole page: ask, what became of what was asked, what changed, settings, administration, how it works."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain(words.home_title)},
            *_ask(page, words),
            *_pasts(page, words),
            *listed(words.home_changes, (_change(change) for change in page.changes)),
            {"type": "divider"},
            *_settings(page.choices, words),
            *administration_blocks(page.administration, words),
            {"type": "divider"},
            *_how(page.prompts, words),
        ],
    }


def link_to(team_url: str, channel: str, ts: str) -> str:
    """The address of a message, which Slack's apps open themselves; empty where the workspace's is not known."""
    return web_link(f"{team_url}archives/{channel}/p{ts.replace('.', '')}") if team_url else ""


def _ask(page: Page, words: Wording) -> Iterator[Json]:
    """The field is another one once a question was taken: Slack keeps what was typed in a field of the same name."""
    field = {
        "type": "plain_text_input",
        "action_id": ASK,
        "max_length": LONGEST_FIELD,
        "placeholder": plain(words.prompts[0][1]),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    name = f"ask-{page.pasts[0].id if page.pasts else 'first'}"
    label = plain(words.home_ask)
    yield {"type": "input", "block_id": name, "label": label, "element": field, "dispatch_action": True}
    yield actions([button(words.ask_submit, SEND, "-", primary=True)])


def _pasts(page: Page, words: Wording) -> Iterator[Json]:
    if page.pasts:
        yield section(f"*{words.home_pasts}*")
    for past in page.pasts:
        offered = button(words.home_show, OPEN_ANSWER, past.id) if past.kept else None
        yield section(f"{_asked(past, page.team_url, words)}\n{_became(past, words)}", offered)


def _asked(past: Past, team_url: str, words: Wording) -> str:
    """The question, leading to its reply."""
    if not past.text:
        return f"_{words.home_deleted}_"
    text = escaped(shortened(" ".join(past.text.split()), _LONGEST_QUESTION))
    link = link_to(team_url, past.channel, past.ts) if past.channel and past.ts else ""
    return f"<{link}|{text}>" if link else text


def _became(past: Past, words: Wording) -> str:
    return f"{words.home_outcomes[past.outcome]} · {value_of(past.asked_at.isoformat())}"


def _change(change: Change) -> str:
    title, link = name_of(change.title), web_link(change.url.replace("{anchor}", ""))
    headings = ", ".join(name_of(heading) for heading in change.sections)
    return f"{f'<{link}|{title}>' if link else title}{f' › {headings}' if headings else ''}"


def _settings(choices: Choices, words: Wording) -> Iterator[Json]:
    options = [_option(words.home_automatic, AUTOMATIC), *(_language(code) for code in WORDINGS)]
    chosen = _language(choices.language) if choices.language else options[0]
    menu = {"type": "static_select", "action_id": LANGUAGE, "options": options, "initial_option": chosen}
    yield section(f"*{words.home_settings}*\n{words.home_language}", menu)
    boxes_of = {
        PRIVATE: (words.home_privately, choices.privately),
        UNOFFERED: (words.home_unoffered, choices.unoffered),
    }
    options = [_option(label, value) for value, (label, _) in boxes_of.items()]
    ticked = [option for option in options if boxes_of[option["value"]][1]]
    boxes = {"type": "checkboxes", "action_id": PRIVATELY, "options": options}
    boxes |= {"initial_options": ticked} if ticked else {}
    yield actions([boxes])


def _language(code: Language) -> Json:
    return _option(WORDINGS[code].own_name, code)


def _option(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


def _how(suggested: Sequence[str], words: Wording) -> Iterator[Json]:
    prompts = "\n".join(f"• {literal(one_line(shortened(question, _LONGEST_PROMPT)))}" for question in suggested)
    yield section(words.home_what)
    yield section(words.home_how)
    if prompts:
        yield section(f"*{words.prompts_title}*\n{prompts}")
    yield context(words.home_trust)
