"""The status says what is done, and what takes turns with it is true."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.delivery.process import Parts
from bot.slack.limits import MOST_LOADING_MESSAGES
from bot.wording import WORDINGS
from knowledge.domain import Language, Stage, StageName
from ops.sandbox.running import RunningSandbox
from tests.bot.delivery.live.relaying import Show, let_it_change
from tests.bot.office import Office
from workers.contract import pack_stage

_METHOD = "assistant.threads.setStatus"
_STARTED = ("started", "")


def _shown(slack: RunningSandbox) -> list[tuple[str, list[str]]]:
    """Each status, with what takes turns with it."""
    calls = [call["args"] for call in slack.calls(_METHOD)]
    return [(call["status"], call.get("loading_messages") or []) for call in calls]


@pytest.mark.parametrize("text", ["How many days?", "如何申请休假？", "Wie viele Urlaubstage habe ich im Jahr?"])
def test_the_status_changes_with_the_stage_in_the_language_of_the_question(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, text: str
) -> None:
    """As long as there is nothing else to see."""
    request = office.ask(text=text)
    words = WORDINGS[request.language]
    show(request, _STARTED)
    for name in get_args(StageName):
        let_it_change(parts, request)
        show(request, ("stage", pack_stage(Stage(name))))
    shown = _shown(slack)

    assert [words.searching, *[f"{words.live_tasks[name]}…" for name in get_args(StageName)[1:]]] == [
        s for s, _ in shown
    ]
    assert [
        [status, *words.live_loading[name]] for (status, _), name in zip(shown, get_args(StageName), strict=True)
    ] == [lines for _, lines in shown]
    assert all(call["response"]["ok"] for call in slack.calls(_METHOD))


def test_stages_that_pass_in_a_moment_are_not_told_one_by_one(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack is called once, and once more when one lasts."""
    monkeypatch.setattr("bot.delivery.live.shows._STAGE_SHOWN_S", 3600)
    request = office.ask()
    show(request, _STARTED)
    show(request, *[("stage", pack_stage(Stage(name))) for name in get_args(StageName)])
    at_once = len(_shown(slack))
    let_it_change(parts, request)
    show(request)

    assert 1 == at_once
    assert "Checking each sentence against the policies…" == _shown(slack)[-1][0]


def test_the_place_in_the_queue_stays_the_status(office: Office, slack: RunningSandbox, show: Show) -> None:
    """And stands first among what takes turns with it."""
    office.redis.rpush("questions", *["somebody else's"] * 7)
    request = office.ask()
    show(request)
    ((status, lines),) = _shown(slack)

    assert "Waiting for its turn; questions before this one: 7" == status == lines[0]
    assert "Your question is saved; there is no need to ask again." == lines[1]


def test_an_order_has_its_status_alone(office: Office, slack: RunningSandbox, show: Show) -> None:
    """Nothing of a search is said of it."""
    request = office.ask(text="translate into Chinese: Closed.")
    show(request, _STARTED)
    show(request, ("writing", "translate"))

    assert ("Translating…", []) == _shown(slack)[-1]


@pytest.mark.parametrize("language", get_args(Language))
def test_no_more_is_said_in_turns_than_slack_takes(language: Language) -> None:
    """Ten, the status among them; each stage has its own."""
    words = WORDINGS[language]

    assert set(get_args(StageName)) == set(words.live_tasks) == set(words.live_loading)
    assert all(len(lines) < MOST_LOADING_MESSAGES for lines in (*words.live_loading.values(), words.live_waiting))
