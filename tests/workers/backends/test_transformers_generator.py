"""The generator with the default model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import torch

from knowledge.domain import Language, Message
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed, SettingError
from workers.backends.causal_model import CausalModel
from workers.backends.model_profiles import profile_for, profile_of
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels
from workers.settings import WorkerSettings

SYSTEM = Message(
    "system",
    "Answer from the passages alone, in one or two sentences. Say that the passages do not answer the question when "
    "they do not. Add nothing of your own.",
)
PASSAGE = "Employees ask for annual leave in the HR portal at least 14 days ahead."
PROMPT = (SYSTEM, Message("user", f"{PASSAGE}\n\nHow do I request vacation?"))


def never() -> bool:
    """Do not cancel."""
    return False


def write(
    generator: TransformersGenerator,
    prompt: tuple[Message, ...] = PROMPT,
    *,
    tokens: int = 12,
    seconds: float = 500,
    cancelled: Callable[[], bool] = never,
) -> Iterator[str]:
    """Generate with limits that no test meets by accident."""
    return generator.generate(prompt, max_new_tokens=tokens, deadline=time.monotonic() + seconds, cancelled=cancelled)


def idle(generator: TransformersGenerator) -> bool:
    """Whether the engine has nothing left to do, soon."""
    end = time.monotonic() + 60
    while generator._engine._rows and time.monotonic() < end:
        time.sleep(0.01)
    return not generator._engine._rows


@contextmanager
def logits(generator: TransformersGenerator, changed: Callable[[torch.Tensor], torch.Tensor]) -> Iterator[None]:
    """Let the model compute other logits than its own."""
    hook = generator._model.model.lm_head.register_forward_hook(lambda _layer, _inputs, output: changed(output))
    try:
        yield
    finally:
        hook.remove()


def test_it_writes_what_transformers_own_loop_writes(generator: TransformersGenerator) -> None:
    """Reading the prompt in two pieces and streaming change no word."""
    tokenizer, model = generator._tokenizer, generator._model.model
    token_ids = torch.tensor([generator._template.encode(PROMPT).token_ids])
    with torch.inference_mode():
        output = model.generate(
            token_ids, attention_mask=torch.ones_like(token_ids), max_new_tokens=12, do_sample=False
        )
    expected = tokenizer.decode(output[0, token_ids.shape[1] :], skip_special_tokens=True)

    assert expected == "".join(write(generator))


def test_a_prompt_longer_than_one_chunk_changes_no_word(
    generator: TransformersGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long prompt is read in pieces, between which the deadline is looked at."""
    whole = "".join(write(generator))
    monkeypatch.setattr("workers.backends.causal_model._CHUNK", 16)

    assert whole == "".join(write(generator))


def test_words_arrive_one_by_one(generator: TransformersGenerator) -> None:
    """The first delta comes long before the last."""
    deltas = list(write(generator))

    assert len(deltas) > 8
    assert max(len(delta) for delta in deltas) < 20


def test_it_ends_where_the_model_ends(generator: TransformersGenerator) -> None:
    """The end token stops the answer and is not part of it."""
    prompt = (Message("system", "Answer in one sentence."), Message("user", "What is the capital of France?"))

    assert "The capital of France is Paris." == "".join(write(generator, prompt))


def test_it_writes_no_more_tokens_than_asked_for(generator: TransformersGenerator) -> None:
    """`max_new_tokens` is a limit in tokens."""
    text = "".join(write(generator, tokens=5))

    assert len(generator._tokenizer(text)["input_ids"]) <= 5


def test_closing_the_iterator_frees_the_model(generator: TransformersGenerator) -> None:
    """A consumer that has enough leaves nothing locked."""
    first = write(generator)
    next(first)

    first.close()  # type: ignore[attr-defined]
    assert idle(generator)


def test_cancelling_ends_the_answer_without_an_error(generator: TransformersGenerator) -> None:
    """What was written so far stays."""
    deltas: list[str] = []
    for delta in write(generator, cancelled=lambda: len(deltas) >= 3):
        deltas.append(delta)  # noqa: PERF402 - `cancelled` looks at it meanwhile

    assert 3 == len(deltas)
    assert idle(generator)


def test_a_deadline_that_has_passed_ends_in_its_own_error(generator: TransformersGenerator) -> None:
    """The caller can tell a late answer from a failed one."""
    with pytest.raises(DeadlineExceeded):
        list(write(generator, seconds=0))
    assert idle(generator)


def test_threads_share_a_batch(generator: TransformersGenerator) -> None:
    """Answers asked for at once are each as they would be alone."""
    alone = "".join(write(generator, tokens=6))
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda _: "".join(write(generator, tokens=6)), range(3)))

    assert [alone] * 3 == texts


def test_a_kept_prefix_changes_no_word(generator: TransformersGenerator) -> None:
    """The system message is read once and used again."""
    generator._model._prefixes.clear()
    fresh = "".join(write(generator))
    kept = list(generator._model._prefixes)

    assert fresh == "".join(write(generator))
    assert kept == list(generator._model._prefixes)
    assert [tuple(generator._template.encode(PROMPT).token_ids[: len(kept[0])])] == kept


def test_only_a_few_prefixes_are_kept(generator: TransformersGenerator) -> None:
    """Memory does not grow with every new system message."""
    for number in range(6):
        prompt = (Message("system", f"{SYSTEM.content} {number}."), PROMPT[1])
        list(write(generator, prompt, tokens=1))

    assert 4 == len(generator._model._prefixes)


def test_inference_mode_does_not_leak_to_the_consumer(generator: TransformersGenerator) -> None:
    """Between two deltas the consumer's own torch works as ever."""
    modes = {torch.is_inference_mode_enabled() for _ in write(generator, tokens=3)}

    assert {False} == modes


def test_a_prompt_that_does_not_fit_is_refused_with_its_size(generator: TransformersGenerator) -> None:
    """40,000 characters end in a clear error before anything is computed."""
    with pytest.raises(ContextOverflow, match=r"exceed the 8192 tokens that smollm2-135m-instruct can read"):
        list(write(generator, (SYSTEM, Message("user", "leave? " * 20_000))))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_end_in_an_error(generator: TransformersGenerator, value: float) -> None:
    """Broken weights do not become words."""
    with logits(generator, lambda own: torch.full_like(own, value)), pytest.raises(GenerationFailed, match="finite"):
        list(write(generator))
    assert idle(generator)


def test_writing_nothing_is_an_error(generator: TransformersGenerator) -> None:
    """A model that ends at once gave no answer."""
    only_end = torch.zeros(49152).index_fill(0, torch.tensor([2]), 1.0)

    with logits(generator, only_end.expand_as), pytest.raises(GenerationFailed, match="wrote nothing"):
        list(write(generator))


def test_running_out_of_memory_is_an_error_of_this_answer_alone(generator: TransformersGenerator) -> None:
    """The next question is answered again."""

    def out_of_memory(_own: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB.")

    with logits(generator, out_of_memory), pytest.raises(GenerationFailed, match="out of memory"):
        list(write(generator))
    assert "".join(write(generator))


def test_an_empty_question_is_answered_too(generator: TransformersGenerator) -> None:
    """Nothing but the system message is left to read then."""
    assert "".join(write(generator, (SYSTEM, Message("user", ""))))


def test_warming_up_keeps_the_system_message_as_read(generator: TransformersGenerator) -> None:
    """The first question pays for its own words only."""
    generator._model._prefixes.clear()
    generator.warm_up((SYSTEM, Message("user", "Hello")))
    warm = list(generator._model._prefixes)
    list(write(generator, tokens=1))

    assert 1 == len(warm)
    assert warm == list(generator._model._prefixes)


def test_the_machines_own_number_format_is_used_by_default(prepared_models: PreparedModels) -> None:
    """bfloat16 with packed layers where the CPU has it, float32 elsewhere: either answers."""
    own = TransformersGenerator(prepared_models.generator, threads=1)
    prompt = (Message("system", "Answer in one sentence."), Message("user", "What is the capital of France?"))

    assert "The capital of France is Paris." == "".join(write(own, prompt))


def test_a_model_without_a_chat_template_is_refused(prepared_models: PreparedModels) -> None:
    """An embedder is not a generator."""
    with pytest.raises(SettingError, match=r"Set FRONTDESK_GENERATOR_MODEL to a chat \(instruct\) model"):
        TransformersGenerator(prepared_models.embedder)


def test_weights_that_were_cut_short_are_named_at_start(prepared_models: PreparedModels, tmp_path: Path) -> None:
    """A broken download is no answer's fault."""
    for file in prepared_models.generator.iterdir():
        if file.suffix == ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes()[:100_000])
        else:
            (tmp_path / file.name).symlink_to(file)

    with pytest.raises(SettingError, match=r"could not be loaded.*FRONTDESK_GENERATOR_MODEL"):
        TransformersGenerator(tmp_path)


def test_a_folder_without_its_tokenizer_is_named_without_a_programmers_list(
    prepared_models: PreparedModels, tmp_path: Path
) -> None:
    """What transformers has tried is none of the reader's business."""
    (tmp_path / "config.json").symlink_to(prepared_models.generator / "config.json")

    with pytest.raises(SettingError, match=r"could not be loaded: files are missing or broken\. Set FRONTDESK_GEN"):
        TransformersGenerator(tmp_path)


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where somebody would say yes: nobody is asked."""
    monkeypatch.setattr("builtins.input", lambda *_: "y")
    (tmp_path / "config.json").write_text('{"model_type": "own", "auto_map": {"AutoConfig": "own.Own"}}')
    (tmp_path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nOwn = None\n")
    with pytest.raises(SettingError, match="could not be loaded"):
        CausalModel(tmp_path)

    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("name", "languages", "freely", "thinks"),
    [
        ("smollm2-135m-instruct", {"en"}, False, False),
        ("Qwen/Qwen3-4B-Instruct-2507", {"en", "zh", "de"}, True, False),
        ("qwen3:0.6b", {"en", "zh", "de"}, False, False),
        ("Qwen3-30B-A3B-Thinking-2507", {"en", "zh", "de"}, True, True),
        ("deepseek-r1:14b", {"en", "zh", "de"}, True, True),
        ("DeepSeek-R1-Distill-Qwen-7B", {"en", "zh", "de"}, True, True),
        ("someone/unknown", {"en", "zh", "de"}, True, False),
    ],
)
def test_what_a_model_can_do_follows_from_its_name(
    name: str,
    languages: set[Language],
    freely: bool,  # noqa: FBT001 - a parameter
    thinks: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Of an unknown one each sentence is checked, its language too; what is smaller than a billion only quotes."""
    profile = profile_of(name)

    assert (languages, freely, thinks) == (profile.languages, profile.freely, profile.thinks)


Writes = Literal["auto", "freely", "quotes"]


@pytest.mark.parametrize(("writes", "freely"), [("auto", False), ("freely", True), ("quotes", False)])
def test_settings_overrule_what_the_name_says(
    writes: Writes,
    freely: bool,  # noqa: FBT001 - a parameter
) -> None:
    """In both ways."""
    settings = WorkerSettings(generator_writes=writes, generator_languages="zh")
    profile = profile_for("smollm2-135m-instruct", settings)

    assert (freely, {"zh"}) == (profile.freely, profile.languages)
    assert profile_for("qwen3:4b", settings).freely == (writes != "quotes")
