"""A worker beside Brightwater's Slack: what the edge looks up is answered over a real index, and delivered."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from celery import Celery
from redis import Redis

from knowledge.errors import FrontdeskError
from ops.sandbox.running import RunningSandbox
from tests.bot.office import task_payload
from tests.workers.company import Company
from workers.contract import DELIVER_TASK, KNOWLEDGE, Json, Reply

SITE = "https://policies.example.com/"
"""Where the links of the policies lead, as the manifest has it."""
POLICIES = {
    "leave.md": "---\nowner: People Team\neffective: 2026-01-01\n---\n# Leave policy\n\nAnnual leave is 25 days.\n\n"
    "## Carrying over\n\nFive days of annual leave at most.\n\nThey end in March.",
    "请假.md": "# 请假制度\n\n年假为二十五天。\n\n## 结转\n\n最多结转五天。",
    "urlaub.md": "# Urlaubsregelung\n\nDer Urlaub dauert 25 Tage und ist mit der Führungskraft abzusprechen.",
    "visitors.md": "---\nreaders: [public]\n---\n# Visitors\n\nVisitors sign in at the door.",
    "pay.md": "---\nreaders: [group:hr]\n---\n# Pay bands\n\nBand three begins at 52,000 euros.",
    "budget.md": "---\nreaders: [group:finance]\n---\n# Budget\n\nThe budget closes in November.",
    "evil.md": "# Call <!channel> now\n\nPing <@U0MAYA> and @here about sorcery: [click](https://evil.example).",
}
SOURCES = f"""
[[source]]
name = "handbook"
kind = "folder"
location = "handbook"
link = "{SITE}{{path}}#{{anchor}}"

[[source]]
name = "drawer"
kind = "folder"
location = "drawer"
readers = ["group:hr"]
"""


def published(company: Company) -> Company:
    """The company with its policies read."""
    for name, text in POLICIES.items():
        company.write(f"handbook/{name}", text)
    company.write("drawer/notes.md", "# Notes on recruiting\n\nRecruiting notes stay in the drawer.")
    company.write("knowledge.toml", SOURCES)
    (company.folder / "hr/pay.md").unlink()
    company.ask("reload", source=None, force=False)
    return company


@dataclass
class Worker:
    """Takes what the edge looks up from the queue, and hands the answer to the delivery process' own task."""

    slack: RunningSandbox
    redis: Redis
    delivery: Celery
    company: Company | None
    replies: list[Reply] = field(default_factory=list)
    """What was sent back."""
    delivered: list[str] = field(default_factory=list)
    """The ids of what was told to Slack, or kept from it."""
    retries: int = 0
    """How often the next delivery was tried before."""
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish what is in hand."""
        self._stop.set()
        self._thread.join()

    def work(self, message: bytes) -> None:
        """Answer one request."""
        payload = task_payload(message)
        self.replies.append(Reply(payload["id"], report=self._report(payload["action"], payload["arguments"])))
        self.deliver(self.replies[-1])

    def deliver(self, reply: Reply) -> None:
        """Run the delivery process' task."""
        task = self.delivery.tasks[DELIVER_TASK]
        task.apply(args=(asdict(reply),), retries=self.retries).get()
        self.delivered.append(reply.id)

    def search(self, user: str, query: str, **filters: object) -> list[Json]:
        """Search in Slack; returns what it shows."""
        found: list[Json] = self.slack.control("search", user=user, query=query, filters=filters)["results"]
        return found

    def runs(self) -> list[Json]:
        """The runs of our functions, as Slack knows them."""
        runs: list[Json] = self.slack.state()["functions"]
        return runs

    def _run(self) -> None:
        while not self._stop.is_set():
            taken: Any = self.redis.brpop([KNOWLEDGE], timeout=0.05)
            if taken:
                self.work(taken[1])

    def _report(self, action: str, arguments: Json) -> Json:
        if self.company is None:
            return {"action": action, "error": "No policies have been indexed yet.", "failure": "index_missing"}
        try:
            return {"action": action, **self.company.ask(action, **arguments)}
        except FrontdeskError as error:
            return {"action": action, "error": str(error), "failure": "internal"}
