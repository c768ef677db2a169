"""What changed in documents since somebody was answered from them."""

from __future__ import annotations

import pytest

from knowledge.errors import IndexMissing
from tests.workers.company import Company
from workers.contract import OVERVIEW, Json

_ALL = ["public", "everyone", "group:hr"]


def _news(company: Company, version: str, *documents: str) -> list[Json]:
    cited = [{"document": document, "version": version} for document in documents]
    return list(_overview(company, cited=cited)["changed"])


def _overview(company: Company, **arguments: object) -> Json:
    return company.ask(OVERVIEW, **{"cited": [], "principals": _ALL, "status": False, **arguments})


def test_a_document_whose_text_changed_is_named_with_its_sections(loaded: Company) -> None:
    """Not those that are as they were, nor for whoever was answered from it since."""
    before = loaded.ask("status")["version"]
    loaded.write("handbook/leave.md", "# Leave\n\nAnnual leave is 25 days.\n\n## Carrying over\n\nTen days at most.")
    now = loaded.ask("reload")["version"]
    (change,) = _news(loaded, before, "handbook/leave.md", "hr/pay.md")

    assert ("handbook/leave.md", "Leave") == (change["document"], change["title"])
    assert ["Carrying over"] == [heading.rpartition(" › ")[2] for heading in change["sections"]]
    assert [] == _news(loaded, before, "hr/pay.md") + _news(loaded, now, "handbook/leave.md")


def test_a_document_that_may_not_be_read_now_is_not_named(loaded: Company) -> None:
    """Its title alone may be private; whoever left the group was once answered from it."""
    before = loaded.ask("status")["version"]
    loaded.write("hr/pay.md", "# Pay\n\nBand three begins at 60,000 euros.")
    loaded.ask("reload")
    cited = [{"document": "hr/pay.md", "version": before}]
    others = [_overview(loaded, cited=cited, principals=held) for held in (["public"], ["public", "everyone"], [])]

    assert ["hr/pay.md"] == [one["document"] for one in _news(loaded, before, "hr/pay.md")]
    assert [[], [], []] == [overview["changed"] for overview in others]


def test_a_document_that_is_gone_is_not_named(loaded: Company) -> None:
    """Nobody can tell any more who might read it."""
    before = loaded.ask("status")["version"]
    loaded.write("handbook/other.md", "# Other\n\nText.")
    (loaded.folder / "handbook/leave.md").unlink()
    loaded.ask("reload", source=None, force=True)

    assert [] == _news(loaded, before, "handbook/leave.md", "no/such.md")


def test_a_change_of_rights_alone_is_no_news(loaded: Company) -> None:
    """The text is what it was."""
    before = loaded.ask("status")["version"]
    configuration = (loaded.folder / "knowledge.toml").read_text()
    loaded.write("knowledge.toml", configuration.replace('"group:hr"', '"group:hr", "group:law"'))
    now = loaded.ask("reload")["version"]

    assert before != now
    assert [] == _news(loaded, before, "hr/pay.md")


def test_of_a_version_that_is_no_longer_kept_the_oldest_one_stands_in(loaded: Company) -> None:
    """What changed since then changed since it, too."""
    before = "v000000-forgotten"
    loaded.write("handbook/leave.md", "# Leave\n\nAnnual leave is 30 days.")
    loaded.ask("reload")

    assert ["handbook/leave.md"] == [one["document"] for one in _news(loaded, before, "handbook/leave.md")]


def test_the_status_is_there_for_administrators_alone(loaded: Company) -> None:
    """It names documents."""
    asked, not_asked = _overview(loaded, status=True), _overview(loaded)

    assert 2 == asked["status"]["documents"]
    assert "status" not in not_asked


def test_where_nothing_is_indexed_that_is_said(company: Company) -> None:
    """As of every request."""
    with pytest.raises(IndexMissing):
        _overview(company)
