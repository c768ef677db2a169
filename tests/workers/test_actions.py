"""The knowledge requests, over a folder of documents, a real index and an embedder that needs no model."""

from __future__ import annotations

import json

import pytest

from knowledge.errors import DocumentUnknown, IndexMissing, SettingError
from tests.workers.company import CONFIGURATION, Company
from workers.actions import LISTED, SHOWN, counts
from workers.contract import Json
from workers.settings import WorkerSettings


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


def test_what_a_document_became_is_shown_to_its_readers(loaded: Company) -> None:
    """Others learn how much there is and what is wrong with it, and read none of it."""
    mine = loaded.ask("show", document="hr/pay.md", principals=["everyone", "group:hr"])
    others = loaded.ask("show", document="hr/pay.md", principals=["everyone"])

    assert (1, True) == (mine["total"], mine["readable"])
    assert "52,000" in str(mine["passages"])
    assert {**mine, "readable": False, "passages": []} == others


def test_a_rollback_closes_what_is_shown_too(loaded: Company) -> None:
    """Whoever lost the right to a document later is not shown it by an earlier version."""
    loaded.write("handbook/leave.md", "---\nreaders: [group:lawyers]\n---\n# Leave\n\nAnnual leave is 25 days.")
    loaded.ask("reload")
    loaded.ask("rollback", version=None)

    assert not loaded.ask("show", document="handbook/leave.md", principals=["everyone"])["readable"]
    assert loaded.ask("show", document="handbook/leave.md", principals=["everyone", "group:lawyers"])["readable"]


def test_a_long_document_is_shown_as_far_as_a_reply_has_room(loaded: Company) -> None:
    """One that is longer than all messages together stays where it is."""
    loaded.write("handbook/long.md", "\n\n".join(f"# Part {number}\n\n{'A long rule. ' * 60}" for number in range(40)))
    loaded.ask("reload")
    shown = loaded.ask("show", document="handbook/long.md", principals=["everyone"])

    assert 0 < len(shown["passages"]) < shown["total"]
    assert SHOWN >= sum(len(part) for passage in shown["passages"] for part in passage["parts"])


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
        "until": None,
        "because": "",
        "source": "hr",
    } == loaded.ask("who", document="hr/pay.md")
    with pytest.raises(DocumentUnknown, match=r"hr/pay\.md"):
        loaded.ask("who", document="pay.md")


def test_what_is_not_in_force_is_in_the_status_with_what_says_so(loaded: Company) -> None:
    """It is not found by who asks about today."""
    loaded.write("handbook/archive/leave.md", "# Leave of 2020\n\nLeave was 20 days.")
    loaded.write("handbook/offer.md", "---\nvalid_until: 2099-12-31\n---\n# Offer\n\nLunch is free.")
    loaded.write("handbook/bonus.md", "# Bonus\n\nEffective from 1 May 2099\n\nA bonus is 100 EUR.")
    report = loaded.ask("reload")

    assert [{"document": "handbook/bonus.md", "since": "2099-05-01"}] == report["awaited"]
    assert [
        {"document": "handbook/archive/leave.md", "until": "", "because": "its folder archive/"},
        {"document": "handbook/offer.md", "until": "2099-12-31", "because": "the date 2099-12-31 in its front matter"},
    ] == report["past"]
    assert "" == loaded.ask("who", document="handbook/archive/leave.md")["until"]
