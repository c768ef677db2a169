"""Getting a file's bytes from Slack. Our token goes to Slack, and nowhere else: no redirect is followed."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import Final
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.slack.api import RateLimited, SlackUnreachable, retry_after
from knowledge.errors import FrontdeskError

SECONDS: Final = 30.0
"""For one file, however slowly it comes."""
_PIECE: Final = 64 * 1024
_TOO_MANY_REQUESTS: Final = 429
_SERVER_ERROR: Final = 500
_STRANGE: Final = frozenset("\\@") | frozenset(map(chr, range(0x21)))
"""In an address, what one reader of addresses takes for something else than another does."""


class NotGiven(FrontdeskError):
    """Slack does not give the file; ``status`` is its answer's, 0 where nobody was asked."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"Slack does not give the file ({status}).")
        self.status = status


class TooLarge(FrontdeskError):
    """The file has more bytes than are read."""


def download(client: WebClient, url: str, largest: int) -> bytes:
    """Return a file's bytes. Raises NotGiven, TooLarge, RateLimited or SlackUnreachable."""
    if not is_slacks(url, client.base_url):
        raise NotGiven
    headers = {"Authorization": f"Bearer {client.token}"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - Slack's own, as was just seen
    try:
        with _OPENER.open(request, timeout=client.timeout) as response:
            return _read(response, largest)
    except urllib.error.HTTPError as error:
        with error:
            raise _meaning(error) from None
    except (OSError, http.client.HTTPException) as error:
        raise SlackUnreachable(f"Slack did not answer: {type(error).__name__}.") from None


def is_slacks(url: str, base_url: str) -> bool:
    """Whether an address is Slack's own, or the sandbox's."""
    if not _STRANGE.isdisjoint(url):
        return False
    there, here = urlsplit(url), urlsplit(base_url)
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    return there.scheme == "https" and there.netloc.endswith(".slack.com")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Slack leads whoever may not read a file to its sign-in page, which is not the file."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_OPENER: Final = urllib.request.build_opener(_NoRedirect)


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    deadline, data = time.monotonic() + SECONDS, bytearray()
    while piece := response.read(_PIECE):
        data += piece
        if len(data) > largest:
            raise TooLarge("The file is too large.")
        if time.monotonic() > deadline:
            raise SlackUnreachable("Slack is too slow.")
    if response.length:  # bytes that were promised
        raise SlackUnreachable("Slack broke off.")
    return bytes(data)


def _meaning(error: urllib.error.HTTPError) -> FrontdeskError:
    if error.code == _TOO_MANY_REQUESTS:
        return RateLimited(retry_after(dict(error.headers.items())))
    if error.code >= _SERVER_ERROR:
        return SlackUnreachable(f"Slack is in trouble: {error.code}.")
    return NotGiven(error.code)
