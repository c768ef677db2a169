"""`frontdesk up` as a person starts it, in a folder of its own, for the tests that go the whole way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import httpx
from redis import Redis, RedisError
from sqlalchemy import func, select

from bot.intake.publishing import INTAKE
from bot.records.database import Database, open_database
from bot.records.ledger import OPEN_STATES
from bot.records.models import Request
from ops.stack.parts import SANDBOX_ADMINS, SANDBOX_APP_TOKEN, SANDBOX_BOT_TOKEN
from ops.stack.ports import free_port, holder
from ops.stack.valkey import redis_url
from workers.contract import KNOWLEDGE, LIVE_STREAM, QUESTIONS, REPLIES, presence_key
from workers.settings import SAMPLE_POLICIES

ROOT: Final = Path(__file__).parents[2]
LINKS: Final = "https://policies.brightwater.example/"
"""Where the citations of these tests lead."""
BUDGETS: Final = "frontdesk:budget*"
CACHED_ANSWERS: Final = "frontdesk:cache:answer:*"
PATIENCE_S: Final = 300
"""For everything that is waited for: far more than it takes, so that a busy machine fails no test."""
START_S: Final = 900
"""For the first start, which reads the sample company's documents."""

T = TypeVar("T")


def eventually(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_S) -> T:
    """Return the first true value that ``look`` gives; fail, saying ``what`` did not happen, when there is none."""
    deadline = time.monotonic() + seconds
    while not (value := look()):
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)
    return value


class RunningFrontdesk:
    """Every part as a process of its own, with the sample company's documents in a folder that a test may change."""

    def __init__(
        self, folder: Path, models: Path, settings: Mapping[str, str] | None = None, *, index: Path | None = None
    ) -> None:
        """Nothing starts yet. ``models`` is the folder of the prepared models, ``settings`` are the other ones.

        ``index`` is one of the same documents: with other links it is made anew, but nothing is embedded again.
        """
        self.policies = folder / "policies"
        self.data = folder / "data"
        self.knowledge = folder / "knowledge.toml"
        """Read at each reload, where a test writes it."""
        self.page_port, self.bot_port, self._valkey_port = free_port(), free_port(), free_port()
        self._folder = folder
        self._settings = settings or {}
        self._output = folder / "up.log"
        self._cleared_environment = {k: v for k, v in os.environ.items() if not k.startswith("FRONTDESK_")}
        shutil.copytree(SAMPLE_POLICIES, self.policies)
        self.data.mkdir()
        if index:
            shutil.copytree(index, self.data / "index")
            (self.data / "index" / "made_of").write_text("without links", encoding="utf-8")
        (self.data / "models").symlink_to(models, target_is_directory=True)

    def __enter__(self) -> Self:
        """Start, and wait until everything is ready."""
        with self._output.open("wb") as output:
            self._up = self._start("up", {"FRONTDESK_VALKEY_PORT": str(self._valkey_port)}, output.fileno())
        try:
            eventually(self._is_ready, "`frontdesk up` being ready", START_S)
        except AssertionError:
            self._up.kill()
            self._up.wait()
            raise
        self.redis = Redis.from_url(redis_url(self.data / "valkey", self._valkey_port))
        self.database: Database = open_database(f"sqlite:///{self.data / 'frontdesk.db'}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Press Ctrl-C and wait for the end, which must be an orderly one."""
        self.redis.close()
        self.database.close()
        self._up.send_signal(signal.SIGINT)
        assert self._up.wait(PATIENCE_S) == 0, self.said()

    @property
    def url(self) -> str:
        """The sandbox's address."""
        return f"http://127.0.0.1:{self.page_port}"

    @property
    def bot_url(self) -> str:
        """The address of the bot's own server."""
        return f"http://127.0.0.1:{self.bot_port}"

    def said(self) -> str:
        """The last of what all parts wrote."""
        return self._output.read_text(encoding="utf-8", errors="replace")[-4000:]

    # Its processes

    def pid(self, part: str) -> int | None:
        """The process id of the part that runs and is ready now."""
        try:
            if part == "bot":
                words = holder(self.bot_port).split()  # "process 123 (its command)"
                return int(words[1]) if words else None
            if part == "valkey":
                return int(self.redis.info("server")["process_id"])
            keys = [key.decode() for key in self.redis.scan_iter(presence_key(part, "*"))]
        except RedisError:  # the server is away
            return None
        return next((pid for pid in (int(key.rpartition(":")[2]) for key in keys) if _is_alive(pid)), None)

    def kill(self, part: str) -> None:
        """End the part with ``kill -9``; the supervisor starts it again."""
        os.kill(eventually(lambda: self.pid(part), f"the {part} being ready"), signal.SIGKILL)

    @contextmanager
    def hung(self, part: str) -> Iterator[int]:
        """Stop the part from doing anything for the block, without ending it; yields its process id."""
        pid = eventually(lambda: self.pid(part), f"the {part} being ready")
        os.kill(pid, signal.SIGSTOP)
        try:
            yield pid
        finally:
            with suppress(ProcessLookupError):  # it was killed as it hung
                os.kill(pid, signal.SIGCONT)

    @contextmanager
    def nothing_started_again(self) -> Iterator[None]:
        """Stop the supervisor from doing anything for the block: what is killed stays away, however long that takes."""
        os.kill(self._up.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._up.pid, signal.SIGCONT)

    @contextmanager
    def second_bot_in_socket_mode(self) -> Iterator[None]:
        """Run another bot process for the block, which calls the sandbox with an app token."""
        settings = {
            "FRONTDESK_MODE": "socket",
            "FRONTDESK_SLACK_APP_TOKEN": SANDBOX_APP_TOKEN,
            "FRONTDESK_SLACK_BOT_TOKEN": SANDBOX_BOT_TOKEN,
            "FRONTDESK_SLACK_BASE_URL": f"{self.url}/api/",
            "FRONTDESK_ADMINS": SANDBOX_ADMINS,
            "FRONTDESK_REDIS_URL": redis_url(self.data / "valkey", self._valkey_port),
        }
        with (self._folder / "socket.log").open("wb") as output:
            bot = self._start("bot", settings, output.fileno())
        try:
            yield
        finally:
            bot.terminate()
            assert bot.wait(PATIENCE_S) == 0

    def _start(self, command: str, settings: Mapping[str, str], output: int) -> subprocess.Popen[bytes]:
        """Run a command in a folder without ``.env``, so that nothing of a developer's own settings takes part."""
        common = {
            "PYTHONPATH": str(ROOT),
            "FRONTDESK_DATA_DIR": str(self.data),
            "FRONTDESK_POLICIES": str(self.policies),
            "FRONTDESK_LINK_TEMPLATE": f"{LINKS}{{path}}#{{anchor}}",
            "FRONTDESK_PAGE_PORT": str(self.page_port),
            "FRONTDESK_BOT_PORT": str(self.bot_port),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "ops.cli", command],
            cwd=self._folder,
            env={**self._cleared_environment, **common, **self._settings, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def _is_ready(self) -> bool:
        said = self.said()
        assert self._up.poll() is None, said
        return "Frontdesk is ready" in said

    # What it holds

    def is_quiet(self) -> bool:
        """Whether every request is settled and nothing waits in a queue: what is there now is all that will come."""
        with self.database.read() as session:
            still_open = session.scalar(select(func.count()).where(Request.state.in_(OPEN_STATES)))
        try:
            return not still_open and not any(
                self.redis.llen(queue) for queue in (INTAKE, QUESTIONS, KNOWLEDGE, REPLIES)
            )
        except RedisError:  # the server was killed and is not back yet
            return False

    def begin(self, request_id: str, words: str) -> None:
        """Show words of an answer while the worker hangs, as one that dies with the next ones on its lips.

        So it is certain that Slack has them before the answer is finished: a small model is often done at once.
        """
        eventually(lambda: self._is_announced(request_id), "the question being taken")
        self.redis.xadd(LIVE_STREAM, {"id": request_id, "kind": "text", "data": words})

    def _is_announced(self, request_id: str) -> bool:
        entries: Any = self.redis.xrevrange(LIVE_STREAM, count=100)
        return any(fields[b"id"].decode() == request_id for _, fields in entries)

    def stages_told(self) -> int:
        """How often a worker has said what it does for an answer now, as far as it is kept."""
        entries: Any = self.redis.xrevrange(LIVE_STREAM)
        return sum(fields[b"kind"] == b"stage" for _, fields in entries)

    def reply_state(self, request_id: str) -> str | None:
        """How far a request's reply is; None before the request was taken."""
        with self.database.read() as session:
            return session.scalar(select(Request.reply_state).where(Request.id == request_id))

    def bot_status(self, path: str) -> int:
        """The status of the bot's own server at a path."""
        return httpx.get(f"{self.bot_url}{path}", timeout=PATIENCE_S, trust_env=False).status_code

    def allow_streaming(self) -> None:
        """Fill up the budget of streams, whatever was streamed before."""
        self._forget(BUDGETS)

    def forget_answers(self) -> None:
        """Empty the answer cache, so that no test is answered with what another one asked."""
        self._forget(CACHED_ANSWERS)

    def _forget(self, pattern: str) -> None:
        for key in self.redis.scan_iter(pattern):
            self.redis.delete(key)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
