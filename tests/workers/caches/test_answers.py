"""The answer cache on a real Valkey: what is shared, what never is, and that nothing of it harms an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from redis import Redis

from knowledge.domain import EVERYONE, Answer, Citation, Passage, Question, Retrieved, Turn
from knowledge.errors import GenerationFailed, IndexMissing
from knowledge.ports import Vectors
from tests.knowledge.answering_doubles import ScriptedGenerator, WordEmbedder
from tests.knowledge.builders import passage
from tests.workers.caches.conftest import LEAVE, Cached, Make
from workers import wiring
from workers.caches.answers import CACHE_PATIENCE_S, LIFETIME_S, RedisAnswerCache, counts
from workers.caches.packing import pack, unpack
from workers.contract import pack_answer
from workers.coordination import connect
from workers.settings import WorkerSettings

SECRET = passage("The bonus of directors is 40 percent.", readers=frozenset({"group:hr"}))
BONUS = "What is the bonus of directors?"


def test_the_same_question_is_answered_once_and_told_to_each_as_theirs(make: Make) -> None:
    """Whoever asks, in whichever process, gets the whole text at once, with their own id."""
    first = make().ask()
    again = make()
    second = again.ask("  how long is ANNUAL leave ？", id="q-2")

    assert 0 == again.searches
    assert ("q-2", "exact", first.text) == (second.question_id, second.cached, second.text)
    assert ({"cache", "total"}, [first.text]) == (set(second.timings), again.emitted)
    assert replace(second, question_id="q", cached="", timings=first.timings) == first


def test_an_answer_from_the_cache_tells_of_no_stage(make: Make) -> None:
    """Nothing is searched, read or written for it."""
    told: list[str] = []
    desk, question = make().answering, Question("q", "How long is annual leave?", "en", frozenset({EVERYONE}))
    for _ in range(2):
        told.append("asked")
        desk.answer(
            question,
            emit=lambda _: None,
            deadline=time.monotonic() + 300,
            cancelled=lambda: False,
            tell=lambda stage: told.append(stage.name),
        )

    assert ["asked", "searching", "reading", "writing", "asked"] == told


@pytest.mark.parametrize(
    "other",
    [
        {"text": "How long is annual leave in Cork?"},
        {"language": "zh"},
    ],
)
def test_another_question_is_another_question(make: Make, other: dict[str, object]) -> None:
    """Other words, another language."""
    make().ask()

    assert not make().ask(**other).cached  # type: ignore[arg-type]


def test_a_follow_up_is_another_question_in_another_conversation(make: Make) -> None:
    """A question that needs no thread is the same in any."""
    annual = {"history": (Turn("user", "How long is annual leave?"),)}
    make().ask("And per year?", **annual)
    make().ask(**annual)

    assert not make().ask("And per year?", history=(Turn("user", "How long is sick leave?"),)).cached
    assert make().ask("And per year?", **annual).cached
    assert make().ask().cached


@pytest.mark.parametrize("changed", [{"version": "v000008"}, {"generator": ScriptedGenerator(["No."])}])
def test_another_version_or_model_answers_anew(make: Make, changed: dict[str, object]) -> None:
    """The answer may be another."""
    make().ask()

    assert not make(**changed).ask().cached


@pytest.mark.parametrize("changed", ["reranker_model", "link_template", "human_contact"])
def test_a_setting_that_changes_answers_changes_the_key(tmp_path: Path, changed: str) -> None:
    """In doubt a setting does; the words of the synonyms do, and where the data lies does not."""
    synonyms = tmp_path / "synonyms.txt"
    synonyms.write_text("PTO = leave", encoding="utf-8")
    settings = WorkerSettings(data_dir=tmp_path, synonyms=synonyms)
    before = wiring._configuration(settings, "e5")

    assert before == wiring._configuration(WorkerSettings(data_dir=tmp_path / "other", synonyms=synonyms), "e5")
    assert before != wiring._configuration(settings.model_copy(update={changed: "other"}), "e5")
    assert before != wiring._configuration(settings, "e5 read by others")
    synonyms.write_text("PTO = pay", encoding="utf-8")
    assert before != wiring._configuration(settings, "e5")


def test_readers_who_may_read_the_same_share_and_others_never_do(make: Make) -> None:
    """It is what they may read that counts, not what they are."""
    told = make([LEAVE, SECRET]).ask(BONUS, "everyone", "group:hr", "user:U1")
    as_hr = make([LEAVE, SECRET]).ask(BONUS, "everyone", "group:hr", "user:U2", "group:chess")
    as_anybody = make([LEAVE, SECRET]).ask(BONUS, "everyone", "user:U3")

    assert "40 percent" in told.text
    assert ("exact", told.text) == (as_hr.cached, as_hr.text)
    assert not as_anybody.cached
    assert "40 percent" not in as_anybody.text


def test_within_other_sources_it_is_another_question(make: Make) -> None:
    """What was answered from all of them is no answer from one, nor the other way round."""
    people = replace(LEAVE, document_id="people/leave.md", id="people-1")
    sites = replace(LEAVE, document_id="sites/leave.md", id="sites-1")
    answers = [
        make([people, sites]).ask(sources=frozenset(sources)) for sources in ((), ("people",), ("sites",), ("people",))
    ]

    assert ["", "", "", "exact"] == [answer.cached for answer in answers]
    assert ["people/leave.md", "sites/leave.md"] == [answer.citations[0].document for answer in answers[1:3]]


def test_a_new_version_removes_what_quotes_the_old_one(make: Make, redis: Redis) -> None:
    """A document that was taken away is not kept in answers."""
    make().ask()
    make(version="v000008").ask(BONUS)
    kept = list(redis.scan_iter("frontdesk:cache:answer:*"))

    assert 1 == len(kept)
    assert not make().ask().cached


def _failing(make: Make) -> Cached:
    return make(generator=ScriptedGenerator([GenerationFailed("broken")]))


@pytest.mark.parametrize(
    "cut_short",
    [
        lambda make, _: _failing(make).ask(),
        lambda make, writer: make(generator=writer).ask(cancelled=True),
        lambda make, writer: make(generator=writer).ask(deadline=-1),
    ],
    ids=["failed", "cancelled", "too late"],
)
def test_an_answer_that_was_cut_short_is_not_kept(
    make: Make, writer: ScriptedGenerator, redis: Redis, cut_short: Callable[[Make, ScriptedGenerator], Answer]
) -> None:
    """The next one may be whole."""
    cut_short(make, writer)

    assert [] == list(redis.scan_iter("frontdesk:cache:answer:*"))


def test_an_abstention_is_kept_too(make: Make) -> None:
    """It is as costly to find nothing."""
    make([]).ask()
    again = make([]).ask()

    assert ("abstention", "exact") == (again.kind, again.cached)


def test_everything_in_the_cache_ends_by_itself(
    make: Make, redis: Redis, writer: ScriptedGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that a company said stays for longer than it must."""
    monkeypatch.setattr("workers.caches.turns._DONE_KEPT_S", 600)  # so that no key ends before it is looked at
    make(generator=writer, semantic=True).ask()
    lives = {key: redis.ttl(key) for key in redis.scan_iter("*")}

    assert lives
    assert all(key.startswith(b"frontdesk:cache:") for key in lives)
    assert all(0 < life <= LIFETIME_S for key, life in lives.items() if b"counts" not in key)
    assert all(0 < life for life in lives.values())


def test_the_oldest_answers_make_room(redis: Redis, make: Make) -> None:
    """The cache shares a server with the queue."""
    cached = make()
    cached.answering.cache = RedisAnswerCache(redis, most=2)
    for place in ("Cork", "Galway", "Dublin"):
        cached.ask(f"How long is annual leave in {place}?")

    assert 2 == len(list(redis.scan_iter("frontdesk:cache:answer:*")))
    assert cached.ask("How long is annual leave in Dublin?").cached
    assert not cached.ask("How long is annual leave in Cork?").cached


NONE = Answer("q", "", "en", (), True, (), "v000007", "extractive")


@pytest.mark.parametrize("damaged", [b"", b"not an answer", pack(NONE)[:-3]], ids=["empty", "other", "cut"])
def test_an_unreadable_entry_is_answered_anew(make: Make, redis: Redis, damaged: bytes) -> None:
    """Another release may have written it."""
    whole = make().ask()
    (key,) = redis.scan_iter("frontdesk:cache:answer:*")
    redis.set(key, damaged)
    again = make().ask()

    assert ("", whole.text) == (again.cached, again.text)
    assert make().ask().cached


def test_without_redis_answers_are_made_as_ever(make: Make, writer: ScriptedGenerator) -> None:
    """The cache is down, and nobody notices."""
    nowhere = connect("redis://127.0.0.1:9/0", CACHE_PATIENCE_S)
    cached = make(generator=writer, semantic=True, client=nowhere)

    assert "25 working days" in cached.ask().text
    assert "25 working days" in cached.ask().text


def test_hits_are_counted(make: Make, redis: Redis) -> None:
    """Two of three questions were answered from the cache."""
    for _ in range(3):
        make().ask()

    assert {"asked": 3, "cached": 2} == counts(redis)


def test_thanks_need_no_index_and_are_no_miss(make: Make, redis: Redis) -> None:
    """A company whose policies are not indexed yet is greeted, too."""
    cached = make()
    cached.index.current = _not_there  # type: ignore[method-assign]

    assert "small_talk" == cached.ask("Thank you!").kind
    assert {"asked": 0, "cached": 0} == counts(redis)
    with pytest.raises(IndexMissing):
        cached.ask()


def _not_there() -> NoReturn:
    raise IndexMissing("No policies have been indexed yet. Run: frontdesk kb build")


def test_a_question_that_means_the_same_is_answered_from_the_cache(make: Make, writer: ScriptedGenerator) -> None:
    """Generation is saved; the search is not, because what it finds must bear the answer out."""
    first = make(generator=writer, semantic=True).ask()
    again = make(generator=writer, semantic=True)
    second = again.ask("How long is the annual leave, please?")

    assert ("semantic", first.text) == (second.cached, second.text)
    assert (1, 1) == (len(writer.prompts), again.searches)
    assert "exact" == make(generator=writer, semantic=True).ask("How long is the annual leave, please?").cached


@pytest.mark.parametrize("other", ["How long is annual leave in 2024?", "How long is annual leave not?"])
def test_a_near_question_is_not_the_same_question(make: Make, writer: ScriptedGenerator, other: str) -> None:
    """Numbers and denials decide, whatever the embedder says."""
    make(generator=writer, semantic=True).ask()

    assert not make(generator=writer, semantic=True).ask(other).cached


class Turned(WordEmbedder):
    """Puts every text at one cosine from where another embedder puts it."""

    def __init__(self, cosine: float) -> None:
        self.cosine = cosine

    def _vector(self, text: str) -> Vectors:
        vector = super()._vector(text)
        aside = np.zeros_like(vector)
        aside[0], aside[1] = vector[1], -vector[0]
        aside /= np.linalg.norm(aside)
        turned: Vectors = self.cosine * vector + np.sqrt(1 - self.cosine**2) * aside
        return turned


@pytest.mark.parametrize(("cosine", "cached"), [(0.98, "semantic"), (0.96, "")])
def test_equal_words_that_the_embedder_puts_apart_are_another_question(
    make: Make, writer: ScriptedGenerator, cosine: float, cached: str
) -> None:
    """The words decide only where the meanings are near."""
    make(generator=writer, semantic=True).ask()
    again = make(generator=writer, embedder=Turned(cosine), semantic=True)

    assert cached == again.ask("How long is the annual leave, please?").cached


def test_a_near_question_that_finds_something_else_is_answered_anew(make: Make, writer: ScriptedGenerator) -> None:
    """Whatever the words say: the quotes must be what is found now."""
    make(generator=writer, semantic=True).ask()
    moved = make(generator=writer, semantic=True)
    moved.index.search = lambda *_: [Retrieved(passage("Annual leave is long.", document_id="x.md"), 1, 1.0)]  # type: ignore[method-assign,assignment]

    assert not moved.ask("How long is the annual leave, please?").cached


def test_a_whole_answer_survives_the_way_there_and_back() -> None:
    """Nothing that records, reports or grounding need is lost."""
    found: Passage = replace(LEAVE, heading_path=("A", "B"), page=3, page_breaks=(4,), effective="2026-01-01")
    citation = Citation(1, "leave.md", "Leave", "A", "quote", "https://x.example", 3)
    retrieved = Retrieved(found, 0.5, 0.9, None, (LEAVE,))
    answer = Answer(
        "q",
        "年假。 [1]",
        "zh",
        (citation,),
        False,
        (retrieved,),
        "v1",
        "model",
        {"total": 1.5},
        "conflict",
        0.75,
        "exact",
    )

    assert answer == unpack(pack(answer))
    assert "exact" == pack_answer(answer)["cached"]
