"""Who may see an answer, as principals. Rights bound the search itself, so this comes before everything else.

In private a reader holds what they are. Where others read along, only what *every* reader holds counts, and in a
public channel every full member of the workspace can read along without joining.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import reduce
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.slack.directory import Channel, Directory, Group, User
from knowledge.domain import EVERYONE, PUBLIC

_ONLY_PUBLIC = frozenset({PUBLIC})


class Audience:
    """Principals by place, from what Slack says about people, groups and channels."""

    def __init__(self, directory: Directory, bot_user_id: str) -> None:
        self._directory = directory
        self._bot_user_id = bot_user_id

    def in_private(self, user_id: str) -> frozenset[str]:
        """What this one reader holds. Raises DirectoryUnavailable."""
        return principals_of(self._directory.user(user_id), self._directory.groups())

    def in_channel(self, channel_id: str) -> frozenset[str]:
        """What everybody who can read the channel holds. Raises DirectoryUnavailable."""
        channel = self._directory.channel(channel_id)
        if channel.is_shared_outside:
            return _ONLY_PUBLIC
        members = self._directory.members(channel_id) - {self._bot_user_id}
        readers = [user for user in self._directory.users(members) if not user.is_bot and not user.deleted]
        return shared_principals(channel, readers, self._directory.groups())

    def is_admin(self, user_id: str, admins: frozenset[str]) -> bool:
        """Whether the user, or one of their groups' handles, is among ``admins``; guests never are.

        Raises DirectoryUnavailable.
        """
        handles = {name.casefold() for name in admins}
        named = user_id in admins or any(
            user_id in group.users and group.handle.casefold() in handles for group in self._directory.groups()
        )
        return named and self._directory.user(user_id).is_full_member

    def locale(self, user_id: str) -> str | None:
        """The language that the person set in Slack. Raises DirectoryUnavailable."""
        return self._directory.user(user_id).locale

    def today(self, user_id: str, now: datetime) -> date:
        """The day that it is where the person is; in UTC where Slack names no time zone that is known.

        Raises DirectoryUnavailable.
        """
        try:
            return now.astimezone(ZoneInfo(self._directory.user(user_id).time_zone or "UTC")).date()
        except (ZoneInfoNotFoundError, ValueError):
            return now.astimezone(UTC).date()


def principals_of(user: User, groups: Iterable[Group]) -> frozenset[str]:
    """What one person holds. Guests, people of other companies, bots and the deactivated hold only ``public``."""
    if not user.is_full_member:
        return _ONLY_PUBLIC
    own = {PUBLIC, EVERYONE, f"user:{user.id}"}
    for group in groups:
        if user.id in group.users:
            own |= {f"group:{group.handle}", f"group:{group.id}"}
    if user.mail_domain:
        own.add(f"domain:{user.mail_domain}")
    return frozenset(own)


def shared_principals(channel: Channel, readers: Iterable[User], groups: tuple[Group, ...]) -> frozenset[str]:
    """What all readers of a channel hold: only ``public`` where one of them is no full member, or where there is none.

    ``user:`` never counts, because somebody may join and read back. In a public channel groups and mail domains do not
    count either: every full member can read it, in it or not.
    """
    members = list(readers)
    if not members or not all(user.is_full_member for user in members):
        return _ONLY_PUBLIC
    common = reduce(frozenset.intersection, (principals_of(user, groups) for user in members))
    if channel.is_public:
        common &= {PUBLIC, EVERYONE}
    return frozenset(name for name in common if not name.startswith("user:")) | {f"channel:{channel.id}"}
