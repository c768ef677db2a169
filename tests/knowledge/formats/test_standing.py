"""Documents that say they are no longer in force, and those that only speak of such things."""

from __future__ import annotations

import pytest

from knowledge.formats import convert
from knowledge.formats.standing import standing_by_name

LEAVE = "# Leave\n\nAnnual leave is 25 days.\n"


def _until(text: str) -> str | None:
    return convert("leave.md", text.encode()).standing.until


@pytest.mark.parametrize(
    ("meta", "until"),
    [
        ("status: archived", ""),
        ("Status: Superseded by HR-12", ""),
        ("state: obsolete", ""),
        ("status: draft", ""),
        ("状态: 已废止", ""),
        ("status: abgelöst", ""),
        ("archived: true", ""),
        ("deprecated: true", ""),
        ("superseded_by: leave-2026.md", ""),
        ("replaced-by: 年假制度（2026年版）", ""),
        ("valid_until: 2025-12-31", "2025-12-31"),
        ("expires: 31 December 2025", "2025-12-31"),
        ("失效日期: 2025年12月31日", "2025-12-31"),
        ("status: inactive", ""),
        ("replaced_by: [leave-2026.md]", ""),
        ("replaced_by: []", None),
        ("expiration: 31.12.2025", "2025-12-31"),
        ("valid_to: 12/31/2025", "2025-12-31"),
        ("valid_to: 5/6/2025", "2025-06-05"),
        ("valid_to: 2025", "2025-12-31"),
        ("valid_to: 2025-02", "2025-02-28"),
        ("valid_to: 13/13/2025", None),
        ("valid_to: until further notice", None),
        ("status: approved", None),
        ("superseded_by: none", None),
        ("superseded_by:", None),
        ("archived: false", None),
        ("review: 2025-12-31", None),
    ],
)
def test_front_matter_says_whether_a_document_is_in_force(meta: str, until: str | None) -> None:
    """By its status, by what took its place, or by its last day."""
    assert until == _until(f"---\n{meta}\n---\n{LEAVE}")


@pytest.mark.parametrize(
    "title",
    [
        "[ARCHIVED] Travel policy",
        "Travel policy (superseded)",
        "Travel policy (archived 2024)",
        "Travel policy – obsolete",
        "OBSOLETE: Travel policy",
        "Travel policy (no longer in force)",
        "【旧版】差旅制度",
        "差旅制度（已废止）",
        "差旅制度（作废）",
        "旧版差旅管理办法",
        "差旅制度-旧版",
        "差旅制度（旧）",
        "差旅制度（试行，已废止）",
        "差旅制度（征求意见稿）",
        "差旅辦法（已廢止）",
        "Travel policy (old)",
        "Reisekosten – abgelöst",
    ],
)
def test_a_title_says_that_a_document_is_not_in_force(title: str) -> None:
    """In brackets, or set off."""
    assert "" == _until(f"# {title}\n\nA hotel may cost 180 EUR.")


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("**Superseded.** See the 2026 edition.", ""),
        ("> Superseded by the [2026 edition](b.md).", ""),
        ("ARCHIVED – see the 2026 edition.", ""),
        ("Status: archived", ""),
        ("| Status | Archived |", ""),
        ("This travel policy is no longer in force.", ""),
        ("This edition was replaced on 1 May 2025 by the 2025 edition.", "2025-05-01"),
        ("No longer in force since 2 June 2024.", "2024-06-02"),
        ("**已废止。** 只适用于以前的费用。", ""),
        ("本办法已于 2025 年 12 月 31 日废止，仅用于核对。", "2025-12-31"),
        ("本制度自2026年1月1日起废止。", "2025-12-31"),
        ("本文件已被《差旅制度（2026年版）》取代。", ""),
        ("Valid until: 31 December 2025", "2025-12-31"),
        ("有效期至：2025年12月31日", "2025-12-31"),
        ("有效期至2025年12月31日。", "2025-12-31"),
        ("本办法有效期至2025年12月31日。", "2025-12-31"),
        ("Gültig bis 31.12.2025", "2025-12-31"),
        ("*Valid until 31 December 2025.*", "2025-12-31"),
        ("This policy is no longer in effect.", ""),
        ("This page is out of date and kept for reference.", ""),
        ("This version expired on 31 December 2022.", "2022-12-31"),
        ("Superseded by: Travel policy 2026", ""),
        ("此文件已过期，仅供参考。", ""),
        ("Valid from 1 January 2024 to 31 December 2025.", "2025-12-31"),
        ("**Effective:** 1 Jan 2024 – 31 Dec 2025", "2025-12-31"),
        ("有效期：2024年1月1日至2025年12月31日", "2025-12-31"),
        ("Gültig vom 1. Januar 2024 bis 31. Dezember 2025", "2025-12-31"),
        ("> **Abgelöst zum 1. April 2025 durch die neue Richtlinie.**", "2025-04-01"),
    ],
)
def test_the_first_lines_say_that_a_document_is_not_in_force(line: str, until: str) -> None:
    """With the day where they give one."""
    assert until == _until(f"# Travel\n\n{line}\n\nA hotel may cost 180 EUR.")


@pytest.mark.parametrize(
    "text",
    [
        "# Archiving policy\n\nInvoices are archived for ten years.",
        "# Old invoices\n\nThis archive is kept in Dublin.",
        "# Archived records\n\nArchived records are destroyed after ten years.",
        "# Contract states\n\n- Draft: not yet signed\n- Expired: past its end\n- Archived: kept for ten years",
        "# Contract states\n\n**Expired:** past its end.",
        "# Leave\n\nThis policy replaces the edition of 2024, which is no longer in force.",
        "# Leave\n\nThis register is archived every month.",
        "# Cards\n\nThis card is no longer valid after three years.",
        "# 档案归档管理办法\n\n合同签订后三日内归档。",
        "# 作废发票管理办法\n\n作废的发票应当保留。",
        "# 差旅制度\n\n本办法自2026年1月1日起施行，原《差旅办法》同时废止。",
        "# 差旅制度\n\n本办法自2026年1月1日起施行原办法同时废止。",
        "# 公司历史\n\n公司成立于1998年。",
        "# Cards\n\nValid from 1 January 2024 to 31 December 2025 only in Dublin.",
        "# Passes\n\nValid until 31 December 2025 for guests.",
        "# Old Street office\n\nIt opens at eight.",
        "# Passports\n\nA passport that expired on 1 May 2020 is renewed.",
        "# Retention\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nStatus: archived",
    ],
)
def test_a_document_about_such_things_is_in_force(text: str) -> None:
    """An archiving policy is no archived policy."""
    assert _until(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "archive/leave.md",
        "hr/Archived/leave.md",
        "hr/_archive/2024/leave.md",
        "99 Old/leave.docx",
        "旧版/请假.md",
        "人事/历史/请假.md",
        "人事/已归档/请假.md",
        "Archiv/urlaub.md",
        "travel-policy-2024-archived.pdf",
        "Travel policy (old version).docx",
        "travel_policy_OLD.docx",
        "报销制度-2024-已废止.md",
        "差旅制度_旧版.docx",
        "作废-差旅制度.docx",
        "zz_old/travel.md",
        "Archived policies/travel.md",
        "previous-versions/travel.md",
        "drafts/travel.md",
        "旧制度/差旅.md",
        "失效文件/差旅.md",
        "travel_old.md",
        "travel (old).md",
        "travel.bak.md",
        "OLD travel.md",
        "travel draft v2.md",
    ],
)
def test_a_folder_or_a_file_name_says_that_a_document_is_not_in_force(name: str) -> None:
    """However the folder is numbered or capitalised."""
    assert "" == standing_by_name(name).until


@pytest.mark.parametrize(
    "name",
    [
        "archiving/leave.md",
        "archive.md",
        "old-age-provision/pension.md",
        "how-long-are-invoices-archived.md",
        "when-a-card-is-expired.md",
        "drafting-contracts.md",
        "children-under-10-years-old.md",
        "归档管理/归档办法.md",
        "历史.md",
        "历史/公司历史.md",
        "历史/大事记.md",
        "previous/employment.md",
        "Old Street office.md",
        "18-years-old.md",
        "how-old-is-it.md",
        "drafts of contracts/review.md",
    ],
)
def test_a_name_that_only_sounds_like_it_does_not(name: str) -> None:
    """It must be the folder's whole name, or set off at the end of the file's."""
    assert standing_by_name(name).until is None


def test_a_folder_for_history_keeps_what_its_title_says_is_history() -> None:
    """There are companies that tell theirs in a folder of that name."""
    assert standing_by_name("历史/1.md", "公司发展历程").until is None
    assert "" == standing_by_name("历史/1.md", "差旅制度").until
    assert "" == standing_by_name("旧版/1.md", "公司发展历程").until
