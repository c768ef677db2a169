"""A made-up company: people of every kind, documents with every kind of reader, and who may read what, said twice.

`Company.principals` is what the product makes of it; `Company.may_read` says it again from the rules alone.
"""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass
from typing import Final

from bot.intake import audience
from bot.slack.directory import Channel, Group, User
from knowledge.domain import EVERYONE, PUBLIC, Answer, Document, Language, Question
from knowledge.ports import Answers

MARK: Final = re.compile(r"M\d{4}")
"""What a document's text has and no other's: its number."""
_DOMAINS: Final = ("north.example", "south.example")
_SYLLABLES: Final = "ba ko li mu ne ra so ti vu xe zo gi fa du pe".split()
_HANZI: Final = "松竹梅兰菊荷桂枫杉柳桃李杏梨樱莲芦苇蓝青"
_UNKNOWN: Final = ("group:ghosts", "user:U999", "channel:C999", "domain:nowhere.example")


def answer_to(text: str, language: Language, principals: frozenset[str], answers: Answers) -> Answer:
    """What somebody is answered."""
    question = Question("q", text, language, principals)
    return answers.answer(question, emit=lambda _: None, deadline=time.monotonic() + 60, cancelled=lambda: False)


@dataclass(frozen=True)
class Reader:
    """Somebody in private, or all who read a channel."""

    people: tuple[User, ...]
    channel: Channel | None = None


@dataclass(frozen=True)
class Company:
    """Everything about rights that Slack and the documents say."""

    groups: tuple[Group, ...]
    readers: tuple[Reader, ...]
    documents: tuple[Document, ...]
    questions: tuple[str, ...]
    """One a document, for what only it says."""

    def principals(self, reader: Reader) -> frozenset[str]:
        """What the product lets the reader search with."""
        if reader.channel:
            return audience.shared_principals(reader.channel, reader.people, self.groups)
        return audience.principals_of(reader.people[0], self.groups)

    def may_read(self, reader: Reader, document: Document) -> bool:
        """Whether all who will see the answer may read the document."""
        return all(self._may_read(person, reader.channel, document.readers) for person in reader.people)

    def _may_read(self, person: User, channel: Channel | None, readers: frozenset[str]) -> bool:
        if PUBLIC in readers:
            return True
        named = (
            EVERYONE in readers
            or f"user:{person.id}" in readers
            or (person.mail_domain is not None and f"domain:{person.mail_domain}" in readers)
            or any(f"group:{group.handle}" in readers and person.id in group.users for group in self.groups)
            or (channel is not None and f"channel:{channel.id}" in readers)
        )
        return named and person.is_full_member


def company(seed: int, *, people: int = 40, channels: int = 20, documents: int = 200) -> Company:
    """Return the company of this seed. All the same, its document number 12 is the only one that says ``M0012``."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable company
    everybody = [_person(dice, number) for number in range(people)]
    ids = [person.id for person in everybody]
    groups = tuple(Group(f"S{name}", name, frozenset(dice.sample(ids, people // 4))) for name in ("hr", "it", "law"))
    places = [_channel(dice, number, everybody) for number in range(channels)]
    pool = [
        *[PUBLIC, EVERYONE] * 8,
        *[f"group:{group.handle}" for group in groups] * 2,
        *[f"domain:{domain}" for domain in _DOMAINS] * 2,
        *[f"user:{person}" for person in ids],
        *[f"channel:{place.channel.id}" for place in places if place.channel],
        *_UNKNOWN,
    ]
    written = [_document(dice, number, pool) for number in range(documents)]
    return Company(
        groups,
        (*(Reader((person,)) for person in everybody), *places),
        tuple(document for document, _ in written),
        tuple(question for _, question in written),
    )


def _person(dice: random.Random, number: int) -> User:
    return User(
        id=f"U{number:03d}",
        is_full_member=dice.random() < 0.8,
        is_bot=False,
        deleted=False,
        mail_domain=dice.choice((*_DOMAINS, None)),
        locale=None,
    )


def _channel(dice: random.Random, number: int, everybody: list[User]) -> Reader:
    """A public channel is read by every full member, a private one by its members."""
    channel = Channel(f"C{number:03d}", is_public=dice.random() < 0.5)
    members = dice.sample(everybody, dice.randint(1, 5))
    along = [person for person in everybody if channel.is_public and person.is_full_member and person not in members]
    return Reader((*members, *along), channel)


def _document(dice: random.Random, number: int, pool: list[str]) -> tuple[Document, str]:
    readers = frozenset(dice.sample(pool, dice.choice((0, 1, 1, 1, 2, 3))))
    mark = f"M{number:04d}"
    if number % 2:
        name = "".join(dice.choices(_SYLLABLES, k=4)).title()
        text = f"# Cupboard\n\nThe cupboard of project {name} opens with the code {mark}. Its keeper is {mark} himself."
        question = f"Which code opens the cupboard of project {name}?"
    else:
        name = "".join(dice.sample(_HANZI, 4))
        text = f"# 储物柜\n\n{name}项目的储物柜密码是{mark}。由{mark}本人保管。"
        question = f"{name}项目的储物柜密码是什么？"
    url = f"https://policies.example/{mark}"
    return Document(f"{mark}.md", f"{name} {mark}", text, url, "en" if number % 2 else "zh", readers), question
