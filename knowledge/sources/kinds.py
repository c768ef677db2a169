"""The kinds of source that ``knowledge.toml`` may name. A kind is one file beside this one, and its line here."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.sources.folder import FolderSpecification
from knowledge.sources.git import GitSpecification
from knowledge.sources.remote import RemoteSpecification
from knowledge.sources.site import SiteSpecification
from knowledge.sources.slack import SlackSpecification
from knowledge.sources.specification import SourceSpecification

KINDS: Mapping[str, type[SourceSpecification]] = {
    "folder": FolderSpecification,
    "git": GitSpecification,
    "fsspec": RemoteSpecification,
    "site": SiteSpecification,
    "slack": SlackSpecification,
}
