"""Writes many answers at once with transformers' own continuous batching: paged attention, made for GPUs."""

from __future__ import annotations

import copy
import gc
import threading
import time
from typing import Any, Final

import structlog
from transformers import ContinuousBatchingConfig

from knowledge.domain import Sampling
from knowledge.errors import GenerationFailed
from workers.backends.causal_model import CausalModel
from workers.backends.engine import loops
from workers.backends.requests import Request

log = structlog.get_logger()

_LOOK_SECONDS: Final = 0.05  # between two looks at who still waits
_GREEDY: Final = {"top_k": 1}


class PagedEngine:
    """As `workers.backends.engine.Engine`: ``batch`` answers are written at once, and ``queue`` more may wait.

    A seed is not kept: its random numbers are those of the whole batch. When transformers' loop dies, out of memory
    above all, what it had in hand fails, and the next request starts it again with half the batch.
    """

    def __init__(self, model: CausalModel, *, batch: int, queue: int, **limits: Any) -> None:  # noqa: ANN401 - transformers' own
        """Give ``limits`` (``num_blocks``, ``max_batch_tokens``) to bound the memory; else it is most of the GPU's."""
        self._model, self._batch, self._queue, self._limits = model, batch, queue, limits
        self._manager: Any = None
        self._requests: dict[str, Request] = {}
        self._lock = threading.Lock()
        self._closing = False
        self._count = 0
        model.model.set_attn_implementation("sdpa")  # transformers takes flash attention instead where it is installed

    def submit(self, request: Request) -> None:
        """Let the request wait for its place. Raises GenerationFailed when too many wait already, or after `close`."""
        with self._lock:
            if self._closing:
                raise GenerationFailed("The worker is stopping and begins no more answers.")
            if len(self._requests) >= self._batch + self._queue:
                raise GenerationFailed(
                    f"The model is busy: {self._queue} answers wait for it already. Ask again in a moment; "
                    "FRONTDESK_ENGINE_QUEUE sets how many may wait."
                )
            if self._manager is None:
                self._start()
            self._count += 1
            self._requests[str(self._count)] = request
            self._manager.add_request(
                request.prompt.token_ids,
                request_id=str(self._count),
                max_new_tokens=request.limit,
                streaming=True,
                eos_token_id=sorted(self._model.ends),
                **self._processors(request.sampling),
            )

    def close(self, seconds: float) -> None:
        """Finish what is in hand, at most so long, and begin nothing more."""
        end = time.monotonic() + seconds
        self._closing = True
        while self._requests and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
        if (manager := self._manager) is not None:
            manager.stop(block=True, timeout=max(0.0, end - time.monotonic()), hard_stop=bool(self._requests))

    def _start(self) -> None:
        self._manager = self._new_manager()
        self._manager.start()
        threading.Thread(target=self._deliver, name="generation", daemon=True).start()

    def _new_manager(self) -> Any:  # noqa: ANN401 - transformers' ContinuousBatchingManager
        generation = copy.deepcopy(self._model.model.generation_config)
        # Anything but the neutral values, so that transformers makes the processors that each request then sets.
        generation.update(do_sample=True, temperature=0.8, top_k=50, top_p=0.95)
        return self._model.model.init_continuous_batching(
            generation_config=generation,
            continuous_batching_config=ContinuousBatchingConfig(
                max_requests_per_batch=self._batch,
                per_request_processors=True,
                # With flash attention a request may be cancelled while its batch is computed; marking the blocks that
                # the batch has filled as shareable would then look for a request that is gone, and end the loop.
                allow_block_sharing=False,
                **self._limits,
            ),
        )

    def _deliver(self) -> None:
        """Hand tokens to whoever waits for them until the manager stops."""
        manager = self._manager
        while manager.is_running():
            output = manager.get_result(timeout=_LOOK_SECONDS)
            if output is not None:
                self._handle(manager, output)
            for name, request in list(self._requests.items()):
                if not request.wanted:
                    self._end(manager, name)
        del manager  # the last reference but those in its own circle
        with self._lock:
            left, self._requests, self._manager = self._requests, {}, None
            if not self._closing:
                self._batch = max(1, self._batch // 2)
                log.warning("engine_batch_halved", batch=self._batch)
                gc.collect()  # the error that ended the loop holds the cache, for which the next one needs the room
                self._model.forget()
        for request in left.values():
            request.end(GenerationFailed(f"The model {self._model.name} failed while computing."))

    def _handle(self, manager: Any, output: Any) -> None:  # noqa: ANN401 - as above, and its GenerationOutput
        request = self._requests.get(output.request_id)
        if request is None:
            return
        for token in output.generated_tokens[len(request.written) :]:
            if token in self._model.ends or len(request.written) == request.limit:
                break
            request.put(token)
        if output.error is not None:
            log.warning("engine_request_failed", error=output.error.splitlines()[0])
            self._end(manager, output.request_id, GenerationFailed(f"The model {self._model.name} failed."))
        elif output.is_finished() or loops(request.written):
            self._end(manager, output.request_id)

    def _end(self, manager: Any, name: str, error: GenerationFailed | None = None) -> None:  # noqa: ANN401 - as above
        request = self._requests.pop(name, None)
        if request is not None:
            manager.cancel_request(name)
            request.end(error)

    def _processors(self, sampling: Sampling | None) -> dict[str, float]:
        """Sampling as transformers' processors take it, for one request; the likeliest token alone without it."""
        if sampling is None:
            return dict(_GREEDY)
        every = self._model.model.config.get_text_config().vocab_size  # 0 would be read as 1: the likeliest
        return {"temperature": float(sampling.temperature), "top_p": float(sampling.top_p), "top_k": every}
