"""What is OpenVINO's own: its process, its telemetry, its words beside the other engine's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from knowledge.domain import Message, Sampling
from knowledge.errors import GenerationFailed, SettingError
from tests.bench.gpu import TINY, save_random_model
from tests.workers.backends.local_writing import PROMPT, idle, never, openvino_or_skip, write
from workers.backends import GENERATORS
from workers.backends.openvino_engine import OpenVinoEngine
from workers.backends.openvino_generator import OpenVinoGenerator
from workers.backends.openvino_messages import Load
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels
from workers.models.openvino_folder import openvino_folder
from workers.settings import WorkerSettings

HELLO = (Message("system", "Be brief."), Message("user", "Hello"))


@pytest.fixture(scope="module")
def tiny(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder of random weights, and not of the default model's architecture."""
    openvino_or_skip()
    folder = tmp_path_factory.mktemp("tiny")
    save_random_model(TINY, prepared_models.generator, folder, torch.device("cpu"))
    return folder


@pytest.fixture(scope="module")
def models_dir(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it lies converted."""
    folder = tmp_path_factory.mktemp("models")
    openvino_folder(tiny, "fp32", folder)
    return folder


@pytest.fixture
def own(tiny: Path, models_dir: Path) -> Iterator[OpenVinoGenerator]:
    """Of this test alone, with one place in the batch and one before it."""
    generator = OpenVinoGenerator(tiny, models_dir, threads=1, precision="fp32", batch=1, queue=1)
    yield generator
    generator.close()


def endless(generator: OpenVinoGenerator) -> Iterator[str]:
    """An answer that goes on for long, as far as it was written when this returns."""
    deltas = write(generator, HELLO, tokens=900, sampling=Sampling(2.0, 1.0))
    next(deltas)
    return deltas


def test_in_fp32_it_writes_what_transformers_writes(own: OpenVinoGenerator, tiny: Path) -> None:
    """Tracing, state and paged attention change no word, of this model and of 24 random ones."""
    plain = TransformersGenerator(tiny, threads=1, precision="fp32")
    expected = list(plain.tokens(PROMPT, 24, time.monotonic() + 500, never))

    assert expected == list(own.tokens(PROMPT, 24, time.monotonic() + 500, never))


def test_its_process_may_be_killed(own: OpenVinoGenerator) -> None:
    """What it had in hand fails at once, and the next question is answered by another one."""
    deltas = endless(own)
    os.kill(own._engine._child._process.pid, signal.SIGKILL)

    with pytest.raises(GenerationFailed, match="failed while computing"):
        list(deltas)
    assert idle(own)
    assert list(own.tokens(HELLO, 2, time.monotonic() + 500, never))


def test_a_full_queue_is_told_and_after_close_nothing_begins(own: OpenVinoGenerator) -> None:
    """Whoever waits keeps the place, and the process is gone in the end."""
    first = endless(own)
    process = own._engine._child._process
    second = own.tokens(HELLO, 2, time.monotonic() + 500, never)
    own._engine._most = 1
    with pytest.raises(GenerationFailed, match="The model is busy"):
        next(second)
    first.close()  # type: ignore[attr-defined]
    own.close()

    assert process.poll() is not None
    with pytest.raises(GenerationFailed, match="stopping"):
        list(write(own, HELLO))


def test_the_worker_loads_no_openvino_and_nothing_is_reported(own: OpenVinoGenerator) -> None:
    """Its package of telemetry reports every import of it, unasked."""
    code = (
        "from workers.no_telemetry import refuse_telemetry; refuse_telemetry(); import openvino, openvino_genai, nncf, "
        "sys; from openvino.tools.ovc import telemetry_utils; from nncf.telemetry import telemetry; "
        "print(sys.modules['openvino_telemetry'], telemetry_utils.tm.__name__, type(telemetry).__name__)"
    )
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)

    assert "openvino" not in sys.modules
    assert "None openvino.tools.ovc.telemetry_stub MagicMock" == found.stdout.strip()


def test_a_folder_that_cannot_be_loaded_is_named_at_start(tiny: Path, tmp_path: Path) -> None:
    """And not at the first question."""
    with pytest.raises(SettingError, match="The model tiny could not be loaded by OpenVINO"):
        OpenVinoEngine(Load(tmp_path, {}, 1, 1), name="tiny", ends=frozenset(), queue=1)


def test_without_the_extra_the_command_is_named(
    prepared_models: PreparedModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, at start."""
    monkeypatch.setattr("workers.models.openvino_folder.find_spec", lambda _name: None)
    settings = WorkerSettings(generator="openvino", data_dir=tmp_path)

    with pytest.raises(SettingError, match=r"pip install 'frontdesk\[cpu\]'"):
        GENERATORS["openvino"](prepared_models.generator, settings)
