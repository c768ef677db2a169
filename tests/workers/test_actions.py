"""The knowledge requests, over a folder of documents, a real index and an embedder that needs no model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.answer.confidence import Calibration, Fit
from knowledge.errors import DocumentUnknown, IndexMissing, IndexNotBuilt, SettingError, SourceUnreachable
from knowledge.index import HybridIndex
from tests.knowledge.answering_doubles import answering
from tests.knowledge.doubles import HashingEmbedder
from workers.actions import LISTED, Actions, counts
from workers.contract import Json
from workers.settings import WorkerSettings

CONFIGURATION = """
[[source]]
name = "handbook"
kind = "folder"
location = "handbook"
schedule = "every 2 hours"

[[source]]
name = "hr"
kind = "folder"
location = "hr"
readers = ["group:hr"]
"""


COVERED = Fit("hashing", {"words": 1.0}, Calibration({"terms": 20.0}, -10.0, 0.5))
"""Answers where half of the question's words were found: the cosines of this embedder mean nothing."""


class Company:
    """Two sources, and the requests about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("handbook/leave.md", "# Leave\n\nAnnual leave is 25 days.\n\n## Carrying over\n\nFive days at most.")
        self.write("hr/pay.md", "# Pay\n\nBand three begins at 52,000 euros.")
        self.write("knowledge.toml", CONFIGURATION)
        settings = WorkerSettings(data_dir=folder / "data", knowledge=folder / "knowledge.toml")
        embedder = HashingEmbedder()
        index = HybridIndex(settings.index_dir, embedder)
        self.actions = Actions(settings, embedder, answering(index, embedder=embedder, fit=COVERED)).by_name()
        self.progress: list[tuple[str, int, int]] = []
        """Of the last request: stage, done, total."""

    def write(self, name: str, text: str) -> None:
        """Write a file below the company's folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def ask(self, action: str, **arguments: object) -> Json:
        """Make a request; its report survives the wire."""
        self.progress.clear()
        report = self.actions[action](arguments, lambda *step: self.progress.append(step))
        return dict(json.loads(json.dumps(report)))


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Nothing is indexed yet."""
    return Company(tmp_path)


@pytest.fixture
def loaded(company: Company) -> Company:
    """Both sources are."""
    company.ask("reload", source=None, force=False)
    return company


def test_a_reload_says_what_changed(company: Company) -> None:
    """Counts and the first names; then that nothing did."""
    first = company.ask("reload", source=None, force=False)
    company.write("handbook/leave.md", "# Leave\n\nAnnual leave is 26 days.")
    company.write("handbook/travel.md", "# Travel\n\nBy train.")
    second = company.ask("reload")
    third = company.ask("reload")

    assert (None, True, 2) == (first["before"], first["changed"], first["added"])
    assert (first["version"], 1, 1, 0) == tuple(second[name] for name in ("before", "added", "modified", "removed"))
    assert {"added": ["handbook/travel.md"], "modified": ["handbook/leave.md"], "removed": []} == second["examples"]
    assert (second["version"], False, 0, 3) == tuple(third[name] for name in ("version", "changed", "added", "reused"))


def test_one_source_alone_is_reloaded(loaded: Company) -> None:
    """The other is not even looked at."""
    loaded.write("handbook/leave.md", "changed")
    loaded.write("hr/pay.md", "changed")
    report = loaded.ask("reload", source="hr", force=False)

    assert ["hr/pay.md"] == report["examples"]["modified"]
    with pytest.raises(SettingError, match="sources are handbook, hr"):
        loaded.ask("reload", source="it", force=False)


def test_the_status_has_the_sources_with_their_schedules(loaded: Company) -> None:
    """Also of one that cannot be reached: its documents are those it had."""
    (loaded.folder / "hr").rename(loaded.folder / "elsewhere")
    loaded.ask("reload")
    status = loaded.ask("status")
    handbook, hr = status["sources"]

    assert (2, {"hr": 1}) == (status["documents"], status["groups"])
    assert ["hr"] == [problem["document"] for problem in status["problems"]]
    assert ("handbook", "folder", 1, 0, "every 2 hours") == tuple(
        handbook[name] for name in ("name", "kind", "documents", "problems", "schedule")
    )
    assert ("hr", 1, 1, "") == tuple(hr[name] for name in ("name", "documents", "problems", "schedule"))
    assert handbook["read_at"] >= hr["read_at"] > ""


def test_the_sources_are_known_before_anything_was_read(company: Company) -> None:
    """They stand in the file."""
    sources = company.ask("sources")["sources"]

    assert [("handbook", 0, ""), ("hr", 0, "")] == [
        (source["name"], source["documents"], source["read_at"]) for source in sources
    ]
    with pytest.raises(IndexMissing):
        company.ask("status")


def test_the_status_has_the_counts_of_late(loaded: Company, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing where there is no Redis to count in, or it does not answer."""
    monkeypatch.setattr("workers.actions.CACHE_PATIENCE_S", 60)  # this one does, however slow the machine
    told = counts(WorkerSettings(redis_url=redis_url))

    assert {"questions": 0, "documents": []} == told["suspicions"]
    assert {"failed": 0, "late": 0} == told["shortfalls"]
    assert {"answer_cache", "suspicions", "shortfalls"} == set(told)
    assert {} == counts(WorkerSettings(redis_url="redis://127.0.0.1:9/0")) == counts(WorkerSettings())
    assert "suspicions" not in loaded.ask("status")


def test_a_mistake_in_the_file_is_said_and_the_old_version_serves(loaded: Company) -> None:
    """It is read at each reload, so that no restart is needed."""
    loaded.write("knowledge.toml", CONFIGURATION.replace('"folder"', '"fodler"'))
    with pytest.raises(SettingError, match=r"knowledge\.toml, line 4"):
        loaded.ask("reload")

    assert 8 >= len(loaded.ask("check", question="annual leave", principals=["everyone"])["retrieved"]) > 0


def test_versions_are_listed_compared_and_rolled_back_to(loaded: Company) -> None:
    """Newest first; the published one is marked."""
    loaded.write("handbook/leave.md", "# Leave\n\nAnnual leave is 25 days.\n\n## Carrying over\n\nThree days.")
    loaded.ask("reload")
    second, first = loaded.ask("versions")["versions"]
    difference = loaded.ask("diff", old=None, new=None)
    back = loaded.ask("rollback", version=None)
    after = loaded.ask("versions")["versions"]

    assert [True, False] == [second["published"], first["published"]]
    assert [{"document": "handbook/leave.md", "sections": ["Carrying over"]}] == difference["modified"]
    assert (first["version"], second["version"], 0) == (difference["old"], difference["new"], difference["more"])
    assert (first["version"], second["version"], 2) == (back["version"], back["before"], back["documents"])
    assert [False, True] == [version["published"] for version in after]


def test_a_rollback_says_how_many_documents_keep_their_stricter_rights(loaded: Company) -> None:
    """The status counts the groups that then matter, and who may read one is explained."""
    loaded.write("handbook/leave.md", "---\nreaders: [group:lawyers]\n---\n# Leave\n\nAnnual leave is 25 days.")
    loaded.ask("reload")
    back = loaded.ask("rollback", version=None)
    explained = loaded.ask("who", document="handbook/leave.md")
    found = loaded.ask("check", question="annual leave", principals=["everyone"])["retrieved"]

    assert 1 == back["restricted"]
    assert (["group:lawyers"], True) == (explained["readers"], explained["restricted"])
    assert {"hr": 1, "lawyers": 1} == loaded.ask("status")["groups"]
    assert [] == found


def test_a_long_comparison_says_how_much_it_leaves_out(loaded: Company) -> None:
    """A message has an end."""
    for number in range(LISTED + 7):
        loaded.write(f"handbook/new/{number:03}.md", f"Rule {number}.")
    loaded.ask("reload")
    difference = loaded.ask("diff")

    assert (LISTED, 7) == (len(difference["added"]), difference["more"])


@pytest.mark.parametrize(
    ("principals", "documents"),
    [
        (["everyone"], {"handbook/leave.md"}),
        (["everyone", "group:hr"], {"handbook/leave.md", "hr/pay.md"}),
        ([], set()),
    ],
)
def test_a_check_shows_only_what_the_readers_may_read(
    loaded: Company, principals: list[str], documents: set[str]
) -> None:
    """With the readers of each passage, and whether it would do for an answer."""
    report = loaded.ask("check", question="In band three the euros begin at what?", principals=principals)

    assert documents == {found["document"] for found in report["retrieved"]}
    assert all(set(found["readers"]) <= set(principals) for found in report["retrieved"])
    assert isinstance(report["abstains"], bool)
    assert 0 <= report["confidence"] <= 1


def test_a_check_searches_what_an_answer_would(loaded: Company) -> None:
    """With slips mended."""
    as_meant = loaded.ask("check", question="annual leave days", principals=["everyone"])

    assert not as_meant["abstains"]
    assert as_meant == loaded.ask("check", question="annual leavve days", principals=["everyone"])


def _approved(question: str, *quotes: tuple[str, str]) -> Json:
    return {"question": question, "language": "en", "history": [], "quotes": [list(quote) for quote in quotes]}


def test_approved_questions_are_asked_again_within_the_rights_of_now(loaded: Company) -> None:
    """What rests on another text is named with it; whoever lost a right reads nothing."""
    leave = _approved("How many days is annual leave?", ("handbook/leave.md", "Annual leave is 25 days."))
    pay = _approved("Band three begins at what euros?", ("hr/pay.md", "Band three begins at 52,000 euros."))
    nothing = _approved("Who repairs bicycles?")
    every, hr = ["everyone"], ["everyone", "group:hr"]
    before = loaded.ask("eval", approved=[leave, pay, nothing], principals=hr)
    loaded.write("handbook/leave.md", "# Leave\n\nAnnual leave is 28 days.")
    loaded.ask("reload")
    after = loaded.ask("eval", approved=[leave, pay, nothing], principals=hr)
    progress = list(loaded.progress)
    less = loaded.ask("eval", approved=[pay], principals=every)

    assert (3, 0, [], []) == tuple(before[name] for name in ("same", "left", "changed", "declined"))
    assert [("How many days is annual leave?", "handbook/leave.md", "Annual leave is 28 days.")] == [
        (one["question"], one["document"], one["quote"]) for one in after["changed"]
    ]
    assert (2, []) == (after["same"], after["declined"])
    assert [("asking", 0, 3), ("asking", 1, 3), ("asking", 2, 3)] == progress
    assert "hr/pay.md" not in json.dumps(less)
    assert (0, 1) == (less["same"], len(less["changed"]) + len(less["declined"]))


def test_what_there_was_no_time_for_is_counted(loaded: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue would give the request to another worker."""
    monkeypatch.setattr("workers.actions.EVALUATION_S", 0.0)

    assert 2 == loaded.ask("eval", approved=[_approved("What?"), _approved("Who?")], principals=[])["left"]


def test_who_may_read_a_document_is_explained(loaded: Company) -> None:
    """By the source's own rule here; a wrong name gets the closest."""
    assert {
        "document": "hr/pay.md",
        "title": "Pay",
        "readers": ["group:hr"],
        "rule": "source hr",
        "restricted": False,
        "effective": None,
        "source": "hr",
    } == loaded.ask("who", document="hr/pay.md")
    with pytest.raises(DocumentUnknown, match=r"hr/pay\.md"):
        loaded.ask("who", document="pay.md")


def test_force_publishes_whatever_failed(loaded: Company) -> None:
    """Else half of the documents failing publishes nothing."""
    loaded.write("hr/pay.md", "---\nreaders: [group:hr\n---\nx")
    with pytest.raises(IndexNotBuilt, match="--force"):
        loaded.ask("reload")

    assert 1 == loaded.ask("reload", source=None, force=True)["documents"]


def test_where_no_source_can_be_reached_the_reload_fails(loaded: Company) -> None:
    """And what serves is served on."""
    for name in ("hr", "handbook"):
        (loaded.folder / name).rename(loaded.folder / f"{name}-gone")
    with pytest.raises(SourceUnreachable, match="does not exist"):
        loaded.ask("reload")

    assert 2 == loaded.ask("status")["documents"]


def test_a_reload_that_failed_is_in_the_status_until_one_of_the_same_sources_succeeds(loaded: Company) -> None:
    """When, of which source, and why; whatever is read of another meanwhile."""
    (loaded.folder / "hr").rename(loaded.folder / "elsewhere")
    loaded.write("handbook/leave.md", "---\nreaders: [group:hr\n---\nx")
    for source, error in (("hr", SourceUnreachable), ("handbook", IndexNotBuilt), (None, IndexNotBuilt)):
        with pytest.raises(error):
            loaded.ask("reload", source=source, force=False)
    failed = {one["source"]: one for one in loaded.ask("status")["failed"]}
    loaded.ask("reload", source="handbook", force=True)
    one_read = {one["source"] for one in loaded.ask("status")["failed"]}
    all_read = loaded.ask("reload", source=None, force=True)["failed"]

    assert {"hr", "handbook", ""} == set(failed)
    assert "does not exist" in failed["hr"]["reason"]
    assert "can no longer be read, so nothing was published" in failed["handbook"]["reason"]
    assert failed[""]["at"] > ""
    assert {"hr", ""} == one_read
    assert [] == all_read


def test_what_breaks_in_a_reload_is_in_the_status_too(loaded: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is announced as a failure like any other; what it says of itself may be anything."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("workers.library.build_index", broken)
    with pytest.raises(ZeroDivisionError):
        loaded.ask("reload")

    assert ["An internal error (ZeroDivisionError); see the log."] == [
        one["reason"] for one in loaded.ask("status")["failed"]
    ]


def test_a_wrong_name_is_no_reload_that_failed(loaded: Company) -> None:
    """Nothing could ever make it good."""
    with pytest.raises(SettingError):
        loaded.ask("reload", source="it", force=False)

    assert [] == loaded.ask("status")["failed"]


def test_of_a_single_source_all_is_read_where_it_is_read(loaded: Company) -> None:
    """A schedule, which names it, makes good what somebody tried without a name."""
    loaded.write("knowledge.toml", '[[source]]\nname = "hr"\nkind = "folder"\nlocation = "hr"\n')
    (loaded.folder / "hr").rename(loaded.folder / "elsewhere")
    with pytest.raises(SourceUnreachable):
        loaded.ask("reload")
    failed = len(loaded.ask("status")["failed"])
    (loaded.folder / "elsewhere").rename(loaded.folder / "hr")

    assert (1, []) == (failed, loaded.ask("reload", source="hr", force=True)["failed"])


def test_a_failure_that_cannot_be_written_down_is_told_all_the_same(
    loaded: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may be why it failed."""

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("knowledge.index.failed_reloads.replace_file", full)
    for name in ("hr", "handbook"):
        (loaded.folder / name).rename(loaded.folder / f"{name}-gone")
    with pytest.raises(SourceUnreachable):
        loaded.ask("reload")
