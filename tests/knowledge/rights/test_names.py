"""Many rules over many files: what resembles a name is found by looking at few of them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from knowledge.rights import names as module
from knowledge.rights.folders import NO_VERDICT, FolderRules
from knowledge.rights.likeness import alike
from knowledge.rights.meant import misfits
from knowledge.rights.names import Names, Texts
from knowledge.rights.rules import FolderRule
from knowledge.rights.targets import Fit, Targets

_WORDS = ("travel", "leave", "pay", "bands", "薪酬", "等级", "visa", "2025", "2026", "a", "parking", "policy")


def _made() -> list[str]:
    return [f"{one}-{other}.md" for one in _WORDS for other in _WORDS] + [f"{one}.pdf" for one in _WORDS]


@pytest.mark.parametrize(
    "written", [*_made()[::7], "trvael-leave.md", "薪酬.md", "polices.docx", "x.md", ".md", "pay2025"]
)
def test_the_index_finds_what_a_look_at_each_name_finds(written: str) -> None:
    """Same letters, one in the other, and slips."""
    expected = {name for name in _made() if alike(written, name)}

    assert expected == set(Names.of(_made()).like(written))


def test_few_names_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of many files with rules for many that are gone is read in time."""
    looked_at: list[str] = []

    def look(written: str, name: str) -> bool:
        looked_at.append(name)
        return alike(written, name)

    monkeypatch.setattr(module, "alike", look)
    files = {f"policy-{number:05}.md": "" for number in range(400)}
    gone = {f"left-over-{number}x{number}.md": frozenset({"group:hr"}) for number in range(100)}
    rules = FolderRules.of({PurePosixPath(): FolderRule(None, gone)}, NO_VERDICT)
    found = list(misfits(rules, {name: name for name in files}, list(files)))

    assert len(found) == len(gone)
    assert looked_at == []


def test_few_patterns_are_tried_on_a_file() -> None:
    """Only those whose letters its name has; one without letters is tried on all."""
    targets = Targets.of([*(f"gone-{number}-*.xlsx" for number in range(100)), "*", "pay*"])

    assert [["*"], ["*", "pay*"]] == [
        [glob.written for glob in targets.that_may_fit(name)] for name in ("leave.md", "pay.md")
    ]
    assert {"*": Fit.BY_PATTERN, "pay*": Fit.BY_PATTERN} == targets.fitting("pay.md", "pay.md")


@pytest.mark.parametrize(("part", "places"), [("b", [1, 2]), ("", [0, 1, 2]), ("z", [])])
def test_texts_are_searched_at_once(part: str, places: list[int]) -> None:
    """Each is found once."""
    assert places == list(Texts.of(["a", "bbab", "ab"]).containing(part))
