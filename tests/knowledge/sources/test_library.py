"""Several sources as one: what changed is read, the rest is remembered, what cannot be reached keeps what it gave."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from knowledge.domain import Problem, Reading
from knowledge.errors import SettingError, SourceUnreachable
from knowledge.formats.bounded import Converters
from knowledge.formats.converted import Converted
from knowledge.sources.folder import FolderOrigin
from knowledge.sources.library import Library
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.reader import SourceReader
from knowledge.sources.selection import Selection


def _watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are converted from now on."""
    converted: list[str] = []
    convert = Converters.convert

    def watch(converters: Converters, name: str, data: bytes) -> Converted:
        converted.append(name.partition("/")[2])
        return convert(converters, name, data)

    monkeypatch.setattr(Converters, "convert", watch)
    return converted


def _zipped(files: dict[str, str]) -> bytes:
    """An archive of these."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


@dataclass
class Shelf:
    """An origin of files in memory, whose stamps are their contents; it may be broken off after some fetches."""

    files: dict[str, str | bytes]
    fetched: list[str] = field(default_factory=list)
    breaks_after: int | None = None
    kind: str = "shelf"
    location: str = "the shelf"

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """List all."""
        yield from (Entry(name, str(content), name) for name, content in self.files.items())

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Give one, or break off."""
        if self.breaks_after is not None and len(self.fetched) >= self.breaks_after:
            raise SourceUnreachable("The shelf fell over.")
        self.fetched.append(entry.name)
        content = self.files[entry.name]
        return Fetched(content.encode() if isinstance(content, str) else content, entry.stamp)

    def link(self, name: str) -> str:
        """None."""
        return ""

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Where readings are remembered."""
    return tmp_path / "index" / "records.db"


def _read(library: Library) -> Reading:
    return library.read(lambda _done, _total: None)


def _texts(reading: Reading) -> dict[str, str]:
    return {document.id: document.text for document in reading.documents}


def test_what_did_not_change_is_neither_fetched_nor_converted_again(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three files one is changed, one moved and one left alone: only the first costs a conversion."""
    shelf = Shelf({"a.md": "One.", "b.md": "Two.", "c.md": "Three."})
    library = Library([SourceReader("shelf", shelf)], records)
    _read(library)
    converted = _watched(monkeypatch)
    shelf.fetched.clear()
    shelf.files = {"a.md": "One.", "b.md": "Two and a half.", "moved/c.md": "Three."}
    reading = _read(library)

    assert {"a.md": "One.", "b.md": "Two and a half.", "moved/c.md": "Three."} == _texts(reading)
    assert ["b.md", "moved/c.md"] == shelf.fetched
    assert ["b.md"] == converted


def test_an_archive_that_did_not_change_is_not_unpacked_again(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its documents are remembered with it, and go with it."""
    shelf = Shelf({"a.md": "One.", "old.zip": _zipped({"in/b.md": "Two.", "in/c.md": "Three."})})
    library = Library([SourceReader("shelf", shelf)], records)
    first = _read(library)
    shelf.files["a.md"] = "Changed."
    converted = _watched(monkeypatch)
    second = _read(library)
    del shelf.files["old.zip"]
    third = _read(library)

    assert {"a.md": "One.", "old.zip/in/b.md": "Two.", "old.zip/in/c.md": "Three."} == _texts(first)
    assert {"a.md": "Changed.", "old.zip/in/b.md": "Two.", "old.zip/in/c.md": "Three."} == _texts(second)
    assert ["a.md"] == converted
    assert {"a.md": "Changed."} == _texts(third)


def test_a_folder_that_is_named_like_an_archive_keeps_its_own_rules(tmp_path: Path, records: Path) -> None:
    """Only what lies in an archive has the archive's rights."""
    folder = tmp_path / "docs" / "pay.zip"
    folder.mkdir(parents=True)
    (folder / "access.toml").write_text('readers = ["group:hr"]')
    (folder / "bands.md").write_text("Band A.")
    (document,) = _read(Library([SourceReader("docs", FolderOrigin(folder.parent))], records)).documents

    assert ("pay.zip/bands.md", {"group:hr"}) == (document.id, set(document.readers))


def test_a_file_is_read_again_when_its_content_changes_and_its_size_does_not(tmp_path: Path, records: Path) -> None:
    """Also within the tick of the clock in which it was read."""
    file = tmp_path / "docs" / "a.md"
    file.parent.mkdir()
    file.write_text("25 days")
    library = Library([SourceReader("docs", FolderOrigin(file.parent))], records)
    state = file.stat()
    _read(library)
    file.write_text("26 days")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert {"a.md": "26 days"} == _texts(_read(library))


def test_an_unchanged_file_is_not_opened(tmp_path: Path, records: Path) -> None:
    """Its size and times say enough, once they are old enough to be trusted."""
    file = tmp_path / "docs" / "a.md"
    file.parent.mkdir()
    file.write_text("25 days")
    os.utime(file, (0, 0))
    library = Library([SourceReader("docs", FolderOrigin(file.parent))], records)
    _read(library)

    class Sealed(FolderOrigin):
        def fetch(self, entry: Entry, known: str) -> Fetched:
            raise AssertionError(entry)

    assert {"a.md": "25 days"} == _texts(_read(Library([SourceReader("docs", Sealed(file.parent))], records)))


def test_a_source_that_breaks_off_keeps_what_it_gave_and_the_others_are_read(records: Path) -> None:
    """It is reported under its own name, until it is mended."""
    shelf, other = Shelf({"a.md": "Old."}), Shelf({"x.md": "Old."})
    library = Library([SourceReader("one", shelf, prefix="one/"), SourceReader("two", other, prefix="two/")], records)
    _read(library)
    shelf.files, other.files = {"a.md": "New.", "b.md": "New."}, {"x.md": "New."}
    shelf.breaks_after = 2
    broken = _read(library)
    shelf.breaks_after = None
    mended = _read(library)

    assert {"one/a.md": "Old.", "two/x.md": "New."} == _texts(broken)
    assert [Problem("one", "The shelf fell over. Its documents stay as they were.", "one")] == list(broken.problems)
    assert [1, 0] == [state.problems for state in broken.sources]
    assert {"one/a.md": "New.", "one/b.md": "New.", "two/x.md": "New."} == _texts(mended)
    assert () == mended.problems


def test_what_was_converted_before_a_source_broke_off_is_not_converted_again(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large source behind a weak line is read in the end."""
    shelf = Shelf({"a.md": "One.", "b.md": "Two."}, breaks_after=1)
    library = Library([SourceReader("one", shelf), SourceReader("two", Shelf({"x.md": "x"}))], records)
    _read(library)
    shelf.breaks_after = None
    converted = _watched(monkeypatch)
    _read(library)

    assert ["b.md"] == converted


def test_where_no_source_can_be_reached_the_reading_fails(records: Path) -> None:
    """There is nothing to publish."""
    shelf = Shelf({"a.md": "x"}, breaks_after=0)

    with pytest.raises(SourceUnreachable, match="fell over"):
        _read(Library([SourceReader("one", shelf)], records))


def test_a_source_that_is_empty_all_of_a_sudden_keeps_what_it_had(records: Path) -> None:
    """An unmounted folder looks like that; whoever means it says so."""
    shelf = Shelf({"a.md": "x"})
    other = Shelf({"b.md": "x"})
    readers = [SourceReader("one", shelf, prefix="one/"), SourceReader("two", other, prefix="two/")]
    _read(Library(readers, records))
    shelf.files = {}
    kept = _read(Library(readers, records))
    meant = _read(Library(readers, records, anew=True))

    assert {"one/a.md", "two/b.md"} == set(_texts(kept))
    assert "--force" in kept.problems[0].reason
    assert {"two/b.md"} == set(_texts(meant))


def test_one_source_alone_is_read_and_the_others_keep_what_they_had(records: Path) -> None:
    """Problems of the others are not forgotten meanwhile."""
    one, two = Shelf({"a.md": "Old.", "plan.png": "x"}), Shelf({"b.md": "Old."})
    readers = [SourceReader("one", one, prefix="one/"), SourceReader("two", two, prefix="two/")]
    _read(Library(readers, records))
    one.files["a.md"], two.files["b.md"] = "New.", "New."
    reading = _read(Library(readers, records, only="two"))

    assert {"one/a.md": "Old.", "two/b.md": "New."} == _texts(reading)
    assert ["one/plan.png"] == [problem.document for problem in reading.problems]


def test_an_unknown_source_is_named_with_those_that_there_are(records: Path) -> None:
    """A typing error reads nothing."""
    with pytest.raises(SettingError, match=r"no source “hr”\. The sources are one"):
        _read(Library([SourceReader("one", Shelf({}))], records, only="hr"))


def test_tighter_rights_of_a_source_hold_at_once_also_where_it_cannot_be_reached(records: Path) -> None:
    """What is remembered is read under the rules of today."""
    shelf = Shelf({"a.md": "x"})
    other = SourceReader("two", Shelf({"b.md": "x"}))
    _read(Library([SourceReader("one", shelf), other], records))
    shelf.files, shelf.breaks_after = {"a.md": "y"}, 0
    tight = SourceReader("one", shelf, default_readers=frozenset({"group:hr"}), default_rule="source one")
    document = _read(Library([tight, other], records)).documents[0]

    assert ({"group:hr"}, "source one", "x") == (set(document.readers), document.rule, document.text)


def test_what_could_not_be_converted_is_tried_again_only_when_forced(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is reported each time."""
    shelf = Shelf({"bad.pdf": "%PDF-", "good.md": "x"})
    readers = [SourceReader("shelf", shelf)]
    first = _read(Library(readers, records))
    tried = _watched(monkeypatch)
    again = _read(Library(readers, records))
    forced = _read(Library(readers, records, anew=True))

    assert ["bad.pdf"] == [problem.document for problem in first.problems]
    assert first.problems == again.problems
    assert ["bad.pdf"] == tried
    assert first.problems == forced.problems


@pytest.mark.parametrize("same", [False, True])
def test_one_source_that_is_forced_does_not_make_the_others_forget(records: Path, *, same: bool) -> None:
    """What they could not convert is reported on, also where both have the same broken file."""
    one, two = Shelf({"bad.pdf": "%PDF-", "a.md": "x"}), Shelf({"bad.pdf": "%PDF-" if same else "%PDF-2", "b.md": "x"})
    readers = [SourceReader("one", one, prefix="one/"), SourceReader("two", two, prefix="two/")]
    first = _read(Library(readers, records))
    for only in ("two", "one"):
        forced = _read(Library(readers, records, only=only, anew=True))

        assert {"one/bad.pdf", "two/bad.pdf"} == {problem.document for problem in forced.problems}
        assert first.problems == forced.problems


def test_a_source_that_is_forced_and_breaks_off_does_not_forget_its_own_problems(records: Path) -> None:
    """Nothing of it was mended."""
    shelf = Shelf({"bad.pdf": "%PDF-", "a.md": "x"})
    readers = [SourceReader("one", shelf, prefix="one/"), SourceReader("two", Shelf({"b.md": "x"}), prefix="two/")]
    _read(Library(readers, records))
    shelf.fetched.clear()
    shelf.breaks_after = 0
    forced = _read(Library(readers, records, anew=True))

    assert ["one", "one/bad.pdf"] == [problem.document for problem in forced.problems]


def test_a_source_that_could_not_be_reached_is_reported_until_it_is(records: Path) -> None:
    """Also where another source is read meanwhile, and where it was read alone, so that nothing came of it."""
    shelf, other = Shelf({"a.md": "Old."}), Shelf({"x.md": "Old."})
    readers = [SourceReader("one", shelf, prefix="one/"), SourceReader("two", other, prefix="two/")]
    _read(Library(readers, records))
    shelf.files, shelf.breaks_after = {"a.md": "New."}, 0
    with pytest.raises(SourceUnreachable):
        _read(Library(readers, records, only="one"))
    meanwhile = _read(Library(readers, records, only="two"))
    shelf.breaks_after = None
    mended = _read(Library(readers, records, only="one"))
    after = _read(Library(readers, records, only="two"))

    assert [Problem("one", "The shelf fell over. Its documents stay as they were.", "one")] == list(meanwhile.problems)
    assert [1, 0] == [state.problems for state in meanwhile.sources]
    assert () == mended.problems == after.problems


def test_damaged_records_are_begun_anew(records: Path) -> None:
    """They only save work."""
    library = Library([SourceReader("shelf", Shelf({"a.md": "x"}))], records)
    _read(library)
    for part in records.parent.iterdir():
        part.write_bytes(b"garbage" * 1000)

    assert {"a.md": "x"} == _texts(_read(library))


def test_globs_choose_the_documents(records: Path) -> None:
    """One star stays in a folder, two cross folders; what is left out is no problem."""
    shelf = Shelf(dict.fromkeys(["a.md", "hr/b.md", "hr/deep/c.md", "drafts/d.md", "hr/e.txt"], "x"))
    chosen = SourceReader("shelf", shelf, selection=Selection(["**/*.md"], ["drafts/**", "*/deep/*"]))

    reading = _read(Library([chosen], records))

    assert ["a.md", "hr/b.md"] == [document.id for document in reading.documents]
    assert () == reading.problems


@pytest.mark.parametrize(
    ("text", "language"), [("---\nlanguage: en\n---\n请假", "en"), ("请假", "zh"), ("Leave", "zh")]
)
def test_a_sources_language_is_that_of_documents_which_do_not_state_theirs(
    records: Path, text: str, language: str
) -> None:
    """Few letters tell nothing."""
    library = Library([SourceReader("shelf", Shelf({"a.md": text}), language="zh")], records)

    assert language == _read(library).documents[0].language


def test_the_rule_that_gave_the_readers_is_named(records: Path) -> None:
    """So that a person can be told why."""
    shelf = Shelf(
        {
            "own.md": "---\nreaders: [public]\n---\nx",
            "hr/access.toml": 'readers = ["group:hr"]',
            "hr/deep/pay.md": "x",
            "wrong.md": "---\nreaders: [all]\n---\nx",
            "rest.md": "x",
        }
    )
    reading = _read(Library([SourceReader("shelf", shelf, default_rule="source shelf")], records))

    assert {
        "own.md": "front matter",
        "hr/deep/pay.md": "hr/access.toml",
        "wrong.md": "front matter: “all” is no reader. Write everyone, public, group:<handle>, channel:<id>, "
        "user:<id> or domain:<mail domain>.",
        "rest.md": "source shelf",
    } == {document.id: document.rule for document in reading.documents}


def test_what_came_for_a_ruled_document_stays_closed_until_the_rule_says(records: Path) -> None:
    """Over later readings, and through a second renaming; then it is read under the new rule."""
    rule = '[documents]\n"{}.md" = ["group:hr"]'
    shelf = Shelf({"access.toml": rule.format("pay"), "pay.md": "Grade 7 earns 91,000 EUR.", "lunch.md": "At noon."})
    library = Library([SourceReader("shelf", shelf)], records)
    readers: list[dict[str, set[str]]] = []
    for name, written in (("pay", "pay"), ("bands", "pay"), ("bands", "pay"), ("grades", "pay"), ("grades", "grades")):
        shelf.files = {"access.toml": rule.format(written), f"{name}.md": "Grade 7 earns.", "lunch.md": "At noon."}
        readers.append({each.id: set(each.readers) for each in _read(library).documents})

    assert [{"group:hr"}, set(), set(), set(), {"group:hr"}] == [
        next(readers for name, readers in each.items() if name != "lunch.md") for each in readers
    ]
    assert all(each["lunch.md"] == {"everyone"} for each in readers)
