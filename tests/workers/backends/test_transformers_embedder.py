"""The embedder with the default model."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.errors import FrontdeskError, SettingError
from workers.backends.embedding_profile import EmbeddingProfile, fingerprint, read_profile
from workers.backends.transformers_embedder import TransformersEmbedder, pool
from workers.models import PreparedModels

TEXTS = ["Leave is 25 days.", "报销须在十四日内提交。", "VPN " * 400, "", "x"] * 9  # more than one batch of 32


def test_vectors_are_unit_length_and_stand_in_the_order_of_the_texts(embedder: TransformersEmbedder) -> None:
    """Sorting by length, padding and batching leave no trace."""
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS[:5]] * 9)

    assert (len(TEXTS), embedder.dimension) == together.shape
    assert np.dtype(np.float32) == together.dtype
    np.testing.assert_allclose(1.0, np.linalg.norm(together, axis=1), atol=1e-5)
    assert ((together * alone).sum(axis=1) > 0.999).all()


def test_no_texts_make_no_vectors(embedder: TransformersEmbedder) -> None:
    """An empty batch has the right shape."""
    assert (0, 384) == embedder.embed_queries([]).shape


def test_progress_counts_up_to_all_texts(embedder: TransformersEmbedder) -> None:
    """After each batch, with the number done so far."""
    done: list[int] = []
    embedder.embed_passages(TEXTS, done.append)

    assert sorted(done) == done
    assert (len(done) > 1, done[-1]) == (True, len(TEXTS))


@pytest.mark.parametrize(
    ("question", "best"),
    [("How do I request vacation?", 0), ("如何申请休假？", 1), ("How do I connect from home?", 2), ("怎样退货？", 3)],
)
def test_a_question_is_nearest_to_the_passage_that_answers_it(
    embedder: TransformersEmbedder, question: str, best: int
) -> None:
    """In English and in Chinese."""
    passages = [
        "Employees ask for annual leave in the HR portal at least 14 days ahead.",
        "员工应提前五个工作日在人事系统中提交休假申请。",
        "Install the VPN client before you work remotely.",
        "客户可在收货后三十天内退货并获得全额退款。",
    ]
    cosines = embedder.embed_passages(passages) @ embedder.embed_queries([question])[0]

    assert best == cosines.argmax()


def test_blanks_around_a_text_do_not_matter(embedder: TransformersEmbedder) -> None:
    """They would otherwise be a token of their own."""
    plain, padded = embedder.embed_passages(["annual leave"]), embedder.embed_passages(["\n annual leave \n"])

    np.testing.assert_array_equal(plain, padded)


def test_many_threads_share_it(embedder: TransformersEmbedder) -> None:
    """Long texts that are cut and short ones that are not, at once, come out as one after another."""
    texts = [TEXTS[i % 5] + str(i) for i in range(16)]
    with ThreadPoolExecutor(8) as pool:
        at_once = np.concatenate(list(pool.map(lambda text: embedder.embed_queries([text]), texts)))

    one_by_one = np.concatenate([embedder.embed_queries([text]) for text in texts])
    assert ((at_once * one_by_one).sum(axis=1) > 0.9999).all()


def test_its_name_stays_the_same_for_the_same_weights(
    embedder: TransformersEmbedder, prepared_models: PreparedModels
) -> None:
    """An index built yesterday is recognised today, and one built with other weights is not."""
    model, profile = prepared_models.embedder, read_profile(prepared_models.embedder)

    assert f"multilingual-e5-small@{fingerprint(model, None, profile)}" == embedder.name
    assert fingerprint(model, "commit-1", profile) != fingerprint(model, "commit-2", profile)
    assert fingerprint(model, None, EmbeddingProfile("", "", "mean")) != fingerprint(model, None, profile)


def test_vectors_that_are_not_numbers_are_an_error(embedder: TransformersEmbedder) -> None:
    """They would poison the index silently."""
    layer = embedder._model.encoder.layer[-1]
    hook = layer.register_forward_hook(lambda _layer, _inputs, output: torch.full_like(output, float("nan")))
    try:
        with pytest.raises(FrontdeskError, match="not numbers"):
            embedder.embed_queries(["leave"])
    finally:
        hook.remove()


def test_a_model_that_does_not_exist_names_its_setting(tmp_path: Path) -> None:
    """The sentence says which setting to change."""
    with pytest.raises(SettingError, match="Set FRONTDESK_EMBEDDER_MODEL"):
        TransformersEmbedder(tmp_path / "nothing-here")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("multilingual-e5-base", ("query: ", "passage: ")),
        ("bge-m3", ("", "")),
        ("bge-large-zh-v1.5", ("为这个句子生成表示以用于检索相关文章：", "")),
        ("all-MiniLM-L6-v2", ("", "")),
    ],
)
def test_prefixes_follow_from_the_name_where_the_model_names_none(
    tmp_path: Path, name: str, expected: tuple[str, str]
) -> None:
    """The explicit table, by part of the folder's name."""
    (tmp_path / name).mkdir()
    profile = read_profile(tmp_path / name)

    assert (*expected, "mean") == (profile.query_prefix, profile.passage_prefix, profile.pooling)


def test_prompts_and_pooling_of_the_model_itself_come_first(tmp_path: Path) -> None:
    """sentence-transformers' own files decide."""
    write(tmp_path / "config_sentence_transformers.json", {"prompts": {"query": "Q: ", "document": "D: "}})
    write(tmp_path / "1_Pooling" / "config.json", {"pooling_mode_lasttoken": True})

    assert EmbeddingProfile("Q: ", "D: ", "last") == read_profile(tmp_path)


def test_a_model_with_a_step_that_is_not_supported_is_refused(tmp_path: Path) -> None:
    """Better no vectors than wrong ones."""
    write(tmp_path / "modules.json", [{"type": f"sentence_transformers.models.{n}"} for n in ("Transformer", "Dense")])

    with pytest.raises(SettingError, match="needs Dense, which Frontdesk does not support"):
        read_profile(tmp_path)


def test_each_pooling_takes_its_own_tokens_and_no_padding() -> None:
    """First, last and mean of two states, with a third that is padding."""
    states, mask = torch.tensor([[[1.0], [3.0], [9.0]]]), torch.tensor([[1, 1, 0]])

    assert [1.0, 3.0, 2.0] == [pool(states, mask, pooling).item() for pooling in ("cls", "last", "mean")]


def write(path: Path, content: object) -> None:
    """Write JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
