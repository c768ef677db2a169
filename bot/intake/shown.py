"""What was shown or said with a message besides its words: documents to read, clips to listen to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.edge import Address
from bot.intake.spoken import Listening, Spoken
from bot.records.ledger import Ledger
from bot.records.models import Request
from bot.slack.api import RateLimited, SlackUnreachable
from bot.slack.markup import literal
from bot.slack.shown_files import FileRefused, SlackFiles
from knowledge.attached import LARGEST_FILE, MOST_FILES
from workers.contract import EDGE, FILES, UNREAD, Json

CLIPS: Final = "clips"
"""In what a request still has to find out: clips whose words are to be added to what was typed."""
NO_WORDS: Final = Spoken()


def shown_before(ledger: Ledger, address: Address) -> list[Json]:
    """The files that its asker showed before in the thread that a message goes on in; none where it begins one."""
    if not address.thread_ts or address.thread_ts == address.message_ts:
        return []
    return ledger.files_shown(address.channel, address.thread_ts, address.user, address.message_ts or "")


@dataclass(frozen=True, slots=True)
class Showing:
    """Looks at what was shown."""

    files: SlackFiles
    ledger: Ledger

    def spoken(self, request: Request, clips: Sequence[Json]) -> Spoken:
        """What was said in clips. Raises `bot.intake.spoken.NotWritten` while it is worth asking Slack again."""
        return Listening(self.files).to(clips, request) if clips else NO_WORDS

    def of(self, address: Address, payload: Json, principals: frozenset[str]) -> Json:
        """The fields of a payload's `EDGE` that say which files the question is about, of its thread if of no other.

        They are read for members only: guests and outsiders hold nothing but ``public``, which a file never is.
        """
        files = payload.get(EDGE, {}).get(FILES) or (
            shown_before(self.ledger, address) if address.surface != "channel" else []
        )
        if not files:
            return {}
        if f"user:{address.user}" not in principals:
            return {FILES: [], UNREAD: [[file["name"], "members_only"] for file in files]}
        return {FILES: files}

    def said_of(self, files: Sequence[Json]) -> Json:
        """The payload of the sentence that answers files without a word: what is wrong with one, or a question back."""
        for file in files[:MOST_FILES]:
            try:
                self.files.checked(file)
            except FileRefused as refused:
                return problem_payload(file["name"], refused.problem)
            except (RateLimited, SlackUnreachable):
                continue  # it may be there when there is a question about it
        names = ", ".join(f"*{literal(file['name'])}*" for file in files)
        return {"name": "question_is_file", "values": {"names": names}}


def problem_payload(name: str, problem: str) -> Json:
    """The payload of a sentence that says why a file was not read."""
    return {"name": "file_problems", "which": problem, "values": problem_values(name)}


def problem_values(name: str) -> Json:
    """What stands in such a sentence, in mrkdwn."""
    return {"name": literal(name), "most": MOST_FILES, "megabytes": LARGEST_FILE // 2**20}
