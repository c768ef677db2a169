"""Training what checks a claim, on a small random model and a few claims."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch

from knowledge.answer.claim_signs import NAMES
from knowledge.answer.support_fit import read_support_fit
from knowledge.errors import SettingError
from knowledge.evaluation.grounding import Pair
from knowledge.training.twins import twins
from workers.backends.encoder_entailment import ClaimHead, Statement
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models.folder import ADAPTER_WEIGHTS
from workers.training.checker import (
    STATEMENTS,
    Checking,
    Learned,
    Observed,
    batches,
    fitted,
    learned_of,
    threshold_at,
    train,
    worth,
    write_fit,
)
from workers.training.lora import Places, Recipe, begin_with

RECIPE = Recipe(rank=4, frozen=1, threads=1, rate=5e-3, head_rate=5e-2, warm_up=1)
PREMISE = "Leave: Employees get 25 days. The head of the team signs."
BATCH = (
    Learned(Statement("You get 25 days.", "how many days off", PREMISE), wrong=False),
    Learned(Statement("You get 40 days.", "how many days off", PREMISE), True, ("You get 25 days.",)),
    Learned(Statement("The head of the team signs it.", "who signs", PREMISE), wrong=False),
    Learned(
        Statement("The former head of the team signs it.", "who signs", PREMISE),
        True,
        ("The head of the team signs it.",),
    ),
)


@pytest.fixture(scope="module")
def checker(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained until it knows four claims by heart."""
    folder, steps = tmp_path_factory.mktemp("checker"), list[int]()
    name = TransformersEmbedder(small_model, threads=1).name
    places = Places(folder / "checker", folder / "work")
    train(small_model, name, [BATCH] * 60, places, lambda done, _of: steps.append(done), RECIPE)
    assert list(range(1, 61)) == steps
    return folder / "checker"


def test_it_has_learned_which_claims_follow(small_model: Path, checker: Path) -> None:
    """From claim, question and sentences together; the embedder is what it was."""
    embedder = TransformersEmbedder(small_model, checker=checker, threads=1)
    assert embedder.entailment is not None
    said = [
        embedder.entailment.probability(each.statement.premise, each.statement.claim, each.statement.question) > 0.5
        for each in BATCH
    ]

    assert [not each.wrong for each in BATCH] == said
    assert embedder.name == TransformersEmbedder(small_model, threads=1).name
    assert embedder.entailment.name.startswith(embedder.name)


def test_the_words_that_a_wrong_claim_has_of_its_own_are_what_is_wrong(small_model: Path) -> None:
    """In a right one none is; of one that is all different, it is not known which."""
    checking = Checking(small_model, RECIPE)

    def marks(each: Learned) -> list[int]:
        ids, length = checking.statements.token_ids(each.statement)
        return checking._marks(each, ids[1 : 1 + length]).tolist()

    other = Learned(Statement("Nobody knows anything at all here.", "who", PREMISE), True, ("You get 25 days.",))
    assert {0} == set(marks(BATCH[0]))
    assert 1 in marks(BATCH[1])
    assert 0 in marks(BATCH[1])
    assert {-1} == set(marks(other))


def test_a_claim_is_as_well_supported_as_its_worst_word() -> None:
    """What is no word of the claim does not count."""
    head = ClaimHead(2)
    with torch.no_grad():
        head.word.weight.copy_(torch.tensor([[1.0, 0.0]]))
        head.word.bias.zero_()
    states = torch.tensor([[[0.0, 0.0], [-9.0, 0.0], [5.0, 0.0], [50.0, 0.0]]])
    mask, claimed = torch.ones(1, 4, dtype=torch.bool), torch.tensor([[False, True, True, False]])
    words, whole = head(states, mask, claimed)

    assert [0.0, -9.0, 5.0, 50.0] == words[0].tolist()
    torch.testing.assert_close(torch.tensor([5.0]), whole.detach(), atol=1e-3, rtol=0)


def test_a_checker_of_another_embedder_is_refused(small_model: Path, checker: Path, tmp_path: Path) -> None:
    """With what to do about it."""
    for file in checker.iterdir():
        content = file.read_bytes()
        if file.name != ADAPTER_WEIGHTS:
            content = json.dumps(json.loads(content) | {"frontdesk_made_for": "other@1a2b"}).encode()
        (tmp_path / file.name).write_bytes(content)
    with pytest.raises(SettingError, match=r"made for the embedder other@1a2b, and .*FRONTDESK_CHECKER=off"):
        TransformersEmbedder(small_model, checker=tmp_path, threads=1)


def test_it_may_begin_as_another_adapter(small_model: Path, checker: Path) -> None:
    """Of the same rank; nothing in common is an error."""
    begun = Checking(small_model, RECIPE)
    before = {name: tensor.clone() for name, tensor in begun.trained().items()}
    begin_with(begun, checker)
    changed = {name for name, tensor in begun.trained().items() if not torch.equal(tensor, before[name])}
    other = Checking(small_model, Recipe(rank=2, frozen=1, threads=1))

    assert any("lora_B" in name for name in changed)
    assert not any(name.startswith("beside") for name in changed)
    with pytest.raises(ValueError, match="another model or rank"):
        begin_with(other, checker)


def test_all_claims_are_dealt_before_any_comes_again_and_copies_once() -> None:
    """The same for a seed."""
    claims = [Learned(Statement(str(number), "", ""), wrong=False) for number in range(2 * STATEMENTS)]
    copies = [Learned(Statement("copy", "", ""), wrong=False)] * STATEMENTS
    made = batches(claims, copies, 7, seed=1)

    assert made == batches(claims, copies, 7, seed=1)
    first = [each.statement.claim for batch in made[:3] for each in batch]
    assert sorted(first) == sorted(each.statement.claim for each in (*claims, *copies))
    assert "copy" not in [each.statement.claim for batch in made[3:] for each in batch]


def test_a_pair_is_read_with_the_sentences_that_are_nearest(small_model: Path) -> None:
    """And a wrong claim with the right ones of its question."""
    source = "Employees get 25 days. The head of the team signs. Lunch costs 4 euros."
    right, wrong = (
        Pair(source, "Leave", "Leave", "how many days", claim, supported, "number", "en", "en")
        for claim, supported in (("You get 25 days.", True), ("You get 40 days.", False))
    )
    one, other = learned_of([right, wrong], TransformersEmbedder(small_model, threads=1), lambda _done, _of: None)

    assert all(sentence in one.statement.premise for sentence in source.split(". ")[:2])
    assert (False, ()) == (one.wrong, one.right)
    assert (True, ("You get 25 days.",)) == (other.wrong, other.right)


@pytest.mark.parametrize(
    ("sentence", "others", "language"),
    [
        (
            "Employees must request 25 days of leave, unless the manager agrees otherwise in writing.",
            ["Lunch costs 4 euros in the canteen today."],
            "en",
        ),
        ("员工须提前5个工作日申请，但经经理批准的除外。", ["午餐每份20元，由公司补贴。"], "zh"),
        ("Angestellte kann man bis zu 25 Tage beurlauben, wenn die Leitung dem zugestimmt hat.", [], "de"),
    ],
)
def test_twins_of_a_sentence_are_other_sentences(sentence: str, others: list[str], language: str) -> None:
    """With one thing changed each."""
    chance = random.Random(1)  # noqa: S311 - repeatable, no secret
    made = list(twins(sentence, others, language, ["former"], chance))  # type: ignore[arg-type]

    assert len(made) >= 3
    assert len(set(made)) == len(made)
    assert sentence not in made


def test_network_and_judge_are_joined_by_what_each_is_worth_elsewhere(tmp_path: Path) -> None:
    """The threshold lets hardly an unsupported claim pass; a file gives the same fit again."""
    chance = random.Random(3)  # noqa: S311 - repeatable, no secret
    seen = [
        Observed(
            dict.fromkeys(NAMES, 0.0) | {"unsaid": chance.gauss(0.0 if good else 2.0, 1.0)},
            min(max(chance.gauss(0.7 if good else 0.3, 0.2), 0.01), 0.99),
            supported=good,
            org="ab"[number % 2],
        )
        for number in range(400)
        for good in (number % 3 == 0,)
    ]
    content = fitted(seen, seen, "judge", seed=1)
    write_fit(content, tmp_path / "support.json")
    fit = read_support_fit(tmp_path / "support.json")
    scores = [fit.probability(one.signs, one.judged) for one in seen]
    bad = [score for score, one in zip(scores, seen, strict=True) if not one.supported]

    assert "judge" == fit.made_for
    assert fit.weight_of_signs > 0 < fit.weight_of_judge
    assert sum(score >= fit.threshold for score in bad) <= 0.03 * len(bad)
    assert sum(one.supported and score >= fit.threshold for score, one in zip(scores, seen, strict=True)) > 40
    assert {"a", "b"} == {org for org, *_ in worth(seen, content)}
    assert fit.probability(seen[0].signs, 0.9) > fit.probability(seen[0].signs, 0.1)


def test_a_threshold_lies_above_the_share_that_may_be_shown() -> None:
    """Of hundred unsupported claims, three."""
    scores = [number / 100 for number in range(100)]

    assert 3 == sum(score >= threshold_at(scores, [False] * 100, 0.03) for score in scores)
