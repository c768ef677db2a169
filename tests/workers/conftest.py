"""The default models, loaded once for all tests of the model side, and a company to reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.backends.local_writing import openvino_or_skip
from tests.workers.company import Company
from workers.backends.openvino_generator import OpenVinoGenerator
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels


@pytest.fixture(scope="session")
def embedder(prepared_models: PreparedModels) -> TransformersEmbedder:
    """The default embedder on one CPU thread."""
    return TransformersEmbedder(prepared_models.embedder, threads=1)


@pytest.fixture(scope="session")
def generator(prepared_models: PreparedModels) -> TransformersGenerator:
    """The default generator on one CPU thread, in float32 so that every machine writes the same words."""
    return TransformersGenerator(prepared_models.generator, threads=1, precision="fp32")


@pytest.fixture(scope="session")
def openvino_generator(prepared_models: PreparedModels) -> Iterator[OpenVinoGenerator]:
    """The default generator by OpenVINO, on one CPU thread and in int8, as it is by default."""
    openvino_or_skip()
    generator = OpenVinoGenerator(
        prepared_models.generator, prepared_models.generator.parent, threads=1, batch=4, queue=4
    )
    yield generator
    generator.close()


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Nothing is indexed yet."""
    return Company(tmp_path)


@pytest.fixture
def loaded(company: Company) -> Company:
    """Both sources are."""
    company.ask("reload", source=None, force=False)
    return company
