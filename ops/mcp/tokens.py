"""The bearer tokens of HTTP callers: a file that keeps who holds each, until when, and its digest, never the token.

A token has 256 random bits, so that a plain SHA-256 of it cannot be guessed back; nothing is stretched or salted.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import structlog

from knowledge.domain import EVERYONE, PUBLIC
from knowledge.file_lock import exclusive
from knowledge.rights.rules import PRINCIPAL
from ops.mcp.errors import TokenInvalid

PREFIX: Final = "fdmcp_"
"""Begins every token, so that scanners for leaked secrets and the log's mask know one."""
LONGEST_LIFE: Final = 3650
"""Days."""
_DAY_S: Final = 86_400
_SLACK_USER: Final = re.compile(r"[UW][A-Z0-9]+")
_NAME: Final = re.compile(r"[\w.@+-]{1,100}")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token. ``made`` and ``until`` are seconds since 1970; ``user`` is whom it was made for."""

    id: str
    user: str
    principals: tuple[str, ...]
    made: int
    until: int
    digest: str = field(repr=False)

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return time.time() >= self.until


class Tokens:
    """The tokens in a file that any number of servers and commands share; a change counts at the next request."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._reading = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._kept: tuple[Token, ...] = ()

    def make(self, user: str, principals: frozenset[str], days: int) -> tuple[Token, str]:
        """Keep a new token and return it with its secret, which is nowhere else. Raises TokenInvalid."""
        if not _NAME.fullmatch(user):
            raise TokenInvalid(
                f"“{user}” names nobody: write a Slack user id, a mail address or a name without spaces."
            )
        if not 1 <= days <= LONGEST_LIFE:
            raise TokenInvalid(f"A token lives 1 to {LONGEST_LIFE} days, not {days}.")
        secret, now = PREFIX + secrets.token_urlsafe(32), int(time.time())
        until = now + days * _DAY_S
        token = Token(secrets.token_hex(4), user, tuple(sorted(principals)), now, until, _digest(secret))
        with self._alone():
            self._write([*self._read(), token])
        return token, secret

    def revoke(self, which: str) -> tuple[Token, ...]:
        """Forget the token of this id, or all of this user's, and return what was forgotten. Raises TokenInvalid."""
        with self._alone():
            kept = self._read()
            gone = tuple(token for token in kept if which in (token.id, token.user))
            if not gone:
                raise TokenInvalid(f"There is no token “{which}”. `frontdesk mcp tokens` lists their ids and users.")
            self._write(token for token in kept if token not in gone)
        return gone

    def all(self) -> tuple[Token, ...]:
        """Every token that is kept, the expired among them, oldest first. Raises TokenInvalid for a damaged file."""
        with self._reading:
            state = _state(self._file)
            if state != self._stamp:
                self._kept, self._stamp = self._read(), state
            return self._kept

    def holding(self, secret: str) -> Token | None:
        """Return what is kept of this token; None where it was never made, is revoked or has expired."""
        digest = _digest(secret)
        return next((token for token in self._good() if token.digest == digest), None)

    def has(self, token_id: str) -> bool:
        """Tell whether a token of this id is still kept, and its time not over."""
        return any(token.id == token_id for token in self._good())

    def _good(self) -> list[Token]:
        """Return the tokens that let somebody in: none where the file cannot be read."""
        try:
            return [token for token in self.all() if not token.expired]
        except (TokenInvalid, OSError) as error:
            log.warning("mcp_tokens_unreadable", error=type(error).__name__)
            return []

    def _alone(self) -> AbstractContextManager[None]:
        return exclusive(self._file.with_suffix(".lock"), waiting=lambda: None)

    def _read(self) -> tuple[Token, ...]:
        try:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            return tuple(Token(**{**entry, "principals": tuple(entry["principals"])}) for entry in entries)
        except FileNotFoundError:
            return ()
        except (ValueError, TypeError, KeyError):
            raise TokenInvalid(f"{self._file} is damaged. Remove it, and make the tokens anew.") from None

    def _write(self, tokens: Iterable[Token]) -> None:
        """Replace the file in one step; nobody but its owner may read who holds what."""
        fresh = self._file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps([asdict(token) for token in tokens], ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(self._file)


def principals_held(user: str, groups: Iterable[str], *, guest: bool) -> frozenset[str]:
    """What somebody holds: all that employees may read, what names them, their mail domain or their groups.

    A guest holds only what is public. Raises TokenInvalid for a group that no rule can name.
    """
    if guest:
        return frozenset({PUBLIC})
    named = {f"group:{group.strip().removeprefix('group:')}" for group in groups if group.strip()}
    if wrong := next((name for name in sorted(named) if not PRINCIPAL.fullmatch(name)), ""):
        raise TokenInvalid(f"“{wrong.removeprefix('group:')}” is no group: write its handle in Slack, such as hr.")
    own = {f"user:{user}"} if _SLACK_USER.fullmatch(user) else set()
    domain = f"domain:{user.rpartition('@')[2].lower()}" if "@" in user else ""
    own |= {domain} if PRINCIPAL.fullmatch(domain) else set()
    return frozenset({EVERYONE, PUBLIC} | own | named)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _state(file: Path) -> tuple[int, int] | None:
    """Return what changes with the file; None where there is none."""
    try:
        state = file.stat()
    except FileNotFoundError:
        return None
    return state.st_mtime_ns, state.st_ino
