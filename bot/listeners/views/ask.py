"""The modal to ask in, sent: one question, answered in the asker's direct messages."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.form import FORM, QUESTION, kept_subject, taken_view, typed_in
from bot.intake.asking import LONGEST_QUESTION, problem_with
from bot.intake.forms import Form, modal_key
from bot.intake.publishing import QueueUnavailable
from bot.slack.directory import DirectoryUnavailable
from bot.wording import WORDINGS, Wording
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Enter the question, then show it on the Home tab."""

    def take(ack: Ack, body: Json) -> None:
        form = form_of(desk, body)
        words = WORDINGS[desk.asking.language_for(form.text, form.user)]
        problem = problem_with(form.text)
        if problem:
            sentence = str(getattr(words, problem)).format(count=len(form.text), limit=LONGEST_QUESTION)
            ack(response_action="errors", errors={QUESTION: sentence})
        else:
            ack(response_action="update", view=taken_view(words, enter(desk, form, words)))

    def show(body: Json) -> None:
        desk.homes.refresh(body["user"]["id"])

    app.view(FORM)(ack=take, lazy=[show])


def form_of(desk: Desk, body: Json) -> Form:
    """The question: what was typed, about the message if there is one; the message itself where nothing was typed."""
    view, user = body["view"], body["user"]["id"]
    typed = typed_in(view, QUESTION)
    subject = kept_subject(view.get("private_metadata"))
    key = modal_key(desk.identity.team_id, user, view["id"])
    if subject and typed in {"", *(words.ask_what for words in WORDINGS.values())}:
        return Form(key, desk.identity.team_id, user, subject)
    return Form(key, desk.identity.team_id, user, typed, subject)


def enter(desk: Desk, form: Form, words: Wording) -> str:
    """Enter the question; return what the asker reads at once."""
    try:
        desk.asking.take_form(form)
    except QueueUnavailable:
        return words.saved_for_later
    except DirectoryUnavailable:
        return words.rights_unknown
    return words.ask_taken
