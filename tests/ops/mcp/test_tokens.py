"""Tokens of HTTP callers: what is kept of them, and for how long they let somebody in."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ops.mcp.errors import TokenInvalid
from ops.mcp.tokens import Tokens, principals_held

_HR = frozenset({"everyone", "public", "group:hr"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where they are kept."""
    return tmp_path / "data" / "mcp-tokens.json"


def test_a_token_lets_its_holder_in_with_their_rights(file: Path) -> None:
    """In every process that reads the file."""
    made, secret = Tokens(file).make("U0LINA", _HR, 90)

    assert made == Tokens(file).holding(secret)
    assert tuple(sorted(_HR)) == made.principals


def test_the_file_keeps_no_token_and_is_its_owners_alone(file: Path) -> None:
    """Whoever reads a backup of it cannot call."""
    _, secret = Tokens(file).make("lina@example.com", _HR, 90)

    assert secret.removeprefix("fdmcp_") not in file.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("which", ["id", "user"])
def test_a_revoked_token_lets_nobody_in(file: Path, which: str) -> None:
    """By its id or by whose it is, at the next request of a server that knows it; others stay."""
    server = Tokens(file)
    made, secret = server.make("lina", _HR, 90)
    _, other = server.make("tom", _HR, 90)
    assert server.holding(secret)

    Tokens(file).revoke(made.id if which == "id" else "lina")

    assert server.holding(secret) is None
    assert not server.has(made.id)
    assert server.holding(other)


def test_an_expired_token_lets_nobody_in(file: Path) -> None:
    """It is listed until it is revoked."""
    made, secret = Tokens(file).make("lina", _HR, 1)
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept[0]["until"] = kept[0]["made"]
    file.write_text(json.dumps(kept), encoding="utf-8")

    assert Tokens(file).holding(secret) is None
    assert [(made.id, True)] == [(one.id, one.expired) for one in Tokens(file).all()]


@pytest.mark.parametrize("damage", ["{", "[1]", '[{"id": "x"}]', "null"])
def test_a_damaged_file_lets_nobody_in_and_is_not_overwritten(file: Path, damage: str) -> None:
    """Whoever makes a token is told."""
    _, secret = Tokens(file).make("lina", _HR, 90)
    file.write_text(damage, encoding="utf-8")

    assert Tokens(file).holding(secret) is None
    with pytest.raises(TokenInvalid, match="is damaged"):
        Tokens(file).make("tom", _HR, 90)


@pytest.mark.parametrize("secret", ["", "fdmcp_", "fdmcp_x", "\udcff", "Bearer"])
def test_what_was_never_made_lets_nobody_in(file: Path, secret: str) -> None:
    """Whatever it is."""
    Tokens(file).make("lina", _HR, 90)

    assert Tokens(file).holding(secret) is None


@pytest.mark.parametrize(
    ("user", "groups", "guest", "expected"),
    [
        ("U0LINA", ["hr", " group:law "], False, {"everyone", "public", "user:U0LINA", "group:hr", "group:law"}),
        ("lina@Brightwater.example", [""], False, {"everyone", "public", "domain:brightwater.example"}),
        ("lina", [], False, {"everyone", "public"}),
        ("U0DANA", ["hr"], True, {"public"}),
    ],
)
def test_principals_held(user: str, groups: list[str], *, guest: bool, expected: set[str]) -> None:
    """An id, a mail domain and groups count as Slack's do; a guest holds only what is public."""
    assert expected == principals_held(user, groups, guest=guest)


@pytest.mark.parametrize("group", ["HR", "a:b", "user:U1", "h r"])
def test_a_group_that_no_rule_can_name_is_refused(group: str) -> None:
    """A misspelt right is found when it is given."""
    with pytest.raises(TokenInvalid, match="is no group"):
        principals_held("lina", [group], guest=False)


@pytest.mark.parametrize(("user", "days"), [("", 90), ("a b", 90), ("x" * 101, 90), ("lina", 0), ("lina", 3651)])
def test_a_token_for_nobody_or_for_ever_is_refused(file: Path, user: str, days: int) -> None:
    """With what to write instead."""
    with pytest.raises(TokenInvalid):
        Tokens(file).make(user, _HR, days)


def test_revoking_what_is_not_there_is_refused(file: Path) -> None:
    """A misspelt id revoked nothing."""
    with pytest.raises(TokenInvalid, match="`frontdesk mcp tokens` lists"):
        Tokens(file).revoke("nobody")
