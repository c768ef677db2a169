"""Somebody in front of their Home tab."""

from __future__ import annotations

import json
from typing import Any

from bot.home.view import ASK
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge

Json = dict[str, Any]


class Page:
    """Somebody in front of their Home tab."""

    def __init__(self, slack: RunningSandbox, edge: Edge, user: str) -> None:
        self.slack = slack
        self.edge = edge
        self.user = user

    def open(self, having: str = "") -> Json:
        """Open the tab; return the view once it says that."""
        event = {"type": "app_home_opened", "user": self.user, "channel": f"D0{self.user[2:]}", "tab": "home"}
        assert 200 == self.edge.event(event).status
        return self.view(having)

    def view(self, having: str = "") -> Json:
        """The view that Slack shows, once it says that."""
        return dict(wait_until(lambda: self._shown(having)))

    def text(self, having: str = "") -> str:
        """All of it."""
        return json.dumps(self.view(having), ensure_ascii=False)

    def press(self, action: str, kind: str = "button", text: str | None = None, **chosen: object) -> int:
        """Do something on the page; returns the status of our answer."""
        values = {"field": {ASK: {"type": "plain_text_input", "value": text}}}
        body = {
            "type": "block_actions",
            "team": {"id": "T0BRIGHT"},
            "user": {"id": self.user},
            "trigger_id": "t",
            "view": {"id": "V1", "hash": "1.a", **self.shown(), "state": {"values": values}},
            "actions": [{"type": kind, "action_id": action, "block_id": "b", "action_ts": "1.0", **chosen}],
        }
        return self.edge.action(body).status

    def shown(self) -> Json:
        """The view as it is."""
        homes = [home["view"] for home in self.slack.state()["homes"] if home["user"] == self.user]
        return dict(homes[0]) if homes else {}

    def _shown(self, having: str) -> Json | None:
        view = self.shown()
        return view if view and having in json.dumps(view, ensure_ascii=False) else None
