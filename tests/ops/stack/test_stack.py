"""The whole stack as real processes: it comes up, survives a kill, and goes down without a trace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import redis

from knowledge.errors import FrontdeskError
from ops.settings import StackSettings
from ops.stack import Stack
from ops.stack.missing import index_missing, models_missing, remember_index
from ops.stack.private import private_settings
from workers import library
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import PreparedModels
from workers.settings import WorkerSettings

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, prepared_models: PreparedModels) -> Path:
    """A folder with one small policy and its index."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "policies").mkdir()
    (folder / "policies" / "leave.md").write_text("# Leave\n\nEverybody has 25 days of annual leave.\n")
    settings = WorkerSettings(data_dir=folder, policies=folder / "policies")
    embedder = TransformersEmbedder(prepared_models.embedder, adapter=settings.adapter_folder)
    library.build(settings, embedder, lambda _stage, _done, _total: None)
    return folder


@pytest.fixture
def settings(tmp_path: Path, company: Path, prepared_models: PreparedModels) -> StackSettings:
    """That policy, answered with quotes, in a data folder of this test."""
    return private_settings(
        tmp_path,
        models=prepared_models.embedder.parent,
        index=company / "index",
        policies=company / "policies",
        generator="extractive",
    )


def test_an_index_of_these_documents_is_not_built_again(settings: StackSettings) -> None:
    """What is there and fits is kept, so that a second start takes seconds."""
    assert not models_missing(settings)
    assert not index_missing(settings)


def test_a_model_that_openvino_has_not_converted_is_missing(settings: StackSettings, tmp_path: Path) -> None:
    """It is converted before the parts start, with a bar, and not while they are waited for."""
    own = tmp_path / "own"
    own.mkdir()
    settings = settings.model_copy(update={"generator": "openvino", "generator_model": str(own)})

    assert models_missing(settings)


@pytest.mark.parametrize(
    "other",
    [
        {"policies": Path("/elsewhere")},
        {"default_readers": "group:hr"},
        {"page_port": 1},
        {"embedder_model": "other/model"},
        {"embedder_adapter": "off"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_an_index_that_does_not_fit_the_settings_is_built_again(
    settings: StackSettings, other: dict[str, object]
) -> None:
    """Nobody gets answers from the documents, under the rights or with the links of an earlier start."""
    remember_index(settings)

    assert not index_missing(settings)
    assert index_missing(settings.model_copy(update=other))


def test_an_index_of_an_earlier_release_is_built_again(settings: StackSettings) -> None:
    """Its versions lack the files that a search reads now."""
    (manifest,) = settings.index_dir.glob("versions/*/manifest.json")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"layout"', '"other"'), encoding="utf-8")

    assert index_missing(settings)


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds; pytest's time limit ends a wait that never does."""
    while not condition():
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # it is gone, or ended while its file was read
        return False
    return state != "Z"


def test_it_comes_up_survives_kills_and_goes_down(settings: StackSettings) -> None:
    """Index built, page served, a killed part back, what is queued kept, and no process left at the end."""
    with Stack(settings) as stack:
        first = stack.pids()
        page = httpx.get(stack.page_url, timeout=60).status_code
        with redis.Redis.from_url(stack.redis_url) as client:
            client.rpush("kept", "a question")
            client.waitaof(
                1, 0, 0
            )  # while a slow disk still flushes what was written before, Valkey holds a write back
        for part in ("bot", "valkey"):
            os.kill(first[part], signal.SIGKILL)
            eventually(lambda part=part: stack.pids().get(part) != first[part])
        eventually(lambda: all(stack.pids().get(part, first[part]) != first[part] for part in ("bot", "valkey")))
        eventually(stack.all_ready)
        second = stack.pids()
        with redis.Redis.from_url(stack.redis_url) as client:
            kept = client.lrange("kept", 0, -1)

    assert set(first) == {"valkey", "sandbox", "worker", "delivery", "bot"}
    assert page == 200
    assert [part for part in first if first[part] != second[part]] == ["valkey", "bot"]
    assert kept == [b"a question"]
    assert not any(alive(pid) for pid in second.values())


def test_a_part_that_cannot_run_is_an_error_of_the_block(
    settings: StackSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not exist ends the start with the part's own words, and nothing is left running."""
    monkeypatch.setenv("FRONTDESK_DATABASE_URL", "nonsense://")
    stack = Stack(settings)
    with pytest.raises(FrontdeskError) as caught, stack:
        pass

    assert "cannot run: it ended with exit code 1" in str(caught.value)
    assert "FRONTDESK_DATABASE_URL cannot be used" in str(caught.value)
    assert stack.pids() == {}


@pytest.fixture
def up(settings: StackSettings) -> Iterator[subprocess.Popen[str]]:
    """``frontdesk up`` with these settings, ready."""
    given = {f"FRONTDESK_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    command = [sys.executable, "-m", "ops.cli", "up"]
    process = subprocess.Popen(command, env={**os.environ, **given}, stderr=subprocess.PIPE, text=True)
    seen = ""
    assert process.stderr
    while "is ready" not in seen:
        line = process.stderr.readline()
        assert line, f"it ended before it was ready: {seen}"
        seen += line
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def children_of(pid: int) -> list[int]:
    """The process ids of its children."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_sigterm_stops_everything_in_order_with_exit_code_0(up: subprocess.Popen[str]) -> None:
    """An orderly end says so, and Valkey, which holds what is queued, goes last."""
    children = children_of(up.pid)
    up.send_signal(signal.SIGTERM)
    _, rest = up.communicate()

    assert len(children) == 5
    assert up.returncode == 0
    assert "Frontdesk has stopped." in rest
    assert rest.index("worker: Warm shutdown") < rest.index("Valkey is now ready to exit")
    assert not any(alive(child) for child in children)


def test_kill_9_of_up_leaves_nothing_running(up: subprocess.Popen[str]) -> None:
    """Even when it has no chance to stop its parts."""
    children = children_of(up.pid)
    up.kill()
    up.wait()
    eventually(lambda: not any(alive(child) for child in children))

    assert len(children) == 5
