"""How the bot behaves in each channel, as its owner or an administrator wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import ChannelRow
from knowledge.domain import Language

OFFERS_A_DAY: Final = 5
"""Answers that nobody asked for, in one channel, where nobody says otherwise."""

Saved = Literal["saved", "repeated", "outdated"]


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What may be chosen for a channel, and what holds where nobody chose.

    ``unasked``: questions that call nobody are answered, too, at most ``offers_a_day`` a day. ``privately``: answers go
    to their asker first. ``sources`` are the only ones that are searched; none is all. ``language`` is that of answers,
    None for that of each question. ``told_user`` and ``told_channel`` hear of questions without an answer. ``bots``:
    those that mention us are answered.
    """

    enabled: bool = True
    unasked: bool = False
    offers_a_day: int = OFFERS_A_DAY
    privately: bool = False
    sources: tuple[str, ...] = ()
    language: Language | None = None
    told_user: str = ""
    told_channel: str = ""
    bots: bool = False

    def differences(self, other: ChannelRules) -> list[str]:
        """The names of what is different."""
        return [name for name in _NAMES if getattr(self, name) != getattr(other, name)]


DEFAULT: Final = ChannelRules()
_NAMES: Final = tuple(field.name for field in fields(ChannelRules))


@dataclass(frozen=True, slots=True)
class Kept:
    """The rules of a channel: their ``version`` counts up from 0, and ``form`` is the one that they were saved with."""

    rules: ChannelRules = DEFAULT
    version: int = 0
    changed_by: str = ""
    form: str = ""


class ChannelBook:
    """The table of channels; one that is not in it has the default rules."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def rules(self, channel: str) -> ChannelRules:
        """The rules that hold in the channel."""
        return self.kept(channel).rules

    def kept(self, channel: str) -> Kept:
        """The rules of the channel, and whose they are."""
        with self._database.read() as session:
            row = session.get(ChannelRow, channel)
        return Kept(_unpacked(row.rules), row.version, row.changed_by, row.form) if row else Kept()

    def save(self, channel: str, rules: ChannelRules, *, since: int, by: str, form: str) -> Saved:
        """Keep the rules if nobody saved any since the version ``since``; once, however often the form is sent."""
        if self._replaced(channel, rules, since, by, form):
            return "saved"
        return "repeated" if self.kept(channel).form == form else "outdated"

    def renamed(self, old: str, new: str) -> None:
        """Slack gave a channel another id: its rules are those of that one now."""
        with self._database.write() as session:
            if session.get(ChannelRow, old) is None:
                return
            session.execute(delete(ChannelRow).where(ChannelRow.channel == new))
            session.execute(update(ChannelRow).where(ChannelRow.channel == old).values(channel=new))

    def changed(self) -> int:
        """How many channels have rules of their own."""
        with self._database.read() as session:
            return sum(_unpacked(rules) != DEFAULT for rules in session.scalars(select(ChannelRow.rules)))

    def _replaced(self, channel: str, rules: ChannelRules, since: int, by: str, form: str) -> bool:
        """Replace the version; False where somebody else was faster."""
        packed = asdict(rules) | {"sources": list(rules.sources)}
        now = {"rules": packed, "changed_by": by, "changed_at": self._now(), "form": form}
        try:
            with self._database.write() as session:
                if since == 0:
                    session.add(ChannelRow(channel=channel, version=1, **now))
                    return True
                row = session.get(ChannelRow, channel, with_for_update=True)
                if row is None or row.version != since:
                    return False
                for name, value in {**now, "version": since + 1}.items():
                    setattr(row, name, value)
        except IntegrityError:
            return False
        return True


def _unpacked(packed: dict[str, Any]) -> ChannelRules:
    """Rules as they were kept; what another release knew besides is passed over."""
    known = {name: value for name, value in packed.items() if name in _NAMES}
    return ChannelRules(**{**known, "sources": tuple(known.get("sources", ()))})
