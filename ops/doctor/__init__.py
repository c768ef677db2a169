"""What ``frontdesk doctor`` looks at, in the order in which it is shown. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterator

from ops.doctor import machine, policies, services, slack
from ops.doctor.findings import Check, Finding, run_check

__all__ = ["Finding", "findings"]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("settings", machine.settings),
    ("Python", machine.python),
    ("data folder", machine.data_folder),
    ("ports", machine.ports),
    ("Redis", services.redis),
    ("database", services.database),
    ("models", policies.models),
    ("judging", policies.judging),
    ("checking", policies.checking),
    ("intents", policies.intents),
    ("index", policies.index),
    ("Slack", slack.slack),
)


def findings() -> Iterator[Finding]:
    """Yield what each check finds as soon as it has found it."""
    for subject, check in CHECKS:
        yield from run_check(subject, check)
