"""The HTTP side of the Web API: arguments, token, scope, rate limit and faults around each method."""

import json
from typing import Any

import structlog
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.faults import Fault
from ops.sandbox.http_delivery import FORM, JSON
from ops.sandbox.model import App, Json
from ops.sandbox.rate_limits import POST_BURST, POST_WORKSPACE, STATUS, WINDOW
from ops.sandbox.requests import read_json
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.methods import METHODS, Method

log = structlog.get_logger()
MULTIPART = "multipart/form-data"
NO_APP = App("", "", "", "", "", "")
FAILURE = "<!DOCTYPE html><html><head><title>Slack</title></head><body>The sandbox was told to fail here.</body></html>"
Limit = tuple[tuple[str, ...], int, float]


class WebApi:
    """Answers /api/<method>."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def answer(self, request: Request) -> Response:
        """Carry out one call and record it."""
        name = request.path_params["method"]
        record: Json = {"method": name, "args": {}, "token": "", "at": self._sandbox.clock.now()}
        try:
            record["args"], record["token"] = await read_arguments(request)
        except SlackError as error:
            response = _json(error.to_json())
        except ClientDisconnect:
            return Response(status_code=400)
        else:
            # Entered before it is answered, so that a test sees also a call that is held back.
            self._sandbox.calls.append(record)
            response = await self._answer(name, record["args"], record["token"])
            record |= {"status": response.status_code, "response": _body(response)}
            return response
        self._sandbox.calls.append({**record, "status": response.status_code, "response": _body(response)})
        return response

    async def _answer(self, name: str, args: Json, token: str) -> Response:
        faults = self._sandbox.faults
        slow = faults.take(name, "latency", arguments=args)
        if slow and not slow.after:
            await faults.hold(slow)
        fault = faults.take(name, "status", "error", "ratelimited", arguments=args)
        early, late = (None, fault) if fault and fault.after else (fault, None)
        response = self._faulty(early, name, token) if early else self._carry_out(name, args, token)
        if slow and slow.after:
            await faults.hold(slow)
        return self._faulty(late, name, token) if late else response

    def _faulty(self, fault: Fault, name: str, token: str) -> Response:
        """Return the answer that a test asked for, with what Slack adds to some errors by itself."""
        if fault.kind == "ratelimited":
            return _ratelimited(fault.retry_after)
        if fault.kind == "status":
            return HTMLResponse(FAILURE, status_code=int(fault.value or 500))
        added: Json = {}
        if fault.value == "missing_scope":
            app = next((app for app in self._sandbox.workspace.apps.values() if app.bot_token == token), NO_APP)
            scopes = METHODS[name].scopes if name in METHODS else ()
            added = {"needed": ",".join(scopes), "provided": ",".join(s for s in app.scopes if s not in scopes)}
        if fault.value == "unknown_method":
            added = {"req_method": name}
        return _json({"ok": False, "error": str(fault.value), **added, **fault.details})

    def _carry_out(self, name: str, args: Json, token: str) -> Response:
        method = METHODS.get(name)
        if method is None:
            return _json({"ok": False, "error": "unknown_method", "req_method": name})
        headers: dict[str, str] = {}
        try:
            app = self._authenticate(method, token)
            headers = _scope_headers(method, app)
            run = self._sandbox.functions.by_token(token)
            call = Call(self._sandbox, app, name, args, run.id if run else None)
            call.need_scope(*method.scopes)
            if wait := self._sandbox.limits.wait(*self._limits(method, call)):
                return _ratelimited(wait)
            return _json({"ok": True, **method.handler(call)}, headers)
        except SlackError as error:
            return _json(error.to_json(), headers)
        except Exception:
            log.exception("sandbox.method_failed", method=name)
            return _json({"ok": False, "error": "internal_error"}, headers)

    def _authenticate(self, method: Method, token: str) -> App:
        apps = self._sandbox.workspace.apps.values()
        if method.token == "none":  # noqa: S105  # a kind, not a token
            return NO_APP
        if not token:
            raise SlackError("not_authed")
        for app in apps:
            expected, other = app.bot_token, app.app_token
            if method.token == "app":  # noqa: S105  # a kind, not a token
                expected, other = other, expected
            if token == expected:
                return app
            if token == other:
                raise SlackError("not_allowed_token_type")
        if method.token == "bot" and (run := self._sandbox.functions.by_token(token)):  # noqa: S105  # a kind
            return run.app
        raise SlackError("invalid_auth")

    def _limits(self, method: Method, call: Call) -> list[Limit]:
        """Return what a call counts against: its method's tier, and Slack's special cases."""
        app, channel = call.app.id, str(call.args.get("channel") or call.args.get("channel_id") or "")
        if call.method == "chat.postMessage":
            burst = ((app, call.method, channel), POST_BURST, float(POST_BURST))
            return [burst, ((app, call.method), POST_WORKSPACE, WINDOW)]
        if call.method == "assistant.threads.setStatus":
            return [((app, call.method, channel), STATUS, WINDOW)]
        return [((app, call.method), method.tier, WINDOW)]


async def read_arguments(request: Request) -> tuple[Json, str]:
    """Return a call's arguments, from the query and the body together, and its token.

    The token is in the `Authorization` header, or in the query or form; as at Slack, not in a JSON body.
    """
    args: dict[str, Any] = dict(request.query_params)
    token = args.pop("token", "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        args |= await read_json(request)
        args.pop("token", None)
    elif kind in {FORM, MULTIPART}:
        async with request.form() as form:
            args |= {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
        token = args.pop("token", token)
    elif await request.body():
        raise SlackError("invalid_post_type" if kind else "missing_post_type")
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return args, bearer.strip() if scheme.lower() == "bearer" else str(token)


def _json(body: Json, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(body, headers=headers, media_type="application/json; charset=utf-8")


def _ratelimited(seconds: int) -> Response:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, status_code=429, headers={"Retry-After": str(seconds)})


def _scope_headers(method: Method, app: App) -> dict[str, str]:
    if app is NO_APP:
        return {}
    return {"x-oauth-scopes": ",".join(app.scopes), "x-accepted-oauth-scopes": ",".join(method.scopes)}


def _body(response: Response) -> object:
    try:
        return json.loads(bytes(response.body))
    except ValueError:
        return bytes(response.body).decode()
