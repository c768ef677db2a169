"""The modal in which it is said how the bot behaves in a channel, and what comes back with it; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.records.channel_rules import ChannelRules
from bot.slack.elements import plain, section
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from workers.contract import Json

CHANNEL_FORM: Final = "channel_form"
"""The modal's callback id."""

_ID: Final = re.compile(r"[A-Z0-9]{2,32}")
_SWITCHES: Final = ("enabled", "unasked", "privately", "bots")
_COUNTS: Final = (1, 2, 3, 5, 10, 20)
_ON, _OFF = "on", "off"
_AUTOMATIC: Final = "auto"
_MOST_OPTIONS: Final = 100
"""Of one menu, by Slack's rule."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Which channel a modal is about, and the version of its rules that it began with."""

    channel: str
    version: int


def channel_form(meant: Meant, rules: ChannelRules, sources: Sequence[str], words: Wording, said: str = "") -> Json:
    """The modal, with the rules as they are, below a sentence of ours if there is one."""
    offered = [*rules.sources, *(name for name in sources if name not in rules.sources)][:_MOST_OPTIONS]
    fields = [
        _switch("enabled", rules, words),
        _switch("unasked", rules, words),
        _input("offers_a_day", words, _menu([(str(n), str(n)) for n in _COUNTS], str(rules.offers_a_day))),
        _switch("privately", rules, words),
        *([_sources(offered, rules, words)] if offered else []),
        _input("language", words, _languages(rules.language, words)),
        _input("told_user", words, _picker("users_select", "initial_user", rules.told_user), optional=True),
        _input("told_channel", words, _channels(rules.told_channel), optional=True),
        _switch("bots", rules, words),
    ]
    intro = section(words.channel_intro.format(channel=meant.channel))
    return {
        "type": "modal",
        "callback_id": CHANNEL_FORM,
        "private_metadata": json.dumps({"channel": meant.channel, "version": meant.version}),
        "title": plain(words.channel_title),
        "submit": plain(words.channel_save),
        "close": plain(words.cancel),
        "blocks": [*([section(said)] if said else []), intro, *fields],
    }


def channel_sentence(sentence: str, words: Wording) -> Json:
    """The modal with nothing but a sentence."""
    title, close = plain(words.channel_title), plain(words.why_close)
    return {"type": "modal", "title": title, "close": close, "blocks": [section(sentence)]}


def meant_by(private_metadata: str) -> Meant:
    """What a modal is about; its shape was checked when it came in."""
    kept = json.loads(private_metadata)
    return Meant(kept["channel"], kept["version"])


def chosen_in(view: Json, before: ChannelRules, sources: Sequence[str]) -> ChannelRules:
    """The rules as they were chosen; what is not there, or is no choice of ours, is as it was ``before``."""
    values = (view.get("state") or {}).get("values") or {}
    fields = {name: (values.get(name) or {}).get(name) or {} for name in ChannelRules.__slots__}
    chosen = {name: _switched(fields[name], default=getattr(before, name)) for name in _SWITCHES}
    count = _option(fields["offers_a_day"]) or ""
    return ChannelRules(
        **chosen,
        offers_a_day=int(count) if count in map(str, _COUNTS) else before.offers_a_day,
        sources=_chosen_sources(fields["sources"], before, sources),
        language=_language(_option(fields["language"]), before),
        told_user=_picked(fields["told_user"], "selected_user", before.told_user),
        told_channel=_picked(fields["told_channel"], "selected_conversation", before.told_channel),
    )


def _switch(name: str, rules: ChannelRules, words: Wording) -> Json:
    off, on = words.channel_choices[name]
    options = [_choice(on, _ON), _choice(off, _OFF)] if name == "enabled" else [_choice(off, _OFF), _choice(on, _ON)]
    initial = next(one for one in options if one["value"] == (_ON if getattr(rules, name) else _OFF))
    return _input(name, words, {"type": "radio_buttons", "options": options, "initial_option": initial})


def _sources(offered: Sequence[str], rules: ChannelRules, words: Wording) -> Json:
    options = [_choice(name, name) for name in sorted(offered)]
    ticked = [option for option in options if option["value"] in rules.sources]
    menu = {"type": "multi_static_select", "options": options, "placeholder": plain(words.channel_all_sources)}
    return _input("sources", words, {**menu, **({"initial_options": ticked} if ticked else {})}, optional=True)


def _languages(language: Language | None, words: Wording) -> Json:
    named = [(words.home_automatic, _AUTOMATIC), *((said.own_name, code) for code, said in WORDINGS.items())]
    return _menu(named, language or _AUTOMATIC)


def _menu(options: Sequence[tuple[str, str]], value: str) -> Json:
    """A menu; a value that is none of its own is one more."""
    known = options if value in {each for _, each in options} else [*options, (value, value)]
    choices = [_choice(label, each) for label, each in known]
    initial = next(choice for choice in choices if choice["value"] == value)
    return {"type": "static_select", "options": choices, "initial_option": initial}


def _channels(chosen: str) -> Json:
    """A menu of channels that nobody outside reads."""
    only = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    return {**_picker("conversations_select", "initial_conversation", chosen), "filter": only}


def _picker(kind: str, initial: str, chosen: str) -> Json:
    return {"type": kind, **({initial: chosen} if chosen else {})}


def _input(name: str, words: Wording, element: Json, *, optional: bool = False) -> Json:
    label, named = plain(words.channel_labels[name]), {**element, "action_id": name}
    return {"type": "input", "block_id": name, "label": label, "element": named, "optional": optional}


def _choice(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


def _option(field: Json) -> str | None:
    return (field.get("selected_option") or {}).get("value")


def _switched(field: Json, *, default: bool) -> bool:
    return {_ON: True, _OFF: False}.get(_option(field) or "", default)


def _language(value: str | None, before: ChannelRules) -> Language | None:
    if value == _AUTOMATIC:
        return None
    return next((code for code in WORDINGS if code == value), before.language)


def _chosen_sources(field: Json, before: ChannelRules, known: Sequence[str]) -> tuple[str, ...]:
    """Those that were offered; all as before where none were."""
    if "selected_options" not in field:
        return before.sources
    values = {option.get("value") for option in field["selected_options"] or ()}
    return tuple(sorted(values & {*known, *before.sources}))


def _picked(field: Json, name: str, before: str) -> str:
    """A person or a channel, none where it was taken away."""
    if name not in field:
        return before
    picked: Any = field[name]
    return picked if isinstance(picked, str) and _ID.fullmatch(picked) else ""
