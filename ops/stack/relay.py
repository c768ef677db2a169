"""Where the parts' output goes: the console, one colour and prefix a part, and a bounded log file of each."""

from __future__ import annotations

import logging
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ops.stack.lines import readable
from ops.stack.part import Part

LOG_FILE_BYTES = 5_000_000
LOG_FILES_KEPT = 3
LAST_LINES_KEPT = 15
_PREFIX_WIDTH = 9


class Relay:
    """Takes each line a part writes; keeps the last ones for the report of a part that cannot run.

    The parts write JSON lines, which go to their files as they are and to a person in readable form.
    """

    def __init__(self, folder: Path, console: Console) -> None:
        """Keep the log files in ``folder``, which exists; show the lines on ``console``."""
        self._folder = folder
        self._console = console
        self._files: dict[str, _BoundedFile] = {}
        self._last: dict[str, deque[Text]] = {}

    def path(self, part: Part) -> Path:
        """The part's log file."""
        return self._folder / f"{part.name}.log"

    def last_lines(self, part: Part) -> Text:
        """What the part wrote last, oldest line first."""
        return Text("\n").join(self._last.get(part.name, deque[Text]()).copy())  # a line may come meanwhile

    def write(self, part: Part, line: str) -> None:
        """Pass on one line that the part wrote. A full disk stops the file, never the part."""
        text = readable(line)
        self._last.setdefault(part.name, deque(maxlen=LAST_LINES_KEPT)).append(text)
        self._file(part).write(line)
        if not any(words in line for words in part.not_shown):
            self._show(part, text)

    def notice(self, part: Part, sentence: str, style: str = "yellow") -> None:
        """Say something about the part, on the console and in its log."""
        self._file(part).write(sentence)
        self._show(part, Text(sentence, style=style))

    def close(self) -> None:
        """Close the log files."""
        for file in self._files.values():
            file.close()

    def _show(self, part: Part, text: Text) -> None:
        line = Text.assemble((f"{part.name:<{_PREFIX_WIDTH}}│ ", part.colour), text)
        try:
            self._console.print(line, soft_wrap=True, highlight=False)
        except OSError:  # the terminal is gone; the files go on, and the parts must not stop for it
            self._console.quiet = True

    def _file(self, part: Part) -> _BoundedFile:
        return self._files.setdefault(part.name, _BoundedFile(self.path(part), self._console))


class _BoundedFile(RotatingFileHandler):
    """The standard library's rotation, fed with ready lines; says once when the disk takes no more."""

    def __init__(self, path: Path, console: Console) -> None:
        super().__init__(path, maxBytes=LOG_FILE_BYTES, backupCount=LOG_FILES_KEPT - 1, encoding="utf-8", delay=True)
        self._console = console
        self._failed = False

    def write(self, line: str) -> None:
        self.handle(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        try:
            super().close()
        except OSError:  # its last bytes found no room
            self.handleError(logging.makeLogRecord({}))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the standard library's signature
        if not self._failed:
            self._failed = True
            self._console.print(f"Cannot write {self.baseFilename}: is the disk full?", style="bold red")
