"""``/kb channel``: who may say how the bot behaves in a channel, and what becomes of what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis
from slack_sdk.models.views import View
from sqlalchemy import select

from bot.home.channel_form import CHANNEL_FORM, Meant, channel_form
from bot.records.channel_rules import DEFAULT, ChannelBook, ChannelRules
from bot.records.database import Database
from bot.records.models import AuditEntry
from bot.wording import WORDINGS, Wording
from ops.sandbox.blocks import view_faults
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from workers.contract import SOURCES_KEY

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ADMIN, _OWNER, _OTHER = "U0SOFIA", "U0LINA", "U0MAYA"
"""Of ``#ask-hr``, which Li Na made."""
_CHANNEL = "C0ASKHR"


@pytest.fixture
def book(database: Database) -> ChannelBook:
    """The rules of all channels."""
    return ChannelBook(database)


def _open(slack: RunningSandbox, user: str, channel: str = _CHANNEL) -> Json:
    """Somebody types the command; returns their modal once it says more than that it is being opened."""
    slack.control("command", user=user, channel=channel, text="/kb channel")
    return dict(wait_until(lambda: _shown(slack, user)))


def _shown(slack: RunningSandbox, user: str) -> Json | None:
    views = [view for view in slack.state()["views"] if view.get("user") in {None, user}]
    texts = [words.channel_loading for words in WORDINGS.values()]
    return next(
        (view for view in views if not any(text in json.dumps(view, ensure_ascii=False) for text in texts)), None
    )


def _state(**chosen: object) -> Json:
    """What Slack sends of the fields: options by value, people and channels by id."""
    return {"values": {name: {name: _field(name, value)} for name, value in chosen.items()}}


def _field(name: str, value: object) -> Json:
    if name == "told_user":
        return {"type": "users_select", "selected_user": value}
    if name == "told_channel":
        return {"type": "conversations_select", "selected_conversation": value}
    if isinstance(value, list):
        return {"type": "multi_static_select", "selected_options": [{"value": each} for each in value]}
    return {"type": "static_select", "selected_option": {"value": value}}


def _send(slack: RunningSandbox, view: Json, user: str, **chosen: object) -> Json:
    """Send it with what stands in its menus, but for what was chosen."""
    fields = [block["element"] for block in view["blocks"] if "element" in block]
    stands = {one["action_id"]: one["initial_option"]["value"] for one in fields if "initial_option" in one}
    return dict(slack.control("view_submit", user=user, view_id=view["id"], state=_state(**{**stands, **chosen})))


def _told(slack: RunningSandbox) -> list[tuple[str, str]]:
    """Who was told what, for their eyes only."""
    return [(call["args"]["user"], call["args"]["text"]) for call in slack.calls("chat.postEphemeral")]


def _audit(database: Database) -> list[tuple[str, bool, list[str]]]:
    with database.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.user, entry.allowed, entry.arguments) for entry in entries if entry.action == "kb_channel"]


@pytest.mark.parametrize("user", [_ADMIN, _OWNER])
def test_an_administrator_and_whoever_made_the_channel_get_the_form(
    slack: RunningSandbox, served: str, user: str
) -> None:
    """For that channel, in their language."""
    view = _open(slack, user)
    words = _ZH if user == _OWNER else _EN

    assert (CHANNEL_FORM, words.channel_save) == (view["callback_id"], view["submit"]["text"])
    assert f"<#{_CHANNEL}>" in json.dumps(view, ensure_ascii=False)


def test_anybody_else_reads_one_sentence_and_it_is_written_down(
    slack: RunningSandbox, served: str, database: Database
) -> None:
    """Who may is said; there is no form."""
    view = _open(slack, _OTHER)

    assert [_EN.channel_not_yours] == [block["text"]["text"] for block in view["blocks"]]
    assert not view.get("submit")
    assert [(_OTHER, False, [f"channel={_CHANNEL}"])] == _audit(database)


def test_whoever_made_the_channel_and_is_a_guest_now_may_not(slack: RunningSandbox, served: str) -> None:
    """Nor may somebody of another company."""
    slack.control("users", user=_OWNER, is_restricted=True)

    assert _ZH.channel_not_yours in json.dumps(_open(slack, _OWNER), ensure_ascii=False)


def test_direct_messages_are_no_channel(slack: RunningSandbox, edge: Edge, served: str) -> None:
    """Of two, and of a group."""
    said = slack.control("command", user=_ADMIN, channel="D0SOFIA", text="/kb channel")["text"]
    group = slack.control("open", user=_ADMIN, users=["U0TOM", "U0FDESK"])["channel"]

    assert _EN.channel_not_here == said
    assert _EN.channel_not_here in json.dumps(_open(slack, _ADMIN, group))


@pytest.mark.parametrize("method", ["usergroups.list", "conversations.info"])
def test_where_slack_does_not_say_who_may_the_sentence_says_that(
    slack: RunningSandbox, served: str, database: Database, method: str
) -> None:
    """Nobody may by its silence."""
    slack.control("faults", method=method, kind="error", value="missing_scope", times=None)
    view = _open(slack, _OTHER)

    assert _EN.channel_unknown.format(method=method, error="missing_scope") in json.dumps(view, ensure_ascii=False)
    assert [False] == [allowed for _, allowed, _ in _audit(database)]


def test_a_trigger_that_is_over_is_said(slack: RunningSandbox, served: str) -> None:
    """Below the command."""
    slack.control("faults", method="views.open", kind="error", value="expired_trigger_id")
    slack.control("command", user=_ADMIN, channel=_CHANNEL, text="/kb channel")

    wait_until(lambda: [one for one in slack.messages(_CHANNEL) if one["text"] == _EN.channel_not_opened])


def test_the_form_shows_what_holds_and_which_sources_there_are(
    slack: RunningSandbox, served: str, book: ChannelBook, redis: Redis
) -> None:
    """A source that is gone stays chosen until somebody takes it away."""
    redis.set(SOURCES_KEY, json.dumps(["hr", "it"]))
    rules = ChannelRules(unasked=True, sources=("gone", "hr"), language="de", told_user="U0TOM", offers_a_day=7)
    book.save(_CHANNEL, rules, since=0, by=_ADMIN, form="f")
    fields = {block["block_id"]: block["element"] for block in _open(slack, _ADMIN)["blocks"] if "element" in block}

    assert ["gone", "hr", "it"] == [option["value"] for option in fields["sources"]["options"]]
    assert ["gone", "hr"] == [option["value"] for option in fields["sources"]["initial_options"]]
    assert ("on", "de", "7", "U0TOM") == (
        fields["unasked"]["initial_option"]["value"],
        fields["language"]["initial_option"]["value"],
        fields["offers_a_day"]["initial_option"]["value"],
        fields["told_user"]["initial_user"],
    )


def test_what_is_chosen_is_saved_audited_and_confirmed_privately(
    slack: RunningSandbox, served: str, book: ChannelBook, database: Database, redis: Redis
) -> None:
    """In the person's language, in the channel; the trail has the names of what changed."""
    redis.set(SOURCES_KEY, json.dumps(["hr", "it"]))
    view = _open(slack, _OWNER)
    _send(slack, view, _OWNER, unasked="on", sources=["hr"], language="de", told_user="U0TOM", offers_a_day="3")
    wait_until(lambda: _told(slack))
    changed = ["unasked", "offers_a_day", "sources", "language", "told_user"]
    labels = ", ".join(_ZH.channel_labels[name] for name in changed)
    expected = ChannelRules(unasked=True, offers_a_day=3, sources=("hr",), language="de", told_user="U0TOM")

    assert expected == book.rules(_CHANNEL)
    assert [(_OWNER, _ZH.channel_saved.format(channel=_CHANNEL, changed=labels))] == _told(slack)
    assert [(_OWNER, True, sorted([f"channel={_CHANNEL}", *changed]))] == _audit(database)


def _submission(user: str, channel: str = _CHANNEL, version: int = 0, view_id: str = "V1", **chosen: object) -> Json:
    """A form as Slack sends it, whatever stands in it."""
    meta = json.dumps({"channel": channel, "version": version})
    view = {"type": "modal", "callback_id": CHANNEL_FORM, "id": view_id, "private_metadata": meta}
    return {
        "type": "view_submission",
        "team": {"id": "T0BRIGHT"},
        "user": {"id": user},
        "trigger_id": "t",
        "view": {**view, "state": _state(**chosen)},
    }


def test_a_form_that_is_sent_twice_saves_and_tells_once(
    slack: RunningSandbox, edge: Edge, book: ChannelBook, database: Database
) -> None:
    """A double click, or a copy that arrives later."""
    for _ in range(2):
        assert 200 == edge.action(_submission(_ADMIN, bots="on")).status
        wait_until(lambda: book.kept(_CHANNEL).version)
    edge.app.listener_runner.listener_executor.shutdown()

    assert (ChannelRules(bots=True), 1) == (book.rules(_CHANNEL), book.kept(_CHANNEL).version)
    assert (1, 1) == (len(_told(slack)), len(_audit(database)))


def test_of_two_who_change_it_at_once_the_later_one_sees_it_and_loses_nothing(
    slack: RunningSandbox, edge: Edge, book: ChannelBook
) -> None:
    """Their choice is there still; sent again it holds."""
    book.save(_CHANNEL, ChannelRules(bots=True), since=0, by=_OWNER, form="theirs")
    answer = json.loads(edge.action(_submission(_ADMIN, enabled="off", told_user="U0TOM")).body)
    form = answer["view"]
    fields = {block["block_id"]: block["element"] for block in form["blocks"] if "element" in block}
    untouched = book.rules(_CHANNEL)
    edge.action(_submission(_ADMIN, version=json.loads(form["private_metadata"])["version"], enabled="off"))
    wait_until(lambda: book.kept(_CHANNEL).version == 2)

    assert "update" == answer["response_action"]
    assert f"<@{_OWNER}>" in form["blocks"][0]["text"]["text"]
    assert ("off", "U0TOM", "on") == (
        fields["enabled"]["initial_option"]["value"],
        fields["told_user"]["initial_user"],
        fields["bots"]["initial_option"]["value"],
    )
    assert (ChannelRules(bots=True), ChannelRules(bots=True, enabled=False)) == (untouched, book.rules(_CHANNEL))


def test_rights_are_asked_again_when_the_form_is_sent(
    slack: RunningSandbox, served: str, book: ChannelBook, database: Database
) -> None:
    """A modal may stay open for hours."""
    view = _open(slack, _ADMIN)
    slack.control("groups", handle="it-admins", users=[])
    slack.control("event", event={"type": "subteam_members_changed", "subteam_id": "S0ITADM"})
    _send(slack, view, _ADMIN, enabled="off")
    wait_until(lambda: _told(slack))

    assert [(_ADMIN, _EN.channel_not_yours)] == _told(slack)
    assert DEFAULT == book.rules(_CHANNEL)
    assert [False] == [allowed for _, allowed, _ in _audit(database)]


def test_a_form_for_a_channel_of_somebody_else_is_refused(slack: RunningSandbox, edge: Edge, book: ChannelBook) -> None:
    """Whatever channel comes back with it."""
    edge.action(_submission(_OWNER, channel="C0FIN", enabled="off"))
    wait_until(lambda: _told(slack) or slack.messages("D0LINA"))

    assert DEFAULT == book.rules("C0FIN")


def test_where_slack_does_not_say_who_may_the_form_comes_again_with_what_was_chosen(
    slack: RunningSandbox, served: str, book: ChannelBook
) -> None:
    """Nothing that was chosen is lost."""
    view = _open(slack, _ADMIN)
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=None)
    slack.control("event", event={"type": "subteam_members_changed", "subteam_id": "S0ITADM"})
    _send(slack, view, _ADMIN, enabled="off", told_channel="C0FIN")
    again = wait_until(lambda: [one for one in slack.state()["views"] if one["id"] != view["id"]])[0]
    fields = {block["block_id"]: block["element"] for block in again["blocks"] if "element" in block}

    assert _EN.channel_unknown.format(method="usergroups.list", error="missing_scope") in json.dumps(again)
    assert ("off", "C0FIN") == (
        fields["enabled"]["initial_option"]["value"],
        fields["told_channel"]["initial_conversation"],
    )
    assert DEFAULT == book.rules(_CHANNEL)


def _without_channel(body: Json) -> None:
    body["view"]["private_metadata"] = json.dumps({"version": 0})


def _no_json(body: Json) -> None:
    body["view"]["private_metadata"] = "C0ASKHR"


def _no_options(body: Json) -> None:
    body["view"]["state"]["values"]["enabled"]["enabled"]["selected_option"] = "off"


def _no_state(body: Json) -> None:
    del body["view"]["state"]


@pytest.mark.parametrize("breaks", [_without_channel, _no_json, _no_options, _no_state])
def test_a_malformed_form_is_acknowledged_and_changes_nothing(
    edge: Edge, book: ChannelBook, breaks: Callable[[Json], None]
) -> None:
    """It is no failure of ours that Slack should send again."""
    body = _submission(_ADMIN, enabled="off")
    breaks(body)

    assert 200 == edge.action(body).status
    assert DEFAULT == book.rules(_CHANNEL)


def test_what_is_no_choice_of_ours_leaves_things_as_they_were(
    slack: RunningSandbox, edge: Edge, book: ChannelBook, redis: Redis
) -> None:
    """A source that there is none of, a language that is none of ours, a person's name."""
    redis.set(SOURCES_KEY, json.dumps(["hr"]))
    odd = {"language": "fr", "offers_a_day": "999999", "unasked": "maybe", "told_user": "<!channel>"}
    edge.action(_submission(_ADMIN, bots="on", sources=["hr", "payroll"], **odd))
    wait_until(lambda: _told(slack))

    assert ChannelRules(bots=True, sources=("hr",)) == book.rules(_CHANNEL)


@pytest.mark.parametrize("words", WORDINGS.values(), ids=WORDINGS)
def test_the_form_is_within_slacks_limits_in_every_language(words: Wording) -> None:
    """With as many sources as there may be; by Slack's own client."""
    rules = ChannelRules(sources=("zz",), language="de", told_user="U0TOM", told_channel="C0FIN", offers_a_day=7)
    form = channel_form(
        Meant(_CHANNEL, 3), rules, [f"source-{n:033}" for n in range(200)], words, "Somebody was faster."
    )

    View(**form).validate_json()
    assert [] == view_faults(form)
    assert "zz" in json.dumps(form)


def test_the_help_names_it(edge: Edge) -> None:
    """For whom it is, too."""
    assert f"`/kb channel` – {_EN.kb_channel}" in edge.command("U0MAYA", "/kb", "help")


def test_a_channel_with_another_id_keeps_its_settings(edge: Edge, book: ChannelBook) -> None:
    """Slack gives one when a private channel is shared."""
    book.save(_CHANNEL, ChannelRules(bots=True), since=0, by=_OWNER, form="f")
    edge.event({"type": "channel_id_changed", "old_channel_id": _CHANNEL, "new_channel_id": "C0NEW"})

    assert (DEFAULT, ChannelRules(bots=True)) == (book.rules(_CHANNEL), book.rules("C0NEW"))
