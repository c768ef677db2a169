"""The modal about a channel, sent: its rules are saved if whoever sent it may do so now, and nobody was faster."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.home.channel_form import CHANNEL_FORM, Meant, channel_form, chosen_in, meant_by
from bot.intake.keys import modal_key
from bot.listeners.commands.kb.channel import AUDITED, refusal
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.privately import say_in_channel
from bot.wording import WORDINGS, Wording
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Say at once that somebody was faster, which only the records tell; save once Slack has said who may."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        outdated = outdated_form(desk, body)
        context["outdated"] = outdated is not None
        if outdated:
            ack(response_action="update", view=outdated)
        else:
            ack()

    def save(body: Json, context: BoltContext) -> None:
        if not context["outdated"]:
            save_form(desk, body)

    app.view(CHANNEL_FORM)(ack=take, lazy=[save])


def outdated_form(desk: Desk, body: Json) -> Json | None:
    """The form again, with what was chosen in it, where somebody changed the rules since it was opened."""
    meant, user = meant_by(body["view"]["private_metadata"]), body["user"]["id"]
    kept = desk.channels.kept(meant.channel)
    if kept.version == meant.version or kept.form == _form_of(desk, body):
        return None
    words = WORDINGS[desk.languages.known("", user) or "en"]
    return _form_again(desk, body, words.channel_outdated.format(user=kept.changed_by), words)


def save_form(desk: Desk, body: Json) -> None:
    """Save, and say so in the channel to whoever did it, for their eyes only; or say why not."""
    user, meant = body["user"]["id"], meant_by(body["view"]["private_metadata"])
    words = desk.homes.words_for(user)
    refused = refusal(desk, user, meant.channel, words)
    if refused is None:
        _save(desk, body, meant, words)
    elif refused.is_final:
        say_in_channel(desk.client, meant.channel, user, refused.sentence)
    else:
        _offer_again(desk, body, refused.sentence, words)


def _save(desk: Desk, body: Json, meant: Meant, words: Wording) -> None:
    user, before, form = body["user"]["id"], desk.channels.kept(meant.channel), _form_of(desk, body)
    rules = chosen_in(body["view"], before.rules, desk.sources.names())
    saved = desk.channels.save(meant.channel, rules, since=meant.version, by=user, form=form)
    if saved == "outdated":
        faster = desk.channels.kept(meant.channel).changed_by
        _offer_again(desk, body, words.channel_outdated.format(user=faster), words)
    elif saved == "saved":
        changed = before.rules.differences(rules)
        _audit(desk, user, meant.channel, changed)
        say_in_channel(desk.client, meant.channel, user, _saved(meant.channel, changed, words))


def _form_again(desk: Desk, body: Json, said: str, words: Wording) -> Json:
    """The form with what was chosen in it, on top of the rules as they are now."""
    channel = meant_by(body["view"]["private_metadata"]).channel
    kept, sources = desk.channels.kept(channel), desk.sources.names()
    rules = chosen_in(body["view"], kept.rules, sources)
    return channel_form(Meant(channel, kept.version), rules, sources, words, said)


def _offer_again(desk: Desk, body: Json, said: str, words: Wording) -> None:
    """Open the form anew, so that nothing that was chosen is lost; where Slack does not, say at least why."""
    try:
        view = _form_again(desk, body, said, words)
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("form_not_opened", error=str(error))
        channel = meant_by(body["view"]["private_metadata"]).channel
        say_in_channel(desk.client, channel, body["user"]["id"], said)


def _saved(channel: str, changed: list[str], words: Wording) -> str:
    if not changed:
        return words.channel_same.format(channel=channel)
    return words.channel_saved.format(
        channel=channel, changed=", ".join(words.channel_labels[name] for name in changed)
    )


def _audit(desk: Desk, user: str, channel: str, changed: list[str]) -> None:
    desk.outcomes.audited(user, AUDITED, allowed=True, arguments=[f"channel={channel}", *changed])
    _log.info("channel_rules_saved", channel=channel, changed=changed)


def _form_of(desk: Desk, body: Json) -> str:
    return modal_key(desk.identity.team_id, body["user"]["id"], str(body["view"]["id"]))
