"""Ten reloads and three rollbacks while twenty questions a second are answered by a real worker."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
from redis import Redis

from tests.bench.changing import PER_S, changing
from tests.bench.figures import Figures, against, p50_p99
from workers.models import PreparedModels

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

STEPS = [*(["reload"] * 3 + ["rollback"]) * 3, "reload"]


def test_versions_change_under_questions(
    tmp_path: Path, redis: Redis, redis_url: str, prepared_models: PreparedModels, figures: Figures
) -> None:
    """Each reload changes the number that two documents say; each answer says its own version's, and no other."""
    with changing(tmp_path, redis, redis_url, prepared_models.embedder.parent) as policies:
        outcome = policies.run(STEPS)
    p50, p99 = p50_p99([answer["timings"]["total"] for answer in outcome.answers])
    figures.show(
        f"{STEPS.count('reload')} reloads and {STEPS.count('rollback')} rollbacks under {PER_S} questions/s",
        ("", "figure", "goal"),
        [
            ("questions sent", f"{outcome.sent:,}"),
            ("questions a second", f"{outcome.sent / outcome.seconds:.1f}"),
            ("versions that answered", f"{len(outcome.by_version)}"),
            ("answers with both documents found", f"{outcome.both:,}"),
            ("failed", f"{len(outcome.failed)}", against("0", met=not outcome.failed)),
            (
                "of two versions, or another than noted",
                f"{len(outcome.wrong)}",
                against("0", met=not outcome.wrong),
            ),
            ("one answer in the worker: p50, ms", p50),
            ("one answer in the worker: p99, ms", p99),
            ("reload, median, s", f"{statistics.median(outcome.reloads_s):.2f}"),
        ],
    )

    assert [] == outcome.failed
    assert [] == outcome.wrong
    assert outcome.both > outcome.sent / 2
    assert len(outcome.by_version) > STEPS.count("reload") / 2
