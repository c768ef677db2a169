"""What is done for an answer as the tasks of a plan, which Slack shows folded above it; pure.

A task appears when it begins: none is ever waiting, and closing those that are open finishes the plan. Slack says that
something went wrong where a message is finished before its tasks are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from bot.slack.limits import LONGEST_TASK_TEXT, LONGEST_TASK_TITLE
from bot.slack.markup import plain_words, shortened, without_links
from bot.slack.sources import web_link
from bot.wording import Wording
from knowledge.domain import Found, Stage, StageName
from workers.contract import Json

PlanEnd = Literal["done", "failed"]
"""How a plan ends: what was done led to an answer, or it did not."""

Status = Literal["in_progress", "complete", "error"]

MODE: Final = "plan"
"""Of Slack's ways to show tasks: all of them in one block, which is folded."""
_LONGEST_NAME: Final = 120
_LONGEST_LINK: Final = 2000


def text_chunk(text: str) -> Json:
    """Words of the answer, in a stream that has tasks: Slack takes chunks or Markdown in one message, never both."""
    return {"type": "markdown_text", "text": text}


def opening(reached: Sequence[Stage], words: Wording) -> list[Json]:
    """The plan's title, and its tasks so far."""
    return [_titled(words.live_plan["working"]), *going_on(reached, (), words)]


def going_on(reached: Sequence[Stage], shown: Sequence[Stage], words: Wording) -> list[Json]:
    """What Slack does not show yet: tasks that began, and those of the ``shown`` ones that ended since."""
    before, now = _open(shown), _open(reached)
    ended = [_task(stage.name, "complete", words) for stage in shown if stage.name in before - now]
    begun = [_begun(stage, words, is_open=stage.name in now) for stage in reached[len(shown) :]]
    return [*ended, *begun]


def closing(names: Sequence[StageName], end: PlanEnd, words: Wording) -> list[Json]:
    """No task is open any more; ``names`` are those that Slack shows or may show, in order."""
    status: Status = "complete" if end == "done" else "error"
    still_open = _open([Stage(name) for name in names])
    ended = [_task(name, status if name in still_open else "complete", words) for name in names]
    return [_titled(words.live_plan[end]), *ended]


def _open(stages: Sequence[Stage]) -> set[StageName]:
    """The stages that go on: the last one, and writing while it is checked, as the two take turns."""
    names: list[StageName] = [stage.name for stage in stages]
    since = names.index("writing") if names[-1:] == ["checking"] and "writing" in names else len(names) - 1
    return set(names[max(0, since) :])


def _begun(stage: Stage, words: Wording, *, is_open: bool) -> Json:
    """A task with what is known of it: Slack keeps that when its status changes."""
    task = _task(stage.name, "in_progress" if is_open else "complete", words)
    linked = [(found, link) for found in stage.documents if (link := _link(found))]
    unlinked = [_name(found) for found in stage.documents if not _link(found)]
    if linked:
        task["sources"] = [{"type": "url", "url": link, "text": _name(found)} for found, link in linked]
    if unlinked:
        task["details"] = shortened(" · ".join(unlinked), LONGEST_TASK_TEXT)
    return task


def _task(name: StageName, status: Status, words: Wording) -> Json:
    title = words.live_tasks[name][:LONGEST_TASK_TITLE]
    return {"type": "task_update", "id": name, "title": title, "status": status}


def _titled(title: str) -> Json:
    return {"type": "plan_update", "title": title[:LONGEST_TASK_TITLE]}


def _link(found: Found) -> str:
    """Its address in the web; empty where it has none, or one that is longer than a plan has room for."""
    link = web_link(found.url)
    return link if len(link) <= _LONGEST_LINK else ""


def _name(found: Found) -> str:
    """Title and heading, in which nothing calls anybody or can be clicked."""
    said = found.title if found.heading in {"", found.title} else f"{found.title} › {found.heading}"
    return shortened(without_links(plain_words(said)), _LONGEST_NAME) or "…"
