"""Trains low-rank adapters (LoRA, Hu et al. 2021) of an encoder, with PEFT and the Trainer: on a CPU, or faster."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from torch.utils.data import SequentialSampler
from transformers import (
    AutoModel,
    PreTrainedModel,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from workers.backends.adapter import CONFIGURATION
from workers.models.folder import ADAPTER_WEIGHTS

Progress = Callable[[int, int], None]
"""Called with the steps done, and of how many."""

Beside = TypeVar("Beside", bound=torch.nn.Module)

_LEARNED: Final = ("query", "key", "value", "dense")
_AT_ONCE: Final = 32
_TRAINED: Final = "trained.safetensors"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained. The lowest ``frozen`` layers stay as they are.

    ``head_rate`` is the rate of what is trained beside the encoder.
    """

    rank: int = 16
    frozen: int = 4
    rate: float = 6e-4
    head_rate: float = 0.02
    warm_up: int = 10
    seed: int = 1
    threads: int = 0
    """CPU threads, 0 for all cores."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the weights are written, and where what is done so far is kept: a killed training goes on from there."""

    adapter: Path
    work: Path


class Learner(torch.nn.Module, Generic[Beside]):
    """An encoder with an adapter, and what is trained beside it. Called with a batch, it returns the ``loss``."""

    def __init__(self, encoder: torch.nn.Module, recipe: Recipe, beside: Beside) -> None:
        super().__init__()
        layers = range(recipe.frozen, cast("PreTrainedModel", encoder).config.num_hidden_layers)
        lora = LoraConfig(
            r=recipe.rank,
            lora_alpha=2 * recipe.rank,
            target_modules=list(_LEARNED),
            layers_to_transform=list(layers),
            layers_pattern="layer",
        )
        self.encoder = get_peft_model(cast("PreTrainedModel", encoder), lora)
        self.beside: Beside = beside
        upper = tuple(f".layer.{layer}." for layer in layers)
        for name, parameter in self.encoder.named_parameters():
            if "LayerNorm" in name and any(layer in name for layer in upper):
                parameter.requires_grad = True

    def trained(self) -> dict[str, torch.Tensor]:
        """Return what is trained, by name: little. The rest is never written."""
        return {name: one.detach() for name, one in self.named_parameters() if one.requires_grad}


def begin_with(learner: Learner[Any], adapter: Path) -> None:
    """Let an encoder's adapter begin as another one of the same rank; what that has beside the encoder is left out.

    Raises ValueError where the two have nothing in common.
    """
    mine = dict(learner.encoder.named_parameters())
    theirs = {
        name.replace(".weight", ".default.weight") if ".lora_" in name else name: tensor
        for name, tensor in load_file(adapter / ADAPTER_WEIGHTS).items()
    }
    fitting = {name: tensor for name, tensor in theirs.items() if name in mine and mine[name].shape == tensor.shape}
    if not any(".lora_" in name for name in fitting):
        raise ValueError(f"The adapter in {adapter} is of another model or rank.")
    with torch.no_grad():
        for name, tensor in fitting.items():
            mine[name].copy_(tensor.float())


def by_length(token_ids: list[list[int]], read: Callable[[list[list[int]]], torch.Tensor]) -> torch.Tensor:
    """Return what ``read`` makes of the texts, in their order, of some at once that are like in length.

    So little is padded.
    """
    order = sorted(range(len(token_ids)), key=lambda row: len(token_ids[row]))
    parts = [read([token_ids[row] for row in order[at : at + _AT_ONCE]]) for at in range(0, len(order), _AT_ONCE)]
    found = torch.cat(parts)
    return found[torch.argsort(torch.tensor(order, device=found.device))]


def encoder_of(model: str | Path) -> PreTrainedModel:
    """Load an encoder to be trained: without dropout and fused attention, whose backward pass is slow on a CPU.

    It takes half the time.
    """
    encoder: PreTrainedModel = AutoModel.from_pretrained(
        model,
        dtype=torch.float32,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return encoder


def prepare(recipe: Recipe) -> None:
    """Call it before the learner is made: its first weights are the seed's."""
    set_seed(recipe.seed)
    torch.set_num_threads(recipe.threads or os.cpu_count() or 1)


def learn(learner: Learner[Any], batches: Sequence[Any], work: Path, progress: Progress, recipe: Recipe) -> None:
    """Train on batches, in their order; what was done before it was killed is not done again."""
    trainer = _Trainer(
        learner,
        _arguments(work, recipe),
        train_dataset=list(batches),
        data_collator=lambda features: {"batch": features[0]},
        optimizers=_optimizer(learner, recipe, len(batches)),
        callbacks=[_Shown(progress)],
    )
    trainer.train(resume_from_checkpoint=_last_checkpoint(work))


def write_adapter(learner: Learner[Any], recipe: Recipe, name: str, folder: Path, beside: str = "") -> None:
    """Write what was trained as `workers.backends.adapter` reads it, in 16 bits.

    ``name`` is the embedder's, without which nothing else loads the adapter. What is trained beside the encoder is
    written under the name ``beside``, or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {key: tensor.half().cpu().contiguous() for key, tensor in _named(learner.trained(), beside)}
    save_file(tensors, folder / ADAPTER_WEIGHTS)
    lora = {"peft_type": "LORA", "r": recipe.rank, "lora_alpha": 2 * recipe.rank, "frontdesk_made_for": name}
    (folder / CONFIGURATION).write_text(json.dumps(lora, indent=1) + "\n", encoding="utf-8")


def _named(trained: dict[str, torch.Tensor], beside: str) -> Iterator[tuple[str, torch.Tensor]]:
    for key, tensor in trained.items():
        part, _, name = key.partition(".")
        if part == "encoder":
            yield name.replace(".default.", "."), tensor
        elif beside:
            yield f"{beside}.{name}", tensor


def _arguments(work: Path, recipe: Recipe) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        per_device_train_batch_size=1,  # of our batches
        num_train_epochs=1,  # the batches are those of all epochs
        max_grad_norm=1.0,
        seed=recipe.seed,
        bf16=True,
        save_steps=10,
        save_total_limit=2,
        logging_steps=10,
        report_to=[],
        disable_tqdm=True,
        remove_unused_columns=False,
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=False,
    )


def _optimizer(
    learner: Learner[Any], recipe: Recipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    encoder = [one for one in learner.encoder.parameters() if one.requires_grad]
    groups = [
        {"params": encoder, "lr": recipe.rate},
        {"params": list(learner.beside.parameters()), "lr": recipe.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)

    def share(step: int) -> float:
        """Of the rate: it rises while the optimizer warms up, and falls to nothing at the end."""
        return min(1.0, (step + 1) / recipe.warm_up) * max(0.0, 1 - step / steps)

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def _last_checkpoint(work: Path) -> str | None:
    """The newest one that is whole: what the trainer writes last is its own state."""
    whole = [folder for folder in work.glob("checkpoint-*") if (folder / "trainer_state.json").exists()]
    newest = max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)
    return str(newest) if newest else None


class _Trainer(Trainer):
    """Takes the batches as they come, and writes only what is trained: 4 MB and not 470."""

    def _get_train_sampler(self, *_: object) -> SequentialSampler:
        return SequentialSampler(cast("Sequence[Any]", self.train_dataset))

    def _save(self, output_dir: str | None = None, state_dict: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - the library's own signature
        folder = Path(output_dir or str(self.args.output_dir))
        folder.mkdir(parents=True, exist_ok=True)
        learner = cast("Learner[Any]", self.model)
        save_file({name: one.contiguous() for name, one in learner.trained().items()}, folder / _TRAINED)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: torch.nn.Module | None = None) -> None:
        learner = model or cast("Learner[Any]", self.model)
        learner.load_state_dict(load_file(Path(resume_from_checkpoint) / _TRAINED), strict=False)


class _Shown(TrainerCallback):
    """Tells how far the training is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object) -> None:  # noqa: ARG002
        """Tell of each step."""
        self._progress(state.global_step, state.max_steps)
