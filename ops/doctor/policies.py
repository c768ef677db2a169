"""The models and the index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from knowledge.errors import FrontdeskError
from ops.doctor.findings import Finding, bad, good, notice
from ops.settings import StackSettings
from ops.stack.missing import index_missing, models_missing

_OTHER = "is of other documents, rights or links, of another embedder ({embedder}), or of another release of Frontdesk"


def models() -> Iterator[Finding]:
    """Whether the models are there and whole; one that is named by the user is fetched from the hub when first used."""
    settings = StackSettings.read()
    if settings.generator == "openai":
        yield from _server(settings)
    if settings.generator == "openvino":
        yield _openvino()
    own = settings.generator_model if settings.generator in {"transformers", "openvino"} else ""
    for kind, name in (("generator", own), ("embedder", settings.embedder_model)):
        if name:
            yield notice("models", f"{kind}: {name}, loaded from its folder or from the hub")
    if models_missing(settings):
        yield bad("models", f"not complete in {settings.models_dir}", "frontdesk models prepare")
    else:
        yield good("models", f"complete in {settings.models_dir}")


def judging() -> Iterator[Finding]:
    """Whether the embedder has a tuned form and a reader, and a fit of its own that says how sure one may be."""
    from knowledge.answer.confidence import fit_for
    from workers.backends.adapter import READER, read_adapter

    settings = StackSettings.read()
    folder, reader_folder = settings.adapter_folder, settings.reader_folder
    try:
        adapter = read_adapter(folder) if folder else None
        reader = read_adapter(reader_folder, READER) if reader_folder else None
        plain = adapter.made_for if adapter else settings.embedder_model
        name = adapter.named(plain) if adapter else plain
        judge = reader.named(name) if reader else name
        fitted = bool(settings.fit) or bool(fit_for(judge).made_for)
    except FrontdeskError as error:
        yield bad("judging", str(error), "frontdesk train embedder or train reader, or leave the setting out")
        return
    if reader and plain and Path(plain).name not in {reader.made_for, reader.made_for.partition("@")[0]}:
        yield bad(
            "judging", f"the reader's weights were made for {reader.made_for}, and this is {plain}", READER.remedy
        )
    elif fitted:
        yield good("judging", f"{judge} knows what answers, and has a fit of its own")
    else:
        without = f"{judge or 'the embedder without its tuned form'} has no fit of its own"
        yield notice("judging", f"{without}: a safe one is used, which declines more", "frontdesk train ranker")


def checking() -> Iterator[Finding]:
    """Whether something can check what a model says in its own words."""
    from knowledge.answer.support_fit import support_fit_for
    from workers.backends.adapter import ENTAILMENT, read_adapter

    settings = StackSettings.read()
    if settings.entailment_model:
        yield notice("checking", f"by {settings.entailment_model}, loaded from its folder or from the hub")
        return
    if settings.checker_folder is None:
        remedy = "leave FRONTDESK_CHECKER out, or set FRONTDESK_ENTAILMENT_MODEL"
        yield notice("checking", "only what repeats the policies is shown of what a model says", remedy)
        return
    try:
        checker = read_adapter(settings.checker_folder, ENTAILMENT)
    except FrontdeskError as error:
        yield bad("checking", str(error), "frontdesk train checker, or leave the setting out")
        return
    named = checker.named(checker.made_for)
    own = "has a fit of its own" if support_fit_for(named) else "goes by its own number, as no fit ships for it"
    yield good("checking", f"{named} {own}")


def intents() -> Iterator[Finding]:
    """Whether what tells questions from small talk and orders is fitted to the embedder."""
    from knowledge.question.intents import SHIPPED, read_fitted
    from knowledge.training.intent_examples import digest_of_examples

    settings = StackSettings.read()
    if settings.embedder_model:
        yield good("intents", f"the worker fits them to {settings.embedder_model} when it starts, once")
        return
    try:
        fitted = read_fitted(SHIPPED, digest_of_examples())
    except FrontdeskError as error:
        yield notice("intents", str(error))
    else:
        yield good("intents", f"fitted to {fitted.made_for}")


def _server(settings: StackSettings) -> Iterator[Finding]:
    """The OpenAI-compatible server: reachable, with this key, and with the model."""
    from workers.backends.openai_generator import OpenAIGenerator

    server, model = settings.openai_base_url, settings.generator_model
    with closing(OpenAIGenerator.from_settings(model, settings)) as generator:
        try:
            known = generator.check()
        except FrontdeskError as error:
            yield bad("model server", str(error), "start it, or correct its settings; until then answers are quotes")
            return
    if model in known:
        yield good("model server", f"{server} answers and has {model}")
    else:
        some = ", ".join(known[:5]) or "none"
        yield bad("model server", f"{server} has no {model}, but {some}", "correct FRONTDESK_GENERATOR_MODEL")


def _openvino() -> Finding:
    """Whether the extra is installed."""
    from workers.models.openvino_folder import require_openvino

    try:
        require_openvino()
    except FrontdeskError as error:
        return bad("OpenVINO", str(error), "pip install 'frontdesk[cpu]', or FRONTDESK_GENERATOR=transformers")
    return good("OpenVINO", "installed")


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
