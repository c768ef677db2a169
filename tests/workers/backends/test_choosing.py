"""Choosing the next token."""

from __future__ import annotations

import torch

from knowledge.domain import Sampling
from workers.backends.choosing import chooser

LOGITS = torch.tensor([1.0, 3.0, 2.0, -5.0])


def test_without_sampling_the_likeliest_is_taken() -> None:
    """Answers are greedy."""
    assert 1 == chooser(None)(LOGITS)


def test_a_seed_repeats_its_choices_and_another_makes_others() -> None:
    """Two versions of a draft differ; the same version can be written again."""
    runs = []
    for seed in (7, 7, 8):
        choose = chooser(Sampling(temperature=1.0, top_p=1.0, seed=seed))
        runs.append([choose(LOGITS) for _ in range(40)])

    assert runs[0] == runs[1] != runs[2]


def test_what_is_outside_of_top_p_is_never_chosen() -> None:
    """At .7 the likeliest (.66) and the next are left; at next to nothing, the likeliest alone."""
    some, one = (chooser(Sampling(temperature=1.0, top_p=top_p, seed=1)) for top_p in (0.7, 0.001))

    assert {1, 2} == {some(LOGITS) for _ in range(200)}
    assert {1} == {one(LOGITS) for _ in range(20)}
