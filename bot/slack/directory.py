"""What Slack knows about people, groups and channels, asked at most once a minute.

An event corrects what every process remembers, before its next look-up (`bot.slack.changes`); what no event tells of is
at most a minute old, counted from the moment it was asked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from slack_sdk import WebClient

from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.changes import Changes
from bot.slack.refusals import Refusals
from knowledge.errors import FrontdeskError
from workers.contract import Json

Key = TypeVar("Key")
Value = TypeVar("Value")

FRESH_S: Final = 60
TIMEOUT_S: Final = 3
"""For one look-up: whoever asked waits for all of them."""
_PAGE: Final = 1000
_ONE_BY_ONE: Final = 20
"""Up to so many people are asked for one by one; more are read from the whole list, which has a lower rate limit."""
_ALL: Final = "all"
_LOCKS: Final = 64
_AT_ONCE: Final = 10
"""People asked for side by side."""
_TOO_MANY: Final = "ratelimited"
_NOBODY: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""What Slack says of somebody whom it does not know, or not to us."""
_NOWHERE: Final = frozenset({"channel_not_found"})
"""What Slack says of a private place that we are not in, where somebody posts a link: nothing to be mended."""
_NO_GROUPS: Final = frozenset({"paid_teams_only", "plan_upgrade_required"})
"""What Slack says where the workspace's plan has no user groups: then nobody is in one."""


class DirectoryUnavailable(FrontdeskError):
    """Slack did not say what was asked. ``passing`` where it may in a moment: it is busy, or was not reached."""

    def __init__(self, method: str, code: str, *, passing: bool) -> None:
        super().__init__(f"Slack did not say who may read what ({method}: {code}).")
        self.method = method
        self.code = code
        self.passing = passing


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

    ``is_shared_outside``: another company reads it through Slack Connect, or is invited to. ``creator`` is who made it;
    ``is_conversation``: it is direct messages, of two or of a group, and nobody's.
    """

    id: str
    is_public: bool
    is_shared_outside: bool = False
    creator: str = ""
    is_conversation: bool = False


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

    def get_or_make(self, key: Key, make: Callable[[], Value], after: Callable[[], None] = lambda: None) -> Value:
        """Return the value, made by ``make`` where it is missing or old; ``after`` that, what changed is dropped."""
        with self._making[hash(key) % _LOCKS]:
            known = self.get(key)
            if known is None:
                dropped, since = self._dropped, self._clock()
                known = make()
                after()
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
    """People, groups and channels of one workspace. Every look-up raises DirectoryUnavailable when Slack fails.

    It may raise redis.RedisError too: without the news of changes nothing that is remembered may be used.
    """

    def __init__(
        self,
        client: WebClient,
        team_id: str,
        changes: Changes,
        refusals: Refusals,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = WebClient(token=client.token, base_url=client.base_url, timeout=TIMEOUT_S, retry_handlers=[])
        self._team_id = team_id
        self._changes = changes
        self._refusals = refusals
        self._clock = clock
        self._users: TimedCache[str, User] = TimedCache(100_000, FRESH_S, clock)
        self._groups: TimedCache[str, tuple[Group, ...]] = TimedCache(1, FRESH_S, clock)
        self._channels: TimedCache[str, Channel] = TimedCache(1_000, FRESH_S, clock)
        self._members: TimedCache[str, frozenset[str]] = TimedCache(200, FRESH_S, clock)
        self._listing = threading.Lock()
        self._catching_up = threading.Lock()

    def user(self, user_id: str) -> User:
        """One person."""
        return self._looked_up(self._users, user_id, lambda: self._one(user_id))

    def users(self, user_ids: Iterable[str]) -> list[User]:
        """Several people: asked for side by side where they are few, read from the whole list where they are many.

        Whoever Slack does not know is somebody of whom nothing is known: an outsider.
        """
        wanted = list(user_ids)
        self._catch_up()
        with self._listing:
            unknown = [user_id for user_id in wanted if self._users.get(user_id) is None]
            if len(unknown) > _ONE_BY_ONE:
                self._list_everybody()
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="people") as pool:
            return list(pool.map(self._known_or_outsider, wanted)) if unknown else self._remembered(wanted)

    def groups(self) -> tuple[Group, ...]:
        """All user groups with their members."""
        return self._looked_up(self._groups, _ALL, self._all_groups)

    def channel(self, channel_id: str) -> Channel:
        """One channel."""
        return self._looked_up(self._channels, channel_id, lambda: self._channel(channel_id))

    def members(self, channel_id: str) -> frozenset[str]:
        """The ids of a channel's members."""
        return self._looked_up(self._members, channel_id, lambda: self._all_members(channel_id))

    def forget_channel(self, channel_id: str) -> None:
        """What came with an event contradicts what is remembered of the channel."""
        self._members.drop(channel_id)
        self._channels.drop(channel_id)

    def _looked_up(self, cache: TimedCache[str, Value], key: str, make: Callable[[], Value]) -> Value:
        """What is remembered and still true; else what Slack says, kept unless it changed while Slack was asked."""
        self._catch_up()
        return cache.get_or_make(key, make, self._catch_up)

    def _catch_up(self) -> None:
        with self._catching_up:
            for subject, name in self._changes.unread():
                if subject == "user":
                    self._users.drop(name)
                elif subject == "groups":
                    self._groups.drop(_ALL)
                elif subject == "channel":
                    self.forget_channel(name)

    def _remembered(self, wanted: list[str]) -> list[User]:
        return [self._known_or_outsider(user_id) for user_id in wanted]

    def _known_or_outsider(self, user_id: str) -> User:
        try:
            return self._users.get_or_make(user_id, lambda: self._one(user_id), self._catch_up)
        except DirectoryUnavailable as error:
            if error.code in _NOBODY:
                return User(user_id, is_full_member=False, is_bot=False, deleted=False, mail_domain=None, locale=None)
            raise

    def _one(self, user_id: str) -> User:
        """Ask for one person; when too many ask at once, read the whole list, which has them all."""
        try:
            return _user(self._ask("users.info", user=user_id, include_locale=True)["user"], self._team_id)
        except DirectoryUnavailable as error:
            if error.code != _TOO_MANY:
                raise
            with self._listing:
                if self._users.get(user_id) is None:
                    self._list_everybody()
            known = self._users.get(user_id)
            if known is None:
                raise
            return known

    def _list_everybody(self) -> None:
        since = self._clock()
        for page in self._pages("users.list", include_locale=True):
            for member in page["members"]:
                self._users.put(member["id"], _user(member, self._team_id), since)

    def _all_groups(self) -> tuple[Group, ...]:
        try:
            groups = self._ask("usergroups.list", _NO_GROUPS, include_users=True)["usergroups"]
        except DirectoryUnavailable as error:
            if error.code in _NO_GROUPS:
                return ()
            raise
        return tuple(Group(group["id"], group["handle"], frozenset(group.get("users") or ())) for group in groups)

    def _channel(self, channel_id: str) -> Channel:
        info = self._ask("conversations.info", _NOWHERE, channel=channel_id)["channel"]
        closed = info.get("is_private") or info.get("is_im") or info.get("is_mpim") or info.get("is_group")
        other_workspaces = info.get("is_org_shared") and not closed  # whose people may read it without joining
        shared_outside = info.get("is_ext_shared") or info.get("is_pending_ext_shared") or other_workspaces
        return Channel(
            channel_id,
            is_public=not closed,
            is_shared_outside=bool(shared_outside),
            creator=str(info.get("creator") or ""),
            is_conversation=bool(info.get("is_im") or info.get("is_mpim")),
        )

    def _all_members(self, channel_id: str) -> frozenset[str]:
        pages = self._pages("conversations.members", channel=channel_id)
        return frozenset(member for page in pages for member in page["members"])

    def _pages(self, method: str, **arguments: Any) -> Iterator[Json]:  # noqa: ANN401 - Slack's own
        cursor: str | None = ""
        while cursor is not None:
            page = self._ask(method, limit=_PAGE, cursor=cursor or None, **arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None

    def _ask(self, method: str, granted: frozenset[str] = frozenset(), **arguments: Any) -> Json:  # noqa: ANN401 - Slack's
        """Call a method, and keep for the administrators what Slack refuses, but for the errors that say it all."""
        try:
            answer = call(getattr(self._client, method.replace(".", "_")), **arguments)
        except SlackRefused as refused:
            if refused.code in _NOBODY:
                self._refusals.note(f"{method} of one person", refused.code)
            elif refused.code not in granted:
                self._refusals.note(method, refused.code)
            raise DirectoryUnavailable(method, refused.code, passing=False) from refused
        except RateLimited as limited:
            raise DirectoryUnavailable(method, _TOO_MANY, passing=True) from limited
        except SlackUnreachable as error:
            self._refusals.note(method, "no answer")
            raise DirectoryUnavailable(method, "no answer", passing=True) from error
        self._refusals.worked(method)
        return answer


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
