"""``frontdesk draft`` and ``frontdesk translate``: in this process, without Slack or Redis."""

from __future__ import annotations

import time
import uuid
from typing import Annotated

import typer

from knowledge.domain import VERSIONS, Brief, Genre
from knowledge.errors import FrontdeskError
from ops.cli.asker import AS_HELP, principals, today
from ops.cli.console import err, log_quietly, out


class NoText(FrontdeskError):
    """What was typed says nothing, or names no language; the sentence says so."""


def draft(
    genre: Annotated[Genre, typer.Argument(help="What to write.", show_default=False)],
    instructions: Annotated[str, typer.Argument(help="What it should say.", show_default=False)],
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
    versions: Annotated[int, typer.Option(min=1, max=VERSIONS, help="How many to choose from.")] = VERSIONS,
) -> None:
    """Draft a text from instructions and the policies, in several versions."""
    log_quietly()
    from knowledge.index import index_status
    from knowledge.language.text import language_of
    from workers import wiring
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    told = _words(instructions)
    index_status(settings.index_dir)  # says that the index is missing before seconds are spent on loading models
    brief = Brief(f"terminal-{uuid.uuid4()}", genre, told, language_of(told), principals(asker), versions, today())
    with err.status("Loading the models…") as status:
        writing = wiring.knowledge(settings).writing
        status.update("Writing…")
        drafts = writing.draft(brief, deadline=time.monotonic() + settings.answer_seconds, cancelled=lambda: False)
    for number, version in enumerate(drafts.versions, start=1):
        out.print(f"[bold]Version {number}[/bold]")
        out.print(version.text, markup=False, highlight=False)
        if version.unknown:
            out.print(f"Please check: {', '.join(version.unknown)}", style="yellow", markup=False, highlight=False)
        out.print()
    for citation in drafts.citations:
        out.print(f"[{citation.number}] {citation.document}: {citation.quote}", style="dim", markup=False)
    frame = "No model wrote this: it is a frame with your own words. See `frontdesk models found`."
    err.print(f"Drafted by {drafts.generator}." if drafts.generator else frame, style="dim", highlight=False)


def translate(
    text: Annotated[str, typer.Argument(help="The text.", show_default=False)],
    language: Annotated[
        str, typer.Option("--to", metavar="LANGUAGE", help="Default: Chinese of English, English of others.")
    ] = "",
) -> None:
    """Translate a text; its numbers and links are verified."""
    log_quietly()
    from knowledge.language.names import LANGUAGES, language_named
    from knowledge.language.text import language_of
    from knowledge.writing.translation import Translating
    from workers import wiring
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    words = _words(text)
    target = language_named(language) if language else "zh" if language_of(words) == "en" else "en"
    if target is None:
        raise NoText(f"`--to {language}`: name one of {', '.join(names[0] for names in LANGUAGES.values())}.")
    with err.status("Loading the model and translating…"):
        translating = Translating(wiring.load_generator(settings))
        deadline = time.monotonic() + settings.answer_seconds
        done = translating.translate("terminal", words, target, deadline=deadline, cancelled=lambda: False)
    out.print(done.text, markup=False, highlight=False)
    if done.unmatched:
        err.print(f"Please check these names: {', '.join(done.unmatched)}", style="yellow", markup=False)


def _words(typed: str) -> str:
    """What was typed as text. Raises NoText."""
    from bot.slack.markup import has_words

    text = typed.encode(errors="replace").decode().strip()  # a terminal may hand on bytes that are no text
    if not has_words(text):
        raise NoText("There are no words in it. Say in a sentence or two what should be written.")
    return text
