"""Judges whether one text follows from another, with any Hugging Face model for natural language inference."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import torch

from knowledge.errors import SettingError
from knowledge.language.text import terms
from workers.backends.pair_classifier import PairClassifier

_SETTING = "FRONTDESK_ENTAILMENT_MODEL"
_WHOLE: Final = 5
"""Content terms from which on a claim says something without its question."""


class TransformersEntailment:
    """The `knowledge.ports.Entailment` for a Hugging Face id or folder; any number of threads may share it.

    Raises SettingError when the model cannot be loaded or has no class for what follows.
    """

    def __init__(self, model: str | Path, *, threads: int = 0, device: torch.device | None = None) -> None:
        self._pairs = PairClassifier(model, _SETTING, threads=threads, device=device)
        self.name = self._pairs.name
        names = {number: name.lower() for number, name in self._pairs.labels.items()}
        follows = [number for number, name in names.items() if name.startswith("entail")]
        if len(follows) != 1:
            raise SettingError(
                f"The model {model} has the classes {', '.join(names.values())}, and none says that one text follows "
                f"from the other. Set {_SETTING} to a model such as MoritzLaurer/mDeBERTa-v3-base-mnli-xnli."
            )
        self._follows = follows[0]

    threshold = 0.5
    """Of classes that were trained to be told apart, the likelier one."""

    def probability(self, premise: str, claim: str, question: str) -> float:
        """Return the probability that the claim follows from the premise; a short one is read behind its question."""
        read = claim if len(terms(claim)) >= _WHOLE else f"{question} {claim}"
        logits = self._pairs.logits([(premise, read)])[0]
        highest = max(logits)
        weights = [math.exp(number - highest) for number in logits]
        return weights[self._follows] / sum(weights)
