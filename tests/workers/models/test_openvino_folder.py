"""OpenVINO's form of a model: made once, made again where it is broken or of another model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from knowledge.errors import SettingError
from tests.bench.gpu import TINY, save_random_model
from tests.workers.backends.local_writing import openvino_or_skip
from workers.models import PreparedModels, openvino_folder
from workers.models.openvino_folder import MODEL, is_converted


@pytest.fixture(scope="module")
def source(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder of random weights; a conversion takes long, so what one test has made is there for the next."""
    openvino_or_skip()
    folder = tmp_path_factory.mktemp("models") / "tiny"
    save_random_model(TINY, prepared_models.generator, folder, torch.device("cpu"))
    return folder


def made(source: Path, precision: str = "auto") -> tuple[Path, int]:
    """The converted folder, and when its model was written."""
    folder = openvino_folder.openvino_folder(source, precision, source.parent / "models")
    return folder, (folder / MODEL).stat().st_mtime_ns


def test_it_is_made_once_and_again_where_it_is_broken_or_the_model_is_another(source: Path) -> None:
    """A second start takes what is there; half a file does not count, nor do weights that were exchanged."""
    folder, written = made(source)
    assert (folder, written) == made(source)
    assert is_converted(source, "int8", source.parent / "models")

    (folder / "openvino_model.bin").write_bytes(b"half")
    assert not is_converted(source, "auto", source.parent / "models")
    assert written < (again := made(source)[1])

    (source / "config.json").touch()
    assert again < made(source)[1]
    assert ["."] == sorted({path.name[0] for path in folder.parent.iterdir() if path != folder})  # the lock


def test_four_bits_lie_beside_eight(source: Path) -> None:
    """Each precision has a folder of its own, and four bits are fewer."""
    (eight, _), (four, _) = made(source), made(source, "int4")

    assert eight != four
    assert (four / "openvino_model.bin").stat().st_size < (eight / "openvino_model.bin").stat().st_size


def test_what_cannot_be_converted_is_named_and_leaves_nothing(source: Path, tmp_path: Path) -> None:
    """Layers that keep only the last words, for example: what would come out is not what the model says."""
    source = shutil.copytree(source, tmp_path / "tiny")
    config = json.loads((source / "config.json").read_text())
    config |= {"layer_types": ["sliding_attention", "full_attention"], "use_sliding_window": True, "sliding_window": 16}
    (source / "config.json").write_text(json.dumps(config))

    with pytest.raises(SettingError, match=r"another kind than plain attention\. Set FRONTDESK_GENERATOR=transformers"):
        made(source)
    assert [".lock"] == [path.name for path in (source.parent / "models").iterdir()]
