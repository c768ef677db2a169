"""What the process of `openvino_engine` does: ``python -m workers.backends.openvino_child <file descriptor>``.

OpenVINO's step holds Python's lock while it computes, and so would stop every other thread of the worker: it has a
process of its own, which loads no torch. It serves its parent until that closes the line.
"""

from __future__ import annotations

import contextlib
import secrets
import sys
from multiprocessing.connection import Connection
from typing import Any, Final

from workers.backends.openvino_messages import Drop, Load, News, Write
from workers.no_telemetry import refuse_telemetry

_SEEDS: Final = 2**31


def main() -> None:
    """Load what the parent names, answer "" or why that failed, and serve."""
    refuse_telemetry()
    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            writer = Writer(connection.recv())
        except Exception as error:  # noqa: BLE001 - told to whoever started us
            connection.send(_last_line(error))
            return
        connection.send("")
        serve(connection, writer)


def serve(connection: Connection[Any, Any], writer: Writer) -> None:
    """Take what the parent sends between any two steps; wait for it where there is nothing to write."""
    while True:
        while connection.poll(0 if writer.busy else None):
            writer.take(connection.recv())
        if news := writer.step():
            connection.send(news)


class Writer:
    """The pipeline, and the answers that it is writing."""

    def __init__(self, load: Load) -> None:
        import openvino_genai as genai  # noqa: PLC0415 - after its telemetry was refused

        scheduler = genai.SchedulerConfig()
        scheduler.cache_size, scheduler.max_num_seqs = load.cache_gb, load.batch
        scheduler.enable_prefix_caching = True
        self._genai = genai
        self._pipeline = genai.ContinuousBatchingPipeline(load.folder, scheduler, "CPU", load.properties)
        self._handles: dict[int, Any] = {}
        self._refused: list[News] = []

    @property
    def busy(self) -> bool:
        """Whether there is something to write, or to tell."""
        return bool(self._handles or self._refused)

    def take(self, message: Write | Drop) -> None:
        """Begin an answer, or end one."""
        if isinstance(message, Write):
            try:
                self._handles[message.number] = self._begun(message)
            except RuntimeError as error:
                self._refused.append(News(message.number, ended=True, failure=_last_line(error)))
        elif handle := self._handles.pop(message.number, None):
            handle.cancel()

    def step(self) -> list[News]:
        """Write one token of each answer, or read on in a prompt."""
        if self._pipeline.has_non_finished_requests():
            self._pipeline.step()
        news = [self._news(number, handle) for number, handle in self._handles.items()]
        for one in news:
            if one.ended:
                del self._handles[one.number]
        refused, self._refused = self._refused, []
        return [*refused, *(one for one in news if one.tokens or one.ended)]

    def _begun(self, message: Write) -> Any:  # noqa: ANN401 - OpenVINO's GenerationHandle
        import numpy as np  # noqa: PLC0415 - as above
        from openvino import Tensor  # noqa: PLC0415 - as above

        config = self._genai.GenerationConfig()
        ends = set(message.ends) or {0}  # OpenVINO wants one, also where it is told to ignore it
        config.max_new_tokens, config.ignore_eos = message.limit, not message.ends
        config.stop_token_ids, config.eos_token_id = ends, min(ends)
        if message.sampling is not None:
            config.do_sample = True
            config.temperature, config.top_p = message.sampling.temperature, message.sampling.top_p
            config.rng_seed = secrets.randbelow(_SEEDS)  # or each answer would begin with the same random numbers
        return self._pipeline.add_request(message.number, Tensor(np.array([message.token_ids])), config)

    def _news(self, number: int, handle: Any) -> News:  # noqa: ANN401 - as above
        news, status = News(number), handle.get_status()
        while handle.can_read():
            for output in handle.read().values():
                news.tokens.extend(output.generated_ids)
        news.ended = status != self._genai.GenerationStatus.RUNNING
        if status == self._genai.GenerationStatus.IGNORED:
            news.failure = "there is no room for its prompt"
        return news


def _last_line(error: Exception) -> str:
    """What went wrong: OpenVINO says first in which of its files it noticed."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


if __name__ == "__main__":
    main()
