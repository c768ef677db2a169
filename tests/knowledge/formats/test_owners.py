"""Who answers for a document, as it says itself."""

from __future__ import annotations

import pytest

from knowledge.formats.owners import LONGEST, owner_of


@pytest.mark.parametrize(
    ("text", "meta", "owner"),
    [
        ("", {"owner": "People Team"}, "People Team"),
        ("", {"Policy Owner": "*People* Team"}, "People Team"),
        ("", {"owners": ["Anna", "HR"]}, "Anna, HR"),
        ("# Leave\n\n**Owner:** People Team\n\nText.", {}, "People Team"),
        ("# Leave\n\n| Document owner | People Team |\n", {}, "People Team"),
        ("# Leave\n\n| Owner | HR |\n| --- | --- |\n| Effective | 2026 |\n", {}, "HR"),
        (
            "# Cars\n\n| Owner | Valid from | For |\n|---|---|---|\n| Fleet desk | 1 May 2025 | all |\n",
            {},
            "Fleet desk",
        ),
        (
            "# 用车\n\n| 版本 | 归口部门 | 生效日期 |\n| --- | --- | --- |\n| 2.0 | 行政部 | 2025-05-01 |\n",
            {},
            "行政部",
        ),
        ("# 休假制度\n\n归口部门：人力资源部\n", {}, "人力资源部"),
        ("# Urlaub\n\nVerantwortlich: Personalabteilung", {}, "Personalabteilung"),
        ("Owner: People Team", {"owner": "Legal"}, "Legal"),
        ("The owner of a laptop: whoever signed for it.", {}, ""),
        ("# Leave\n\n" + "Text. " * 400 + "\n\nOwner: nobody", {}, ""),
        (f"Owner: {'w' * (LONGEST + 1)}", {}, ""),
        ("", {"owner": {"name": "x"}}, ""),
        ("", {}, ""),
    ],
)
def test_a_documents_owner_is_found_where_it_names_one(text: str, meta: dict[str, object], owner: str) -> None:
    """In the front matter or on a line of its own at the beginning; a sentence about owners is none."""
    assert owner == owner_of(text, meta)
