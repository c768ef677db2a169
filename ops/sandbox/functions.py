"""Custom functions (workflow steps): their runs, each with a token of its own, and what came of them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ops.sandbox.clock import Clock
from ops.sandbox.errors import SlackError
from ops.sandbox.events import Events
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id, new_secret
from ops.sandbox.model import App, Json
from ops.sandbox.schema import complaint

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
"""The types of parameters that Slack checks; all of its own (`slack#/types/…`) may be anything."""


@dataclass(eq=False)
class Execution:
    """One run of a function. `token` acts for the app in this run; `settled` is set once the app has answered."""

    id: str
    app: App
    user: str
    callback_id: str
    inputs: Json
    token: str
    state: Literal["running", "complete", "error"] = "running"
    outputs: Json = field(default_factory=dict)
    error: str = ""
    event_id: str | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def to_json(self) -> Json:
        """Return what tests and the page read."""
        names = ("id", "user", "callback_id", "inputs", "state", "outputs", "error", "event_id")
        return {"app_id": self.app.id, **{name: getattr(self, name) for name in names}}


@dataclass(eq=False)
class Functions:
    """All runs of all functions."""

    events: Events
    clock: Clock
    hub: Hub
    _runs: dict[str, Execution] = field(default_factory=dict, init=False)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all runs."""
        self._runs.clear()

    def to_json(self) -> list[Json]:
        """Return every run, oldest first."""
        return [run.to_json() for run in self._runs.values()]

    # Running

    def run(self, app: App, user: str, callback_id: str, inputs: Json) -> Execution:
        """Run a function of an app for somebody and send `function_executed`.

        Raises SlackError `function_not_found`, and `parameter_validation_failed` for inputs that do not fit.
        """
        definition = app.functions.get(callback_id)
        if definition is None:
            raise SlackError("function_not_found")
        _check(definition.get("input_parameters") or {}, inputs, "/inputs")
        run = Execution(new_id("Fx"), app, user, callback_id, inputs, f"xwfp-{new_secret()}")
        self._runs[run.id] = run
        run.event_id = self.events.emit(app, self._event(run, definition))
        return run

    def _event(self, run: Execution, definition: Json) -> Json:
        function = {
            "id": self._ids.setdefault((run.app.id, run.callback_id), new_id("Fn")),
            "callback_id": run.callback_id,
            "title": definition.get("title", ""),
            "description": definition.get("description", ""),
            "type": "app",
            "input_parameters": _parameters(definition.get("input_parameters") or {}),
            "output_parameters": _parameters(definition.get("output_parameters") or {}),
            "app_id": run.app.id,
            "date_created": 0,
            "date_updated": 0,
            "date_deleted": 0,
        }
        return {
            "type": "function_executed",
            "function": function,
            "inputs": run.inputs,
            "function_execution_id": run.id,
            "workflow_execution_id": new_id("Wx"),
            "event_ts": self.events.workspace.next_ts(self.clock.now()),
            "bot_access_token": run.token,
        }

    async def result(self, run: Execution, seconds: float) -> Json:
        """Wait for a run's outputs; raise `function_failed` or, after so many seconds, `function_timed_out`."""
        waits = [asyncio.ensure_future(run.settled.wait()), asyncio.ensure_future(self.clock.sleep(seconds))]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if run.state == "running":
            raise SlackError("function_timed_out")
        if run.state == "error":
            raise SlackError("function_failed", message=run.error)
        return run.outputs

    # What apps do

    def by_token(self, token: str) -> Execution | None:
        """Return the run that a token was made for. As at Slack, it still acts when the run is over."""
        return next((run for run in self._runs.values() if run.token == token), None)

    def complete(self, app: App, execution_id: str, outputs: Json) -> None:
        """End a run well; raise Slack's error for a run that is over or outputs that do not fit."""
        run = self._running(app, execution_id)
        _check(app.functions[run.callback_id].get("output_parameters") or {}, outputs, "/outputs")
        run.state, run.outputs = "complete", outputs
        self._settle(run)

    def fail(self, app: App, execution_id: str, error: str) -> None:
        """End a run with an error for whoever started it."""
        run = self._running(app, execution_id)
        run.state, run.error = "error", error
        self._settle(run)

    def _settle(self, run: Execution) -> None:
        run.settled.set()
        self.hub.publish({"type": "function", "run": run.to_json()}, [run.user])

    def _running(self, app: App, execution_id: str) -> Execution:
        run = self._runs.get(execution_id)
        if run is None or run.app is not app:
            raise SlackError("function_execution_not_found")
        if run.state != "running":
            raise SlackError("execution_not_in_running_state")
        return run

    def interactivity(self, execution_id: str | None, user: str, pointer: str) -> Json:
        """Return what an interaction tells of the run in which its message or view came to be; {} without one."""
        run = self._runs.get(execution_id or "")
        if run is None:
            return {}
        function = {"callback_id": run.callback_id}
        return {
            "function_data": {"execution_id": run.id, "function": function, "inputs": run.inputs},
            "interactivity": {"interactor": {"id": user, "secret": new_secret()}, "interactivity_pointer": pointer},
            "bot_access_token": run.token,
        }


def _parameters(declared: Json) -> list[Json]:
    return [{"is_required": False, **about, "name": name} for name, about in declared.items()]


def _check(declared: Json, given: Json, pointer: str) -> None:
    faults = [
        fault for name, about in declared.items() for fault in _faults(about, given.get(name), f"{pointer}/{name}")
    ]
    if faults:
        raise SlackError.with_messages("parameter_validation_failed", faults)


def _faults(about: Json, value: object, pointer: str) -> Iterable[str]:
    kind = TYPES.get(str(about.get("type")))
    if value is None:
        return [complaint("missing required parameter", pointer)] if about.get("is_required") else []
    wrong = kind is not None and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)))
    return [complaint(f"must be of type {about['type']}", pointer)] if wrong else []
