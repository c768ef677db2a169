"""Trains what checks a claim: the embedder's encoder, reading claim, question and sentences together, and its fit."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer

from knowledge.answer.claim_signs import NAMES, OBJECTION, signs
from knowledge.answer.support import JUDGED, material, premise
from knowledge.answer.support_fit import SupportFit, log_odds_of, support_fit
from knowledge.evaluation.grounding import Pair, found_in
from knowledge.evaluation.logistic import logistic
from knowledge.index.index_text import place_of
from knowledge.ports import Embedder, Entailment
from knowledge.training.records import TrainingQuestion
from knowledge.training.twins import twins
from workers.backends.adapter import HEAD
from workers.backends.embedding_profile import read_profile
from workers.backends.encoder_entailment import CLAIM_TOKENS, ClaimHead, Statement, Statements
from workers.training.examples import example_of
from workers.training.lora import (
    Learner,
    Places,
    Progress,
    Recipe,
    begin_with,
    encoder_of,
    learn,
    prepare,
    write_adapter,
)

STATEMENTS: Final = 32
"""In a batch: about 5,000 tokens, which two cores read and learn from in five seconds."""
_TWINS: Final = 2
"""Of one sentence."""
_WORD_LOSS: Final = 0.5
"""Weight of the loss by words beside that by claims."""
_WRONG_WORDS: Final = 4.0
"""By how much a wrong word weighs more than a right one, of which there are many more."""
_ALIKE: Final = 0.6
"""Share of its tokens that a wrong claim must have in common with a right one for the others to be what is wrong."""
_MOST_WORDS, _MOST_LETTERS = 4, 6
"""Of what one claim has more than another, to be a word that can be inserted elsewhere."""
_SHOWN_WRONG: Final = 0.005
"""Share of the judging organisations' unsupported claims that may be shown. Elsewhere more are: .01 to .03 of three
other sets, for whose sake it is so low."""
_DOUBTFUL_WRONG: Final = 0.3
"""The same from which on a second opinion is asked for: one that is mistaken once in ten lets .03 of them pass."""
_UNITS: Final = 32
_FIT_STEPS: Final = 1_500
_FIT_BATCH: Final = 256
_LEAST_SPREAD: Final = 0.01
"""Of a sign, so that one that is nearly always the same counts little where it is not."""

RECIPE: Final = Recipe(rank=32, frozen=3, rate=6e-4, head_rate=3e-3, warm_up=30)


@dataclass(frozen=True, slots=True)
class Learned:
    """A statement, whether it is wrong, and for a wrong one the right ones of the same question."""

    statement: Statement
    wrong: bool
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """A claim that was judged: its signs, the judge's probability, and whether it is supported."""

    signs: dict[str, float]
    judged: float
    supported: bool
    org: str


def pairs_of(questions: Sequence[TrainingQuestion]) -> list[tuple[str, Pair]]:
    """Return the claims with their passages, each with its organisation."""
    return [
        (
            question.org,
            Pair(
                question.passage,
                question.title,
                question.heading,
                question.question,
                claim.claim,
                claim.label == "supported",
                claim.kind,
                question.lang,  # type: ignore[arg-type]  # records are read with a check of it
                question.doc_lang,
            ),
        )
        for question in questions
        for claim in question.claims
    ]


def _right_claims(pairs: Sequence[Pair]) -> dict[tuple[str, str], list[str]]:
    """Return the supported claims by their question and passage."""
    right: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        if pair.supported:
            right.setdefault((pair.question, pair.source), []).append(pair.claim)
    return right


def learned_of(pairs: Sequence[Pair], embedder: Embedder, progress: Progress) -> list[Learned]:
    """Return the claims as they are read, with the sentences that are nearest to them."""
    right = _right_claims(pairs)
    made = []
    for done, pair in enumerate(pairs, start=1):
        near = material(found_in(pair), None, embedder).near(pair.question, pair.claim, embedder)
        siblings = () if pair.supported else tuple(right.get((pair.question, pair.source), ()))
        made.append(Learned(Statement(pair.claim, pair.question, near.text()), not pair.supported, siblings))
        progress(done, len(pairs))
    return made


def copies_of(questions: Sequence[TrainingQuestion], pairs: Sequence[Pair], seed: int) -> list[Learned]:
    """Return the sentences that answer, as claims that repeat them, and wrong twins of these."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    words = _inserted_words(pairs)
    made: list[Learned] = []
    for question in questions:
        example = example_of(question)
        if example is None or not example.gold or question.doc_lang != question.lang:
            continue
        answer = example.sentences[example.gold[0]]
        others = [one for one in example.sentences if one is not answer]
        shown = sorted([answer, *chance.sample(others, min(len(others), JUDGED - 1))], key=lambda one: one.start)
        told = premise([(place_of(one.passage), one.readable) for one in shown])
        texts = [one.own for one in others]
        language = answer.passage.language
        made.append(Learned(Statement(answer.own, question.question, told), wrong=False))
        wrong = islice(twins(answer.own, texts, language, words.get(language, ()), chance), _TWINS)
        made += [Learned(Statement(each, question.question, told), wrong=True, right=(answer.own,)) for each in wrong]
    return made


def _inserted_words(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    """Return what claims of the kind ``added_word`` have more than the right ones beside them, by language."""
    right = _right_claims(pairs)
    words: dict[str, list[str]] = {}
    for pair in (each for each in pairs if each.kind == "added_word"):
        gap, most = ("", _MOST_LETTERS) if pair.language == "zh" else (" ", _MOST_WORDS)
        claimed = list(pair.claim) if pair.language == "zh" else pair.claim.split(" ")
        for other in right.get((pair.question, pair.source), ()):
            said = list(other) if pair.language == "zh" else other.split(" ")
            changes = [
                each
                for each in SequenceMatcher(None, said, claimed, autojunk=False).get_opcodes()
                if each[0] != "equal"
            ]
            if len(changes) == 1 and changes[0][0] == "insert" and changes[0][4] - changes[0][3] <= most:
                words.setdefault(pair.language, []).append(gap.join(claimed[changes[0][3] : changes[0][4]]))
    return words


def batches(claims: Sequence[Learned], copies: Sequence[Learned], count: int, seed: int) -> list[tuple[Learned, ...]]:
    """Return so many batches: all claims, mixed with copies until these are used up, then all claims again."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    first = [*claims, *copies]
    dealt = chain(chance.sample(first, len(first)), *(chance.sample(claims, len(claims)) for _ in repeat(None, count)))
    return [tuple(islice(dealt, STATEMENTS)) for _ in range(count)]


class Checking(Learner[ClaimHead]):
    """The encoder with its adapter and its head, and the loss of a batch."""

    def __init__(self, model: str | Path, recipe: Recipe) -> None:
        encoder = encoder_of(model)
        super().__init__(encoder, recipe, ClaimHead(encoder.config.hidden_size))
        self.statements = Statements(AutoTokenizer.from_pretrained(model), read_profile(model))

    def forward(self, batch: Sequence[Learned]) -> dict[str, torch.Tensor]:
        """Return the loss: of the claims, and of their words where it is known which are wrong."""
        ordered = sorted(batch, key=lambda each: len(each.statement.premise))
        half = len(ordered) // 2  # so little is padded
        parts = [self._losses(part) for part in (ordered[:half], ordered[half:]) if part]
        return {"loss": torch.stack(parts).sum() / len(batch)}

    def _losses(self, batch: Sequence[Learned]) -> torch.Tensor:
        read = [self.statements.token_ids(each.statement) for each in batch]
        words, whole = self.statements.unborne(self.encoder, self.beside, read)
        cross_entropy = torch.nn.functional.binary_cross_entropy_with_logits
        wanted = torch.tensor([float(each.wrong) for each in batch], device=whole.device)
        loss = cross_entropy(whole, wanted, reduction="sum")
        said, marked = [], []
        for row, (each, (ids, length)) in enumerate(zip(batch, read, strict=True)):
            marks = torch.tensor(self._marks(each, ids[1 : 1 + length]), device=words.device)
            known = marks >= 0
            said.append(words[row, 1 : 1 + length][known])
            marked.append(marks[known].to(words.dtype))
        if any(len(each) for each in marked):
            weight = torch.tensor(_WRONG_WORDS, device=words.device)
            by_word = cross_entropy(torch.cat(said), torch.cat(marked), pos_weight=weight)
            loss = loss + _WORD_LOSS * len(batch) * by_word
        return loss

    def _marks(self, each: Learned, claim: Sequence[int]) -> NDArray[np.int64]:
        """Which tokens of a claim are wrong: 1, 0, or -1 where that is not known."""
        marks = np.zeros(len(claim), dtype=np.int64)
        if not each.wrong:
            return marks
        said = [self.statements.tokens(right, CLAIM_TOKENS) for right in each.right]
        matches = [SequenceMatcher(None, right, claim, autojunk=False) for right in said]
        best = max(matches, key=SequenceMatcher.ratio, default=None)
        if best is None or best.ratio() < _ALIKE:
            return marks - 1
        for change, _, _, start, end in best.get_opcodes():
            if change in {"replace", "insert"}:
                marks[start:end] = 1
            elif change == "delete":
                marks[max(0, start - 1) : start + 1] = -1
        return marks


def train(  # noqa: PLR0913, PLR0917 - what is trained, on what, where to, how
    model: str | Path,
    name: str,
    made: Sequence[Sequence[Learned]],
    places: Places,
    progress: Progress,
    recipe: Recipe = RECIPE,
    reader: Path | None = None,
) -> None:
    """Train a checker over a model on batches, in their order; ``name`` is the embedder's.

    It begins as the ``reader`` where there is one: that has learned to read two texts together.
    """
    prepare(recipe)
    learner = Checking(model, recipe)
    if reader:
        begin_with(learner, reader)
    learn(learner, made, places.work, progress, recipe)
    write_adapter(learner, recipe, name, places.adapter, HEAD)


def observe(
    pairs: Sequence[tuple[str, Pair]], embedder: Embedder, judge: Entailment | None, progress: Progress
) -> list[Observed]:
    """Return the signs of each claim, and what the judge says; 0.5 where there is none."""
    seen = []
    for done, (org, pair) in enumerate(pairs, start=1):
        near = material(found_in(pair), None, embedder).near(pair.question, pair.claim, embedder)
        told = near.told(pair.question, pair.claim)
        judged = judge.probability(near.text(), pair.claim, pair.question) if judge else 0.5
        seen.append(Observed(signs(told), judged, pair.supported, org))
        progress(done, len(pairs))
    return seen


def network(seen: Sequence[Observed], seed: int) -> dict[str, Any]:
    """Fit the network over the signs; return its numbers as `knowledge.answer.support_fit` reads them."""
    torch.manual_seed(seed)
    values = np.array([[one.signs[name] for name in NAMES] for one in seen], dtype=np.float32)
    mean, spread = values.mean(axis=0), np.maximum(values.std(axis=0), _LEAST_SPREAD)
    inputs = torch.from_numpy((values - mean) / spread)
    wanted = torch.tensor([float(one.supported) for one in seen])
    hidden, out = torch.nn.Linear(len(NAMES), _UNITS), torch.nn.Linear(_UNITS, 1)
    net = torch.nn.Sequential(hidden, torch.nn.ReLU(), torch.nn.Dropout(0.2), out)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.01)
    for _ in range(_FIT_STEPS):
        rows = torch.randint(len(seen), (_FIT_BATCH,))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net(inputs[rows]).squeeze(-1), wanted[rows])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return {
        "signs": list(NAMES),
        "mean": _rounded(mean),
        "spread": _rounded(spread),
        "hidden": _rounded(hidden.weight.detach().numpy()),
        "hidden_bias": _rounded(hidden.bias.detach().numpy()),
        "out": _rounded(out.weight.detach().numpy()[0]),
        "out_bias": round(float(out.bias.detach()[0]), 4),
    }


def _rounded(values: NDArray[np.float32]) -> Any:  # noqa: ANN401 - nested lists of numbers
    return np.round(values.astype(float), 4).tolist()


def joined(seen: Sequence[Observed], content: Mapping[str, Any]) -> dict[str, float]:
    """Fit the two weights that join network and judge, on organisations that neither was trained on."""
    fit = _fit_of(content, weight_of_signs=1.0, weight_of_judge=0.0, bias=0.0)
    rows = np.array([[fit.by_signs(one.signs), log_odds_of(one.judged)] for one in seen])
    model = logistic(rows, np.array([one.supported for one in seen]))
    by_signs, by_judge = (round(float(weight), 4) for weight in model.weights)
    return {"weight_of_signs": by_signs, "weight_of_judge": by_judge, "bias": round(float(model.bias), 4)}


def fitted(signs: Sequence[Observed], seen: Sequence[Observed], judge: str, seed: int) -> dict[str, Any]:
    """Return the whole fit: the network by ``signs`` of what was learned from, the rest by ``seen``, which judges."""
    content = network(signs, seed)
    content |= {"made_for": judge, **joined(seen, content)}
    scores, supported = _scores(seen, _fit_of(content)), [one.supported for one in seen]
    return content | {
        "threshold": round(threshold_at(scores, supported), 4),
        "doubtful": round(threshold_at(scores, supported, _DOUBTFUL_WRONG), 4),
    }


def worth(seen: Sequence[Observed], content: Mapping[str, Any]) -> Iterator[tuple[str, float, float, float]]:
    """Yield for each organisation the shares shown of supported and unsupported claims, and the AUC.

    Weights and threshold are fitted to the other organisations.
    """
    for org in sorted({one.org for one in seen}):
        others, there = ([one for one in seen if (one.org == org) == inside] for inside in (False, True))
        fit = _fit_of(content, **joined(others, content))
        threshold = threshold_at(_scores(others, fit), [one.supported for one in others])
        scores = _scores(there, fit)
        good = [score for score, one in zip(scores, there, strict=True) if one.supported]
        bad = [score for score, one in zip(scores, there, strict=True) if not one.supported]
        if good and bad:
            above = (np.array(good)[:, None] > np.array(bad)).mean()
            yield (
                org,
                float(np.mean([s >= threshold for s in good])),
                float(np.mean([s >= threshold for s in bad])),
                float(above),
            )


def write_fit(content: Mapping[str, Any], path: Path) -> None:
    """Write it as `knowledge.answer.support_fit` reads it, a line for each part."""
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in content.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def threshold_at(scores: Sequence[float], supported: Sequence[bool], share: float = _SHOWN_WRONG) -> float:
    """Return the probability over which no more than a share of the unsupported claims lie."""
    wrong = sorted((score for score, good in zip(scores, supported, strict=True) if not good), reverse=True)
    return wrong[int(share * len(wrong))] + 1e-4 if wrong else 0.5


def _scores(seen: Sequence[Observed], fit: SupportFit) -> list[float]:
    """The probabilities; nothing follows to which the other judge objects."""
    return [0.0 if one.signs[OBJECTION] else fit.probability(one.signs, one.judged) for one in seen]


def _fit_of(content: Mapping[str, Any], **weights: float) -> SupportFit:
    return support_fit({"made_for": "", "threshold": 0.5, "doubtful": 0.5, **content, **weights})
