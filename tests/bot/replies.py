"""What workers send back."""

from __future__ import annotations

from typing import Any, Final

from bot.records.models import Request
from workers.contract import Reply

_CITATION: Final = {
    "number": 1,
    "document": "leave.md",
    "title": "Leave policy",
    "heading": "Annual leave",
    "quote": "Every employee has 25 days of annual leave.",
    "url": "https://policies.example/leave#annual",
}


def answer_to(request: Request, text: str = "You have **25 days** [1].") -> Reply:
    """A finished answer."""
    answer: dict[str, Any] = {
        "question_id": request.id,
        "text": text,
        "language": request.language,
        "abstained": False,
        "citations": [_CITATION],
        "retrieved": [],
        "knowledge_version": "v1",
        "generator": "extractive",
        "timings": {"total": 1.5},
        "kind": "answer",
        "confidence": 0.83,
        "cached": "",
    }
    return Reply(request.id, answer=answer)


def unsaid(request: Request) -> Reply:
    """An answer that says that the policies do not."""
    answer = answer_to(request, "The policies do not say.").answer or {}
    return Reply(request.id, answer={**answer, "citations": [], "abstained": True, "kind": "abstention"})
