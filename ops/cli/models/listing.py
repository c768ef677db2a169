"""``frontdesk models list``: well-known chat models, and which of them fit here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ops.cli.console import err, out

_WIDE: Final = 172
"""Columns of the table where no terminal says how many it has."""

if TYPE_CHECKING:
    from workers.models.catalogue import ChatModel
    from workers.models.fetching import Fetched
    from workers.models.machine import Machine


def listing(
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the list here instead.")] = None,
) -> None:
    """List well-known chat models with open weights: licence, languages, size, and whether each fits here.

    Any other model of a hub may be fetched, too.
    """
    from knowledge.evaluation.files import write_text
    from workers.models.catalogue import read_catalogue
    from workers.models.fetching import fetched
    from workers.models.machine import this_machine
    from workers.settings import WorkerSettings

    machine = this_machine()
    here = fetched(WorkerSettings.read().models_dir.absolute())
    rows = rows_of(read_catalogue(), machine, here)
    if as_json:
        content = {"free_gb": round(machine.free_gb, 1), "cards": [card.name for card in machine.cards], "models": rows}
        write_text(as_json, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    else:
        show(rows, machine)


def rows_of(listed: Sequence[ChatModel], machine: Machine, here: Sequence[Fetched]) -> list[dict[str, Any]]:
    """What is said of each model that is listed, and of those that are here without being listed."""
    known = {model.id for model in listed}
    models = [*listed, *(_of_its_files(each) for each in here if each.id not in known)]
    paths = {each.id: str(each.path) for each in here}
    return [
        {
            "id": model.id,
            "licence": model.licence,
            "languages": list(model.languages),
            "gb": model.gigabytes,
            "context": model.context,
            "fits": machine.best(model.billions),
            "why_not": "" if machine.best(model.billions) else machine.why_not(model.billions),
            "fetched": paths.get(model.id, ""),
            "note": model.note,
        }
        for model in models
    ]


def _of_its_files(model: Fetched) -> ChatModel:
    """What its files and its name say of a model that no list knows."""
    from workers.backends.model_profiles import profile_of
    from workers.models.catalogue import ChatModel
    from workers.models.fetching import billions_in

    profile = profile_of(model.path.name)
    languages = tuple(sorted(profile.languages))
    return ChatModel(model.id, model.licence, languages, billions_in(model.path), profile.context)


def show(rows: Sequence[dict[str, Any]], machine: Machine) -> None:
    """Print the table, which has what does not fit, too."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=None if out.is_terminal else _WIDE)
    for name in ("model", "licence", "languages"):
        table.add_column(name, overflow="fold")
    for name in ("GB: bf16", "int8", "int4", "context"):
        table.add_column(name, justify="right")
    table.add_column("fits here", overflow="fold")
    for row in rows:
        fits = f"yes, in {row['fits']}" if row["fits"] else f"no: {row['why_not']}"
        name = f"{row['id']} (fetched)" if row["fetched"] else row["id"]
        sizes = (f"{size:.1f}" for size in row["gb"].values())
        table.add_row(name, escape(row["licence"]), ", ".join(row["languages"]), *sizes, f"{row['context']:,}", fits)
    out.print(table, crop=False)
    for row in rows:
        if row["note"]:
            err.print(f"{row['id']}: {row['note']}.", highlight=False)
    where = ", ".join(f"{card.name} with {card.free_gb:.1f} GB free" for card in machine.cards)
    err.print(
        f"This machine: {where or f'no NVIDIA GPU; {machine.memory_gb:.1f} GB of memory free'}. int8 and int4 are for "
        "NVIDIA GPUs (FRONTDESK_GENERATOR_PRECISION). To get one: frontdesk models fetch MODEL --use",
        highlight=False,
    )
