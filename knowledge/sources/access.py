"""The rules files of one source, put together; every mistake in them closes what it may have opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from knowledge.domain import Problem
from knowledge.formats.archive import is_archive
from knowledge.rights.folders import NO_VERDICT, FolderRules, Verdict
from knowledge.rights.meant import is_missed_by, misfits
from knowledge.rights.misnamed import is_access_in_text, is_left_behind, is_misnamed, reads_like_rules
from knowledge.rights.renamed import Renamed, still_missed
from knowledge.rights.rules import ACCESS_FILE, AccessRuleInvalid, FolderRule, parse_rule
from knowledge.sources.conversion import Conversion
from knowledge.sources.files import is_rules, may_be_rules, unsupported

Contents = Mapping[str, Conversion]
"""The conversions of a source's files by name, rules files among them."""

_UNTIL_MENDED: Final = "Until it is mended nobody may read this folder."
_MISNAMED: Final = (
    f"It looks like an {ACCESS_FILE} that is called otherwise. Until it is called that, or gone, nobody may read this "
    "folder."
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that has, or should have had, the rules of its folder."""

    name: str
    rule: FolderRule

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(self.name).parent


def folder_rules(
    contents: Contents,
    others: Collection[str],
    default: Verdict,
    problems: list[Problem],
    renamed: Collection[Renamed] = (),
) -> FolderRules:
    """Return the rules of a source's folders; each mistake becomes a problem.

    ``others`` are the source's files that are no documents of it, for which there may be rules, too.
    """
    found = {each.folder: each for each in _one_a_folder(contents)}
    problems += (Problem(each.name, each.rule.closed) for each in found.values() if each.rule.closed)
    problems += (Problem(name, unsupported()) for name in contents if _is_of_no_use(name, contents[name]))
    rules = FolderRules.of({folder: _explained(each) for folder, each in found.items()}, default)
    if not any(each.rule.documents for each in found.values()):
        return rules
    files = _files(contents, others)
    free = [
        name for name in contents if name in files and not is_archive(name) and _leaves_it_to_others(contents[name])
    ]
    closed: dict[str, str] = {}
    for misfit in misfits(rules, files, free, renamed):
        problems.append(Problem(found[misfit.folder].name, misfit.sentence))
        closed |= dict.fromkeys(misfit.meant, f"{found[misfit.folder].name}: {misfit.sentence}")
    return rules.closing(closed)


def kept_renamed(contents: Contents, others: Collection[str], groups: Collection[Renamed]) -> list[Renamed]:
    """Return what may have become of files that rules still look for, to be known in later readings."""
    if not groups:
        return []
    found = {each.folder: each.rule for each in _one_a_folder(contents)}
    is_missed = is_missed_by(FolderRules.of(found, NO_VERDICT), _files(contents, others))
    return still_missed(groups, is_missed, contents)


def _files(contents: Contents, others: Collection[str]) -> dict[str, str]:
    """Return what rules may be for, each with the archive that it lies in, or itself."""
    return {name: archive_of(name, contents) for name in (*contents, *others) if not may_be_rules(name)}


def archive_of(name: str, contents: Contents) -> str:
    """Return the archive that a document lies in, else the document itself; a folder may be named like an archive."""
    above = (str(folder) for folder in PurePosixPath(name).parents)
    return next((file for file in above if is_archive(file) and file in contents), name)


def _one_a_folder(contents: Contents) -> Iterator[_Found]:
    """Yield each folder's rules, closed where there are several files that may hold them."""
    by_folder: dict[PurePosixPath, list[_Found]] = {}
    for name, content in contents.items():
        if rule := _rule_of(name, content, contents):
            each = _Found(name, rule)
            by_folder.setdefault(each.folder, []).append(each)
    for first, *more in by_folder.values():
        if more and not any(each.rule.closed for each in (first, *more)):
            both = f"{first.name} and {more[0].name} are both its rules. Keep one of them. {_UNTIL_MENDED}"
            yield replace(first, rule=FolderRule(None, {}, closed=both))
        else:
            yield next((each for each in (first, *more) if each.rule.closed), first)


def _rule_of(name: str, content: Conversion, contents: Contents) -> FolderRule | None:
    """Return what a file says of its folder; None where it is no rules file at all."""
    if is_rules(name):
        return _parsed(content)
    if not may_be_rules(name):
        is_one = reads_like_rules(content.text) or (bool(content.error) and is_access_in_text(name))
        return FolderRule(None, {}, closed=_MISNAMED) if is_one else None
    beside = is_left_behind(name) and any(is_rules(each) for each in _siblings(name, contents))
    if beside or not (is_misnamed(name) or reads_like_rules(content.text)):
        return None
    return FolderRule(None, {}, closed=_MISNAMED)


def _siblings(name: str, contents: Contents) -> Iterator[str]:
    folder = PurePosixPath(name).parent
    return (each for each in contents if PurePosixPath(each).parent == folder)


def _parsed(content: Conversion) -> FolderRule:
    error = content.error
    try:
        rule = None if error else parse_rule(content.text)
    except AccessRuleInvalid as invalid:
        rule, error = None, str(invalid)
    return rule or FolderRule(None, {}, closed=f"{error} {_UNTIL_MENDED}")


def _explained(found: _Found) -> FolderRule:
    """Return the rule with its file's name in what closes it."""
    closed = found.rule.closed
    return replace(found.rule, closed=f"{found.name}: {closed}") if closed else found.rule


def _is_of_no_use(name: str, content: Conversion) -> bool:
    """Tell a file that was looked into for rules and has none."""
    is_one = is_rules(name) or is_misnamed(name) or reads_like_rules(content.text)
    return may_be_rules(name) and not is_one


def _leaves_it_to_others(content: Conversion) -> bool:
    """Tell whether a document does not say itself who may read it."""
    return content.readers is None and not (content.fault or content.stray or content.error)
