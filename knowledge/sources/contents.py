"""One pass over a source's files: what changed is fetched and converted, the rest is taken as it was seen before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.domain import Problem
from knowledge.errors import DocumentUnavailable, DocumentUnreadable, SourceUnreachable
from knowledge.formats import bounded
from knowledge.formats.archive import is_archive
from knowledge.sources.conversion import (
    Conversion,
    conversion_of,
    key_of,
    key_of_failure,
    reader_version,
    rules_file,
)
from knowledge.sources.files import may_be_rules
from knowledge.sources.origin import Entry, Origin
from knowledge.sources.records import Records, Seen

Progress = Callable[[int, int], None]


class Pass:
    """Sees every wanted file once. ``known`` holds conversions by key, and gets those that are made.

    An archive is seen as a file without text, followed by its members under ``archive.zip/path/inside.md``.
    ``anew`` tries again what could not be converted before, which ``known`` is to be without. ``unavailable`` gets what
    could not be had this time; it stays as it was.
    """

    def __init__(
        self,
        origin: Origin,
        before: Mapping[str, Seen],
        known: dict[str, Conversion],
        records: Records,
        *,
        anew: bool = False,
    ) -> None:
        self._origin, self._before, self._known, self._records = origin, before, known, records
        self._members = _by_archive(before)
        self._anew = anew
        self.unavailable: list[Problem] = []
        self._seen: dict[str, Seen] = {}
        self._pending: dict[str, tuple[Entry, Seen]] = {}
        self._broken_off: SourceUnreachable | None = None

    def run(self, wanted: Sequence[Entry], limits: bounded.Limits, progress: Progress) -> dict[str, Seen]:
        """Return the files as they are now, by name; a file that could not be converted is seen, too.

        Raises SourceUnreachable.
        """
        with bounded.Converters(limits) as converters:
            for converted in converters.convert_all(self._until_broken_off(wanted, progress)):
                self._take(converted)
        if self._broken_off:
            raise self._broken_off
        return dict(sorted(self._seen.items()))

    def _until_broken_off(self, wanted: Sequence[Entry], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """What came before a source broke off is converted and kept all the same."""
        try:
            yield from self._changed(wanted, progress)
        except SourceUnreachable as error:
            self._broken_off = error

    def _changed(self, wanted: Sequence[Entry], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Yield the content of each file that must be converted, under a name that only this pass knows."""
        total = sum(not may_be_rules(entry.name) for entry in wanted)
        done = 0
        progress(0, total)
        for position, entry in enumerate(wanted):
            content = self._content(entry, position)
            if content is not None:
                yield content
            if not may_be_rules(entry.name):
                done += 1
                progress(done, total)

    def _content(self, entry: Entry, position: int) -> tuple[str, bytes] | None:
        """Return what to convert; None where the file is as it was before, or its content was converted before."""
        same = self._as_before(entry.name)
        stamp = self._before[entry.name].stamp if same else ""
        if same and entry.stamp and entry.stamp == stamp:
            self._seen |= same
            return None
        try:
            fetched = self._origin.fetch(entry, stamp)
        except DocumentUnreadable as error:
            self._keep(entry.name, Seen("", key_of_failure(error)), Conversion(error=str(error)))
            return None
        except DocumentUnavailable as error:
            self._stay(entry.name, error)
            return None
        if fetched is None and same:
            self._seen |= same
            return None
        if fetched is None:
            raise SourceUnreachable(f"{self._origin.location} gave nothing for {entry.name}. Reload again.")
        entry = replace(entry, format_name=fetched.format_name or entry.format_name)
        seen = Seen(fetched.stamp, key_of(entry.format_name, fetched.data))
        alias = f"{position}/{entry.format_name}"
        return (alias, fetched.data) if self._is_new(entry, alias, seen, fetched.data) else None

    def _is_new(self, entry: Entry, alias: str, seen: Seen, data: bytes) -> bool:
        """Tell whether a content must be converted, under its alias; else it is kept as it is known."""
        known = self._known.get(seen.key) or self._recorded(seen.key)
        if may_be_rules(entry.name):
            self._keep(entry.name, seen, known or rules_file(data))
        elif known and not is_archive(entry.format_name):
            self._known[seen.key] = known
            self._seen[entry.name] = seen
        else:
            self._pending[alias] = entry, seen
            return True
        return False

    def _stay(self, name: str, error: DocumentUnavailable) -> None:
        """Leave a file that could not be had as it was, also where an older reader made that."""
        before = {each: seen for each, seen in self._with_members(name).items() if seen.key in self._known}
        self._seen |= before
        kept = " It stays as it was." if before else ""
        self.unavailable.append(Problem(name, f"{error}{kept}"))

    def _recorded(self, key: str) -> Conversion | None:
        """Return a content's conversion, which may have been made for another file; no failure where all is tried."""
        recorded = self._records.conversion(key)
        return None if recorded and recorded.error and self._anew else recorded

    def _as_before(self, name: str) -> dict[str, Seen]:
        """Return the file, with its members if it is an archive, as seen before; empty where anything is missing."""
        same = self._with_members(name)
        known = all(seen.key in self._known and seen.key.startswith(reader_version()) for seen in same.values())
        return same if known else {}

    def _with_members(self, name: str) -> dict[str, Seen]:
        if name not in self._before:
            return {}
        return {each: self._before[each] for each in (name, *self._members.get(name, ()))}

    def _take(self, converted: bounded.Conversion) -> None:
        """Keep what became of a file, or of one member of an archive."""
        entry, seen = self._pending[converted.file]
        inside = converted.name.removeprefix(converted.file)
        if inside:
            self._keep(entry.name, seen, Conversion())
            seen = Seen(seen.stamp, f"{seen.key}:{inside}")
        self._keep(entry.name + inside, seen, conversion_of(converted.result))

    def _keep(self, name: str, seen: Seen, conversion: Conversion) -> None:
        self._seen[name] = seen
        if seen.key not in self._known:
            self._known[seen.key] = conversion
            self._records.keep(seen.key, conversion)


def _by_archive(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the members by the archive that they lie in."""
    found: dict[str, list[str]] = {}
    for name in names:
        for end in (match.start() for match in re.finditer("/", name)):
            if is_archive(name[:end]):
                found.setdefault(name[:end], []).append(name)
    return found
