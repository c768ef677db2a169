"""What Slack knows about people, groups and channels, asked at most once a minute.

Each event reaches one process of the bot and corrects its caches at once; the others are at most a minute behind,
counted from the moment they asked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from slack_sdk import WebClient

from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from knowledge.errors import FrontdeskError
from workers.contract import Json

Key = TypeVar("Key")
Value = TypeVar("Value")

FRESH_S: Final = 60
_PAGE: Final = 1000
_ONE_BY_ONE: Final = 20
"""Up to so many people are asked for one by one; more are read from the whole list, which has a lower rate limit."""
_ALL: Final = "all"
_LOCKS: Final = 64
_NO_GROUPS: Final = frozenset({"paid_teams_only", "plan_upgrade_required"})
"""What Slack says where the workspace's plan has no user groups: then nobody is in one."""


class DirectoryUnavailable(FrontdeskError):
    """Slack did not say who may read what, so nothing may be assumed."""


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: str
    is_full_member: bool
    """Of this workspace: no guest, nobody from another company, not a bot, not deactivated."""
    is_bot: bool
    deleted: bool
    mail_domain: str | None
    locale: str | None
    time_zone: str | None = None
    """Its name in the IANA database."""


@dataclass(frozen=True, slots=True)
class Group:
    """A user group."""

    id: str
    handle: str
    users: frozenset[str]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; ``is_public`` means that every full member can read it without joining.

    ``is_shared_outside``: another company reads it through Slack Connect, or is invited to.
    """

    id: str
    is_public: bool
    is_shared_outside: bool = False


class TimedCache(Generic[Key, Value]):
    """At most ``size`` values, each for ``seconds`` since it was asked for; safe between threads.

    Of several threads that miss the same value one makes it and the others wait: Slack's limits are low.
    """

    def __init__(self, size: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._entries: dict[Key, tuple[float, Value]] = {}
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._dropped = 0
        self._lock = threading.Lock()
        self._making = [threading.Lock() for _ in range(_LOCKS)]

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value, made by ``make`` where it is missing or too old."""
        with self._making[hash(key) % _LOCKS]:
            known = self.get(key)
            if known is None:
                dropped, since = self._dropped, self._clock()
                known = make()
                if dropped == self._dropped:  # else it may be from before the change that an event told of
                    self.put(key, known, since)
            return known

    def get(self, key: Key) -> Value | None:
        """Return the value while it is fresh."""
        with self._lock:
            entry = self._entries.get(key)
        return entry[1] if entry and entry[0] > self._clock() else None

    def put(self, key: Key, value: Value, since: float) -> None:
        """Keep the value, which was true at ``since`` by the clock; the oldest makes room."""
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = (since + self._seconds, value)
            while len(self._entries) > self._size:
                self._entries.pop(next(iter(self._entries)))

    def drop(self, key: Key) -> None:
        """Forget one value."""
        with self._lock:
            self._entries.pop(key, None)
            self._dropped += 1


class Directory:
    """People, groups and channels of one workspace. Every look-up raises DirectoryUnavailable when Slack fails."""

    def __init__(self, client: WebClient, team_id: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._team_id = team_id
        self._clock = clock
        self._users: TimedCache[str, User] = TimedCache(100_000, FRESH_S, clock)
        self._groups: TimedCache[str, tuple[Group, ...]] = TimedCache(1, FRESH_S, clock)
        self._channels: TimedCache[str, Channel] = TimedCache(1_000, FRESH_S, clock)
        self._members: TimedCache[str, frozenset[str]] = TimedCache(200, FRESH_S, clock)
        self._listing = threading.Lock()

    def user(self, user_id: str) -> User:
        """One person."""
        return self._users.get_or_make(user_id, lambda: self._one(user_id))

    def users(self, user_ids: Iterable[str]) -> list[User]:
        """Several people: one by one where they are few, the whole list where they are many."""
        wanted = list(user_ids)
        with self._listing:
            if sum(self._users.get(user_id) is None for user_id in wanted) > _ONE_BY_ONE:
                self._list_everybody()
        return [self.user(user_id) for user_id in wanted]

    def groups(self) -> tuple[Group, ...]:
        """All user groups with their members."""
        return self._groups.get_or_make(_ALL, self._all_groups)

    def channel(self, channel_id: str) -> Channel:
        """One channel."""
        return self._channels.get_or_make(channel_id, lambda: self._channel(channel_id))

    def members(self, channel_id: str) -> frozenset[str]:
        """The ids of a channel's members."""
        return self._members.get_or_make(channel_id, lambda: self._all_members(channel_id))

    def user_changed(self, user_id: str) -> None:
        """An event says that a person is new, or is not what they were."""
        self._users.drop(user_id)

    def groups_changed(self) -> None:
        """An event says that a group or its members changed."""
        self._groups.drop(_ALL)

    def channel_changed(self, channel_id: str) -> None:
        """An event says that somebody joined or left, or that the channel became private."""
        self._members.drop(channel_id)
        self._channels.drop(channel_id)

    def _one(self, user_id: str) -> User:
        """Ask for one person; when too many ask at once, read the whole list, which has them all."""
        try:
            return _user(call(self._client.users_info, user=user_id, include_locale=True)["user"], self._team_id)
        except RateLimited as limited:
            with self._listing:
                if self._users.get(user_id) is None:
                    self._list_everybody()
            known = self._users.get(user_id)
            if known is None:
                raise _unavailable(limited) from limited
            return known
        except (SlackUnreachable, SlackRefused) as error:
            raise _unavailable(error) from error

    def _list_everybody(self) -> None:
        since = self._clock()
        for page in self._pages(self._client.users_list, include_locale=True):
            for member in page["members"]:
                self._users.put(member["id"], _user(member, self._team_id), since)

    def _all_groups(self) -> tuple[Group, ...]:
        try:
            groups = call(self._client.usergroups_list, include_users=True)["usergroups"]
        except SlackRefused as refused:
            if refused.code in _NO_GROUPS:
                return ()
            raise _unavailable(refused) from refused
        except (RateLimited, SlackUnreachable) as error:
            raise _unavailable(error) from error
        return tuple(Group(group["id"], group["handle"], frozenset(group.get("users") or ())) for group in groups)

    def _channel(self, channel_id: str) -> Channel:
        info = _ask(self._client.conversations_info, channel=channel_id)["channel"]
        closed = info.get("is_private") or info.get("is_im") or info.get("is_mpim") or info.get("is_group")
        shared_outside = info.get("is_ext_shared") or info.get("is_pending_ext_shared")
        return Channel(channel_id, is_public=not closed, is_shared_outside=bool(shared_outside))

    def _all_members(self, channel_id: str) -> frozenset[str]:
        pages = self._pages(self._client.conversations_members, channel=channel_id)
        return frozenset(member for page in pages for member in page["members"])

    def _pages(self, method: Callable[..., Any], **arguments: Any) -> Iterator[Json]:  # noqa: ANN401 - Slack's own
        cursor: str | None = ""
        while cursor is not None:
            page = _ask(method, limit=_PAGE, cursor=cursor or None, **arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None


def _user(member: Json, team_id: str) -> User:
    is_bot = bool(member.get("is_bot")) or member["id"] == "USLACKBOT"
    deleted = bool(member.get("deleted"))
    guest = member.get("is_restricted") or member.get("is_ultra_restricted")
    teams = {member.get("team_id"), *(member.get("enterprise_user") or {}).get("teams", ())}
    outsider = member.get("is_stranger") or team_id not in teams
    _, at, domain = str((member.get("profile") or {}).get("email") or "").rpartition("@")
    return User(
        id=member["id"],
        is_full_member=not (is_bot or deleted or guest or outsider),
        is_bot=is_bot,
        deleted=deleted,
        mail_domain=domain.lower() if at else None,
        locale=member.get("locale"),
        time_zone=member.get("tz"),
    )


def _ask(method: Callable[..., Any], **arguments: Any) -> Json:  # noqa: ANN401 - Slack's own arguments
    try:
        return call(method, **arguments)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> DirectoryUnavailable:
    return DirectoryUnavailable(f"Slack did not say who may read what. {error}")
