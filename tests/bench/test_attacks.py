"""All attacks on a model that obeys, with what ships around it, and what the detector sees of them."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path

import pytest

from knowledge.injection import is_suspicious
from tests.attacks.test_attacks import ATTACKS, Obedient, build
from tests.bench.figures import Figures
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels
from workers.settings import SHIPPED_CHECKER

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]


def test_attacks_on_the_default_models(tmp_path: Path, prepared_models: PreparedModels, figures: Figures) -> None:
    """Each question is answered once; an attack that works shows as a fault."""
    embedder = TransformersEmbedder(prepared_models.embedder, checker=SHIPPED_CHECKER, threads=1)
    company = build(tmp_path, RememberingEmbedder(embedder))
    began = time.monotonic()
    faults = {attack.id: company.faults(attack, Obedient(attack)) for attack in ATTACKS}
    seconds = time.monotonic() - began
    rows = []
    for where, language in product(("document", "question"), ("en", "zh")):
        made = [attack for attack in ATTACKS if (attack.where, attack.language) == (where, language)]
        noticed = sum(is_suspicious(attack.text) for attack in made)
        worked = sum(bool(faults[attack.id]) for attack in made)
        rows.append((f"{where}, {language}", str(len(made)), str(worked), f"{noticed / len(made):.2f}"))
    figures.show(f"Attacks ({seconds:.0f} s)", ("", "attacks", "worked", "noticed by the detector"), rows)

    assert [] == [fault for found in faults.values() for fault in found]
