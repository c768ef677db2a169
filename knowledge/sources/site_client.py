"""Asks one site over HTTP: politely, on its own host only, and with a sentence for whatever comes instead of a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from knowledge.errors import DocumentUnavailable, DocumentUnreadable, SourceUnreachable
from knowledge.formats import LARGEST
from knowledge.sources.retry_after import RetryAfter
from knowledge.sources.site_addresses import is_same_site
from knowledge.sources.site_robots import AGENT

if TYPE_CHECKING:
    import httpx

_SECONDS: Final = 30
_REDIRECTS: Final = 5
_SILENT: Final = 3
"""Addresses one after the other that do not answer at all; then the site is down, and the others are not waited for."""
_NO_SUCH_PAGE: Final = frozenset({401, 403, 404, 410, 451})
_WAITS_S: Final = 30.0
"""What a site asks us to wait for before the same page is waited for up to so long."""
_WAITED_S: Final = 600.0
"""All the waiting of one reload."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave. ``url`` is where it led; ``validators`` are the ETag and the date, a line each."""

    url: str
    data: bytes
    validators: str
    content_type: str = ""
    charset: str = ""
    robots: tuple[str, ...] = ()


@dataclass(slots=True)
class SiteClient:
    """The connections to the site that the address ``site`` lies on. ``sleep`` takes seconds."""

    site: str
    retry_after: RetryAfter
    sleep: Callable[[float], None] = time.sleep
    _clients: list[httpx.Client] = field(default_factory=list)
    _silent: int = 0
    _waited: float = 0.0

    def get(self, url: str, headers: Mapping[str, str], allowed: Callable[[str], bool]) -> Page | None:
        """Get an address, and where it leads to on this host; None where it is as the headers know it.

        Raises DocumentUnreadable where there is no such page for us, DocumentUnavailable where it could not be had this
        time, SourceUnreachable where nothing answers any more.
        """
        self.retry_after.check(url)
        at = url
        for _ in range(_REDIRECTS):
            if not allowed(at):
                raise DocumentUnreadable(f"The site's robots.txt asks not to read {at}. {ALLOW}")
            answer = self._asked(at, headers)
            if not isinstance(answer, str):
                return answer
            at = answer
            if not is_same_site(self.site, at):
                raise DocumentUnreadable(
                    f"It leads to another host: {at}. Name its own sitemap as a source, or take the page out."
                )
        raise DocumentUnreadable("It leads on and on. Mend its redirects.")

    def close(self) -> None:
        """Close the connections, and begin anew with waiting."""
        self._silent, self._waited = 0, 0.0
        while self._clients:
            self._clients.pop().close()

    def _asked(self, url: str, headers: Mapping[str, str]) -> Page | str | None:
        """Return what an address answers: a page, where it leads to, or None where it is as it was."""
        import httpx  # noqa: PLC0415 - only where such a source is configured

        try:
            answer = self._answer(url, headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._silent += 1
            said = f"{url} could not be read ({type(error).__name__}). Reload again."
            raise (SourceUnreachable if self._silent >= _SILENT else DocumentUnavailable)(said) from error
        self._silent = 0
        return answer

    def _answer(self, url: str, headers: Mapping[str, str]) -> Page | str | None:
        with self._client().stream("GET", url, headers=dict(headers)) as answer:
            if answer.next_request is not None:
                return str(answer.next_request.url)
            if not answer.is_error:
                return None if answer.status_code == HTTPStatus.NOT_MODIFIED else _page(answer)
            status, wait = answer.status_code, self.retry_after.noted(url, answer.headers.get("retry-after", ""))
        if status in _NO_SUCH_PAGE:
            raise DocumentUnreadable(f"The site answers {status}. Mend the page, or take it out of the sitemap.")
        if 0 < wait <= min(_WAITS_S, _WAITED_S - self._waited):
            self._waited += wait
            self.sleep(wait)
            self.retry_after.forget(url)
            return self._answer(url, headers)
        raise DocumentUnavailable(f"{url} answered {status}. Reload again.")

    def _client(self) -> httpx.Client:
        import httpx  # noqa: PLC0415 - only where such a source is configured

        if not self._clients:
            self._clients.append(httpx.Client(timeout=_SECONDS, headers={"User-Agent": AGENT}))
        return self._clients[0]


def _page(answer: httpx.Response) -> Page:
    data = bytearray()
    for piece in answer.iter_bytes():
        data += piece
        if len(data) > LARGEST:
            break  # what is too large is refused by its length
    validators = f"{answer.headers.get('etag', '')}\n{answer.headers.get('last-modified', '')}"
    return Page(
        url=str(answer.url),
        data=bytes(data[: LARGEST + 1]),
        validators=validators if validators.strip() else "",
        content_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
        charset=answer.charset_encoding or "",
        robots=tuple(answer.headers.get_list("x-robots-tag")),
    )


ALLOW: Final = f"Where the site is yours, allow `{AGENT}` there, or write `robots = false` in knowledge.toml."
