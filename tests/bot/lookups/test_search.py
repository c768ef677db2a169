"""Slack's search finds policies, each searcher theirs."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis

from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.lookups.searches import SEARCH_FUNCTION
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.lookups.desk import SITE, Worker
from workers.contract import KNOWLEDGE, Reply

Json = dict[str, Any]
_EXECUTED: Json = {
    "type": "function_executed",
    "function": {"callback_id": SEARCH_FUNCTION},
    "function_execution_id": "Fx0",
    "inputs": {"query": "annual leave", "user_context": {"id": "U0MAYA"}},
}


def _titles(found: list[Json]) -> set[str]:
    return {one["title"] for one in found}


def test_an_employee_finds_a_policy(worker: Worker) -> None:
    """With its link to the section, its words, its date and its owner; nothing is posted for it."""
    best = worker.search("U0MAYA", "annual leave carrying over")[0]

    assert ("Leave policy", f"{SITE}leave.md#carrying-over") == (best["title"], best["link"])
    assert ("2026-01-01", {"id": "handbook/leave.md", "type": "policy"}) == (best["date_updated"], best["external_ref"])
    assert "Five days of annual leave at most. They end in March." in best["description"]
    assert "People Team" in best["description"]
    assert "Five days of annual leave at most.\n\nThey end in March." == best["content"]


@pytest.mark.parametrize(
    ("user", "finds"), [("U0LINA", {"Pay bands"}), ("U0MAYA", set()), ("U0TOM", set()), ("U0DANA", set())]
)
def test_a_restricted_policy_is_found_by_its_readers_alone(worker: Worker, user: str, finds: set[str]) -> None:
    """The group may, colleagues and guests may not: not even its title is shown."""
    assert finds == _titles(worker.search(user, "pay bands begins euros")) & {"Pay bands"}


def test_a_guest_finds_what_is_public_and_nothing_else(worker: Worker) -> None:
    """Whatever they search for."""
    assert {"Visitors"} == _titles(worker.search("U0DANA", "visitors sign annual leave pay budget"))


def test_somebody_of_another_company_finds_what_is_public(worker: Worker, slack: RunningSandbox) -> None:
    """As in every shared place."""
    slack.control("users", user="U0TOM", team_id="T0OTHER", is_stranger=True)

    assert {"Visitors"} == _titles(worker.search("U0TOM", "visitors sign annual leave budget"))


def test_where_slack_does_not_say_who_searches_what_is_public_is_found(worker: Worker, slack: RunningSandbox) -> None:
    """Fewer rights, never silence."""
    slack.control("faults", method="users.info", kind="error", value="missing_scope", times=None)

    assert {"Visitors"} == _titles(worker.search("U0LINA", "visitors sign annual leave pay"))


@pytest.mark.parametrize(("query", "title"), [("年假结转", "请假制度"), ("Urlaub Führungskraft", "Urlaubsregelung")])
def test_every_language_is_found(worker: Worker, query: str, title: str) -> None:
    """The best result is in the language of the query."""
    assert title == worker.search("U0WANG", query)[0]["title"]


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"language": ["zh"]}, {"请假制度"}),
        ({"language": "zh"}, {"请假制度"}),
        ({"source": ["drawer"]}, {"Notes on recruiting"}),
        ({"language": ["zh"], "source": ["drawer"]}, set()),
    ],
)
def test_a_filter_leaves_what_it_names(worker: Worker, filters: Json, titles: set[str]) -> None:
    """As one value or as several, and both together."""
    assert titles == _titles(worker.search("U0LINA", "年假 recruiting leave", **filters))


@pytest.mark.parametrize("filters", [{"colour": ["red"]}, {"language": []}, {"language": True}, {}])
def test_a_filter_that_is_none_leaves_everything(worker: Worker, filters: Json) -> None:
    """Slack sends what it likes."""
    assert {"Leave policy", "请假制度"} <= _titles(worker.search("U0LINA", "年假 annual leave", **filters))


def test_the_filters_name_the_sources_that_somebody_may_read(worker: Worker, slack: RunningSandbox) -> None:
    """In their language; with one source there is nothing to choose."""
    of_hr = slack.control("search_filters", user="U0LINA")["filters"]
    of_others = slack.control("search_filters", user="U0MAYA")["filters"]

    assert [WORDINGS["zh"].search_language, WORDINGS["zh"].search_source] == [one["display_name"] for one in of_hr]
    assert ["drawer", "handbook"] == [option["value"] for option in of_hr[1]["options"]]
    assert ["language"] == [one["name"] for one in of_others]


def test_a_document_without_an_address_leads_into_slack(worker: Worker) -> None:
    """Slack wants a link for each."""
    (found,) = worker.search("U0LINA", "recruiting notes", source="drawer")

    assert "https://slack.com/app_redirect?app=A0FDESK&team=T0BRIGHT" == found["link"]


def test_what_a_document_says_calls_nobody(worker: Worker) -> None:
    """Neither in its title, nor in its words."""
    (found,) = (one for one in worker.search("U0MAYA", "sorcery") if "evil" in one["external_ref"]["id"])
    said = " ".join((found["title"], found["description"], found["content"]))

    assert not {"<!channel>", "<@U0MAYA>", "@here"} & set(said.split())
    assert "sorcery" in said


@pytest.mark.parametrize("query", [" ", "?!"])
def test_without_a_word_nothing_is_found(worker: Worker, query: str) -> None:
    """An empty list, no error."""
    assert [] == worker.search("U0MAYA", query)


@pytest.mark.parametrize(("user", "language"), [("U0MAYA", "en"), ("U0LINA", "zh")])
def test_where_nothing_can_be_searched_a_sentence_says_so(
    failing: Worker, slack: RunningSandbox, user: str, language: str
) -> None:
    """In the searcher's language."""
    slack.control("function", user=user, callback_id=SEARCH_FUNCTION, inputs=_inputs(user))
    (run,) = wait_until(lambda: [run for run in failing.runs() if run["state"] == "error"])

    assert WORDINGS[language].search_failed == run["error"]  # type: ignore[index]  # a language


def test_without_a_queue_the_search_ends_at_once(
    slack: RunningSandbox, served: str, idle: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for what no worker hears of."""
    monkeypatch.setattr(CeleryPublisher, "look_up", _down)
    slack.control("function", user="U0MAYA", callback_id=SEARCH_FUNCTION, inputs=_inputs("U0MAYA"))

    assert served
    assert wait_until(lambda: [run for run in idle.runs() if run["state"] == "error"])


def test_a_search_that_slack_sends_twice_is_asked_and_answered_once(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis
) -> None:
    """Before and after it was answered; what a worker sends again is passed over, too."""
    run = slack.control("function", user="U0MAYA", callback_id=SEARCH_FUNCTION, inputs=_inputs("U0MAYA"))
    event = {**_EXECUTED, "function_execution_id": run["function_execution_id"]}
    for _ in range(2):
        assert 200 == edge.event(event).status
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    idle.work(waiting)
    idle.deliver(idle.replies[0])
    edge.event(event)
    edge.app.listener_runner.listener_executor.shutdown()

    assert 0 == redis.llen(KNOWLEDGE)
    assert ["complete"] == [each["state"] for each in idle.runs()]
    assert 1 == len(slack.calls("functions.completeSuccess"))


def test_rights_that_were_lost_meanwhile_count(edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis) -> None:
    """They are asked for anew when the results are shown."""
    run = slack.control("function", user="U0LINA", callback_id=SEARCH_FUNCTION, inputs=_inputs("U0LINA", "pay bands"))
    inputs = _inputs("U0LINA", "pay bands")
    edge.event({**_EXECUTED, "function_execution_id": run["function_execution_id"], "inputs": inputs})
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    slack.control("users", user="U0LINA", is_restricted=True)
    edge.event({"type": "user_change", "user": {"id": "U0LINA", "team_id": "T0BRIGHT"}})
    wait_until(lambda: redis.xlen("frontdesk:directory_changes"))
    idle.work(waiting)

    assert "handbook/pay.md" in str(idle.replies[0].report)
    assert [set()] == [_titles(each["outputs"]["search_results"]) & {"Pay bands"} for each in idle.runs()]


def test_no_token_of_a_run_is_kept(edge: Edge, idle: Worker, redis: Redis) -> None:
    """It would let whoever reads the queue act for us."""
    edge.event({**_EXECUTED, "bot_access_token": "xwfp-secret"})
    wait_until(lambda: redis.llen(KNOWLEDGE))

    assert idle
    assert "xwfp-secret" not in str([redis.dump(key) for key in redis.scan_iter()])  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("retries", "state"), [(0, "complete"), (3, "running")])
def test_a_slack_in_trouble_is_told_a_few_times(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis, *, retries: int, state: str
) -> None:
    """After that nobody waits for it."""
    run = slack.control("function", user="U0MAYA", callback_id=SEARCH_FUNCTION, inputs=_inputs("U0MAYA"))
    edge.event({**_EXECUTED, "function_execution_id": run["function_execution_id"]})
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    slack.control("faults", method="functions.completeSuccess", kind="status", value=503, times=1)
    idle.retries = retries
    idle.work(waiting)

    assert [state] == [each["state"] for each in idle.runs()]


def test_an_unknown_function_is_left_alone(edge: Edge, idle: Worker, redis: Redis) -> None:
    """It is none of ours."""
    response = edge.event({**_EXECUTED, "function": {"callback_id": "other"}})
    edge.app.listener_runner.listener_executor.shutdown()

    assert idle
    assert (200, 0) == (response.status, redis.llen(KNOWLEDGE))


def test_an_answer_to_what_nobody_asks_any_more_is_passed_over(slack: RunningSandbox, idle: Worker) -> None:
    """Such as after an hour."""
    idle.deliver(Reply("search-Fx9", report={"action": "search", "found": [], "built_at": ""}))

    assert [] == slack.calls("functions.completeSuccess")


def _inputs(user: str, query: str = "annual leave") -> Json:
    return {"query": query, "filters": {}, "user_context": {"id": user, "secret": ""}}


def _down(*_: object) -> None:
    raise QueueUnavailable("down")
