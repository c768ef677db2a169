"""Who may read a document by the rules of the folders that it lies in.

The nearest ``access.toml`` that speaks of it decides: one that names it, before a pattern or a folder that fits, before
``readers``; where several fit as exactly, only whom all admit. What those further up say of documents takes readers
away and never adds any. So does a pattern of which it is not sure that it was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import PurePosixPath
from typing import Final

from knowledge.rights.readers import admitted_by_both
from knowledge.rights.rules import ACCESS_FILE, NOBODY, FolderRule
from knowledge.rights.targets import Fit, Targets
from knowledge.sources.globs import composed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who may read a document, and the names of the rules that say so."""

    readers: frozenset[str]
    rules: tuple[str, ...]

    def narrowed(self, other: Verdict) -> Verdict:
        """Return whom both admit; a rule that takes nobody away is not named."""
        both = frozenset(admitted_by_both(self.readers, other.readers))
        return self if both == self.readers else Verdict(both, (*self.rules, *other.rules))


NO_VERDICT: Final = Verdict(NOBODY, ())


@dataclass(frozen=True, slots=True)
class FolderRules:
    """The rules of a whole tree by folder.

    ``default`` is the source's own rule. ``closed`` has the documents that nobody may
    read, each with the sentence on why.
    """

    by_folder: Mapping[PurePosixPath, FolderRule]
    default: Verdict
    closed: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[PurePosixPath, Targets] = field(default_factory=dict)

    @classmethod
    def of(cls, by_folder: Mapping[PurePosixPath, FolderRule], default: Verdict) -> FolderRules:
        """Return the rules, ready to be asked."""
        targets = {folder: Targets.of(one.documents) for folder, one in by_folder.items()}
        return cls(by_folder, default, {}, targets)

    def closing(self, documents: Mapping[str, str]) -> FolderRules:
        """Return the rules with these documents closed, too, each with the sentence on why."""
        return replace(self, closed={**self.closed, **documents})

    def readers_of(self, document: str, archive: str = "") -> tuple[frozenset[str], str]:
        """Return the document's readers, and the name of the rule that says so, or why nobody may read it.

        ``archive`` is the one that it lies in, if it does.
        """
        if document in self.closed:
            return NOBODY, self.closed[document]
        if not self.by_folder:
            return self.default.readers, " & ".join(self.default.rules)
        above = [folder for folder in PurePosixPath(document).parents if folder in self.by_folder]
        for folder in above:
            if self.by_folder[folder].closed:
                return NOBODY, self.by_folder[folder].closed
        verdict = self._verdict(document, archive or document, above)
        return verdict.readers, " & ".join(verdict.rules)

    def names(self, document: str, archive: str) -> bool:
        """Tell whether a rule names this very document."""
        above = (folder for folder in PurePosixPath(document).parents if folder in self.by_folder)
        return any(Fit.EXACTLY in self.fitting(folder, document, archive).values() for folder in above)

    def fitting(self, folder: PurePosixPath, document: str, archive: str) -> dict[str, Fit]:
        """Return what the rules of a folder have for a document somewhere below it."""
        below = 0 if folder == PurePosixPath() else len(f"{folder}/")
        return self.targets[folder].fitting(composed(document[below:]), composed(archive[below:]))

    def _verdict(self, document: str, archive: str, above: Iterable[PurePosixPath]) -> Verdict:
        verdict: Verdict | None = None
        bounds: list[Verdict] = []
        for folder in above:
            rule, fits = self.by_folder[folder], self.fitting(folder, document, archive)
            best = max(fits.values(), default=Fit.LOOSELY)
            sure = [self._said(folder, one) for one, fit in fits.items() if fit == best > Fit.LOOSELY]
            if best < Fit.EXACTLY:
                bounds += [self._said(folder, one) for one, fit in fits.items() if fit == Fit.LOOSELY]
            if verdict:
                bounds += sure
            elif sure:
                verdict = reduce(Verdict.narrowed, sure)
            elif rule.readers is not None:
                verdict = Verdict(rule.readers, (str(folder / ACCESS_FILE),))
        return reduce(Verdict.narrowed, bounds, verdict or self.default)

    def _said(self, folder: PurePosixPath, written: str) -> Verdict:
        return Verdict(self.by_folder[folder].documents[written], (f"{folder / ACCESS_FILE}: “{written}”",))
