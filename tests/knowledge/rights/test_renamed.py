"""A document that a rule names is gone, and another came: it may be the same, and stays closed until the rule says."""

from __future__ import annotations

import pytest

from knowledge.rights.renamed import Renamed, followed, renamed_between, still_missed


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ({"hr/pay.md": "1"}, {"hr/bands.md": "1"}, [(("hr/pay.md",), ("hr/bands.md",))]),
        ({"hr/pay.md": "1"}, {"x/bands.md": "1"}, [(("hr/pay.md",), ("x/bands.md",))]),
        ({"hr/pay.md": "1", "hr/a": "2"}, {"hr/new.md": "3", "hr/a": "2"}, [(("hr/pay.md",), ("hr/new.md",))]),
        ({"hr/pay.md": "1", "a": "2"}, {"people/pay.md": "3", "a": "2"}, [(("hr/pay.md",), ("people/pay.md",))]),
        ({"hr/pay.md": "1", "hr/a": "2", "x/a": "2"}, {"x/new.md": "3", "hr/a": "2", "x/a": "2"}, []),
        ({"pay.md": "1"}, {"bands.md": "1", "lunch.md": "2"}, [(("pay.md",), ("bands.md",))]),
        ({"pay.md": ""}, {"bands.md": ""}, [(("pay.md",), ("bands.md",))]),
        ({"pay.md": "1"}, {"pay.md": "1", "new.md": "2"}, []),
        ({"pay.md": "1", "a": "2"}, {"a": "2"}, []),
        ({}, {"a": "1"}, []),
    ],
)
def test_what_came_for_what_is_gone(
    before: dict[str, str], now: dict[str, str], found: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    """The same content wherever it is, else what is new in the same folder; of a renamed folder, the one above."""
    groups = renamed_between(before, now)

    assert found == [(each.vanished, each.appeared) for each in groups]


def test_a_second_renaming_is_followed() -> None:
    """Else it would open what the first one closed."""
    first, second = Renamed(("pay.md",), ("a.md",)), Renamed(("a.md",), ("b.md",))

    assert [Renamed(("pay.md",), ("a.md", "b.md")), second] == followed([first], [second])


def test_only_what_a_rule_looks_for_is_remembered() -> None:
    """And only while something is there that it may have become."""
    groups = [Renamed(("pay.md", "x.md"), ("a.md",)), Renamed(("y.md",), ("b.md",)), Renamed(("pay.md",), ("gone.md",))]

    assert [Renamed(("pay.md",), ("a.md",))] == still_missed(groups, lambda name: name == "pay.md", ["a.md", "b.md"])
