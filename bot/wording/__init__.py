"""Every sentence that a person in Slack reads: which there are (`catalogue`), and what they are in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.wording.catalogue import Wording
from bot.wording.de import DE
from bot.wording.en import EN
from bot.wording.zh import ZH
from knowledge.domain import Language

__all__ = ["WORDINGS", "Wording"]

WORDINGS: Final[Mapping[Language, Wording]] = {"en": EN, "zh": ZH, "de": DE}
