"""Files in a message: what the event says of them, and what Slack says of them now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from slack_sdk import WebClient

from bot.slack.api import SlackRefused, call
from bot.slack.downloads import NotGiven, TooLarge, download
from bot.slack.markup import one_line, shortened
from bot.slack.refusals import Refusals
from knowledge.attached import LARGEST_FILE, FileProblem, readable_suffix
from knowledge.errors import FrontdeskError
from workers.contract import Json

MOST_NAMED: Final = 10
"""Files of one message that are spoken of at all; Slack itself allows ten."""
_LONGEST_NAME: Final = 80
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
_CLIPS: Final = frozenset({"slack_audio", "slack_video"})
_TEXTS: Final = ("filetype", "mimetype", "permalink", "subtype", "url_private", "url_private_download", "vtt")
"""What is kept of an event's file; none of it is a secret without our token."""
_GONE: Final = frozenset({"file_not_found", "file_deleted"})
_NOT_LET: Final = frozenset(
    {"access_denied", "missing_scope", "no_permission", "not_allowed_token_type", "not_visible"}
)
_METHOD: Final = "files.info"

_log = structlog.get_logger()


class FileRefused(FrontdeskError):
    """The file cannot be had; ``problem`` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(f"The file cannot be read: {problem}.")
        self.problem: FileProblem = problem


@dataclass(frozen=True, slots=True)
class FilesShown:
    """What a message shows: ``documents`` to read, and ``clips`` to listen to, each as the event has it."""

    documents: tuple[Json, ...] = ()
    clips: tuple[Json, ...] = ()


NO_FILES: Final = FilesShown()


def files_in(message: Json) -> FilesShown:
    """What is kept of a message's files; what has no id is none."""
    given = message.get("files")
    files = [file for file in given if _is_file(file)] if isinstance(given, list) else []
    kept = [_kept(file) for file in files[:MOST_NAMED]]
    clips = tuple(file for file in kept if file.get("subtype") in _CLIPS)
    return FilesShown(tuple(file for file in kept if file not in clips), clips)


def _is_file(given: object) -> bool:
    name = given.get("id") if isinstance(given, dict) else None
    return isinstance(name, str) and _ID.fullmatch(name) is not None


def _kept(file: Mapping[str, Any]) -> Json:
    texts = {name: file[name] for name in _TEXTS if isinstance(file.get(name), str)}
    size = {"size": file["size"]} if isinstance(file.get("size"), int) else {}
    return {"id": file["id"], "name": _name_of(file), **texts, **size}


def _name_of(file: Mapping[str, Any]) -> str:
    """The file's name as people may read it, on one line; its id where it has none."""
    name = next((file[key] for key in ("name", "title") if isinstance(file.get(key), str) and file[key]), "")
    return shortened(one_line(name), _LONGEST_NAME) or str(file["id"])


class SlackFiles:
    """Looks at files and gets them. Every method may raise RateLimited or SlackUnreachable."""

    def __init__(self, client: WebClient, refusals: Refusals) -> None:
        self._client = client
        self._refusals = refusals

    def now(self, file: Json) -> Json:
        """The file as Slack has it now; as the event had it where Slack's answer is none. Raises FileRefused."""
        try:
            found = call(self._client.files_info, file=file["id"]).get("file")
        except SlackRefused as refused:
            if refused.code in _GONE:
                raise FileRefused("gone") from None
            self._refusals.note(_METHOD, refused.code)
            if refused.code in _NOT_LET:
                raise FileRefused("no_scope") from None
            return file
        self._refusals.worked(_METHOD)
        if not isinstance(found, dict):
            return file
        if found.get("mode") == "tombstone" or found.get("is_deleted"):
            raise FileRefused("gone")
        return {**file, **_kept({**file, **found}), "transcription": found.get("transcription")}

    def checked(self, file: Json) -> Json:
        """The same, of a file that can be read by its kind and its size. Raises FileRefused."""
        found = self.now(file)
        if int(found.get("size") or 0) > LARGEST_FILE:
            raise FileRefused("too_large")
        if not suffix_of(found):
            raise FileRefused("unsupported")
        return found

    def bytes_of(self, found: Json) -> bytes:
        """A file's bytes. Raises FileRefused."""
        url = str(found.get("url_private_download") or found.get("url_private") or "")
        return self._download(url, LARGEST_FILE)

    def words_of(self, found: Json, largest: int) -> str:
        """The subtitles of a clip, as WebVTT. Raises FileRefused."""
        return self._download(str(found.get("vtt") or ""), largest).decode("utf-8", errors="replace")

    def _download(self, url: str, largest: int) -> bytes:
        try:
            return download(self._client, url, largest)
        except TooLarge:
            raise FileRefused("too_large") from None
        except NotGiven as error:
            _log.warning("file_not_given", status=error.status)
            raise FileRefused("gone" if error.status in {404, 410} else "no_scope") from None


def suffix_of(file: Json) -> str:
    """The suffix by which a file is read; empty where it cannot be."""
    return readable_suffix(file["name"], str(file.get("filetype") or ""))
