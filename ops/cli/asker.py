"""Who asks: ``--as`` -> the principals that person holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from knowledge.domain import EVERYONE, PUBLIC
from knowledge.errors import FrontdeskError
from ops.sandbox.config import SEED

AS_HELP = (
    "Ask as this person: a user name or Slack id of the sample company (lina, U0TOM), "
    "or principals such as [bold]group:hr[/bold], separated by commas. Default: any employee."
)

if TYPE_CHECKING:
    from bot.slack.directory import Group, User

_PRINCIPAL_KINDS = ("group:", "user:", "channel:", "domain:")


class UnknownPerson(FrontdeskError):
    """``--as`` names nobody that is known here."""


def principals(asker: str) -> frozenset[str]:
    """The principals of a person of the sample company, of principals as they are written, or of any employee.

    Raises UnknownPerson.
    """
    words = [word for word in (word.strip() for word in asker.split(",")) if word]
    if not words:
        return frozenset({EVERYONE, PUBLIC})
    if all(_is_principal(word) for word in words):
        return frozenset(words) | {PUBLIC} | ({EVERYONE} if words != [PUBLIC] else set())
    if len(words) > 1:
        raise UnknownPerson(f"`--as {asker}`: name one person, or principals such as group:hr separated by commas.")
    return _of_person(words[0].lstrip("@"))


def today() -> str:
    """The day that it is where this terminal is, as an ISO date."""
    return datetime.now().astimezone().date().isoformat()


def _is_principal(word: str) -> bool:
    return word in (EVERYONE, PUBLIC) or word.startswith(_PRINCIPAL_KINDS)


def _of_person(name: str) -> frozenset[str]:
    from bot.intake.audience import (
        principals_of,
    )  # the rule that Slack's people are judged by; it loads Slack's library

    company = tomllib.loads(SEED.read_text(encoding="utf-8"))
    person = next((user for user in company["users"] if name in (user["id"], user["name"])), None)
    if person is None:
        names = ", ".join(user["name"] for user in company["users"] if not user.get("is_bot"))
        raise UnknownPerson(f"`--as {name}`: nobody here has that name. Known are {names}; or name a group: group:hr.")
    return principals_of(_user(person), _groups(company))


def _user(person: Mapping[str, Any]) -> User:
    from bot.slack.directory import User

    outsider = any(person.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_bot"))
    domain = person["email"].rpartition("@")[2] if "email" in person else None
    return User(
        id=person["id"],
        is_full_member=not outsider,
        is_bot=bool(person.get("is_bot")),
        deleted=False,
        mail_domain=domain,
        locale=person.get("locale"),
    )


def _groups(company: Mapping[str, Any]) -> list[Group]:
    from bot.slack.directory import Group

    return [Group(group["id"], group["handle"], frozenset(group["users"])) for group in company["groups"]]
