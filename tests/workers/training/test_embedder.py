"""Training the embedder's adapter, on a small random model of the same kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.errors import SettingError
from knowledge.training import load_questions
from workers.backends.adapter import read_adapter
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import PreparedModels
from workers.models.folder import ADAPTER_WEIGHTS
from workers.training.contrast import Bound, contrast
from workers.training.embedder import train
from workers.training.examples import Batch, batches, example_of
from workers.training.lora import Places, Recipe

RECIPE = Recipe(rank=4, frozen=1, threads=1, rate=5e-3, warm_up=1)
BATCH = Batch(
    ("how many days off", "who signs travel", "is there a gym"),
    ("Leave: Employees get 25 days.", "Travel: The head of the team signs.", "Canteen: Lunch costs 4 euros."),
    ((0,), (1,), ()),
)


def cosines(embedder: TransformersEmbedder) -> np.ndarray:
    """Of the batch's questions to its sentences."""
    return embedder.embed_queries(BATCH.questions) @ embedder.embed_passages(BATCH.sentences).T


@pytest.fixture(scope="module")
def adapter(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained on one batch until it knows it by heart."""
    folder = tmp_path_factory.mktemp("adapter")
    steps: list[int] = []
    name = TransformersEmbedder(small_model, threads=1).name
    places = Places(folder / "adapter", folder / "work")
    train(small_model, name, [BATCH] * 30, places, lambda done, _of: steps.append(done), RECIPE)
    assert list(range(1, 31)) == steps
    return folder / "adapter"


def test_the_tuned_form_has_learned_what_answers_and_what_does_not(small_model: Path, adapter: Path) -> None:
    """What answers is nearest, and nothing is near a question that has no answer."""
    embedder = TransformersEmbedder(small_model, adapter=adapter, threads=1)

    learned = cosines(embedder.tuned)

    assert [0, 1] == learned[:2].argmax(axis=1).tolist()
    assert learned[2].max() < min(learned[0, 0], learned[1, 1])


def test_the_embedders_own_form_stays_as_it_was(small_model: Path, adapter: Path) -> None:
    """The search asks both; only the name tells that there is a tuned form."""
    alone, tuned = (
        TransformersEmbedder(small_model, threads=1),
        TransformersEmbedder(small_model, adapter=adapter, threads=1),
    )

    np.testing.assert_array_equal(cosines(alone), cosines(tuned))
    assert alone.tuned is alone
    assert tuned.name.startswith(f"{alone.name}+")
    assert tuned.tuned.name != tuned.name


def test_what_is_not_trained_is_shared(small_model: Path, adapter: Path) -> None:
    """The embeddings are four fifths of the model: both forms have the same."""
    embedder = TransformersEmbedder(small_model, adapter=adapter, threads=1)
    own, tuned = (dict(one._model.named_parameters()) for one in (embedder, embedder.tuned))

    same = {name for name in own if own[name] is tuned[name]}

    assert "embeddings.word_embeddings.weight" in same
    assert "encoder.layer.0.attention.self.query.weight" in same
    assert "encoder.layer.2.attention.self.query.weight" not in same


def test_a_killed_training_goes_on_and_ends_as_if_it_had_not_been(small_model: Path, tmp_path: Path) -> None:
    """The steps that were kept are not made again."""
    name = TransformersEmbedder(small_model, threads=1).name
    whole, killed = (Places(tmp_path / one, tmp_path / f"{one}-work") for one in ("whole", "killed"))
    some = [BATCH] * 14
    train(small_model, name, some, whole, lambda _done, _of: None, RECIPE)

    class Killed(BaseException):
        pass

    def kill(done: int, _of: int) -> None:
        if done == 12:
            raise Killed

    with pytest.raises(Killed):
        train(small_model, name, some, killed, kill, RECIPE)
    steps: list[int] = []
    train(small_model, name, some, killed, lambda done, _of: steps.append(done), RECIPE)

    assert [11, 12, 13, 14] == steps
    for key, tensor in read_adapter(whole.adapter).tensors.items():
        torch.testing.assert_close(read_adapter(killed.adapter).tensors[key], tensor, atol=2e-3, rtol=0)


def test_weights_that_were_made_for_another_embedder_are_refused(
    adapter: Path, prepared_models: PreparedModels
) -> None:
    """With what to do about it."""
    with pytest.raises(
        SettingError, match=r"made for the embedder e5-tiny@\w+, and this is multilingual.*train embedder"
    ):
        TransformersEmbedder(prepared_models.embedder, adapter=adapter, threads=1)


@pytest.mark.parametrize("broken", [b"", b"no weights", None])
def test_broken_weights_are_one_sentence(
    small_model: Path, adapter: Path, tmp_path: Path, broken: bytes | None
) -> None:
    """Empty, something else, or not there."""
    for file in adapter.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / ADAPTER_WEIGHTS).unlink()
    if broken is not None:
        (tmp_path / ADAPTER_WEIGHTS).write_bytes(broken)

    with pytest.raises(SettingError, match=r"cannot be read .*frontdesk train embedder"):
        TransformersEmbedder(small_model, adapter=tmp_path, threads=1)


def test_the_loss_falls_where_the_answer_comes_nearer() -> None:
    """And a question without an answer is better off far from everything."""
    near, far = torch.eye(3), torch.tensor([[0.6, 0.8, 0.0], [0.8, 0.6, 0.0], [0.0, 0.0, 1.0]])
    lost = [contrast(questions, torch.eye(3), BATCH, Bound()).item() for questions in (near, far)]
    away = torch.tensor([[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 0, 1.0]])
    rejected = contrast(away, torch.eye(4)[:3], BATCH, Bound()).item()

    assert lost[0] < lost[1]
    assert rejected < lost[0]


def test_every_answerable_question_of_ours_has_the_sentence_that_answers() -> None:
    """But for one in a hundred, whose sentence is cut otherwise."""
    questions = load_questions()
    examples = [example for example in map(example_of, questions) if example]

    assert len(questions) - len(examples) <= len(questions) / 100
    assert all(bool(example.gold) == example.answerable for example in examples)


def test_batches_are_the_same_for_a_seed_and_come_to_all_examples_before_any_again() -> None:
    """So that a training can be repeated."""
    examples = [example for example in map(example_of, load_questions()[:120]) if example]
    first, again, other = (batches(examples, 4, seed) for seed in (1, 1, 2))

    assert first == again != other
    asked = [question for batch in first[:3] for question in batch.questions]
    assert len(set(asked)) == len(asked)
    for batch in first:
        assert all(place < len(batch.sentences) for gold in batch.gold for place in gold)
