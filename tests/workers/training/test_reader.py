"""Training the reader, on a small random model of the same kind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.errors import SettingError
from knowledge.training import load_questions
from tests.knowledge.answering_doubles import WORD_FIT, WordEmbedder
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.backends.transformers_reader import Head
from workers.models.folder import ADAPTER_WEIGHTS
from workers.training import embedder as embedder_training
from workers.training.examples import Batch
from workers.training.looking import Looked, look
from workers.training.lora import Places, Recipe
from workers.training.reader import QUESTIONS, SENTENCES, Choice, batches, task_of, train

RECIPE = Recipe(rank=4, frozen=1, threads=1, rate=5e-3, head_rate=5e-2, warm_up=1)
SENTENCES_READ = (
    "Leave: Employees get 25 days.",
    "Travel: The head of the team signs.",
    "Canteen: Lunch costs 4 euros.",
)
BATCH = (
    Choice("how many days off", SENTENCES_READ, 1),
    Choice("who signs travel", (SENTENCES_READ[1], SENTENCES_READ[0], SENTENCES_READ[2]), 1),
    Choice("is there a gym", SENTENCES_READ, 0),
)


@pytest.fixture(scope="module")
def adapter(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tunes the small model, hardly trained."""
    folder = tmp_path_factory.mktemp("adapter")
    batch = Batch(("how many days off",), SENTENCES_READ[:2], ((0,),))
    name = TransformersEmbedder(small_model, threads=1).name
    places = Places(folder / "adapter", folder / "work")
    embedder_training.train(small_model, name, [batch], places, lambda _done, _of: None, RECIPE)
    return folder / "adapter"


def trained(small_model: Path, places: Places, steps: int, progress: list[int]) -> None:
    """Train on one batch, again and again."""
    name = TransformersEmbedder(small_model, threads=1).name
    train(small_model, name, [BATCH] * steps, places, lambda done, _of: progress.append(done), RECIPE)


@pytest.fixture(scope="module")
def reader(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained until it knows one batch by heart."""
    folder, steps = tmp_path_factory.mktemp("reader"), list[int]()
    trained(small_model, Places(folder / "reader", folder / "work"), 40, steps)
    assert list(range(1, 41)) == steps
    return folder / "reader"


def test_it_has_learned_what_answers_and_what_does_not(small_model: Path, adapter: Path, reader: Path) -> None:
    """Of a question without an answer it says so of all sentences."""
    reads = TransformersEmbedder(small_model, adapter=adapter, reader=reader, threads=1).reader
    assert reads is not None

    said = np.array([reads.log_odds(choice.asked, SENTENCES_READ) for choice in BATCH])

    assert [0, 1] == said[:2].argmax(axis=1).tolist()
    assert said[0, 0] > 0 > said[2].max()
    assert [] == list(reads.log_odds("how many days off", []))


def test_the_embedders_forms_stay_as_they_were(small_model: Path, adapter: Path, reader: Path) -> None:
    """The reader has a name of its own, for which a fit is made; the index is that of the embedder."""
    without = TransformersEmbedder(small_model, adapter=adapter, threads=1)
    having = TransformersEmbedder(small_model, adapter=adapter, reader=reader, threads=1)

    np.testing.assert_array_equal(without.tuned.embed_queries(["leave"]), having.tuned.embed_queries(["leave"]))
    assert without.name == having.name
    assert without.reader is None
    assert having.reader is not None
    assert having.reader.name.startswith(having.name)


def test_a_killed_training_goes_on(small_model: Path, tmp_path: Path) -> None:
    """The steps that were kept are not made again."""

    class Killed(BaseException):
        pass

    def kill(done: int, _of: int) -> None:
        if done == 12:
            raise Killed

    name = TransformersEmbedder(small_model, threads=1).name
    places = Places(tmp_path / "reader", tmp_path / "work")
    with pytest.raises(Killed):
        train(small_model, name, [BATCH] * 14, places, kill, RECIPE)
    steps: list[int] = []
    trained(small_model, places, 14, steps)

    assert [11, 12, 13, 14] == steps


def test_a_reader_of_another_embedder_is_refused(
    small_model: Path, adapter: Path, reader: Path, tmp_path: Path
) -> None:
    """With what to do about it; so are one without its head, and files that are broken."""
    for file in reader.iterdir():
        text = file.read_bytes()
        (tmp_path / file.name).write_bytes(text if file.name == ADAPTER_WEIGHTS else _made_for(text, "other@1a2b"))
    with pytest.raises(SettingError, match=r"made for the embedder other@1a2b, and .*FRONTDESK_READER=off"):
        TransformersEmbedder(small_model, reader=tmp_path, threads=1)
    (tmp_path / ADAPTER_WEIGHTS).write_bytes(b"")
    with pytest.raises(SettingError, match=r"reader's weights in .* cannot be read .*train reader"):
        TransformersEmbedder(small_model, adapter=adapter, reader=tmp_path, threads=1)
    name = TransformersEmbedder(small_model, threads=1).name
    for file in adapter.iterdir():
        text = file.read_bytes()
        (tmp_path / file.name).write_bytes(text if file.name == ADAPTER_WEIGHTS else _made_for(text, name))
    with pytest.raises(SettingError, match="lack its head"):
        TransformersEmbedder(small_model, adapter=adapter, reader=tmp_path, threads=1)


def _made_for(configuration: bytes, name: str) -> bytes:
    return json.dumps(json.loads(configuration) | {"frontdesk_made_for": name}).encode()


def test_the_head_begins_as_a_cosine_of_the_two_texts() -> None:
    """Padding counts in neither."""
    states = torch.tensor([[[1.0, 0.0], [1.0, 0.0], [0.0, 7.0]], [[1.0, 0.0], [0.0, 1.0], [9.0, 9.0]]])
    mask = torch.tensor([[True, True, False], [True, True, False]])
    asked = torch.tensor([[True, False, False], [True, False, False]])

    torch.testing.assert_close(torch.tensor([7.0, -43.0]), Head(2)(states, mask, asked).detach())


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> list[Looked]:
    """Forty questions of a company, with an embedder that knows words only."""
    some = [one for one in load_questions() if one.org == "millbrook"][:40]
    return look(some, WordEmbedder(), tmp_path_factory.mktemp("indexes"), lambda _org, _done, _of: None)


def test_a_batch_shows_what_answers_first_and_what_seemed_to(looked: list[Looked]) -> None:
    """The same batches for a seed; all questions come before any comes again."""
    tasks = [one for one in (task_of(each, WORD_FIT.ranker) for each in looked) if one]
    made = batches(tasks, 4, 1)

    assert made == batches(tasks, 4, 1) != batches(tasks, 4, 2)
    assert {QUESTIONS} == {len(batch) for batch in made}
    first = [choice.asked for batch in made for choice in batch][: len(tasks)]
    assert sorted(first) == sorted(task.asked for task in tasks)
    assert {SENTENCES} >= {len(choice.texts) for batch in made for choice in batch}
    gold = {task.asked: {one.readable for one in task.gold} for task in tasks}
    for choice in made[0]:
        assert all(any(text.endswith(said) for said in gold[choice.asked]) for text in choice.texts[: choice.gold])


def test_what_was_not_found_teaches_nothing(looked: list[Looked]) -> None:
    """A question whose answer is among no candidate is left out; one that has none stays."""
    lost = [one for one in looked if one.question.answerable and not one.gold.any()]
    unanswerable = [one for one in looked if not one.question.answerable and one.candidates]

    assert {None} == {task_of(one, WORD_FIT.ranker) for one in lost}
    assert all((task := task_of(one, WORD_FIT.ranker)) and not task.gold for one in unanswerable)
