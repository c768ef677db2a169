"""``frontdesk ask``: one answer in the terminal, in this process, without Slack or Redis."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from textwrap import indent
from typing import Annotated, Any

import typer
from rich.text import Text

from knowledge.domain import Answer, Citation, Language, Question, Shortfall
from knowledge.errors import FrontdeskError
from knowledge.language.quantities import BOLD
from ops.cli.asker import AS_HELP, principals, today
from ops.cli.console import err, log_quietly, out

_SOURCES: dict[Language, str] = {"en": "Sources", "zh": "来源", "de": "Quellen"}
_PAGE: dict[Language, str] = {"en": "p. {}", "zh": "第{}页", "de": "S. {}"}

_SHORTFALL: dict[Language, dict[Shortfall, str]] = {
    "en": {
        "failed": "The model did not answer; quotes stand in for its words.",
        "late": "The model was not done in time; quotes stand in for its words.",
    },
    "zh": {"failed": "语言模型没有作答，以原文引用代替。", "late": "语言模型未能按时完成，以原文引用代替。"},
    "de": {
        "failed": "Das Modell hat nicht geantwortet; an seiner Stelle stehen Zitate.",
        "late": "Das Modell wurde nicht rechtzeitig fertig; an seiner Stelle stehen Zitate.",
    },
}
_INDENT = "    "
_NO_CACHE_HELP = "Answer anew, whatever was asked before. Without FRONTDESK_REDIS_URL there is no cache to look past."


class NoQuestion(FrontdeskError):
    """What was typed is no question that could be answered; the sentence says why."""


def ask(
    question: Annotated[str, typer.Argument(help="The question, in English or Chinese.", show_default=False)],
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=_NO_CACHE_HELP)] = False,
) -> None:
    """Ask a question here in the terminal, without Slack."""
    log_quietly()
    asked = _question(question, asker)
    if as_json:
        print(json.dumps(as_data(_answer(asked, lambda _piece: None, no_cache=no_cache)), ensure_ascii=False))
        return
    answer = _answer(asked, lambda piece: out.print(_styled(piece), end="", highlight=False), no_cache=no_cache)
    out.print()
    _show_sources(answer)
    if answer.shortfall:
        err.print(_SHORTFALL[answer.language][answer.shortfall], style="dim")


def as_data(answer: Answer) -> dict[str, Any]:
    """The answer as ``--json`` prints it."""
    return {
        "answer": answer.text,
        "citations": [
            {key: getattr(each, key) for key in ("document", "heading", "quote", "url", "page")}
            for each in answer.citations
        ],
        "abstained": answer.abstained,
        "retrieved": [{"doc": found.passage.document_id, "text": found.text} for found in answer.retrieved],
    }


def _question(typed: str, asker: str) -> Question:
    """What the Slack edge would make of the same words. Raises NoQuestion or UnknownPerson."""
    from bot.intake.checks import LONGEST_QUESTION, problem_with
    from bot.wording import WORDINGS
    from knowledge.language.markdown import as_asked
    from knowledge.language.text import language_of

    text = typed.encode(errors="replace").decode().strip()  # a terminal may hand on bytes that are no text
    language = language_of(as_asked(text))
    if problem := problem_with(text):
        sentence = str(getattr(WORDINGS[language], problem))
        raise NoQuestion(sentence.format(count=len(text), limit=LONGEST_QUESTION).replace("_", ""))
    return Question(f"terminal-{uuid.uuid4()}", text, language, principals(asker), today=today())


def _answer(question: Question, emit: Callable[[str], None], *, no_cache: bool) -> Answer:
    """Load what answers and ask it, showing that something happens until the first words come."""
    from knowledge.index import index_status
    from workers import wiring
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    index_status(settings.index_dir)  # says that the index is missing before seconds are spent on loading models
    with err.status("Loading the models…") as status:
        knowledge = wiring.knowledge(settings)
        answers = knowledge.answering if no_cache else wiring.cached(settings, knowledge.answering)
        status.update("Searching the policies…")

        def first_words_end_the_status(piece: str) -> None:
            status.stop()
            emit(piece)

        with closing(knowledge):
            return answers.answer(
                question,
                emit=first_words_end_the_status,
                deadline=time.monotonic() + settings.answer_seconds,
                cancelled=lambda: False,
            )


def _styled(markdown: str) -> Text:
    """A piece of the answer with what is between two pairs of stars in bold, without the stars."""
    parts = BOLD.split(markdown)
    return Text.assemble(*((part, "bold" if place % 2 else "") for place, part in enumerate(parts)))


def _show_sources(answer: Answer) -> None:
    if not answer.citations:
        return
    out.print(f"\n[bold]{_SOURCES[answer.language]}[/bold]")
    for citation in answer.citations:
        out.print(_source(citation, answer.language))


def _source(citation: Citation, language: Language) -> Text:
    name = citation.title if citation.heading == citation.title else f"{citation.title} › {citation.heading}"
    page = f", {_PAGE[language].format(citation.page)}" if citation.page else ""
    quote = indent(f"“{citation.quote}”", _INDENT)
    text = Text.assemble((f"[{citation.number}] ", "bold cyan"), (name, "bold"), page, f"\n{quote}\n{_INDENT}")
    if not citation.url:
        return text.append(citation.document, style="dim")
    where = citation.document if citation.url.startswith("file:") else citation.url
    return text.append(where, style=f"dim link {citation.url}")
