"""Who may see an answer, from what the local Slack says about people, groups and channels."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.intake.audience import Audience, principals_of, shared_principals
from bot.slack.api import Identity
from bot.slack.changes import Changes
from bot.slack.directory import Channel, Directory, Group, TimedCache, User, _user
from bot.slack.refusals import Refusals
from ops.sandbox.running import RunningSandbox

_HR = Group("S0HR", "hr", frozenset({"U1", "U2"}))
_FINANCE = Group("S0FIN", "finance", frozenset({"U1"}))


def _person(user_id: str, **changed: object) -> User:
    given: dict[str, Any] = {
        "is_full_member": True,
        "is_bot": False,
        "deleted": False,
        "mail_domain": "bw.example",
        "locale": "en-US",
    }
    return User(user_id, **{**given, **changed})


@pytest.fixture
def directory(client: WebClient, identity: Identity, redis: Redis) -> Directory:
    """A directory of Brightwater."""
    return Directory(client, identity.team_id, Changes(redis), Refusals(redis))


def _audience(client: WebClient, identity: Identity, redis: Redis, clock: Callable[[], float]) -> Audience:
    """Of a process of its own."""
    return Audience(Directory(client, identity.team_id, Changes(redis), Refusals(redis), clock), "U0FDESK")


@pytest.fixture
def audience(directory: Directory) -> Audience:
    """The audience at Brightwater."""
    return Audience(directory, "U0FDESK")


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Shanghai", 1), ("Europe/Dublin", 30), (None, 30), ("Nowhere/Atall", 30), ("America/New_York", 30)],
)
def test_a_question_is_of_the_day_that_it_is_where_its_asker_is(zone: str | None, day: int) -> None:
    """At eight in the evening in Dublin, it is tomorrow in Shanghai."""

    class Known:
        def user(self, user_id: str) -> User:
            return _person(user_id, time_zone=zone)

    audience = Audience(cast("Directory", Known()), "U0FDESK")

    today = audience.today("U1", datetime(2026, 11, 30, 20, tzinfo=UTC))

    assert day == (today and today.day)


def test_an_employee_holds_everyone_themselves_their_groups_and_their_mail_domain(audience: Audience) -> None:
    """In private one person's own rights count."""
    expected = {"public", "everyone", "user:U0TOM", "group:finance", "group:S0FIN", "domain:brightwater.example"}

    assert expected == audience.in_private("U0TOM").principals


def test_a_guest_holds_only_public(audience: Audience) -> None:
    """A contractor reads what anyone may read, and nothing marked for them by name."""
    assert {"public"} == audience.in_private("U0DANA").principals


@pytest.mark.parametrize(
    "change",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"deleted": True},
        {"is_stranger": True},
        {"team_id": "T0OTHER"},
    ],
)
def test_whoever_is_a_guest_an_outsider_or_gone_holds_only_public(
    slack: RunningSandbox, audience: Audience, change: dict[str, Any]
) -> None:
    """Each of Slack's flags counts, and another company's team; their groups and mail domain do not."""
    slack.control("users", user="U0TOM", **change)

    assert {"public"} == audience.in_private("U0TOM").principals


def test_everyone_counts_in_a_channel_of_employees(audience: Audience) -> None:
    """All of #ask-hr are employees; their groups differ."""
    assert {"public", "everyone", "channel:C0ASKHR"} == audience.in_channel("C0ASKHR").principals


def test_one_guest_in_the_channel_takes_everyone_away(audience: Audience) -> None:
    """#project-kingfisher has a contractor among its members, who holds only public, whatever names the channel."""
    assert {"public"} == audience.in_channel("C0KINGFI").principals


def test_an_outsider_in_a_channel_takes_everyone_away(slack: RunningSandbox, audience: Audience) -> None:
    """Of another company, through Slack Connect: for Slack neither a guest nor a stranger."""
    slack.control("users", user="U0WANG", team_id="T0OTHER")

    assert {"public"} == audience.in_channel("C0SHANGHAI").principals


def test_a_channel_shared_with_another_company_holds_only_public(slack: RunningSandbox, audience: Audience) -> None:
    """Its people over there are not asked for one by one; whoever of them joins later reads back."""
    slack.control("channels", channel="C0ASKHR", is_ext_shared=True)

    assert {"public"} == audience.in_channel("C0ASKHR").principals
    assert [] == slack.calls("users.info")


def test_a_public_channel_of_several_workspaces_holds_only_public(slack: RunningSandbox, audience: Audience) -> None:
    """The people of the other workspaces of an organisation read it without joining; they are none of this one."""
    info = {"ok": True, "channel": {"id": "C0ASKHR", "is_channel": True, "is_private": False, "is_org_shared": True}}
    audience._directory._client.conversations_info = lambda **_: SimpleNamespace(data=info)  # type: ignore[method-assign]

    assert {"public"} == audience.in_channel("C0ASKHR").principals


def test_a_group_counts_in_a_private_channel_of_its_members_only(slack: RunningSandbox, audience: Audience) -> None:
    """#finance-team is private and Tom is its only member besides the bot."""
    assert "group:finance" in audience.in_channel("C0FIN").principals
    assert "user:U0TOM" not in audience.in_channel("C0FIN").principals


def test_a_group_does_not_count_where_one_member_is_not_in_it() -> None:
    """One reader without the right is enough."""
    readers = [_person("U1"), _person("U2")]
    shared = shared_principals(Channel("C1", is_public=False), readers, (_HR, _FINANCE))

    assert {"public", "everyone", "group:hr", "group:S0HR", "domain:bw.example", "channel:C1"} == shared


def test_a_group_never_counts_in_a_public_channel() -> None:
    """Every employee can read a public channel without joining, even if all its members are of HR."""
    shared = shared_principals(Channel("C1", is_public=True), [_person("U1"), _person("U2")], (_HR,))

    assert {"public", "everyone", "channel:C1"} == shared


def test_a_channel_without_readers_holds_only_public() -> None:
    """An empty intersection is not everything."""
    assert {"public"} == shared_principals(Channel("C1", is_public=False), [], (_HR,))


def test_a_person_of_another_company_holds_only_public() -> None:
    """Slack Connect brings people of other workspaces into a channel."""
    assert {"public"} == principals_of(_person("U1", is_full_member=False), (_HR,))


def test_an_event_about_a_group_is_believed_at_once(slack: RunningSandbox, redis: Redis, audience: Audience) -> None:
    """Somebody who leaves HR loses its documents with the event, not a minute later."""
    before = audience.in_private("U0LINA").principals
    slack.control("groups", handle="hr", users=[])
    remembered = audience.in_private("U0LINA").principals
    Changes(redis).tell("groups")

    assert "group:hr" in before
    assert "group:hr" in remembered
    assert "group:hr" not in audience.in_private("U0LINA").principals


def test_an_event_about_a_member_is_believed_at_once(slack: RunningSandbox, redis: Redis, audience: Audience) -> None:
    """A guest who joins changes what may be said."""
    before = audience.in_channel("C0ASKHR").principals
    members = slack.state()["channels"]
    now = next(channel["members"] for channel in members if channel["id"] == "C0ASKHR")
    slack.control("channels", channel="C0ASKHR", members=[*now, "U0DANA"])
    Changes(redis).tell("channel", "C0ASKHR")

    assert "everyone" in before
    assert "everyone" not in audience.in_channel("C0ASKHR").principals


@pytest.mark.parametrize(
    ("change", "full"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T1", "T2"]}}, True),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, False),
        ({"team_id": "T2"}, False),
        ({}, False),
        ({"team_id": "T1", "is_bot": True}, False),
        ({"team_id": "T1", "id": "USLACKBOT"}, False),
    ],
)
def test_a_full_member_is_of_this_team(change: dict[str, Any], full: bool) -> None:  # noqa: FBT001 - what is expected
    """Or of its organisation and this team; where Slack does not say, they are not."""
    assert full == _user({"id": "U1", **change}, "T1").is_full_member


def test_every_process_hears_of_a_change_before_its_next_look_up_and_of_none_after_a_minute(
    slack: RunningSandbox, client: WebClient, identity: Identity, redis: Redis
) -> None:
    """Slack tells one process of the bot; what it tells nobody of is remembered for a minute at most."""
    now = 0.0
    both = [_audience(client, identity, redis, lambda: now) for _ in range(2)]
    before = ["everyone" in audience.in_channel("C0ASKHR").principals for audience in both]
    finance = both[1].in_private("U0TOM").principals
    now = 30.0
    slack.control("groups", handle="finance", users=[])
    slack.control("channels", channel="C0ASKHR", members=["U0MAYA", "U0DANA", "U0FDESK"])
    Changes(redis).tell("channel", "C0ASKHR")
    at_once = ["everyone" in audience.in_channel("C0ASKHR").principals for audience in both]
    untold = both[1].in_private("U0TOM").principals
    now = 60.0

    assert [True, True] == before
    assert [False, False] == at_once
    assert "group:finance" in finance & untold
    assert "group:finance" not in both[1].in_private("U0TOM").principals


def test_a_minute_is_counted_from_the_question_to_slack() -> None:
    """An answer that took long is not fresh for longer."""
    now = 0.0
    cache: TimedCache[str, str] = TimedCache(2, 60, lambda: now)

    def slow() -> str:
        nonlocal now
        now = 5.0
        return "before"

    cache.get_or_make("C1", slow)
    now = 59.0
    fresh = cache.get("C1")
    now = 60.0

    assert ("before", None) == (fresh, cache.get("C1"))


def test_what_was_asked_before_a_change_is_not_remembered_after_it() -> None:
    """The event arrives while Slack's older answer is on its way."""
    cache: TimedCache[str, str] = TimedCache(2, 60)

    def overtaken() -> str:
        cache.drop("C1")
        return "before"

    assert "before" == cache.get_or_make("C1", overtaken)
    assert "after" == cache.get_or_make("C1", lambda: "after")


def test_many_people_are_read_as_a_list_and_few_one_by_one(
    slack: RunningSandbox, directory: Directory, audience: Audience
) -> None:
    """A channel of hundreds must not cost hundreds of calls."""
    audience.in_channel("C0GENERAL")
    everybody = [user["id"] for user in slack.state()["users"]]
    directory.users([*everybody, *everybody, *everybody, *everybody])

    assert len(slack.calls("users.info")) < 10
    assert 1 >= len(slack.calls("users.list"))


def test_when_too_many_ask_at_once_the_whole_list_is_read(slack: RunningSandbox, audience: Audience) -> None:
    """Slack limits questions about one person more than the list of all."""
    slack.control("faults", method="users.info", kind="ratelimited", times=None)

    assert "group:finance" in audience.in_private("U0TOM").principals
    assert {"public"} == audience.in_private("U0DANA").principals
    assert 1 == len(slack.calls("users.list"))


def test_many_threads_that_miss_the_same_ask_once(slack: RunningSandbox, audience: Audience) -> None:
    """Fifty questions a second must not become fifty look-ups when the minute is over."""
    with ThreadPoolExecutor(16) as pool:
        held = set(pool.map(lambda _: audience.in_private("U0TOM").principals, range(16)))

    assert 1 == len(held)
    assert [1, 1] == [len(slack.calls(method)) for method in ("users.info", "usergroups.list")]


@pytest.mark.parametrize("kind", [{"kind": "status", "value": 500}, {"kind": "error", "value": "missing_scope"}])
@pytest.mark.parametrize("method", ["users.info", "conversations.info", "conversations.members"])
def test_what_slack_does_not_say_of_readers_makes_them_outsiders(
    slack: RunningSandbox, audience: Audience, method: str, kind: dict[str, Any]
) -> None:
    """A look-up that fails is never an empty set of guests; which one failed is told."""
    slack.control("faults", method=method, times=None, **kind)

    rights = audience.in_channel("C0ASKHR")

    assert {"public"} == rights.principals
    assert [method] == [gap.method for gap in rights.gaps]
    assert (kind["kind"] == "status") == rights.may_be_known_soon


def test_without_groups_everything_else_counts(slack: RunningSandbox, audience: Audience) -> None:
    """A refusal of the groups takes no more than the groups away."""
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=None)

    rights = audience.in_private("U0TOM")

    assert {"public", "everyone", "user:U0TOM", "domain:brightwater.example"} == rights.principals
    assert ["missing_scope"] == [gap.error for gap in rights.gaps]


def test_a_member_whom_slack_does_not_know_is_an_outsider(slack: RunningSandbox, audience: Audience) -> None:
    """Where somebody reads along of whom nothing is known, only what anybody may read counts."""
    slack.control("faults", method="users.info", kind="error", value="user_not_found", times=1)

    assert {"public"} == audience.in_channel("C0ASKHR").principals


def test_what_slack_refuses_is_kept_for_the_administrators_until_it_works(
    slack: RunningSandbox, audience: Audience, redis: Redis
) -> None:
    """With the method and Slack's error."""
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=1)
    audience.in_private("U0TOM")
    refused = [(each.method, each.error) for each in Refusals(redis).current()]
    audience.in_private("U0TOM")

    assert [("usergroups.list", "missing_scope")] == refused
    assert [] == Refusals(redis).current()


@pytest.mark.parametrize("code", ["plan_upgrade_required", "paid_teams_only"])
def test_where_the_plan_has_no_user_groups_nobody_is_in_one(
    slack: RunningSandbox, audience: Audience, code: str
) -> None:
    """A free workspace can ask, too."""
    slack.control("faults", method="usergroups.list", kind="error", value=code)

    assert {"public", "everyone", "user:U0TOM", "domain:brightwater.example"} == audience.in_private("U0TOM").principals


def test_an_admin_is_named_or_in_a_named_group(audience: Audience) -> None:
    """Handles are compared as people write them."""
    assert audience.standing("U0SOFIA", frozenset({"IT-Admins"})).is_admin
    assert audience.standing("U0MAYA", frozenset({"U0MAYA"})).is_admin
    assert not audience.standing("U0TOM", frozenset({"it-admins", "U0MAYA"})).is_admin
    assert not audience.standing("U0SOFIA", frozenset()).is_admin


def test_what_is_remembered_is_forgotten_after_its_time_and_never_too_much() -> None:
    """The minute is the longest that rights can be out of date; the size bounds the memory."""
    now = 0.0
    cache: TimedCache[str, int] = TimedCache(2, 60, lambda: now)
    for number, key in enumerate("abc"):
        cache.put(key, number, since=now)
    fresh = [cache.get(key) for key in "abc"]
    now = 60.0

    assert [None, 1, 2] == fresh
    assert [None, None, None] == [cache.get(key) for key in "abc"]
