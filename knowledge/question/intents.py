"""What a message wants: small talk, an order to write, or a question, and of a question what it asks for.

Small linear classifiers on the embedder's vector and on the words, fitted by `frontdesk train intents` to the examples
in `knowledge/training/intents`. In doubt a message is a question: one that is swallowed is worse than a greeting that
is searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, Protocol, get_args

import numpy as np
import structlog
from numpy.typing import NDArray

from knowledge.errors import FrontdeskError
from knowledge.language.ends import sentence_spans
from knowledge.language.markdown import CHINESE
from knowledge.ports import Embedder
from knowledge.question.linear import Linear, unpacked

Talk = Literal["greeting", "thanks", "farewell", "reaction", "stop"]
Order = Literal["draft", "translate"]
TALK: Final[Mapping[str, Talk]] = {talk: talk for talk in get_args(Talk)} | {"about_bot": "greeting"}
"""What is answered to which label of the examples: a greeting says what Frontdesk is and does."""
ORDERS: Final[tuple[Order, ...]] = get_args(Order)

LONGEST_TALK: Final = 80
"""Characters; a longer message has more to say."""
_LONG: Final = 160
"""Letters from which on a message tells or holds more than what is wanted; a Chinese character counts twice."""
_CHINESE: Final = re.compile(rf"[{CHINESE}]")
_INTRODUCED: Final = re.compile(r"(?<=:)\s|(?<=：)")
_BETWEEN_CLAUSES: Final = re.compile(r"[;!?，。；：！？]|[,.:](?!\d)| - ")

SHIPPED: Final = Path(__file__).parent / "intents.npz"
"""The fit for the embedded embedder; `intents.md` beside it is its card."""


_log = structlog.get_logger()


class IntentsUnusable(FrontdeskError):
    """A file of fitted intents is missing, broken, or made for another embedder or other examples."""


class Intents(Protocol):
    """Tells what a message wants. Texts are as a person typed them, without markup."""

    def talk(self, text: str, /) -> Talk | None:
        """Return which small talk the whole message is; None for anything else."""
        ...

    def order(self, text: str, /) -> Order | None:
        """Return what it orders to be written; None for anything else."""
        ...

    def asks(self, text: str, /) -> Mapping[str, float]:
        """Return what a question asks for: steps, amount, person, yes_no, place, table, other, as probabilities."""
        ...

    def follows_up(self, text: str, /) -> bool:
        """Whether a message cannot be understood without what was said before it."""
        ...

    def states_a_rule(self, text: str, /) -> bool:
        """Whether a question says what the rule is, to have it confirmed or to build on it."""
        ...

    def wanted(self, text: str, /) -> str:
        """Return what a long message asks or orders, without what it tells around that; a short one as it is."""
        ...


@dataclass(frozen=True, slots=True)
class NoIntents:
    """Knows nothing: every message is a question that stands alone. For what runs without a fit."""

    def talk(self, _text: str, /) -> Talk | None:
        """Return None."""
        return None

    def order(self, _text: str, /) -> Order | None:
        """Return None."""
        return None

    def asks(self, _text: str, /) -> Mapping[str, float]:
        """Return nothing."""
        return {}

    def follows_up(self, _text: str, /) -> bool:
        """Return False."""
        return False

    def states_a_rule(self, _text: str, /) -> bool:
        """Return False."""
        return False

    def wanted(self, text: str, /) -> str:
        """Return all of it."""
        return text


@dataclass(frozen=True, slots=True)
class Fitted:
    """The classifiers. ``made_for`` is the embedder (`made_for`), ``examples`` the digest of what they learned from."""

    made_for: str
    examples: str
    message: Linear
    asks: Linear
    followup: Linear
    premise: Linear
    asked: Linear
    instruction: Linear


@dataclass(frozen=True, slots=True)
class FittedIntents:
    """The `Intents` of an embedder. A text's vector is the embedder's own, which remembers it for the search."""

    embedder: Embedder
    fitted: Fitted

    def talk(self, text: str, /) -> Talk | None:
        """Return which small talk the whole message is."""
        short = len(text) <= LONGEST_TALK and any(map(str.isalnum, text))
        return TALK.get(self._kind(text)) if short else None

    def order(self, text: str, /) -> Order | None:
        """Return what it orders to be written; of a long message, what the likeliest sentence does, if it is asked."""
        if not _is_long(text):
            kind = self._kind(text)
            return next((order for order in ORDERS if order == kind), None)
        sentences = _sentences(text)
        kinds = (self._judged(self.fitted.message, sentence) for sentence in sentences)
        likely = (
            (asked * found[order], order)
            for asked, found in zip(self._asked(sentences), kinds, strict=True)
            for order in ORDERS
        )
        probability, order = max(likely, default=(0.0, ORDERS[0]))
        return order if probability >= self.fitted.message.threshold else None

    def asks(self, text: str, /) -> Mapping[str, float]:
        """Return what a question asks for."""
        return self._judged(self.fitted.asks, text)

    def follows_up(self, text: str, /) -> bool:
        """Whether it needs what was said before: its own words tell, and those before add nothing to that."""
        return self._judged(self.fitted.followup, text)["follow_up"] >= self.fitted.followup.threshold

    def states_a_rule(self, text: str, /) -> bool:
        """Whether a question says what the rule is."""
        vector = self.embedder.embed_queries(clauses_of(text)).ravel()
        return self.fitted.premise.probabilities(text, vector)["premise"] >= self.fitted.premise.threshold

    def wanted(self, text: str, /) -> str:
        """Return the sentences of a long message that ask, with the one before where they need it to be understood."""
        if not _is_long(text):
            return text
        sentences = _sentences(text)
        linear = self.fitted.asked
        kept = {place for place, asked in enumerate(self._asked(sentences)) if asked >= linear.threshold}
        kept |= {place - 1 for place in kept if place and self.follows_up(sentences[place])}
        return " ".join(sentences[place] for place in sorted(kept)) or text

    def _asked(self, sentences: Sequence[str]) -> list[float]:
        """How likely each sentence asks or orders something."""
        vectors = self.embedder.embed_queries(sentences)
        linear = self.fitted.asked
        return [linear.probabilities(text, vector)["asked"] for text, vector in zip(sentences, vectors, strict=True)]

    def _kind(self, text: str) -> str:
        """The likeliest kind of message that is no question, where that is sure enough."""
        found = self._judged(self.fitted.message, text)
        if 1 - found["question"] < self.fitted.message.threshold:
            return "question"
        talk = sum(found[kind] for kind in TALK)
        likeliest = max((talk, "talk"), *((found[order], order) for order in ORDERS))[1]
        return max(TALK, key=lambda kind: found[kind]) if likeliest == "talk" else likeliest

    def _judged(self, linear: Linear, text: str) -> dict[str, float]:
        return linear.probabilities(text, self.embedder.embed_queries([text])[0])


def _is_long(text: str) -> bool:
    return len(text) + len(_CHINESE.findall(text)) > _LONG


def _sentences(text: str) -> list[str]:
    """The sentences of all lines that have a word; what a colon introduces, as a text to translate, is one too."""
    lines = (line.strip() for line in _INTRODUCED.sub("\n", text).splitlines())
    found = (line[start:end] for line in lines for start, end in sentence_spans(line, 0, len(line)))
    return [sentence for sentence in found if any(map(str.isalnum, sentence))]


def clauses_of(text: str) -> tuple[str, str]:
    """The first and the last clause: a rule is stated in one of them, and what is built on it asked in the other."""
    clauses = [clause for clause in _BETWEEN_CLAUSES.split(text) if clause.strip()] or [text]
    return clauses[0], clauses[-1]


@lru_cache(maxsize=1)
def shipped_instruction() -> Linear | None:
    """What tells a sentence that is aimed at a model, by its words alone; None where the shipped file is unusable."""
    try:
        with SHIPPED.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return unpacked("instruction", arrays)
    except Exception as error:  # noqa: BLE001 - a broken archive fails in ways that numpy does not name
        _log.error("intents_unreadable", path=str(SHIPPED), error=type(error).__name__)
        return None


def made_for(embedder: str) -> str:
    """The model whose vectors an embedder of this name makes: weights that tune it, behind a plus, change none."""
    return embedder.partition("+")[0]


def write_fitted(fitted: Fitted, path: Path) -> None:
    """Write the file, whole or not at all."""
    arrays: dict[str, NDArray[Any]] = {"made_for": np.array(fitted.made_for), "examples": np.array(fitted.examples)}
    for name in _PARTS:
        arrays |= getattr(fitted, name).packed(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stubs take one flag among the arrays
    beside.replace(path)


def read_fitted(path: Path, examples: str, embedder: Embedder | None = None) -> Fitted:
    """Read the fit for these examples, and for this embedder if one is given.

    Raises IntentsUnusable, whose sentence says what is wrong.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            parts = {name: unpacked(name, arrays) for name in _PARTS}
            fitted = Fitted(str(arrays["made_for"]), str(arrays["examples"]), **parts)
    except FileNotFoundError:
        raise IntentsUnusable(f"The intents in {path} are missing. {_REMEDY}") from None
    except Exception as error:  # a broken archive fails in ways that numpy does not name
        raise IntentsUnusable(f"The intents in {path} cannot be read ({type(error).__name__}). {_REMEDY}") from error
    if embedder and (fitted.made_for, len(fitted.message.dense)) != (made_for(embedder.name), embedder.dimension):
        raise IntentsUnusable(
            f"The intents in {path} were made for the embedder {fitted.made_for}, and this is "
            f"{made_for(embedder.name)}. {_REMEDY}"
        )
    if fitted.examples != examples:
        raise IntentsUnusable(f"The intents in {path} were fitted to other examples. {_REMEDY}")
    return fitted


_PARTS: Final = ("message", "asks", "followup", "premise", "asked", "instruction")
_REMEDY: Final = "They are fitted anew when the worker starts, or by `frontdesk train intents`."
