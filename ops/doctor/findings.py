"""What a check finds: a line with a verdict and, where something is wrong, the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import FrontdeskError
from ops.logs import masked

Verdict = Literal["good", "notice", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``bad`` keeps Frontdesk from working; a ``notice`` is worth knowing."""

    subject: str
    verdict: Verdict
    detail: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


def good(subject: str, detail: str) -> Finding:
    """All is well with it."""
    return Finding(subject, "good", detail)


def notice(subject: str, detail: str, remedy: str = "") -> Finding:
    """Worth knowing, and no fault."""
    return Finding(subject, "notice", detail, remedy)


def bad(subject: str, detail: str, remedy: str = "") -> Finding:
    """Frontdesk does not work like this."""
    return Finding(subject, "bad", detail, remedy)


def run_check(subject: str, check: Check) -> Iterator[Finding]:
    """Yield what the check finds. One that breaks is itself a finding: doctor works when everything else is broken."""
    try:
        yield from check()
    except FrontdeskError as error:
        yield bad(subject, str(error))
    except ModuleNotFoundError as error:
        yield notice(subject, f"not checked: {error.name} is not installed here", "pip install 'frontdesk[all]'")
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks must still be told
        yield bad(subject, masked(f"could not be checked: {type(error).__name__}: {error}"))
