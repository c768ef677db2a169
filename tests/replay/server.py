"""A model server that plays back answers as capable models write them, word by word, over OpenAI's protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

from knowledge.evaluation.replay import answer_to
from tests.workers.backends.openai_server import Server, event, openai_server, respond

ANSWERS: Final = Path(__file__).parent.parent / "eval" / "sample_ideal.jsonl"
_WORD: Final = re.compile(r"\S+\s*|\s+")
DONE: Final = b"data: [DONE]\n\n"


def played(field: str, questions: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of the file by the words of their questions, which are given by id."""
    lines = (json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines())
    return {questions[line["id"]]: line[field] for line in lines if line["id"] in questions}


@contextmanager
def replay_server(answers: Mapping[str, str]) -> Iterator[Server]:
    """Run one that has these answers by their questions, and declines any other question."""
    with openai_server() as server:

        def play(handler: BaseHTTPRequestHandler) -> None:
            body: dict[str, Any] = server.bodies[-1]
            asked = " ".join(message["content"] for message in body["messages"] if message["role"] == "user")
            said = answer_to(asked, answers) or "NO_ANSWER"
            respond(200, *map(event, _WORD.findall(said)), event("", "stop"), DONE)(handler)

        server.acts = [play]
        yield server
