"""Versions: listed, compared, rolled back to, and not published where too much failed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import Document, Problem, Reading, SourceState
from knowledge.errors import DocumentUnknown, IndexNotBuilt, VersionUnknown
from knowledge.index import BuildReport, HybridIndex, Policy, build_index, index_status
from knowledge.index.comparing import compare
from knowledge.index.documents import Changes
from knowledge.index.explaining import explain
from knowledge.index.versions import is_building, is_rolled_back, only_build, roll_back, versions
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE = frozenset({"everyone"})
HANDBOOK = "# Handbook\n\nHello.\n\n## Leave\n\n25 days.\n\n## Travel\n\nBy train.\n"


def _build(path: Path, *documents: Document, problems: tuple[Problem, ...] = (), share: float = 0.2) -> BuildReport:
    source = ListSource(documents, problems)
    return build_index(source, HashingEmbedder(), path, quiet, Policy(failed_share=share))


def _found(path: Path, text: str) -> str:
    return HybridIndex(path, HashingEmbedder()).search(text, EVERYONE, 1)[0].passage.text


def _waiting() -> None:
    """Nobody waits."""


def test_a_build_reports_what_changed(path: Path) -> None:
    """Against the version that was published until then."""
    first = _build(path, document("One.", "a.md"), document("Two.", "b.md"))
    second = _build(path, document("One.", "a.md"), document("Two!", "b.md"), document("Three.", "c.md"))
    third = _build(path, document("Two!", "b.md", "group:hr"), document("Three.", "c.md"))

    assert (None, Changes(("a.md", "b.md"), (), ())) == (first.before, first.changes)
    assert (first.version, Changes(("c.md",), ("b.md",), ())) == (second.before, second.changes)
    assert Changes((), ("b.md",), ("a.md",)) == third.changes


def test_versions_are_compared_down_to_their_sections(path: Path) -> None:
    """The published one with the one before it, unless others are named."""
    first = _build(path, document(HANDBOOK, "handbook.md"), document("x", "gone.md")).version
    changed = HANDBOOK.replace("25", "26").replace("## Travel", "## Trips") + "\n## Bicycles\n\nNew.\n"
    second = _build(path, document(changed, "handbook.md"), document("y", "new.md")).version
    _build(path, document(changed, "handbook.md", "group:hr"), document("y", "new.md"))
    named = compare(path, first[:7], second[:7], 10)
    latest = compare(path, None, None, 10)

    assert Changes(("new.md",), ("handbook.md",), ("gone.md",)) == named.changes
    headings = ("Handbook › Leave", "Handbook › Trips", "Handbook › Bicycles", "Handbook › Travel")
    assert {"handbook.md": headings} == named.sections
    assert (second, {"handbook.md": ()}) == (latest.old, latest.sections)


def test_a_rollback_serves_the_version_before_and_the_next_reload_builds_on_top(path: Path) -> None:
    """Running workers follow both; nothing is lost by either."""
    first = _build(path, document("Leave is 25 days.")).version
    second = _build(path, document("Leave is 99 days.")).version
    index = HybridIndex(path, HashingEmbedder())
    index.current()
    back = roll_back(path, None, _waiting)
    served = index.search("leave", EVERYONE, 1)[0].passage.text
    rested = is_rolled_back(path)
    third = _build(path, document("Leave is 99 days."))

    assert (first, second, "Leave is 25 days.", True) == (back.manifest.version, back.before, served, rested)
    assert (True, "v000003", first) == (third.changed, third.version[:7], third.before)
    assert index.search("leave", EVERYONE, 1)[0].passage.text == "Leave is 99 days."
    assert not is_rolled_back(path)
    assert [third.version, second, first] == [each.version for each in versions(path)]


def test_a_rollback_names_what_it_cannot_go_back_to(path: Path) -> None:
    """And changes nothing."""
    version = _build(path, document("One.")).version
    build_index(ListSource([document("One.")]), HashingEmbedder(name="another"), path, quiet)

    for name, reason in (("v9", "no version “v9”"), ("v000002", "already"), (version, "another embedder, hashing")):
        with pytest.raises(VersionUnknown, match=reason):
            roll_back(path, name, _waiting)
    assert "v000002" == index_status(path).version[:7]


def test_where_too_much_failed_nothing_is_published(path: Path) -> None:
    """A broken converter must not empty the answers; whoever means it says so."""
    documents = [document(f"Rule {number}.", f"{number}.md") for number in range(10)]
    torn = tuple(Problem(f"{number}.md", "It is torn.") for number in range(3))
    first = _build(path, *documents)
    with pytest.raises(IndexNotBuilt, match=r"3 of 10 documents \(30%\).*0.md: It is torn.*--force"):
        _build(path, *documents[3:], problems=torn)
    kept = index_status(path).version
    forced = _build(path, *documents[3:], problems=torn, share=1.0)

    assert first.version == kept
    assert (True, 7) == (forced.changed, forced.documents)


@pytest.mark.parametrize("problems", [(), (Problem("0.md", "It is torn."),)])
def test_documents_that_were_removed_are_no_failure(path: Path, problems: tuple[Problem, ...]) -> None:
    """Nor is the one in ten that failed."""
    documents = [document(f"Rule {number}.", f"{number}.md") for number in range(10)]
    _build(path, *documents)

    assert _build(path, *documents[5:], problems=problems).changed


def test_what_is_known_of_the_sources_is_kept_up_to_date_without_a_new_version(path: Path) -> None:
    """A source was read again, or a problem mended: the documents are the same."""

    class Source(ListSource):
        def read(self, progress: object) -> Reading:  # type: ignore[override]
            return replace(super().read(quiet_count), sources=(state,))

    def quiet_count(_done: int, _total: int) -> None:
        """Progress that nobody watches."""

    state = SourceState("handbook", "folder", "/srv", 1, 1, "2026-12-01T06:00:00+00:00")
    torn = Problem("torn.pdf", "It is torn.")
    first = build_index(Source([document("One.")], [torn]), HashingEmbedder(), path, quiet)
    state = replace(state, problems=0, read_at="2026-12-01T07:00:00+00:00")
    again = build_index(Source([document("One.")]), HashingEmbedder(), path, quiet)
    status = index_status(path)

    assert (first.version, False) == (again.version, again.changed)
    assert (first.version, (state,), ()) == (status.version, status.sources, status.problems)


def test_who_may_read_a_document_is_explained(path: Path) -> None:
    """With the rule; a name that is not known gets the closest ones, one that could not be read its reason."""
    pay = replace(document("Pay.", "hr/pay-bands.md", "group:hr"), rule="hr/access.toml", source="handbook")
    _build(path, pay, problems=(Problem("torn.pdf", "It is torn."),))
    found = explain(path, "hr/pay-bands.md").record

    assert (("group:hr",), "hr/access.toml", "handbook") == (found.readers, found.rule, found.source)
    for name, sentence in (("pay-bands.md", "hr/pay-bands.md"), ("hr/paybands", "hr/pay-bands"), ("torn.pdf", "torn")):
        with pytest.raises(DocumentUnknown, match=sentence):
            explain(path, name)


def test_a_document_is_known_by_its_title_too(path: Path) -> None:
    """As answers show it; where several have it, their names are told."""
    pay, one, other = (document("Pay.", name) for name in ("pay.md", "a/trips.md", "b/trips.md"))
    pay, one, other = replace(pay, title="Pay Bands"), replace(one, title="Trips"), replace(other, title="Trips")
    _build(path, pay, one, other)

    assert "pay.md" == explain(path, "pay bands").record.id
    with pytest.raises(DocumentUnknown, match=r"Did you mean a/trips\.md, b/trips\.md\?"):
        explain(path, "Trips")


def test_only_the_holder_of_the_lock_is_building(path: Path) -> None:
    """The scheduler asks."""
    before = is_building(path)
    with only_build(path, _waiting):
        during = is_building(path)

    assert [False, True, False] == [before, during, is_building(path)]


def test_a_damaged_table_is_built_anew_with_the_next_change(path: Path) -> None:
    """Nothing of it is carried over."""
    first = _build(path, document("One.", "a.md"), document("Two.", "b.md"))
    for part in (path / "versions" / first.version).rglob("*.manifest"):
        part.unlink()
    report = _build(path, document("One.", "a.md"), document("Two!", "b.md"))

    assert (True, 2) == (report.changed, report.embedded)
    assert "One." == _found(path, "one")
