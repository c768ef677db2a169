"""The protocol's server: lists the tools, and runs each call on a thread, told of, stopped and logged."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import anyio
import anyio.to_thread
import structlog
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)
from pydantic import BaseModel

from knowledge.errors import FrontdeskError
from ops.mcp.caller import Caller
from ops.mcp.errors import CallRefused
from ops.mcp.late import Late
from ops.mcp.tools import INSTRUCTIONS, OFFERS, Call, Offer

if TYPE_CHECKING:
    from ops.mcp.desk import Desk  # as in tools.py

Context = ServerRequestContext[Any, Any]
CallerOf = Callable[[Context], Caller]
"""Tells who makes a request, from what the transport knows of them."""

WAITING: Final = 16
"""Calls that may wait for their turn; what comes after that is refused at once."""
TOLD_EVERY_S: Final = 1.0
_CRASHED: Final = "Something unexpected went wrong in Frontdesk; its log says what. Try again in a minute."
_BUSY: Final = "Frontdesk is serving as many calls as it can. Try again in a minute."
_REVOKED: Final = "The token was revoked or expired while this was answered. Ask whoever runs Frontdesk for another."

log = structlog.get_logger()


def build_server(desk: Late[Desk], caller_of: CallerOf, at_once: int, told_every_s: float = TOLD_EVERY_S) -> Server:
    """Return the server over a desk; ``at_once`` calls are served at once, and slow ones tell how they get on."""
    places = anyio.Semaphore(at_once + WAITING)
    service = _Service(desk, caller_of, anyio.CapacityLimiter(at_once), places, told_every_s)
    return Server(
        "frontdesk",
        title="Frontdesk",
        version=metadata.version("frontdesk"),
        instructions=INSTRUCTIONS,
        lifespan=service.lifespan,
        on_list_tools=_list_tools,
        on_call_tool=service.call_tool,
    )


@dataclass(slots=True)
class _Progress:
    """What a call is doing, and whether anybody still waits for it."""

    stopped: threading.Event = field(default_factory=threading.Event)
    writing: bool = False

    def wrote(self, _piece: str) -> None:
        """Remember that words are being written."""
        self.writing = True


@dataclass(frozen=True, slots=True)
class _Service:
    """What happens to one request."""

    desk: Late[Desk]
    caller_of: CallerOf
    turns: anyio.CapacityLimiter
    places: anyio.Semaphore
    told_every_s: float

    @asynccontextmanager
    async def lifespan(self, _server: Server) -> AsyncIterator[dict[str, Any]]:
        """Load the models while the client shakes hands, and give them back at the end."""
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(partial(anyio.to_thread.run_sync, self._prepare, abandon_on_cancel=True))
                yield {}
                tasks.cancel_scope.cancel()
        finally:
            if self.desk.made:
                self.desk.made.close()

    def _prepare(self) -> None:
        try:
            self.desk().prepare()
        except FrontdeskError as error:
            log.warning("mcp_not_ready", reason=str(error))  # the first call says the same to whoever makes it
        except Exception:
            log.exception("mcp_not_ready")  # as above; a server that ended would say less

    async def call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        """Serve one call within the caller's rights. Whatever goes wrong in it is a sentence in its result."""
        offer = OFFERS.get(params.name)
        if offer is None:
            raise MCPError(INVALID_PARAMS, f"There is no such tool. Known are {', '.join(OFFERS)}.")
        try:
            self.places.acquire_nowait()
        except anyio.WouldBlock:
            return _failed(_BUSY)
        try:
            return await self._in_turn(offer, params.arguments or {}, context)
        finally:
            self.places.release()

    async def _in_turn(self, offer: Offer, given: dict[str, Any], context: Context) -> CallToolResult:
        """Serve a call on a thread as soon as one is free, and tell meanwhile how it gets on."""
        progress = _Progress()
        work = partial(self._served, offer, given, self.caller_of(context), progress)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._tell, context, progress)
            result = await anyio.to_thread.run_sync(work, limiter=self.turns)
            tasks.cancel_scope.cancel()
        return result

    async def _tell(self, context: Context, progress: _Progress) -> None:
        """Tell every now and then that the call is in work; when nobody waits any more, let the thread know."""
        try:
            for step in count(1):
                await anyio.sleep(self.told_every_s)
                await context.session.report_progress(step, message=self._doing(progress))
        finally:
            progress.stopped.set()

    def _doing(self, progress: _Progress) -> str:
        if not (self.desk.made and self.desk.made.library.made):
            return "Loading the models"
        return "Writing the answer" if progress.writing else "Searching the policies"

    def _served(self, offer: Offer, given: dict[str, Any], caller: Caller, progress: _Progress) -> CallToolResult:
        """Serve a call on this thread, and log that, but nothing that was said."""
        began, outcome = time.monotonic(), "served"
        try:
            asked = offer.arguments(given)
            call = Call(self.desk(), caller, progress.wrote, progress.stopped.is_set)
            result = _returned(offer.serve(call, asked))
            if not caller.still_holds():
                raise CallRefused(_REVOKED)  # noqa: TRY301 - it ends as the others do
        except FrontdeskError as error:
            outcome, result = type(error).__name__, _failed(str(error))
        except Exception:
            log.exception("mcp_call_crashed", tool=offer.name, caller=caller.id)
            outcome, result = "crashed", _failed(_CRASHED)
        seconds = round(time.monotonic() - began, 3)
        log.info("mcp_called", tool=offer.name, caller=caller.id, outcome=outcome, seconds=seconds)
        return result


async def _list_tools(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
    return ListToolsResult(tools=[offer.listed() for offer in OFFERS.values()])


def _returned(result: BaseModel) -> CallToolResult:
    """The result as data, and as text for clients that read no data: JSON, out of which no quote can break."""
    return CallToolResult(
        content=[TextContent(type="text", text=result.model_dump_json())],
        structured_content=result.model_dump(mode="json"),
    )


def _failed(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)
