"""A source's files -> who may read each document, without a process for each conversion."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from knowledge.domain import Document, Problem
from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from knowledge.rights.folders import Verdict
from knowledge.sources.access import folder_rules
from knowledge.sources.conversion import Conversion, conversion_of, rules_file
from knowledge.sources.documents import DocumentMaker
from knowledge.sources.files import may_be_rules

Files = Mapping[str, str]
Read = Callable[[Files], tuple[dict[str, Document], list[Problem]]]


@pytest.fixture
def read() -> Read:
    """Read a source of these files, which everyone may read if no rule speaks of them."""

    def reading(files: Files) -> tuple[dict[str, Document], list[Problem]]:
        problems: list[Problem] = []
        contents = {name: _converted(name, text.encode()) for name, text in files.items()}
        rules = folder_rules(contents, (), Verdict(frozenset({"everyone"}), ("default",)), problems)
        maker = DocumentMaker(rules, "", "", lambda _: "", "", None)
        return {each.id: each for each in maker.documents(contents, problems)}, problems

    return reading


def _converted(name: str, data: bytes) -> Conversion:
    if may_be_rules(name):
        return rules_file(data)
    try:
        return conversion_of(convert(name, data))
    except DocumentUnreadable as error:
        return conversion_of(error)
