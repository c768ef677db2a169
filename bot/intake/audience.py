"""Who may see an answer, as principals. Rights bound the search itself, so this comes before everything else.

In private a reader holds what they are. Where others read along, only what *every* reader holds counts, and in a
public channel every full member of the workspace can read along without joining.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.edge import Address
from bot.slack.directory import Channel, Directory, DirectoryUnavailable, Group, User
from knowledge.domain import EVERYONE, PUBLIC

Value = TypeVar("Value")
_ONLY_PUBLIC = frozenset({PUBLIC})


@dataclass(frozen=True, slots=True)
class Gap:
    """A look-up that Slack did not answer; ``passing`` where it may in a moment."""

    method: str
    error: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """Who reads an answer, as principals. With ``gaps`` they are fewer than they may be, never more."""

    principals: frozenset[str]
    gaps: tuple[Gap, ...] = ()

    @property
    def may_be_known_soon(self) -> bool:
        """Whether it is worth asking Slack again in a moment."""
        return any(gap.passing for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody is an administrator; with ``gaps``, as far as Slack says."""

    is_admin: bool
    gaps: tuple[Gap, ...] = ()


class Audience:
    """Principals by place, from what Slack says about people, groups and channels.

    What Slack does not say counts as a right less: no groups, an unknown reader is an outsider. Every method may raise
    redis.RedisError.
    """

    def __init__(self, directory: Directory, bot_user_id: str) -> None:
        self._directory = directory
        self._bot_user_id = bot_user_id

    def of(self, address: Address, *, shared_outside: bool = False) -> Rights:
        """What everybody holds who reads a reply there; ``shared_outside``: Slack said so with the question."""
        if address.surface != "channel":
            return self.in_private(address.user)
        return self.in_channel(address.channel, shared_outside=shared_outside)

    def in_private(self, user_id: str) -> Rights:
        """What this one reader holds."""
        gaps: list[Gap] = []
        user = _answered(lambda: self._directory.user(user_id), gaps)
        if user is None or not user.is_full_member:
            return Rights(_ONLY_PUBLIC, tuple(gaps))
        groups = _answered(self._directory.groups, gaps) or ()
        return Rights(principals_of(user, groups), tuple(gaps))

    def in_channel(self, channel_id: str, *, shared_outside: bool = False) -> Rights:
        """What everybody who can read the channel holds."""
        gaps: list[Gap] = []
        channel = _answered(lambda: self._directory.channel(channel_id), gaps)
        if channel is None:
            return Rights(_ONLY_PUBLIC, tuple(gaps))
        if shared_outside and not channel.is_shared_outside:
            self._directory.forget_channel(channel_id)
        if channel.is_shared_outside or shared_outside:
            return Rights(_ONLY_PUBLIC)
        readers = _answered(lambda: self._readers(channel_id), gaps)
        if readers is None or not all(user.is_full_member for user in readers):
            return Rights(_ONLY_PUBLIC, tuple(gaps))
        groups = _answered(self._directory.groups, gaps) or ()
        return Rights(shared_principals(channel, readers, groups), tuple(gaps))

    def reads(self, user_id: str, channel_id: str) -> bool:
        """Whether somebody reads a channel: as a member of it or, where it is public, of the workspace.

        Not as far as Slack says, where it does not.
        """
        gaps: list[Gap] = []
        channel = _answered(lambda: self._directory.channel(channel_id), gaps)
        if channel is None:
            return False
        if channel.is_public and EVERYONE in self.in_private(user_id).principals:
            return True
        return user_id in (_answered(lambda: self._directory.members(channel_id), gaps) or ())

    def standing(self, user_id: str, admins: frozenset[str]) -> Standing:
        """Whether the user, or one of their groups' handles, is among ``admins``; guests never are."""
        gaps: list[Gap] = []
        handles = {name.casefold() for name in admins}
        named = user_id in admins or any(
            user_id in group.users and group.handle.casefold() in handles
            for group in _answered(self._directory.groups, gaps) or ()
        )
        user = _answered(lambda: self._directory.user(user_id), gaps) if named else None
        return Standing(user is not None and user.is_full_member, tuple(gaps))

    def owns(self, user_id: str, channel_id: str, admins: frozenset[str]) -> Standing:
        """Whether the user may say how the bot behaves in a channel: an administrator, or who made the channel."""
        standing = self.standing(user_id, admins)
        if standing.is_admin:
            return standing
        gaps = list(standing.gaps)
        channel = _answered(lambda: self._directory.channel(channel_id), gaps)
        made_it = channel is not None and channel.creator == user_id
        user = _answered(lambda: self._directory.user(user_id), gaps) if made_it else None
        if user is not None and user.is_full_member:
            return Standing(is_admin=True)
        return Standing(is_admin=False, gaps=tuple(gaps))

    def is_conversation(self, channel_id: str) -> bool:
        """Whether it is direct messages and no channel, as far as Slack says."""
        channel = _answered(lambda: self._directory.channel(channel_id), [])
        return channel is not None and channel.is_conversation

    def is_among_ourselves(self, user_id: str, channel_id: str) -> bool:
        """Whether Slack says that the user is one of us, and that no other company reads the channel."""
        channel = _answered(lambda: self._directory.channel(channel_id), [])
        user = _answered(lambda: self._directory.user(user_id), [])
        inside = channel is not None and not channel.is_shared_outside
        return inside and user is not None and user.is_full_member

    def locale(self, user_id: str) -> str | None:
        """The language that the person set in Slack; None where Slack does not say."""
        user = _answered(lambda: self._directory.user(user_id), [])
        return user.locale if user else None

    def today(self, user_id: str, now: datetime) -> date | None:
        """The day that it is where the person is; in UTC where Slack names no known zone, None where it is silent."""
        user = _answered(lambda: self._directory.user(user_id), [])
        if user is None:
            return None
        try:
            return now.astimezone(ZoneInfo(user.time_zone or "UTC")).date()
        except (ZoneInfoNotFoundError, ValueError):
            return now.astimezone(UTC).date()

    def _readers(self, channel_id: str) -> list[User]:
        members = self._directory.members(channel_id) - {self._bot_user_id}
        return [user for user in self._directory.users(members) if not user.is_bot and not user.deleted]


def _answered(look_up: Callable[[], Value], gaps: list[Gap]) -> Value | None:
    """What the look-up says; None, and one gap more, where Slack does not."""
    try:
        return look_up()
    except DirectoryUnavailable as error:
        gaps.append(Gap(error.method, error.code, error.passing))
        return None


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
