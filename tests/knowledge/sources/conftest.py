"""What tests of sources share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.knowledge.sources.serving import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    """A running server without pages."""
    with served() as site:
        yield site
