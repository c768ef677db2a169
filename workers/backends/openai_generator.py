"""Writes with a model behind an OpenAI-compatible server: vLLM, TGI, Ollama, ChatGPT."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from queue import Empty, SimpleQueue
from typing import Any, Final

import httpx
from pydantic import SecretStr

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed, SettingError
from workers.backends.breaker import Breaker
from workers.backends.model_profiles import profile_for, profile_of
from workers.settings import WorkerSettings

_ATTEMPTS: Final = 3
_BACKOFF_SECONDS: Final = 0.3  # doubled each time
_CONNECT_SECONDS: Final = 5.0
_SILENCE_SECONDS: Final = 30.0  # between two pieces of an answer
_FAIR_SECONDS: Final = 5.0  # silence in a shorter time says nothing about the server
_LOOK_SECONDS: Final = 0.1  # between two looks at `cancelled` while the server is silent
_CHECK_SECONDS: Final = 5.0
_LONGEST_LINE: Final = 1_000_000  # characters; a server that sends no line ends would fill the memory
_RETRIED: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_NO_ACCESS: Final = frozenset({401, 403})


class _Unavailable(GenerationFailed):
    """The server may answer if asked again."""


class _HangUp:
    """Closes a connection from another thread than the one that waits for the server."""

    def __init__(self) -> None:
        self.done = False
        self._socket: socket.socket | None = None

    def on(self, response: httpx.Response) -> None:
        """This is the connection."""
        self._socket = response.extensions["network_stream"].get_extra_info("socket")
        if self.done:
            self()

    def __call__(self) -> None:
        self.done = True
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                self._socket.shutdown(socket.SHUT_RDWR)


class OpenAIGenerator:
    """The `knowledge.ports.Generator` for ``base_url`` (with its ``/v1``); any number of threads may share it."""

    def __init__(
        self,
        base_url: str,
        model: str,
        key: SecretStr,
        *,
        profile: ModelProfile | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        if not model:
            raise SettingError("FRONTDESK_GENERATOR_MODEL is missing: set it to the model's name on the server.")
        if not base_url.startswith(("http://", "https://")):
            raise SettingError(
                f"FRONTDESK_OPENAI_BASE_URL is {base_url}: it must be like http://gpu-1.example.com:8000/v1."
            )
        self.name = model
        self.profile = profile or profile_of(model)
        secret = key.get_secret_value()
        self._client = httpx.Client(
            base_url=base_url.rstrip("/"),
            headers={"Authorization": f"Bearer {secret}"} if secret else {},
            timeout=httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=None),
        )
        self._breaker = breaker or Breaker()

    @classmethod
    def from_settings(cls, model: str, settings: WorkerSettings) -> OpenAIGenerator:
        """As the settings say; the server is not asked yet. Raises SettingError."""
        return cls(settings.openai_base_url, model, settings.openai_api_key, profile=profile_for(model, settings))

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield text deltas; see `knowledge.ports.Generator.generate`.

        Asked again, with growing pauses, only as long as nothing was written; closing the iterator closes the
        connection.
        """
        body = {
            "model": self.name,
            "messages": [asdict(message) for message in prompt],
            "max_tokens": max_new_tokens,
            "stream": True,
            **_sampling(sampling),
        }
        asked_at = time.monotonic()
        for attempt in range(1, _ATTEMPTS + 1):
            if not self._breaker.allows():
                raise GenerationFailed(
                    f"The model server failed repeatedly and is left alone for a while: {self._where}."
                )
            written = False
            try:
                for delta in self._stream(body, deadline, cancelled):
                    written = True
                    yield delta
            except GeneratorExit:  # the caller has read enough
                self._breaker.succeeded()
                raise
            except DeadlineExceeded:
                if not written and time.monotonic() - asked_at >= _FAIR_SECONDS:
                    self._breaker.failed()
                raise
            except _Unavailable:
                self._breaker.failed()
                pause = _BACKOFF_SECONDS * 2 ** (attempt - 1)
                if written or attempt == _ATTEMPTS or time.monotonic() + pause >= deadline:
                    raise
                time.sleep(pause)
            else:
                return

    def check(self) -> list[str]:
        """Return the names of the server's models. Raises GenerationFailed with what is wrong."""
        with self._failures():
            response = self._client.get("/models", timeout=_CHECK_SECONDS)
            self._require_success(response.status_code, response.text)
            try:
                return [str(model["id"]) for model in response.json()["data"]]
            except (ValueError, KeyError, TypeError) as error:
                raise self._no_format() from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @property
    def _where(self) -> str:
        return str(self._client.base_url)

    def _stream(self, body: dict[str, Any], deadline: float, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Yield one attempt's deltas. A thread reads, because a silent server must not hide a deadline or a stop."""
        if time.monotonic() >= deadline:
            raise DeadlineExceeded("The time for this answer was over before the model server was asked.")
        out: SimpleQueue[str | Exception | None] = SimpleQueue()
        hang_up = _HangUp()
        threading.Thread(target=self._read, args=(body, out, hang_up), name="openai", daemon=True).start()
        try:
            blank = True
            while not cancelled():
                left = deadline - time.monotonic()
                if left <= 0:
                    raise DeadlineExceeded("The time for this answer ran out before it was complete.")
                try:
                    delta = out.get(timeout=min(left, _LOOK_SECONDS))
                except Empty:
                    continue
                if isinstance(delta, Exception):
                    raise delta
                if delta is None:
                    if blank:
                        raise _Unavailable(f"The model {self.name} wrote nothing.")
                    self._breaker.succeeded()
                    return
                blank = blank and delta.isspace()
                yield delta
        finally:
            hang_up()

    def _read(self, body: dict[str, Any], out: SimpleQueue[str | Exception | None], hang_up: _HangUp) -> None:
        try:
            with self._failures(), self._client.stream("POST", "/chat/completions", json=body) as response:
                hang_up.on(response)
                if response.is_error:
                    response.read()
                    self._require_success(response.status_code, response.text)
                for delta in self._deltas(response, hang_up):
                    out.put(delta)
        except Exception as error:  # noqa: BLE001 - told to the thread that waits
            out.put(error)
        else:
            out.put(None)

    def _deltas(self, response: httpx.Response, hang_up: _HangUp) -> Iterator[str]:
        """Yield the text of the server's events. Raises _Unavailable when the stream is none, or breaks off."""
        for line in _lines(response):
            if hang_up.done:
                return
            if line.startswith("data:"):
                data = line[len("data:") :].strip()
                if data == "[DONE]":
                    return
                text, finished = self._parse(data)
                if text:
                    yield text
                if finished:
                    return
            elif line.strip() and not line.startswith((":", "event:", "id:", "retry:")):
                raise self._no_format()
        raise _Unavailable(f"The model server broke off in the middle of an answer: {self._where}.")

    def _parse(self, data: str) -> tuple[str, bool]:
        try:
            event = json.loads(data)
            if not event["choices"]:  # usage only
                return "", False
            choice = event["choices"][0]
            text = "" + ((choice.get("delta") or {}).get("content") or "")  # a TypeError for what is no text
            return text, choice.get("finish_reason") is not None
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise self._no_format() from error

    def _no_format(self) -> _Unavailable:
        return _Unavailable(
            f"What {self._where} sends is not OpenAI's format. Check FRONTDESK_OPENAI_BASE_URL: it ends in /v1."
        )

    def _require_success(self, status: int, text: str) -> None:
        if status < httpx.codes.BAD_REQUEST:
            return
        if status in _NO_ACCESS:
            raise GenerationFailed(f"{self._where} refuses the key ({status}). Check FRONTDESK_OPENAI_API_KEY.")
        if status == httpx.codes.NOT_FOUND:
            raise GenerationFailed(
                f"{self._where} does not know the model {self.name} (404). Check FRONTDESK_GENERATOR_MODEL and that "
                "FRONTDESK_OPENAI_BASE_URL ends in /v1."
            )
        if status == httpx.codes.BAD_REQUEST and "context" in text.lower():
            raise ContextOverflow(f"The prompt is longer than {self.name} can read.")
        kind = _Unavailable if status in _RETRIED else GenerationFailed
        raise kind(f"The model server answers with an error ({status}): {self._where}.")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what httpx raises into one sentence, without what was sent."""
        try:
            yield
        except httpx.TimeoutException as error:
            raise _Unavailable(f"The model server does not answer in time: {self._where}.") from error
        except httpx.HTTPError as error:
            reason = type(error).__name__
            raise _Unavailable(f"The model server cannot be reached ({reason}): {self._where}.") from error


def _lines(response: httpx.Response) -> Iterator[str]:
    """The response's lines as they come. Raises _Unavailable for one without end."""
    rest = ""
    for text in response.iter_text():
        *lines, rest = (rest + text).split("\n")
        yield from lines
        if len(rest) > _LONGEST_LINE:
            raise _Unavailable("The model server sends a line without end.")
    yield rest


def _sampling(sampling: Sampling | None) -> dict[str, Any]:
    if sampling is None:
        return {"temperature": 0}
    seed = {} if sampling.seed is None else {"seed": sampling.seed}
    return {"temperature": sampling.temperature, "top_p": sampling.top_p, **seed}
