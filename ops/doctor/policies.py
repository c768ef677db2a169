"""The models and the index."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.errors import FrontdeskError
from ops.doctor.findings import Finding, bad, good, notice
from ops.settings import StackSettings
from ops.stack.missing import index_missing, models_missing

_OTHER = "is of other documents, rights or links, of another embedder ({embedder}), or of another release of Frontdesk"


def models() -> Iterator[Finding]:
    """Whether the models are there and whole; one that is named by the user is fetched from the hub when first used."""
    settings = StackSettings.read()
    for kind, name in (("generator", settings.generator_model), ("embedder", settings.embedder_model)):
        if name:
            yield notice("models", f"{kind}: {name}, loaded from its folder or from the hub")
    if models_missing(settings):
        yield bad("models", f"not complete in {settings.models_dir}", "frontdesk models prepare")
    else:
        yield good("models", f"complete in {settings.models_dir}")


def index() -> Iterator[Finding]:
    """Whether an index is published, by this embedder, and of this folder's documents."""
    from knowledge.index import index_status

    settings = StackSettings.read()
    try:
        status = index_status(settings.index_dir)
    except FrontdeskError as error:
        yield bad("index", str(error), "frontdesk kb build")
        return
    if index_missing(settings):
        yield bad("index", _OTHER.format(embedder=status.embedder), "frontdesk kb build")
        return
    yield good("index", f"{status.version}: {status.documents} documents, {status.passages} passages")
    for problem in status.problems:
        yield notice("index", f"{problem.document}: {problem.reason}")
