"""The modal to ask in, sent: one question, answered in the asker's direct messages."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.form import FORM, QUESTION, kept_subject, taken_view, typed_in
from bot.intake.checks import LONGEST_QUESTION, Form, problem_with
from bot.intake.keys import modal_key
from bot.intake.publishing import QueueUnavailable
from bot.wording import WORDINGS
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Enter the question, then show it on the Home tab."""

    def take(ack: Ack, body: Json) -> None:
        form = form_of(desk, body)
        words = WORDINGS[desk.languages.known(form.text, form.user) or "en"]
        problem = problem_with(form.text)
        if problem:
            sentence = str(getattr(words, problem)).format(count=len(form.text), limit=LONGEST_QUESTION)
            ack(response_action="errors", errors={QUESTION: sentence})
        else:
            said = words.ask_taken if enter(desk, form) else words.saved_for_later
            ack(response_action="update", view=taken_view(words, said))

    def show(body: Json) -> None:
        desk.homes.refresh(body["user"]["id"])

    app.view(FORM)(ack=take, lazy=[show])


def form_of(desk: Desk, body: Json) -> Form:
    """The question: what was typed, about the message if there is one; the message itself where nothing was typed."""
    view, user = body["view"], body["user"]["id"]
    typed, subject = typed_in(view, QUESTION), kept_subject(view.get("private_metadata"))
    key = modal_key(desk.identity.team_id, user, str(view.get("id")))
    if subject and typed in {"", *(words.ask_what for words in WORDINGS.values())}:
        return Form(key, desk.identity.team_id, user, subject)
    return Form(key, desk.identity.team_id, user, typed, subject)


def enter(desk: Desk, form: Form) -> bool:
    """Enter the question; False where it has to wait in the ledger for the queue."""
    try:
        desk.asking.take_form(form)
    except QueueUnavailable:
        return False
    return True
