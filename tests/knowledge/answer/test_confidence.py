"""The confidence of an answer and the file that sets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answer.confidence import CALIBRATION, read_calibration, written
from knowledge.errors import SettingError

FITTED = replace(CALIBRATION, threshold=0.4)
EMBEDDER = 'an "embedder"'
THRESHOLD = f"= {FITTED.threshold:.6f}"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """For the embedder that it was fitted to."""
    (tmp_path / "confidence.toml").write_text(written(FITTED, EMBEDDER))

    assert FITTED == read_calibration(tmp_path / "confidence.toml", EMBEDDER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (written(FITTED, EMBEDDER), 'was fitted to the embedder an "embedder", and this is e5'),
        (written(replace(FITTED, threshold=1.4), "e5"), "has a threshold that is not between 0 and 1"),
        (
            written(replace(FITTED, weights={"dense": 1.0}), "e5"),
            "must give the weights ahead, amount, apart, chinese, covered, foreign, passage, sentence, terms",
        ),
        (written(FITTED, EMBEDDER).replace(THRESHOLD, '= "35.6"'), "does not name an embedder and hold numbers"),
        (written(FITTED, EMBEDDER).replace(THRESHOLD, "= nan"), "does not name an embedder and hold numbers"),
        ("threshold = ", "cannot be read"),
        ("", "does not name an embedder and hold numbers"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """And with the setting that names it."""
    (tmp_path / "confidence.toml").write_text(text)

    with pytest.raises(SettingError, match=rf"FRONTDESK_CONFIDENCE: .*confidence\.toml {said}"):
        read_calibration(tmp_path / "confidence.toml", "e5")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Before any model is asked anything."""
    with pytest.raises(SettingError, match="cannot be read"):
        read_calibration(tmp_path / "none.toml", "e5")
