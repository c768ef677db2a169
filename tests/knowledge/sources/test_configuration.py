"""``knowledge.toml``: what it may say, and errors that name the line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.errors import SettingError
from knowledge.sources.channel import ChannelText
from knowledge.sources.configuration import read_configuration, refuse_misnamed
from knowledge.sources.schedule import parse_schedule
from knowledge.sources.specification import Surroundings

WHOLE = """\
# Where the policies are.
[[source]]
name = "handbook"
kind = "folder"
location = "policies"
include = ["**/*.md"]
exclude = ["drafts/**"]
schedule = "every 15 minutes"
link = "https://wiki.example/{path}#{anchor}"
language = "en"
readers = ["group:hr"]

[[source]]
name = "rules"
kind = "git"
location = "https://git.example/rules.git"
branch = "main"
folder = "docs"

[[source]]
name = "archive"
kind = "fsspec"
location = "s3://bucket/policies"
[source.options]
anon = true

[[source]]
name = "wiki"
kind = "site"
location = "https://wiki.example/sitemap.xml"

[[source]]
name = "ask-hr"
kind = "slack"
location = "https://acme.slack.com/archives/C0ASKHR"
"""


class NoSlack:
    """Nobody is asked before a source is read."""

    def read(self, channel: str) -> ChannelText:
        """Fail."""
        raise AssertionError(channel)


def _file(folder: Path, text: str) -> Path:
    file = folder / "knowledge.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Each kind, with what it says of itself; ids begin with the source's name where there are several."""
    configuration = read_configuration(_file(tmp_path, WHOLE))
    readers = configuration.readers(
        Surroundings(tmp_path, tmp_path / "work", NoSlack()),
        default_readers=frozenset({"everyone"}),
        link_template="https://intranet.example/{path}",
    )

    assert [
        ("handbook", "folder", str(tmp_path / "policies"), "handbook/", "source handbook"),
        ("rules", "git", "https://git.example/rules.git (main)", "rules/", "default"),
        ("archive", "fsspec", "s3://bucket/policies", "archive/", "default"),
        ("wiki", "site", "https://wiki.example/sitemap.xml", "wiki/", "default"),
        ("ask-hr", "slack", "https://acme.slack.com/archives/C0ASKHR", "ask-hr/", "source ask-hr"),
    ] == [
        (reader.name, reader.origin.kind, reader.origin.location, reader.prefix, reader.default_rule)
        for reader in readers
    ]
    assert "https://wiki.example/{path}#{anchor}" == readers[0].link_template
    assert "https://intranet.example/{path}" == readers[1].link_template


def test_the_documents_of_a_single_source_keep_their_own_names(tmp_path: Path) -> None:
    """There is nothing to tell apart."""
    one = '[[source]]\nname = "a"\nkind = "folder"\nlocation = "."\n'
    (reader,) = read_configuration(_file(tmp_path, one)).readers(
        Surroundings(tmp_path, tmp_path, NoSlack()), default_readers=frozenset({"everyone"}), link_template=""
    )

    assert reader.prefix == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('schedule = "every 15 minutes"', 'schedule = "hourly"', 8, "“hourly” is no schedule"),
        ('schedule = "every 15 minutes"', 'schedule = "61 * * * *"', 8, "is no schedule"),
        ('readers = ["group:hr"]', "readers = []", 11, "at least one reader"),
        ('readers = ["group:hr"]', 'readers = ["hr"]', 11, "“hr” is no reader"),
        ('readers = ["group:hr"]', 'readers = "group:hr"', 11, "`readers` must be a list"),
        ('readers = ["group:hr"]', 'reader = ["group:hr"]', 11, "`reader` is not known here"),
        ('exclude = ["drafts/**"]', 'exclude = "drafts/**"', 7, "must be a list in brackets"),
        ('exclude = ["drafts/**"]', 'exclude = ["!pay/**"]', 7, "begins with an exclamation mark"),
        ('exclude = ["drafts/**"]', 'exclude = [""]', 7, "an empty pattern"),
        ('include = ["**/*.md"]', "include = []", 6, "so that nothing would be read"),
        ("anon = true", 'anon = true\nreaders = ["group:hr"]', 24, "`readers` is none of them"),
        ("anon = true", 'anon = true\nexclude = ["pay/**"]', 24, "above the line [source.options]"),
        ('language = "en"', 'language = "fr"', 10, "'en', 'zh' or 'de'"),
        ('branch = "main"', 'branch = "--upload-pack=x"', 17, "hyphen"),
        ('branch = "main"', 'brunch = "main"', 17, "`brunch` is not known here. Known are name, kind, location"),
        ('kind = "git"', 'kind = "svn"', 15, "must be one of folder, git, fsspec, site, slack"),
        ('location = "https://wiki.example/sitemap.xml"', "", 27, "`location`: it is missing; write it"),
        ('name = "wiki"', 'name = "rules"', 28, "“rules” is taken"),
        ('name = "wiki"', 'name = "The Wiki"', 28, "`name`"),
        ("anon = true", "anon = tru", 25, "line 25"),
        ("archives/C0ASKHR", "C0ASKHR", 35, "Copy link in the channel's menu"),
        ("# Where the policies are.", 'sources = "x"', 1, "`sources` is not known"),
    ],
)
def test_an_error_names_the_file_and_the_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    """So that it is mended at once."""
    file = _file(tmp_path, WHOLE.replace(old, new))
    with pytest.raises(SettingError) as caught:
        read_configuration(file)

    assert str(file) in str(caught.value)
    assert f"line {line}" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["", "[source]\nname = 'a'\n", "source = 1\n"])
def test_a_file_without_sources_is_no_use(tmp_path: Path, text: str) -> None:
    """It says how one is written."""
    with pytest.raises(SettingError, match=r"\[\[source\]\]"):
        read_configuration(_file(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A mistyped name must not quietly mean the sample company."""
    with pytest.raises(SettingError, match="FRONTDESK_KNOWLEDGE"):
        read_configuration(tmp_path / "knowledge.toml")


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("every 15 minutes", "2026-11-25T06:45"),
        ("every 2 hours", "2026-11-25T06:00"),
        ("every day", "2026-11-25T00:00"),
        ("0 6 * * 1-5", "2026-11-25T06:00"),
        ("59 6 * * *", "2026-11-25T06:59"),
        ("0 7 * * *", "2026-11-24T07:00"),
    ],
)
def test_a_schedule_tells_when_a_source_was_due_last(schedule: str, due: str) -> None:
    """At one minute to seven on a Wednesday; this very minute counts."""
    last_due = parse_schedule(schedule)

    assert last_due is not None
    assert due == last_due(datetime(2026, 11, 25, 6, 59, 30, tzinfo=UTC)).isoformat()[:16]


@pytest.mark.parametrize(
    "name", ["Knowledge.toml", "knowlege.toml", "knowledge.toml.txt", "knowledge.tml", "knowledge.yaml"]
)
def test_sources_under_another_name_are_not_passed_over(tmp_path: Path, name: str) -> None:
    """Else the folder of policies would be read in their place, by everyone."""
    (tmp_path / name).write_text(WHOLE, encoding="utf-8")
    with pytest.raises(SettingError, match=r"looks like a knowledge\.toml"):
        refuse_misnamed(tmp_path)


def test_what_editors_leave_behind_names_no_sources(tmp_path: Path) -> None:
    """Nor do other files."""
    for name in ("knowledge.toml~", "knowledge.toml.bak", "knowledge.md", "pyproject.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "knowledge").mkdir()

    refuse_misnamed(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows' editor writes one."""
    assert len(read_configuration(_file(tmp_path, "\ufeff" + WHOLE)).sources) == 5
