"""Sixteen answers at once by the engine, beside transformers' own ``generate`` one after another and in one batch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from knowledge.answer.confidence import Judge, safe_fit
from knowledge.answer.passages import likeliest_first, merged
from knowledge.answer.prompt import answer_prompt, fitting
from knowledge.domain import Message, Question
from knowledge.index import HybridIndex, build_index
from knowledge.sources.folder import FolderSource
from tests.bench.figures import Figures, against
from tests.bench.policies import long_policies
from workers.backends.engine_generator import EngineGenerator
from workers.backends.torch_runtime import choose_dtype
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels
from workers.settings import SAMPLE_POLICIES

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

CALLERS: Final = 16
NEW_TOKENS: Final = 64
"""Written for each; a capable model's answer is three sentences."""
_CONTEXT: Final = 2048
LONG_TOKENS: Final = 800
"""Of a prompt as one would write it without choosing sentences."""
ANSWERS_GOAL, BATCH_GOAL, FIRST_WORD_GOAL = 4.0, 1.0, 1.3
SYSTEM: Final = "Answer from the passages alone, in one or two sentences. Add nothing of your own."
TOPICS: Final = (
    "annual leave", "sick leave", "parental leave", "travel by train", "hotel limits", "expense reports",
    "working from home", "passwords", "phishing", "gifts", "conflicts of interest", "onboarding",
    "probation", "overtime", "training budget", "data protection",
)  # fmt: skip


@pytest.fixture(scope="module")
def long_prompts() -> list[list[Message]]:
    """Sixteen different prompts of policies' text, about 800 tokens each."""
    text, size = long_policies(), LONG_TOKENS * 4
    return [
        [
            Message("system", SYSTEM),
            Message("user", f"{text[place * 900 : place * 900 + size]}\n\nWhat about {topic}?"),
        ]
        for place, topic in enumerate(TOPICS)
    ]


@pytest.fixture(scope="module")
def short_prompts(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> list[list[Message]]:
    """Frontdesk's own prompts for sixteen questions."""
    embedder, folder = TransformersEmbedder(prepared_models.embedder), tmp_path_factory.mktemp("index")
    build_index(FolderSource(SAMPLE_POLICIES), embedder, folder, lambda _stage, _done, _total: None)
    index = HybridIndex(folder, embedder).current()
    judge, prompts = Judge(embedder, safe_fit()), []
    for topic in TOPICS:
        question = Question(topic, f"What is the rule for {topic}?", "en", frozenset({"everyone"}))
        found = index.search(question.text, question.principals, 10)
        ranking = judge.rank(question.text, found)
        shown = fitting(likeliest_first(merged(found), ranking.evidence), _CONTEXT, 60)
        prompts.append(answer_prompt(question, date(2026, 11, 30), shown))
    return prompts


def test_generation(
    long_prompts: list[list[Message]],
    short_prompts: list[list[Message]],
    prepared_models: PreparedModels,
    figures: Figures,
) -> None:
    """All in one run on the same prompts, because absolute figures move with the machine."""
    engine, plain = TransformersGenerator(prepared_models.generator), Plain(prepared_models.generator)
    engine.warm_up(long_prompts[0])
    engine.warm_up(short_prompts[0])
    together = Run(engine)
    sequential = timed(lambda: [plain.write([prompt]) for prompt in long_prompts])
    batch = timed(lambda: [plain.write(long_prompts)])
    engine_long = timed(lambda: [together.write(long_prompts)])
    engine_short = timed(lambda: [together.write(short_prompts)])
    rows = [("transformers, one after another, ~800 tokens", *sequential), ("transformers, one batch of 16", *batch)]
    rows += [
        ("Frontdesk's engine, the same prompts", *engine_long),
        ("Frontdesk's engine, its own prompts", *engine_short),
    ]
    base, batch_rate = CALLERS / sequential[0], batch[1] / batch[0]
    goals = ["", "", _goal(engine_long[1] / engine_long[0] / batch_rate, BATCH_GOAL, "tokens/s of the batch")]
    goals.append(_goal(CALLERS / engine_short[0] / base, ANSWERS_GOAL, "answers/s one by one"))
    figures.show(
        f"{CALLERS} answers of at most {NEW_TOKENS} tokens",
        ("", "s", "answers/s", "ratio", "tokens/s", "goal"),
        [
            (name, f"{s:.1f}", f"{CALLERS / s:.2f}", f"{CALLERS / s / base:.2f}", f"{tokens / s:.1f}", goal)
            for (name, s, tokens), goal in zip(rows, goals, strict=True)
        ],
    )
    first_word(engine, plain, short_prompts[:6], figures)
    engine.close()


def first_word(engine: TransformersGenerator, plain: Plain, prompts: list[list[Message]], figures: Figures) -> None:
    """A single asker on a warm engine, beside reading the same prompt whole."""
    own, raw = [], []
    for prompt in prompts:
        began = time.perf_counter()
        deltas = engine.generate(prompt, max_new_tokens=8, deadline=time.monotonic() + 600, cancelled=lambda: False)
        next(deltas)
        own.append(time.perf_counter() - began)
        deltas.close()  # type: ignore[attr-defined]
        raw.append(timed(lambda prompt=prompt: [plain.read(prompt)])[0])
    ratio = statistics.median(own) / statistics.median(raw)
    figures.show(
        "First word, one asker (s, median)",
        ("", "s", "ratio", "goal"),
        [
            ("reading the prompt in plain transformers", f"{statistics.median(raw):.3f}", "1.00", ""),
            (
                "first word of the engine",
                f"{statistics.median(own):.3f}",
                f"{ratio:.2f}",
                against(f"≤ {FIRST_WORD_GOAL}", met=ratio <= FIRST_WORD_GOAL),
            ),
        ],
    )


class Run:
    """Asks the engine from as many threads as there are prompts."""

    def __init__(self, engine: EngineGenerator) -> None:
        self._engine = engine

    def write(self, prompts: list[list[Message]]) -> int:
        """Return the number of new tokens."""

        def one(prompt: list[Message]) -> int:
            return sum(1 for _ in self._engine.tokens(prompt, NEW_TOKENS, time.monotonic() + 1800, lambda: False))

        with ThreadPoolExecutor(len(prompts)) as pool:
            return sum(pool.map(one, prompts))


class Plain:
    """What one would write by hand, in bf16 where the processor has it."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
        device = torch.device("cpu")
        self._model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=choose_dtype(device)).eval()

    @torch.inference_mode()
    def write(self, prompts: list[list[Message]]) -> int:
        """Return the number of new tokens."""
        batch = self._encode(prompts)
        output = self._model.generate(**batch, max_new_tokens=NEW_TOKENS, do_sample=False)
        new = output[:, batch["input_ids"].shape[1] :]
        return int((new != self._tokenizer.pad_token_id).sum())

    @torch.inference_mode()
    def read(self, prompt: list[Message]) -> int:
        """Read a prompt and compute what follows."""
        self._model(**self._encode([prompt]), logits_to_keep=1)
        return 1

    def _encode(self, prompts: list[list[Message]]) -> Any:  # noqa: ANN401 - transformers' own
        chats = [[{"role": m.role, "content": m.content} for m in prompt] for prompt in prompts]
        return self._tokenizer.apply_chat_template(
            chats, add_generation_prompt=True, return_tensors="pt", return_dict=True, padding=True
        )


def timed(work: Callable[[], list[int]]) -> tuple[float, int]:
    """Seconds, and the number of tokens that the work returns."""
    began = time.perf_counter()
    tokens = sum(work())
    return time.perf_counter() - began, tokens


def _goal(ratio: float, goal: float, of: str) -> str:
    return f"{ratio:.2f} of the {of}: " + against(f"≥ {goal}", met=ratio >= goal)
