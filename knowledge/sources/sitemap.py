"""Sitemaps: https://www.sitemaps.org/protocol.html, as XML, as text with an address a line, plain or compressed."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from knowledge.errors import SourceUnreachable
from knowledge.formats import LARGEST
from knowledge.formats.elements import bare


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one names: pages, or further sitemaps, each with its date, empty where none is given."""

    kind: Literal["pages", "sitemaps"]
    dates: dict[str, str]


def parse_sitemap(address: str, data: bytes) -> Sitemap:
    """Read a sitemap; addresses that are relative begin at its own. Raises SourceUnreachable where it is none."""
    from defusedxml import ElementTree  # noqa: PLC0415 - only where such a source is configured

    try:
        data = _unpacked(data).removeprefix(b"\xef\xbb\xbf").strip()
        if lines := _lines(data):
            return Sitemap("pages", dict.fromkeys(lines, ""))
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, OSError, EOFError) as error:
        raise SourceUnreachable(
            f"{address} is no sitemap ({type(error).__name__}). Name the sitemap's address."
        ) from None
    items = [{bare(str(part.tag)): (part.text or "").strip() for part in item} for item in root]
    kind: Literal["pages", "sitemaps"] = "sitemaps" if bare(str(root.tag)) == "sitemapindex" else "pages"
    return Sitemap(kind, {urljoin(address, item["loc"]): item.get("lastmod", "") for item in items if item.get("loc")})


def _lines(data: bytes) -> list[str]:
    """Return the addresses of a sitemap that is plain text; none where it is anything else."""
    if not data.startswith((b"http://", b"https://")):
        return []
    return [line.strip() for line in data.decode("utf-8").splitlines() if line.strip()]


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return stream.read(LARGEST)
