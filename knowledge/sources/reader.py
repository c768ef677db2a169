"""Reads one source: what has changed is fetched and converted, the rest is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from knowledge.domain import EVERYONE, Document, Language, Problem, Reading, SourceState
from knowledge.errors import DocumentUnreadable, SettingError, SourceUnreachable
from knowledge.formats import supported
from knowledge.formats.archive import is_archive
from knowledge.formats.bounded import USUAL, Limits
from knowledge.formats.litter import litter
from knowledge.rights.folders import Verdict
from knowledge.rights.renamed import followed, renamed_between
from knowledge.rights.rules import AccessRuleInvalid, parse_principals
from knowledge.sources.access import folder_rules, kept_renamed
from knowledge.sources.contents import Pass, Progress
from knowledge.sources.conversion import Conversion
from knowledge.sources.documents import DocumentMaker
from knowledge.sources.files import may_be_rules, unsupported
from knowledge.sources.globs import composed
from knowledge.sources.origin import Entry, Origin
from knowledge.sources.records import Records, Remembered, Seen
from knowledge.sources.selection import ALL, Selection

_IDLE: Final = (
    "Its `include` in knowledge.toml fits no file of it, so nothing is read. Mend the pattern, or take it out."
)


@dataclass(frozen=True, slots=True)
class SourceReader:
    """One source with everything that ``knowledge.toml`` says of it.

    ``prefix`` comes before each document's id. ``default_readers`` may read what no rule speaks of; ``default_rule``
    names that in explanations. ``language`` is that of documents that do not state theirs; None tells it by the text.
    ``limits`` bound each conversion. ``place`` is where its names begin, so that two sources of one file are found.
    """

    name: str
    origin: Origin
    default_readers: frozenset[str] = frozenset({EVERYONE})
    default_rule: str = "default"
    link_template: str = ""
    language: Language | None = None
    selection: Selection = ALL
    prefix: str = ""
    place: str = ""
    limits: Limits = USUAL

    def read(self, records: Records, progress: Progress, *, anew: bool = False) -> Reading:
        """Read what changed, and remember it. The documents come in the order of their ids.

        ``anew`` tries again what could not be converted, and believes a source that has nothing any more. Raises
        SourceUnreachable, and SettingError where the default readers are none.
        """
        self._check_readers()
        problems: list[Problem] = []
        listed = list(self.origin.entries(problems))
        wanted = sorted(self._wanted(listed, problems), key=lambda entry: entry.name)
        before = records.remembered(self.name)
        if any(each.key for each in before.entries.values()) and not wanted and not anew:
            raise SourceUnreachable(
                f"Nothing is left in {self.origin.location}, so what was there before is kept. If that is meant, "
                "reload with --force."
            )
        known = {key: each for key, each in records.conversions(self.name).items() if not (anew and each.error)}
        reading = Pass(self.origin, before.entries, known, records, anew=anew)
        seen = reading.run(wanted, self.limits, progress)
        problems += reading.unavailable
        seen |= _others(listed, seen)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        groups = followed(before.renamed, renamed_between(_digests(before.entries), _digests(seen)))
        contents = _contents(seen, known)
        renamed = kept_renamed(contents, seen.keys() - contents.keys(), groups)
        remembered = Remembered(now, seen, tuple(problems), renamed=tuple(renamed))
        records.complete(self.name, remembered)
        return self._reading(remembered, known)

    def recall(self, records: Records) -> Reading:
        """Return what the source gave when it was last read whole, under the rules of today.

        Where it could not be reached when that was last tried, that is among the problems.
        """
        self._check_readers()
        return self._reading(records.remembered(self.name), records.conversions(self.name))

    def read_one(self, records: Records, name: str) -> Document | None:
        """Read one document by its name below the source's root; None where it is not among the source's documents.

        Raises DocumentUnreadable.
        """
        listed = list(self.origin.entries([]))
        wanted = [entry for entry in self._wanted(listed, []) if _concerns(entry, name)]
        if may_be_rules(name) or all(entry.name != name for entry in wanted):
            return None
        if is_archive(name):
            raise DocumentUnreadable("It is an archive of several documents. Unpack it to read one.")
        known: dict[str, Conversion] = {}
        seen = Pass(self.origin, {}, known, records).run(wanted, self.limits, lambda _done, _total: None)
        reading = self._reading(Remembered("", seen | _others(listed, seen), ()), known)
        if not reading.documents:
            raise DocumentUnreadable(known[seen[name].key].error)
        return reading.documents[0]

    def _check_readers(self) -> None:
        try:
            parse_principals(sorted(self.default_readers))
        except AccessRuleInvalid as error:
            whose = f"readers of the source {self.name}" if self.default_rule != "default" else "default readers"
            raise SettingError(f"The documents' {whose} are wrong: {error}") from None

    def _wanted(self, listed: Iterable[Entry], problems: list[Problem]) -> Iterator[Entry]:
        """Yield the documents and rules files that are wanted."""
        included, excluded = self.selection.wanted(), self.selection.unwanted()
        for entry in listed:
            if may_be_rules(entry.name):
                yield entry
            elif not included.match(composed(entry.name)) or excluded.match(composed(entry.name)):
                continue
            elif supported(entry.format_name) or is_archive(entry.format_name):
                yield entry
            else:
                problems.append(Problem(entry.name, litter(entry.name) or unsupported()))

    def _reading(self, remembered: Remembered, known: Mapping[str, Conversion]) -> Reading:
        """Make the documents, and say of what stood in the way which source and which document it was."""
        contents = _contents(remembered.entries, known)
        others = remembered.entries.keys() - contents.keys()
        problems = list(remembered.problems)
        default = Verdict(self.default_readers, (self.default_rule,))
        rules = folder_rules(contents, others, default, problems, remembered.renamed)
        misfits = list(self.selection.misfits(remembered.entries.keys(), list(contents)))
        maker = DocumentMaker(
            rules=rules.closing({name: sentence for sentence, meant in misfits for name in meant}),
            source=self.name,
            prefix=self.prefix,
            link=self.origin.link,
            link_template=self.link_template,
            language=self.language,
            authored=self.origin.kind != "slack",
        )
        documents = tuple(maker.documents(contents, problems))
        named = [replace(each, document=self.prefix + each.document, source=self.name) for each in problems]
        named += (Problem(self.name, sentence, self.name) for sentence, _ in misfits)
        if self.selection.is_idle(remembered.entries.keys()):
            named.append(Problem(self.name, _IDLE, self.name))
        if remembered.unreached:
            reason = f"{remembered.unreached} Its documents stay as they were."
            named.insert(0, Problem(self.name, reason, self.name))
        return Reading(documents, tuple(named), (self._state(len(documents), len(named), remembered.read_at),))

    def _state(self, documents: int, problems: int, read_at: str) -> SourceState:
        return SourceState(self.name, self.origin.kind, self.origin.location, documents, problems, read_at)


def _contents(entries: Mapping[str, Seen], known: Mapping[str, Conversion]) -> dict[str, Conversion]:
    return {name: known[seen.key] for name, seen in entries.items() if seen.key in known}


def _others(listed: Iterable[Entry], seen: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return the files that are no documents by their names alone, which rules may speak of."""
    return {entry.name: Seen("", "") for entry in listed if entry.name not in seen}


def _digests(entries: Mapping[str, Seen]) -> dict[str, str]:
    """Return what tells each file's content from others, whichever reader read it; empty where it is not known."""
    return {name: seen.key.partition(":")[2] for name, seen in entries.items() if not may_be_rules(name)}


def _concerns(entry: Entry, name: str) -> bool:
    return entry.name == name or may_be_rules(entry.name)
