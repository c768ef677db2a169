"""The table of ``/kb``: what each sub-command takes, and who may use it. Its words are in `bot.wording`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.listeners.commands.kb.words import Misused, split
from workers.contract import Action, Json


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One sub-command, for administrators unless it is open to all."""

    names: tuple[str, ...] = ()
    """Of its arguments, in the order in which they are typed."""
    options: tuple[str, ...] = ()
    needed: bool = False
    """Whether its one argument must be there; then all words are it, quoted or not."""
    with_rights: bool = False
    """Whether the worker searches as whoever asks."""
    with_approved: bool = False
    """Whether the worker gets the questions whose answers whoever asks found helpful."""
    open_to_all: bool = False

    def arguments(self, typed: str) -> Json:
        """What was typed, by name; None for what was left out. Raises Misused."""
        given = split(typed)
        words = (" ".join(given.words),) if self.needed and given.words else given.words
        if self.needed and not words:
            raise Misused("missing")
        if len(words) > len(self.names):
            raise Misused("too_many")
        if not given.options <= set(self.options):
            raise Misused("unknown_option")
        values = dict.fromkeys(self.names) | dict(zip(self.names, words, strict=False))
        return {**values, **{option: option in given.options for option in self.options}}


SUBCOMMANDS: Final[Mapping[Action, Subcommand]] = {
    "status": Subcommand(open_to_all=True),
    "sources": Subcommand(),
    "reload": Subcommand(names=("source",), options=("force",)),
    "versions": Subcommand(),
    "diff": Subcommand(names=("old", "new")),
    "rollback": Subcommand(names=("version",)),
    "check": Subcommand(names=("question",), needed=True, with_rights=True),
    "who": Subcommand(names=("document",), needed=True),
    "show": Subcommand(names=("document",), needed=True, with_rights=True),
    "eval": Subcommand(with_rights=True, with_approved=True),
}
