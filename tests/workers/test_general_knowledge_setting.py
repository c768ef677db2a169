"""General knowledge needs a model that has some."""

from __future__ import annotations

import pytest

from knowledge.errors import SettingError
from workers.settings import WorkerSettings


@pytest.mark.parametrize("generator", [{}, {"generator": "extractive", "generator_model": "large"}])
def test_the_embedded_model_and_quotes_explain_nothing(generator: dict[str, str]) -> None:
    """The sentence names the setting and what to do."""
    with pytest.raises(SettingError, match=r"FRONTDESK_GENERAL_KNOWLEDGE: .* FRONTDESK_GENERATOR_MODEL"):
        WorkerSettings.read(general_knowledge=True, **generator)


def test_a_named_model_may() -> None:
    """The setting decides."""
    assert WorkerSettings.read(general_knowledge=True, generator_model="large").general_knowledge
