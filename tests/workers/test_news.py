"""What changed in documents since somebody was answered from them."""

from __future__ import annotations

import pytest

from knowledge.errors import IndexMissing
from tests.workers.company import CONFIGURATION, Company
from workers.contract import OVERVIEW, READABLE, Json

_ALL = ["public", "everyone", "group:hr", "group:law"]
_LAW = '\n[[source]]\nname = "law"\nkind = "folder"\nlocation = "law"\nreaders = ["group:law"]\n'


class Changed:
    """A company whose policies were read twice, with the versions before and now."""

    def __init__(self, company: Company) -> None:
        self.company = company
        company.write("knowledge.toml", CONFIGURATION + _LAW)
        company.write("law/contracts.md", "# Contracts\n\nTwo people sign.")
        company.write("handbook/cars.md", "# Cars\n\nThere are none.")
        self.before = str(company.ask("reload", source=None, force=False)["version"])
        company.write(
            "handbook/leave.md", "# Leave\n\nAnnual leave is 25 days.\n\n## Carrying over\n\nTen days at most."
        )
        company.write("hr/pay.md", "# Pay\n\nBand three begins at 60,000 euros.")
        company.write("knowledge.toml", CONFIGURATION + _LAW.replace('"group:law"', '"group:law", "group:hr"'))
        (company.folder / "handbook/cars.md").unlink()
        self.now = str(company.ask("reload", source=None, force=True)["version"])

    def overview(self, *documents: str, since: str = "", principals: list[str] | None = None) -> Json:
        """What is shown to somebody who was answered from these documents."""
        cited = [{"document": document, "version": since or self.before} for document in documents]
        held = _ALL if principals is None else principals
        return self.company.ask(OVERVIEW, cited=cited, principals=held, status=False)

    def names(self, *documents: str, since: str = "", principals: list[str] | None = None) -> list[str]:
        """The documents among it."""
        return [one["document"] for one in self.overview(*documents, since=since, principals=principals)["changed"]]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """The company, which these tests only ask."""
    return Changed(Company(tmp_path_factory.mktemp("company")))


def test_a_document_whose_text_changed_is_named_with_its_sections(changed: Changed) -> None:
    """Those that are another only."""
    (change,) = changed.overview("handbook/leave.md")["changed"]

    assert ("handbook/leave.md", "Leave") == (change["document"], change["title"])
    assert ["Carrying over"] == [heading.rpartition(" › ")[2] for heading in change["sections"]]


def test_whoever_was_answered_from_the_version_of_now_reads_no_news(changed: Changed) -> None:
    """They asked again after the change."""
    assert [] == changed.names("handbook/leave.md", since=changed.now)


@pytest.mark.parametrize("principals", [[], ["public"], ["public", "everyone"], ["group:law"]])
def test_a_document_that_may_not_be_read_now_is_not_named(changed: Changed, principals: list[str]) -> None:
    """Its title alone may be private; whoever left the group was once answered from it."""
    assert ["hr/pay.md"] == changed.names("hr/pay.md")
    assert [] == changed.names("hr/pay.md", principals=principals)


def test_a_document_that_is_gone_is_not_named(changed: Changed) -> None:
    """Nobody can tell any more who might read it."""
    assert [] == changed.names("handbook/cars.md", "no/such.md")


def test_a_change_of_rights_alone_is_no_news(changed: Changed) -> None:
    """The text is what it was."""
    assert [] == changed.names("law/contracts.md")


def test_of_a_version_that_is_no_longer_kept_the_oldest_one_stands_in(changed: Changed) -> None:
    """What changed since then changed since it, too."""
    assert ["handbook/leave.md"] == changed.names("handbook/leave.md", since="v000000-forgotten")


def test_the_status_is_there_for_administrators_alone(changed: Changed) -> None:
    """It names documents."""
    asked = changed.company.ask(OVERVIEW, cited=[], principals=_ALL, status=True)

    assert changed.now == asked["status"]["version"]
    assert "status" not in changed.overview()


def test_where_nothing_is_indexed_that_is_said(company: Company) -> None:
    """As of every request."""
    with pytest.raises(IndexMissing):
        company.ask(OVERVIEW, cited=[], principals=_ALL, status=False)


def test_a_modal_is_told_what_may_be_read_by_now(changed: Changed) -> None:
    """By the rules of the published version, and of a document that is gone by those that it had last."""
    asked = {"documents": ["handbook/leave.md", "hr/pay.md", "law/contracts.md", "handbook/cars.md"]}
    readable = [
        changed.company.ask(READABLE, **asked, principals=["public", *held])["readable"]
        for held in (["everyone"], ["everyone", "group:hr"], [])
    ]

    assert [["handbook/cars.md", "handbook/leave.md"], sorted(asked["documents"]), []] == readable
