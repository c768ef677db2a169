"""Administrative requests, drafts and translations, on their way to the ledger and the queue."""

from __future__ import annotations

from dataclasses import dataclass

from bot.edge import Address
from bot.intake.entering import Entering, unprepared
from bot.intake.keys import command_key, version_key
from bot.intake.language import Languages
from bot.intake.publishing import Publisher
from bot.records.ledger import Entry
from bot.records.models import Request
from knowledge.domain import Genre, Language
from workers.contract import Action, Json


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of the knowledge, and what it needs before a worker may begin."""

    action: Action
    arguments: Json
    for_admins: bool
    with_rights: bool
    """Whether the worker searches as whoever asks."""
    with_approved: bool
    """Whether it gets the questions whose answers whoever asks found helpful."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants drafted."""

    genre: Genre
    instructions: str
    language: Language | None
    versions: int


class Orders:
    """Takes what is not a question; each is in the ledger before it is in the queue. Raises QueueUnavailable."""

    def __init__(self, entering: Entering, publisher: Publisher, languages: Languages) -> None:
        self._entering = entering
        self._publisher = publisher
        self._languages = languages

    def take_knowledge_request(self, trigger_id: str, address: Address, asked: Asked) -> None:
        """Take an administrative request; whether its asker may is found out before a worker gets it."""
        key = command_key(address, trigger_id)
        payload = {"id": key, "action": asked.action, "arguments": asked.arguments}
        hints = {name: getattr(asked, name) for name in ("for_admins", "with_rights", "with_approved")}
        language = self._languages.known("", address.user) or "en"
        self._entering.enter(Entry(key, asked.action, unprepared(payload, **hints), language, address))

    def take_draft(self, trigger_id: str, address: Address, asked: Draft) -> None:
        """Take the instructions for a draft, which are plain and have been checked; the asker's own rights count."""
        key = command_key(address, trigger_id)
        brief = {"id": key, "genre": asked.genre, "instructions": asked.instructions, "versions": asked.versions}
        self._entering.enter(Entry(key, "draft", unprepared(brief), asked.language or "en", address))

    def take_translation(self, trigger_id: str, address: Address, text: str, target: str | None) -> None:
        """Take a text to be translated into ``target``; without one, into the other of its reader's languages."""
        key = command_key(address, trigger_id)
        payload = {"id": key, "job": "translate", "text": text, "target": target}
        language = self._languages.known("", address.user) or "en"
        self._entering.enter(Entry(key, "translate", unprepared(payload), language, address))

    def versions(self, request_id: str) -> list[str]:
        """The texts of a draft's versions; none once they are forgotten."""
        written = self._publisher.written(request_id) or {}
        return [version["text"] for version in written.get("versions", ())]

    def take_chosen(self, draft: Request, number: int, text: str, response_url: str) -> None:
        """Have a version of a draft posted where it was asked for, once."""
        address = Address(draft.team, draft.channel, draft.user, "channel", draft.thread_ts, response_url=response_url)
        self._entering.enter(
            Entry(version_key(draft.work_id, number), "chosen", {"text": text}, draft.language, address)
        )
