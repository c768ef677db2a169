"""What was said in a voice or video clip, by Slack's own transcript: words like those that are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.records.ledger import utc_now
from bot.records.models import Request
from bot.slack.api import RateLimited, SlackUnreachable
from bot.slack.markup import has_words, one_line, storable
from bot.slack.shown_files import FileRefused, SlackFiles
from knowledge.attached import FileProblem
from workers.contract import Json

PATIENCE: Final = timedelta(seconds=60)
"""With Slack while it writes down what was said."""
_LARGEST: Final = 2**20
"""Bytes of subtitles: many hours of talk."""
_TIMING: Final = "-->"
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of the clips in order, and for each that has none its name and why."""

    words: str = ""
    unread: tuple[tuple[str, FileProblem], ...] = ()


class NotWritten(Exception):
    """Slack is still at it; there is time to ask again."""


class Listening:
    """Asks Slack for what was said."""

    def __init__(self, files: SlackFiles) -> None:
        self._files = files

    def to(self, clips: Sequence[Json], request: Request) -> Spoken:
        """What was said in a request's clips. Raises NotWritten as long as the request is younger than the patience."""
        patient = utc_now() - request.created_at < PATIENCE
        words, unread = [], list[tuple[str, FileProblem]]()
        for clip in clips:
            try:
                words.append(self._words(clip))
            except FileRefused as refused:
                unread.append((clip["name"], refused.problem))
            except (NotWritten, RateLimited, SlackUnreachable) as error:
                if patient:
                    raise NotWritten from None
                unread.append((clip["name"], "not_transcribed" if isinstance(error, NotWritten) else "unreachable"))
        return Spoken("\n".join(words), tuple(unread))

    def _words(self, clip: Json) -> str:
        """The words of one clip. Raises FileRefused or NotWritten."""
        found = self._files.now(clip)
        transcription = found.get("transcription")
        said: Any = transcription if isinstance(transcription, dict) else {}
        if said.get("status") == "processing":
            raise NotWritten
        words = self._whole(found, said) if said.get("status") == "complete" else ""
        if not has_words(words):
            raise FileRefused("not_transcribed")
        return words

    def _whole(self, found: Json, said: Json) -> str:
        """All that was said: the beginning that comes with the file, or where there is more, the subtitles."""
        preview = said.get("preview")
        begun: Any = preview if isinstance(preview, dict) else {}
        beginning = one_line(str(begun.get("content") or ""))
        if found.get("vtt") and (begun.get("has_more") or not beginning):
            try:
                return subtitles(self._files.words_of(found, _LARGEST)) or beginning
            except FileRefused:
                return beginning
        return beginning


def subtitles(vtt: str) -> str:
    """The words of a WebVTT file (W3C's), without times, names of voices and remarks."""
    cues = re.split(r"\n\s*\n", vtt.replace("\r\n", "\n").replace("\r", "\n"))
    spoken = [cue.partition(_TIMING)[2].partition("\n")[2] for cue in cues if _TIMING in cue]
    return one_line(storable(_TAG.sub("", " ".join(spoken))))
