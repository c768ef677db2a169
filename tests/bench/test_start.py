"""``frontdesk up``: seconds from the command to ready."""

from __future__ import annotations

import pytest

from tests.bench.conftest import FirstStart
from tests.bench.figures import Figures, against
from tests.bench.running import running

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

FIRST_GOAL_S = 90
LATER_GOAL_S = 15


def test_seconds_to_ready(first_start: FirstStart, figures: Figures) -> None:
    """The first time models are converted and the sample policies indexed; later both are kept."""
    with running(first_start.settings) as up:
        later_s = up.seconds
    first_met, later_met = first_start.ready_s <= FIRST_GOAL_S, later_s <= LATER_GOAL_S
    figures.show(
        "frontdesk up: from the command to ready (s; packages installed, wheels fetched)",
        ("", "seconds", "goal"),
        [
            ("first time: models converted", f"{first_start.models_s:.1f}"),
            ("first time: index built", f"{first_start.index_s:.1f}"),
            ("first time: ready", f"{first_start.ready_s:.1f}", against(f"≤ {FIRST_GOAL_S}", met=first_met)),
            ("second time: ready", f"{later_s:.1f}", against(f"≤ {LATER_GOAL_S}", met=later_met)),
        ],
    )

    assert later_s < first_start.ready_s
