"""Two sources of one file, and globs of ``knowledge.toml`` that fit nothing: neither opens what was to be closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.sources.channel import ChannelText
from knowledge.sources.configuration import read_configuration
from knowledge.sources.git import GitSpecification
from knowledge.sources.globs import matcher
from knowledge.sources.library import Library
from knowledge.sources.selection import Selection
from knowledge.sources.site import SiteSpecification
from knowledge.sources.specification import Surroundings


class NoSlack:
    """Nobody is asked."""

    def read(self, channel: str) -> ChannelText:
        """Fail."""
        raise AssertionError(channel)


def _read(folder: Path, sources: str) -> Reading:
    file = folder / "knowledge.toml"
    file.write_text(sources, encoding="utf-8")
    around = Surroundings(folder, folder / "work", NoSlack())
    readers = read_configuration(file).readers(around, default_readers=frozenset({"everyone"}), link_template="")
    return Library(readers, folder / "records.db").read(lambda _done, _total: None)


def _source(name: str, location: str, more: str = "") -> str:
    return f'[[source]]\nname = "{name}"\nkind = "folder"\nlocation = "{location}"\n{more}\n'


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A folder of policies with one for HR in it."""
    (tmp_path / "policies" / "hr").mkdir(parents=True)
    (tmp_path / "policies" / "leave.md").write_text("You have 25 days.")
    (tmp_path / "policies" / "hr" / "pay.md").write_text("Grade 7 earns 91,000 EUR.")
    return tmp_path


def test_what_two_sources_read_is_read_by_whom_both_admit(policies: Path) -> None:
    """Whichever comes first; each that had too many readers says so."""
    closed = 'readers = ["group:hr"]'
    reading = _read(policies, _source("all", "policies") + _source("hr", "./policies/hr/", closed))

    assert {"all/leave.md": {"everyone"}, "all/hr/pay.md": {"group:hr"}, "hr/pay.md": {"group:hr"}} == {
        each.id: set(each.readers) for each in reading.documents
    }
    assert [("all", "all")] == [(each.document, each.source) for each in reading.problems]
    assert "The source hr reads all/hr/pay.md, too, under other rights" in reading.problems[0].reason
    assert [1, 0] == [state.problems for state in reading.sources]


def test_sources_that_are_kept_apart_or_agree_are_no_mistake(policies: Path) -> None:
    """Excluded in one, or under the same rights."""
    closed = 'readers = ["group:hr"]'
    apart = _read(policies, _source("all", "policies", 'exclude = ["hr"]') + _source("hr", "policies/hr", closed))
    agreed = _read(policies, _source("one", "policies/hr", closed) + _source("two", "policies/hr", closed))

    assert ["all/leave.md", "hr/pay.md"] == [each.id for each in apart.documents]
    assert ((), ()) == (apart.problems, agreed.problems)


def test_a_place_is_the_same_however_it_is_written() -> None:
    """Of a branch its folder, of a site its host."""
    around = Surroundings(Path(), Path(), NoSlack())
    git = GitSpecification(name="a", kind="git", location="https://git.example/p.git", branch="main")
    site = SiteSpecification(name="b", kind="site", location="https://wiki.example/hr/sitemap.xml")

    assert git.place(around) + "/hr" == git.model_copy(update={"folder": "/hr/"}).place(around)
    assert site.place(around) == "site:wiki.example"


@pytest.mark.parametrize("glob", ["HR/**", "Hr", "hr/*.MD", "/hr/**", "hrs/pay.md", "ｈｒ/**"])
def test_an_exclude_that_fits_nothing_closes_what_it_may_have_meant(policies: Path, glob: str) -> None:
    """It was to be in no answer."""
    reading = _read(policies, _source("all", "policies", f'exclude = ["{glob}"]'))

    assert {"hr/pay.md": set(), "leave.md": {"everyone"}} == {each.id: set(each.readers) for each in reading.documents}
    assert f"“{glob}”, which fits no file. It may mean hr/pay.md" in reading.problems[0].reason


@pytest.mark.parametrize("glob", ["hr/**", "./hr/**", "hr", "hr/", "**/pay.*", "h[r]/*", "{it,hr}/**"])
def test_an_exclude_that_can_mean_one_thing_means_it(policies: Path, glob: str) -> None:
    """What may come one day is excluded in advance, and no mistake."""
    reading = _read(policies, _source("all", "policies", f'exclude = ["{glob}", "drafts/**"]'))

    assert ["leave.md"] == [each.id for each in reading.documents]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("glob", "fits", "fits_not"),
    [
        ("*.md", ["a.md"], ["a/b.md", "a.mdx"]),
        ("**/*.md", ["a.md", "a/b/c.md"], ["a.pdf"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "ab/c"]),
        ("a", ["a", "a/b/c"], ["ab", "b/a"]),
        ("?.md", ["a.md"], ["ab.md", "/.md"]),
        ("[a-c].md", ["b.md"], ["d.md"]),
        ("[!a-c].md", ["d.md"], ["b.md", "/.md"]),
        ("[z-a].md", ["[z-a].md"], ["b.md"]),
        ("*.{md,pdf}", ["a.md", "a.pdf"], ["a.txt", "a/b.md"]),
        ("{hr*,it}/x", ["hr2/x", "it/x"], ["law/x"]),
        ("a[.md", ["a[.md"], ["a.md"]),
        ("Geha\u0308lter.*", ["Geh\u00e4lter.md"], []),
    ],
)
def test_globs_are_those_of_a_shell(glob: str, fits: list[str], fits_not: list[str]) -> None:
    """Anchored at both ends."""
    pattern = matcher([glob])

    assert fits == [name for name in (*fits, *fits_not) if pattern.match(name)]


def test_without_globs_everything_is_wanted() -> None:
    """And nothing excluded."""
    selection = Selection()

    assert selection.wanted().match("a/b")
    assert not selection.unwanted().match("a/b")


def test_a_link_is_read_by_whom_its_document_admits(policies: Path) -> None:
    """In the same source, where the link's own folder is open; it is said which they are and what to do."""
    (policies / "policies" / "hr" / "access.toml").write_text('readers = ["group:hr"]')
    (policies / "policies" / "open.md").symlink_to("hr/pay.md")
    reading = _read(policies, _source("all", "policies"))

    assert {"leave.md": {"everyone"}, "hr/pay.md": {"group:hr"}, "open.md": {"group:hr"}} == {
        each.id: set(each.readers) for each in reading.documents
    }
    assert len(reading.problems) == 1
    assert reading.problems[0].reason.startswith("open.md and hr/pay.md are one file by a link, under other rights")
    assert reading.problems[0].reason.endswith("Remove the link, or give both the same readers.")


def test_a_slip_in_an_exact_exclude_closes_what_it_meant(policies: Path) -> None:
    """Another year's file, or a longer name, is another file, which somebody may have excluded in advance."""
    slip = _read(policies, _source("all", "policies", 'exclude = ["hr/pya.md"]'))
    (policies / "policies" / "pay-2026.md").write_text("Grade 7 earns 91,000 EUR.")
    year = _read(policies, _source("all", "policies", 'exclude = ["pay-2025.md", "leave-draft.md"]'))

    assert {"leave.md": {"everyone"}, "hr/pay.md": set()} == {each.id: set(each.readers) for each in slip.documents}
    assert all(each.readers == {"everyone"} for each in year.documents)


def test_an_include_that_fits_nothing_is_named(policies: Path) -> None:
    """One of several may be written in advance."""
    nothing = _read(policies, _source("all", "policies", 'include = ["*.MD"]'))
    (policies / "records.db").unlink()
    some = _read(policies, _source("all", "policies", 'include = ["*.pdf", "*.md"]'))

    assert nothing.documents == ()
    assert ["`include`"] == [each.reason.split()[1] for each in nothing.problems]
    assert ["leave.md"] == [each.id for each in some.documents]
    assert some.problems == ()
