"""Where the versions of an index lie, which one is published, and how that changes without anybody noticing half of it.

CURRENT                              the name of the published version
ROLLED_BACK                          there while the published version is one that was rolled back to
build.lock                           held by the one build that may run
failed/                              the reloads that failed, see `knowledge.index.failed_reloads`
versions/v000003-4f2a9c1be07d/       one version: a LanceDB table, what searches read, documents.json, and
                                     manifest.json, written last; later_rights.json where it was rolled back to
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from knowledge.code_version import LAYOUT
from knowledge.domain import Problem, SourceState
from knowledge.errors import IndexMissing, IndexNotBuilt, VersionUnknown
from knowledge.file_lock import exclusive, is_held
from knowledge.index.documents import DocumentRecord, Documents, pack_records, unpack_records
from knowledge.rights.later import LATER, LaterRights, later_rights, pack_later
from knowledge.rights.readers import admitted_by_both, leaves_fewer

KEPT = 10
"""Versions that stay on disk, the published one among them."""

GRACE = 600
"""Seconds that an older version stays after its successor was published: no answer that began in it takes longer."""

POINTER = "CURRENT"
_LOCK = "build.lock"
_ROLLED_BACK = "ROLLED_BACK"
_MANIFEST = "manifest.json"
_DOCUMENTS = "documents.json"
_VERSIONS = "v[0-9]*"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version says about itself. ``content`` is the digest of its documents and of the code that split them."""

    version: str
    built_at: str
    embedder: str
    content: str
    documents: int
    passages: int
    languages: dict[str, int]
    problems: tuple[Problem, ...]
    sources: tuple[SourceState, ...] = ()
    code: str = ""
    before: str | None = None
    """The version that was published when this one was built."""
    layout: int = 1


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The version that is published again, and the name of the one until then.

    ``restricted`` of its documents may be read by fewer than when it was built: they keep their later, stricter rights.
    """

    manifest: Manifest
    before: str
    restricted: int


def version_folder(path: Path, version: str) -> Path:
    """Return the folder of a version."""
    return path / "versions" / version


def published(path: Path) -> str | None:
    """Return the published version's name, None where nothing was published."""
    try:
        return (path / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def read_manifest(path: Path) -> Manifest:
    """Return the published version's manifest. Raises IndexMissing."""
    version = published(path)
    if version is None:
        raise IndexMissing("No policies have been indexed yet. Run: frontdesk kb build")
    try:
        return _manifest_of(path, version)
    except (FileNotFoundError, json.JSONDecodeError):
        raise IndexMissing(f"The index version {version} is damaged. Run: frontdesk kb build") from None


def versions(path: Path) -> list[Manifest]:
    """Return the manifests of the versions that are kept, newest first."""
    found = []
    for folder in sorted((path / "versions").glob(_VERSIONS), reverse=True):
        try:
            found.append(_manifest_of(path, folder.name))
        except (FileNotFoundError, json.JSONDecodeError):
            continue  # unfinished, or damaged: it cannot be gone back to
    return found


def version_before(path: Path, manifest: Manifest) -> Manifest:
    """Return the kept version that was published before this one. Raises VersionUnknown."""
    older = [one for one in versions(path) if one.version < manifest.version]
    if not older:
        raise VersionUnknown(f"No version before {manifest.version} is kept.")
    return next((one for one in older if one.version == manifest.before), older[0])


def named_version(path: Path, name: str) -> Manifest:
    """Return a kept version by its name or the beginning of it. Raises VersionUnknown."""
    kept = versions(path)
    matching = [one for one in kept if one.version.startswith(name)] if name else []
    if len(matching) != 1:
        names = ", ".join(one.version for one in kept)
        raise VersionUnknown(f"There is no version “{name}”. Kept are {names}.")
    return matching[0]


def documents_of(path: Path, version: str) -> dict[str, DocumentRecord]:
    """Return what a version holds by document; nothing where it was built before that was written down."""
    try:
        text = (version_folder(path, version) / _DOCUMENTS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return unpack_records(text)


def documents_in_force(path: Path, version: str) -> dict[str, DocumentRecord]:
    """Return what a version holds by document, each with the readers that the later rights leave it, too."""
    later = later_rights(version_folder(path, version))
    return {
        name: replace(record, readers=admitted_by_both(record.readers, later[name])) if name in later else record
        for name, record in documents_of(path, version).items()
    }


def new_version(path: Path, content: str) -> str:
    """Make the folder of the next version and return its name; what a killed build left behind is removed."""
    folder = path / "versions"
    folder.mkdir(parents=True, exist_ok=True)
    for unfinished in folder.glob(_VERSIONS):
        if not (unfinished / _MANIFEST).exists():
            shutil.rmtree(unfinished)
    last = max((int(one.name[1:7]) for one in folder.glob(_VERSIONS)), default=0)
    version = f"v{last + 1:06d}-{content[:12]}"
    version_folder(path, version).mkdir()
    return version


def publish(path: Path, manifest: Manifest, documents: Iterable[DocumentRecord]) -> None:
    """Put the version on disk for good, and let the pointer name it in one step."""
    folder = version_folder(path, manifest.version)
    (folder / _DOCUMENTS).write_text(pack_records(documents), encoding="utf-8")
    (folder / _MANIFEST).write_text(_text(manifest), encoding="utf-8")
    for here, _, files in os.walk(folder):
        for name in (*files, "."):
            _sync(Path(here) / name)
    _sync(folder.parent)
    (path / _ROLLED_BACK).unlink(missing_ok=True)
    _point(path, manifest.version)


def refresh(path: Path, manifest: Manifest) -> None:
    """Write down anew what the published version's sources and problems are; its documents are the same.

    Where it was rolled back to, it is published anew, too: its documents' rights are those that were read just now.
    """
    folder = version_folder(path, manifest.version)
    replace_file(folder / _MANIFEST, _text(manifest))
    if is_rolled_back(path):
        (folder / LATER).unlink(missing_ok=True)
        _point(path, manifest.version)
        (path / _ROLLED_BACK).unlink()


def roll_back(path: Path, name: str | None, waiting: Callable[[], None]) -> RolledBack:
    """Publish a kept version again; None is the one before.

    No document is opened by it: whom later versions let read one no longer may not read it in this one either.
    Reloads by schedule rest until somebody reloads: they would only bring back what was rolled back.
    Raises IndexMissing, VersionUnknown, or IndexNotBuilt where nothing can be written.
    """
    with only_build(path, waiting):
        current = read_manifest(path)
        manifest = version_before(path, current) if name is None else named_version(path, name)
        if manifest.version == current.version:
            raise VersionUnknown(f"{current.version} is the published version already.")
        if manifest.embedder != current.embedder:
            raise VersionUnknown(f"{manifest.version} was built with another embedder, {manifest.embedder}.")
        if manifest.layout != LAYOUT:
            raise VersionUnknown(
                f"{manifest.version} was built by another release of Frontdesk, and cannot be searched."
            )
        documents = documents_of(path, manifest.version)
        later = _stricter(documents, _rights_since(path, manifest.version, current.version))
        replace_file(
            version_folder(path, manifest.version) / LATER, pack_later(later)
        )  # before anybody reads the version
        replace_file(path / _ROLLED_BACK, current.version)
        _point(path, manifest.version)
    return RolledBack(manifest, current.version, len(later.keys() & documents.keys()))


def is_rolled_back(path: Path) -> bool:
    """Tell whether the published version was rolled back to, and nothing was published since."""
    return (path / _ROLLED_BACK).exists()


def prune(path: Path, kept: int = KEPT) -> None:
    """Remove what is older than the newest ``kept`` versions and was succeeded more than `GRACE` seconds ago.

    The published version and the one before it always stay.
    """
    current = read_manifest(path)
    names = sorted(folder.name for folder in (path / "versions").glob(_VERSIONS))
    staying = {current.version, current.before, *names[-kept:]}
    for name in names:
        folder = version_folder(path, name)
        if name not in staying and time.time() - folder.stat().st_mtime > GRACE:
            (folder / _MANIFEST).unlink(missing_ok=True)  # first, so that half a version is nobody's
            shutil.rmtree(folder)


@contextmanager
def only_build(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of builds; call ``waiting`` once where another build holds it. A killed build lets go of it.

    Raises IndexNotBuilt where nothing can be written.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(path / _LOCK, waiting))
        except OSError as error:
            raise IndexNotBuilt(
                f"The index folder {path} cannot be written ({error.strerror}), so nothing was changed; what was "
                "published still serves. Make it writable, or name another folder in FRONTDESK_DATA_DIR."
            ) from error
        yield


def is_building(path: Path) -> bool:
    """Tell whether a build is running."""
    return is_held(path / _LOCK)


def _rights_since(path: Path, version: str, current: str) -> dict[str, tuple[str, ...]]:
    """Return whom the published version lets read each document, or where it has it no more, the last that had it.

    Among the versions built since ``version``; the published one's own later rights speak of others, too.
    """
    between = [one.version for one in reversed(versions(path)) if version < one.version < current]
    built = {name: record.readers for one in between for name, record in documents_of(path, one).items()}
    in_force = {name: record.readers for name, record in documents_in_force(path, current).items()}
    return built | later_rights(version_folder(path, current)) | in_force


def _stricter(documents: Documents, rights: LaterRights) -> dict[str, tuple[str, ...]]:
    """Return those of the rights that leave a document fewer readers, or are of a document that is not among these."""
    return {
        name: readers
        for name, readers in rights.items()
        if name not in documents or leaves_fewer(documents[name].readers, readers)
    }


def _point(path: Path, version: str) -> None:
    """Swap the pointer; the version that it named is touched, because its time of grace begins."""
    before = published(path)
    replace_file(path / POINTER, version)
    if before and version_folder(path, before).exists():
        os.utime(version_folder(path, before))


def _manifest_of(path: Path, version: str) -> Manifest:
    content = json.loads((version_folder(path, version) / _MANIFEST).read_text(encoding="utf-8"))
    problems = tuple(Problem(**problem) for problem in content["problems"])
    sources = tuple(SourceState(**source) for source in content.get("sources", ()))
    return Manifest(**{**content, "problems": problems, "sources": sources})


def _text(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1)


def replace_file(file: Path, text: str) -> None:
    """Write a file so that whoever reads it finds the old content or the new."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    _sync(fresh)
    fresh.replace(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
