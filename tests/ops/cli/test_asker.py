"""Whose rights ``--as`` stands for."""

import pytest

from ops.cli.asker import UnknownPerson, principals


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        ("", {"everyone", "public"}),
        ("group:hr", {"everyone", "public", "group:hr"}),
        ("group:hr, group:finance", {"everyone", "public", "group:hr", "group:finance"}),
        ("public", {"public"}),
        ("dana", {"public"}),
        ("U0DANA", {"public"}),
    ],
)
def test_principals_of(asker: str, expected: set[str]) -> None:
    """Nobody in particular is any employee; a guest holds only what is public."""
    assert expected == principals(asker)


@pytest.mark.parametrize("name", ["lina", "@lina", "U0LINA"])
def test_a_person_of_the_sample_company_holds_their_groups(name: str) -> None:
    """Name, mention and Slack id mean the same person."""
    held = principals(name)

    assert {"everyone", "public", "group:hr", "user:U0LINA"} <= held
    assert "group:finance" not in held


@pytest.mark.parametrize("asker", ["nobody", "lina,tom", "hr", "group:hr,lina"])
def test_what_means_nobody_is_refused(asker: str) -> None:
    """There is no guessing about rights."""
    with pytest.raises(UnknownPerson):
        principals(asker)
