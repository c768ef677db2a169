"""What was offered to people who had not asked us: each once, and not too many a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.exc import IntegrityError

from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import Offer

_DAY: Final = timedelta(days=1)


class Offers:
    """The table of offers. One is written down before it is made, since nobody could find it again in Slack."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def any_left(self, channel: str, most: int) -> bool:
        """Whether fewer than so many were made in the channel within a day."""
        with self._database.read() as session:
            made = session.scalar(select(func.count()).select_from(Offer).where(self._today(channel)))
        return (made or 0) < most

    def claim(self, request_id: str, channel: str, most: int) -> bool:
        """Write one down that is about to be made; False where it was before, or ``most`` were made within a day."""
        offer = Offer(request_id=request_id, channel=channel, at=self._now())
        try:
            with self._database.write() as session:
                made = session.scalar(select(func.count()).select_from(Offer).where(self._today(channel)))
                if (made or 0) >= most or session.get(Offer, request_id) is not None:
                    return False
                session.add(offer)
        except IntegrityError:
            return False
        return True

    def not_made(self, request_id: str) -> None:
        """Slack refused: it is certain that nobody saw it."""
        with self._database.write() as session:
            session.execute(delete(Offer).where(Offer.request_id == request_id))

    def _today(self, channel: str) -> ColumnElement[bool]:
        return and_(Offer.channel == channel, Offer.at > self._now() - _DAY)
