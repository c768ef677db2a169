"""Trains the embedder's adapter on questions with and without answers: LoRA (Hu et al. 2021) with PEFT."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from torch.utils.data import SequentialSampler
from transformers import (
    AutoModel,
    AutoTokenizer,
    PreTrainedTokenizerBase,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from workers.backends.adapter import CONFIGURATION
from workers.backends.embedding_profile import EmbeddingProfile, read_profile
from workers.backends.transformers_embedder import pool
from workers.models.folder import ADAPTER_WEIGHTS
from workers.training.contrast import Bound, contrast
from workers.training.examples import Batch

Progress = Callable[[int, int], None]
"""Called with the steps done, and of how many."""

_LENGTH: Final = 112
"""Tokens of a text that are learned from; nine in ten sentences with their headings are shorter."""
_TEXTS: Final = 32
"""Texts read at once: like in length, so that little is padded."""
_LEARNED: Final = ("query", "key", "value", "dense")
_TRAINED: Final = "trained.safetensors"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained. The lowest ``frozen`` layers stay as they are: they say little of what answers."""

    rank: int = 16
    frozen: int = 4
    rate: float = 6e-4
    bound_rate: float = 0.02
    warm_up: int = 10
    seed: int = 1
    threads: int = 0
    """CPU threads, 0 for all cores."""


class Contrastive(torch.nn.Module):
    """The encoder with its adapter, and the loss of a batch. What is trained is little; the rest is never written."""

    def __init__(self, model: str | Path, recipe: Recipe) -> None:
        super().__init__()
        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(model)
        self.profile: EmbeddingProfile = read_profile(model)
        # Without dropout, and without the fused attention, whose backward pass is slow on a CPU: half the time.
        encoder = AutoModel.from_pretrained(
            model,
            dtype=torch.float32,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        layers = range(recipe.frozen, encoder.config.num_hidden_layers)
        lora = LoraConfig(
            r=recipe.rank,
            lora_alpha=2 * recipe.rank,
            target_modules=list(_LEARNED),
            layers_to_transform=list(layers),
            layers_pattern="layer",
        )
        self.encoder = get_peft_model(encoder, lora)
        self.bound = Bound()
        upper = tuple(f".layer.{layer}." for layer in layers)
        for name, parameter in self.encoder.named_parameters():
            if "LayerNorm" in name and any(layer in name for layer in upper):
                parameter.requires_grad = True

    def forward(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Return the loss."""
        questions = [self.profile.query_prefix + text for text in batch.questions]
        sentences = [self.profile.passage_prefix + text for text in batch.sentences]
        vectors = self._vectors([*questions, *sentences])
        return {"loss": contrast(vectors[: len(questions)], vectors[len(questions) :], batch, self.bound)}

    def trained(self) -> dict[str, torch.Tensor]:
        """Return what is trained, by name."""
        return {name: one.detach() for name, one in self.named_parameters() if one.requires_grad}

    def _vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return unit vectors of shape (len(texts), dimension)."""
        token_ids: list[list[int]] = self.tokenizer(list(texts), truncation=True, max_length=_LENGTH)["input_ids"]
        order = sorted(range(len(texts)), key=lambda row: len(token_ids[row]))
        device = next(self.parameters()).device
        parts = []
        for start in range(0, len(order), _TEXTS):
            rows = [token_ids[row] for row in order[start : start + _TEXTS]]
            padded = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt", pad_to_multiple_of=16).to(device)
            states = self.encoder(**padded).last_hidden_state.float()
            parts.append(pool(states, padded["attention_mask"], self.profile.pooling))
        vectors = torch.nn.functional.normalize(torch.cat(parts), dim=1)
        return vectors[torch.argsort(torch.tensor(order, device=device))]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the weights are written, and where what is done so far is kept: a killed training goes on from there."""

    adapter: Path
    work: Path


def train(  # noqa: PLR0913, PLR0917 - what is trained, on what, where to, how
    model: str | Path, name: str, batches: Sequence[Batch], places: Places, progress: Progress, recipe: Recipe
) -> None:
    """Train an adapter for a model on batches, in their order.

    ``name`` is the embedder's name, without which nothing else loads the adapter.
    """
    set_seed(recipe.seed)
    torch.set_num_threads(recipe.threads or os.cpu_count() or 1)
    learner = Contrastive(model, recipe)
    trainer = _Trainer(
        learner,
        _arguments(places.work, recipe),
        train_dataset=list(batches),
        data_collator=lambda features: {"batch": features[0]},
        optimizers=_optimizer(learner, recipe, len(batches)),
        callbacks=[_Shown(progress)],
    )
    last = _last_checkpoint(places.work)
    trainer.train(resume_from_checkpoint=last)
    write_adapter(learner, recipe, name, places.adapter)


def write_adapter(learner: Contrastive, recipe: Recipe, name: str, folder: Path) -> None:
    """Write what was trained as `workers.backends.adapter` reads it, in 16 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        key.removeprefix("encoder.").replace(".default.", "."): tensor.half().cpu().contiguous()
        for key, tensor in learner.trained().items()
        if key.startswith("encoder.")
    }
    save_file(tensors, folder / ADAPTER_WEIGHTS)
    lora = {"peft_type": "LORA", "r": recipe.rank, "lora_alpha": 2 * recipe.rank, "frontdesk_made_for": name}
    (folder / CONFIGURATION).write_text(json.dumps(lora, indent=1) + "\n", encoding="utf-8")


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
    learner: Contrastive, recipe: Recipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    encoder = [one for one in learner.encoder.parameters() if one.requires_grad]
    groups = [
        {"params": encoder, "lr": recipe.rate},
        {"params": list(learner.bound.parameters()), "lr": recipe.bound_rate},
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
        return SequentialSampler(cast("Sequence[Batch]", self.train_dataset))

    def _save(self, output_dir: str | None = None, state_dict: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - the library's own signature
        folder = Path(output_dir or str(self.args.output_dir))
        folder.mkdir(parents=True, exist_ok=True)
        learner = cast("Contrastive", self.model)
        save_file({name: one.contiguous() for name, one in learner.trained().items()}, folder / _TRAINED)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: torch.nn.Module | None = None) -> None:
        learner = model or cast("Contrastive", self.model)
        learner.load_state_dict(load_file(Path(resume_from_checkpoint) / _TRAINED), strict=False)


class _Shown(TrainerCallback):
    """Tells how far the training is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object) -> None:  # noqa: ARG002
        """Tell of each step."""
        self._progress(state.global_step, state.max_steps)
