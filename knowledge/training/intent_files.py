"""Which fit of the intents an embedder has: the shipped one, one that was kept, or one that is made now."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import structlog

from knowledge.ports import Embedder
from knowledge.question.intents import SHIPPED, Fitted, IntentsUnusable, made_for, read_fitted, write_fitted
from knowledge.training.intent_examples import digest_of_examples
from knowledge.training.intent_fit import fit_intents

_ROUNDS: Final = 1
"""Folds that are held out for the thresholds where somebody waits for the worker to start."""

_log = structlog.get_logger()


def fitted_for(embedder: Embedder, folder: Path) -> Fitted:
    """Return the embedder's fit. One that is missing, broken, or of other examples is fitted anew and kept."""
    try:
        return usable(embedder, folder)
    except IntentsUnusable as error:
        _log.warning("intents_fitted_anew", embedder=embedder.name, reason=str(error))
    fitted, _ = fit_intents(embedder, lambda _name, _done, _of: None, rounds=_ROUNDS)
    try:
        write_fitted(fitted, kept_at(embedder.name, folder))
    except OSError as error:
        _log.warning("intents_not_kept", reason=str(error))
    return fitted


def usable(embedder: Embedder, folder: Path) -> Fitted:
    """Return the shipped fit, or the one kept in the folder. Raises IntentsUnusable, which says what is wrong."""
    examples = digest_of_examples()
    kept = kept_at(embedder.name, folder)
    if kept.exists():
        try:
            return read_fitted(kept, examples, embedder)
        except IntentsUnusable as error:
            _log.warning("intents_kept_unusable", reason=str(error))
    return read_fitted(SHIPPED, examples, embedder)


def kept_at(embedder: str, folder: Path) -> Path:
    """Where the fit for an embedder is kept."""
    name = made_for(embedder)
    safe = "".join(character if character.isalnum() else "-" for character in name)[:60]
    return folder / f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}.npz"
