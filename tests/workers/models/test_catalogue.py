"""The list of well-known models, and what fits on which machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub.utils._validators import validate_repo_id

from workers.backends.model_profiles import billions_of, profile_of
from workers.models.catalogue import read_catalogue
from workers.models.machine import Card, Machine, free_memory, this_machine

LAPTOP = Machine(12.0)
OLD_LAPTOP = Machine(12.0, own="fp32")
SERVER = Machine(500.0, (Card("L4", 22.0), Card("H200", 139.0)))


def test_the_list_is_in_order_and_agrees_with_what_the_names_say() -> None:
    """Of each the id is one, and its size is that of its name, where that has one."""
    models = read_catalogue()
    sizes = [model.billions for model in models]

    assert sizes == sorted(sizes)
    assert len({model.id for model in models}) == len(models)
    for model in models:
        validate_repo_id(model.id)
        profile = profile_of(model.id)
        assert model.billions == pytest.approx(billions_of(model.id) or model.billions, rel=0.1)
        assert set(model.languages) <= profile.languages
        assert profile.freely == (model.billions >= 1.0)


@pytest.mark.parametrize(
    ("machine", "billions", "best"),
    [
        (LAPTOP, 4.0, "bf16"),
        (OLD_LAPTOP, 4.0, ""),
        (LAPTOP, 8.0, ""),
        (SERVER, 8.0, "bf16"),
        (SERVER, 14.8, "int8"),
        (SERVER, 23.6, "int4"),
        (SERVER, 32.8, ""),
    ],
)
def test_a_model_fits_in_the_best_precision_for_which_there_is_room(
    machine: Machine, billions: float, best: str
) -> None:
    """It is loaded onto the first card, whatever the second has; int8 and int4 are for cards only."""
    assert best == machine.best(billions)
    assert bool(best) != bool(machine.why_not(billions))


def test_what_does_not_fit_says_both_numbers() -> None:
    """What is needed, and what there is."""
    assert "needs 19.2 GB in bf16, this machine has 12.0 GB free" == LAPTOP.why_not(8.0)
    assert "needs 23.6 GB in int4, its first card has 22.0 GB free" == SERVER.why_not(32.8)


def test_free_memory_is_what_the_system_says(tmp_path: Path) -> None:
    """Where it says nothing, all that there is."""
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:  24000000 kB\nMemAvailable:  12000000 kB\n")

    assert 12_000_000 * 1024 == free_memory(meminfo)
    assert free_memory(tmp_path / "none") > 0
    assert this_machine().memory_gb > 0
