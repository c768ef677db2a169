"""What Slack's search and links look up, over a real index."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from knowledge.errors import IndexMissing
from tests.workers.company import Company
from workers.contract import CARDS, FILTERS, SEARCH, Json
from workers.lookups import MOST_FOUND, reference_of

_EMPLOYEE = ["public", "everyone"]
_HR = [*_EMPLOYEE, "group:hr"]
_SOURCES = """
[[source]]
name = "handbook"
kind = "folder"
location = "handbook"
link = "https://wiki.example.com/{path}#{anchor}"

[[source]]
name = "hr"
kind = "folder"
location = "hr"
readers = ["group:hr"]
link = "https://hr.example.com/view?doc={path}&at={anchor}"

[[source]]
name = "drawer"
kind = "folder"
location = "drawer"
readers = ["public"]
"""
_WIKI = "https://wiki.example.com/"
_LEAVE = f"{_WIKI}leave.md"
_LONG = f"{'sehr-' * 44}lang.md"
_FILES = {
    "handbook/leave.md": "---\nowner: People Team\neffective: 2026-01-01\n---\n# Leave\n\nAnnual leave is 25 days.\n\n"
    "## Carrying over\n\nFive days of annual leave at most.\n\nThey end in March.\n\n"
    "## Sabbatical\n\n### Who may\n\nWhoever is here for five years.",
    "handbook/请假.md": "# 请假制度\n\n年假为二十五天。\n\n## 结转\n\n最多结转五天。",
    "handbook/urlaub.md": "# Urlaub\n\nDer Urlaub ist mit der Führungskraft abzusprechen und dauert 25 Tage.",
    "handbook/rates.md": "# Rates\n\n| Grade | Annual rate |\n|---|---|\n| A | 10 |\n| B | 20 |",
    "hr/pay.md": "# Pay\n\nBand three begins at 52,000 euros.\n\n## Bonus\n\nA bonus of pay is paid in May.",
    "drawer/visitors.md": "# Visitors\n\nVisitors sign in at the door.",
    f"drawer/{_LONG}": "# Long\n\nA long name.",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with a wiki, a system of HR and a drawer without addresses, which these tests only ask."""
    company = Company(tmp_path_factory.mktemp("company"))
    for name, text in _FILES.items():
        company.write(name, text)
    company.write("knowledge.toml", _SOURCES)
    company.ask("reload", source=None, force=False)
    return company


def _found(company: Company, query: str, principals: list[str], **narrowed: object) -> list[Json]:
    found: list[Json] = company.ask(SEARCH, query=query, principals=principals, **narrowed)["found"]
    return found


def _documents(company: Company, query: str, principals: list[str], **narrowed: object) -> set[str]:
    return {one["document"] for one in _found(company, query, principals, **narrowed)}


def _card(company: Company, link: str, principals: list[str], reference: str = "") -> Json | None:
    (card,) = company.ask(CARDS, wanted=[{"link": link, "reference": reference}], principals=principals)["cards"]
    found: Json | None = card
    return found


def test_a_search_finds_a_policy_with_what_is_known_of_it(company: Company) -> None:
    """Its place, its words, since when it is valid and who owns it."""
    best = _found(company, "annual leave carrying over", _EMPLOYEE)[0]

    assert ("handbook/leave.md", "Leave", "Carrying over") == (best["document"], best["title"], best["heading"])
    assert f"{_LEAVE}#carrying-over" == best["url"]
    assert "Five days of annual leave at most." in best["quote"]
    assert ("2026-01-01", "People Team") == (best["effective"], best["owner"])


def test_each_document_is_found_once(company: Company) -> None:
    """With its best passage; others of it take no place."""
    found = [one["document"] for one in _found(company, "annual leave days at most", _HR)]

    assert len(set(found)) == len(found) <= MOST_FOUND


@pytest.mark.parametrize(
    ("principals", "readable"), [(_HR, True), (_EMPLOYEE, False), (["public"], False), ([], False)]
)
def test_rights_bound_the_search(company: Company, principals: list[str], readable: bool) -> None:  # noqa: FBT001
    """Not even the name of what somebody may not read is found."""
    assert readable is ("hr/pay.md" in _documents(company, "bonus pay", principals))


def test_guests_find_what_is_public(company: Company) -> None:
    """And nothing else, whatever they ask."""
    assert {"drawer/visitors.md"} <= _documents(company, "visitors", ["public"])
    assert set() == _documents(company, "annual leave pay bonus", ["public"]) & {"handbook/leave.md", "hr/pay.md"}


@pytest.mark.parametrize(
    ("query", "language", "document"),
    [
        ("年假结转", "zh", "handbook/请假.md"),
        ("Urlaub", "de", "handbook/urlaub.md"),
        ("leave", "en", "handbook/leave.md"),
    ],
)
def test_every_language_is_found_and_can_be_filtered_by(
    company: Company, query: str, language: str, document: str
) -> None:
    """A filter leaves what is in its language only."""
    narrowed = _documents(company, query, _EMPLOYEE, languages=[language])

    assert document == _found(company, query, _EMPLOYEE)[0]["document"]
    assert document in narrowed
    assert document not in _documents(company, query, _EMPLOYEE, languages=["zh" if language != "zh" else "en"])


def test_a_search_can_be_narrowed_to_sources(company: Company) -> None:
    """By the names that the filters offer, which opens no source."""
    assert {"hr/pay.md"} == _documents(company, "leave pay", _HR, sources=["hr"])
    assert set() == _documents(company, "leave pay", _EMPLOYEE, sources=["hr"])


def test_only_sources_with_something_to_read_are_offered(company: Company) -> None:
    """The name of a source may be private, too."""
    assert ["drawer", "handbook", "hr"] == company.ask(FILTERS, principals=_HR)["sources"]
    assert ["drawer", "handbook"] == company.ask(FILTERS, principals=_EMPLOYEE)["sources"]
    assert ["drawer"] == company.ask(FILTERS, principals=["public"])["sources"]


@pytest.mark.parametrize("query", ["", "  ", "???", "🎉"])
def test_a_query_without_a_word_finds_nothing(company: Company, query: str) -> None:
    """Slack may search while somebody types."""
    assert [] == _found(company, query, _HR)


def test_the_row_of_a_table_is_quoted_with_its_cells(company: Company) -> None:
    """No bars and no rules, which a reader does not see."""
    best = _found(company, "rates grade", _EMPLOYEE)[0]

    assert ["Grade · Annual rate", "A · 10", "B · 20"] == best["section"].splitlines()


def test_a_link_leads_to_the_section_that_it_names(company: Company) -> None:
    """Whole, to the letter, and with what is known of its document."""
    card = _card(company, f"{_LEAVE}#carrying-over", _EMPLOYEE)

    assert card is not None
    assert "Five days of annual leave at most.\n\nThey end in March." == card["quote"]
    assert ("Leave", "People Team", "2026-01-01") == (card["title"], card["owner"], card["effective"])
    assert card["version"].startswith("v000001")
    assert card["built_at"]


@pytest.mark.parametrize("fragment", ["", "#", "#no-such-heading", "#:~:text=Annual%20leave"])
def test_a_link_that_names_no_section_leads_to_the_beginning(company: Company, fragment: str) -> None:
    """The document was found all the same."""
    card = _card(company, f"{_LEAVE}{fragment}", _EMPLOYEE)

    assert card is not None
    assert "Annual leave is 25 days." == card["quote"]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (f"{_LEAVE}#carrying-over:~:text=March", "Five days"),
        (f"{_LEAVE.replace('https', 'HTTPS').replace('wiki', 'WIKI')}/#carrying-over", "Five days"),
        (f"{_LEAVE}#sabbatical", "Whoever is here"),
        (f"{_WIKI}请假.md#结转", "最多结转五天"),
        (f"{_WIKI}{quote('请假')}.md#{quote('结转')}", "最多结转五天"),
        ("https://hr.example.com/view?doc=pay.md&at=bonus", "paid in May"),
        ("https://hr.example.com/view?doc=p%61y.md&at=bonus", "paid in May"),
    ],
)
def test_a_link_is_known_however_it_is_written(company: Company, link: str, words: str) -> None:
    """Encoded or not, with words for the browser, at a heading that has only others below it."""
    card = _card(company, link, _HR)

    assert card is not None
    assert words in card["quote"]


@pytest.mark.parametrize(
    "link",
    [
        "https://hr.example.com/view?doc=pay.md&at=bonus",
        "https://hr.example.com/view?doc=no-such.md&at=bonus",
        "https://hr.example.com/",
        "https://elsewhere.example.com/handbook/leave.md",
        "file:///handbook/leave.md",
        "https://[broken",
        "",
    ],
)
def test_what_may_not_be_read_is_as_unknown_as_what_is_not_there(company: Company, link: str) -> None:
    """Not one difference tells that it exists."""
    assert _card(company, link, _EMPLOYEE) is None


def test_a_reference_opens_the_document_that_the_card_was_of(company: Company) -> None:
    """At the section of the link; a document without an address has just this."""
    at_section = _card(company, f"{_LEAVE}#carrying-over", _EMPLOYEE, "handbook/leave.md")
    without_link = _card(company, "https://slack.com/app_redirect", ["public"], "drawer/visitors.md")

    assert at_section is not None
    assert without_link is not None
    assert "Five days" in at_section["quote"]
    assert "Visitors sign in at the door." == without_link["quote"]
    assert _card(company, f"{_LEAVE}#carrying-over", _EMPLOYEE, "hr/pay.md") is None


def test_a_long_id_has_a_short_reference_that_opens_it(company: Company) -> None:
    """Slack takes 255 characters."""
    reference = reference_of(f"drawer/{_LONG}")
    card = _card(company, "", ["public"], reference)

    assert len(reference) < 100
    assert card is not None
    assert (f"drawer/{_LONG}", reference) == (card["document"], card["reference"])


def test_after_a_reload_a_link_leads_to_the_text_of_now(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With the version that it is of."""
    other = Company(tmp_path_factory.mktemp("other"))
    other.write("knowledge.toml", _SOURCES.partition('[[source]]\nname = "hr"')[0])
    other.ask("reload", source=None, force=False)
    before = _card(other, f"{_WIKI}leave.md", _EMPLOYEE)
    other.write("handbook/leave.md", "# Leave\n\nAnnual leave is 30 days.")
    other.ask("reload", source=None, force=False)
    after = _card(other, _LEAVE, _EMPLOYEE)

    assert before is not None
    assert after is not None
    assert ("Annual leave is 25 days.", "Annual leave is 30 days.") == (before["quote"], after["quote"])
    assert before["version"] != after["version"]


@pytest.mark.parametrize("action", [SEARCH, FILTERS, CARDS])
def test_where_nothing_is_indexed_that_is_said(tmp_path_factory: pytest.TempPathFactory, action: str) -> None:
    """As of every request."""
    with pytest.raises(IndexMissing):
        Company(tmp_path_factory.mktemp("new")).ask(action, query="leave", wanted=[], principals=_HR)
