"""The generator with the default model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import torch

from knowledge.domain import Language, Message
from knowledge.errors import GenerationFailed, SettingError
from tests.workers.backends.local_writing import CAPITAL, PROMPT, SYSTEM, idle, write
from workers.backends.causal_model import CausalModel
from workers.backends.model_profiles import profile_for, profile_of
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels
from workers.settings import WorkerSettings


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

    assert "The capital of France is Paris." == "".join(write(own, CAPITAL))


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
