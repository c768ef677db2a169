"""Takes the pictures of `ops/docs/surfaces.md` from the whole product: `make pictures`, or some surfaces by name.

Exit status 1 and their names where surfaces could not be shown; their old pictures stay.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests.journeys.slack import Workspace
from tests.journeys.stack import ROOT, RunningFrontdesk
from tests.ops.sandbox.browsing import CHROMIUM, FLAGS
from tests.pictures.camera import DESKTOP, morning_zone, take
from tests.pictures.pages import write_pages
from tests.pictures.surface import LANGUAGES, Surface
from tests.pictures.surfaces import SURFACES
from tests.pictures.visit import Visit
from workers.models import prepare_models

DESK: Final = Path(tempfile.gettempdir()) / "frontdesk-pictures"
"""Where it runs. Always the same, for `/kb status` shows it."""
PATIENCE_MS: Final = 12_000
LOCALES: Final = {"en": "en-GB", "zh": "zh-CN"}


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures of the named surfaces, or of all."""
    wanted = _parse(arguments)
    shutil.rmtree(DESK, ignore_errors=True)
    DESK.mkdir()
    with _running(DESK) as stack:
        missing = list(_photographed(stack, wanted.surfaces, wanted.language))
    shutil.rmtree(DESK)
    write_pages()
    for name, why in missing:
        print(f"NOT SHOWN  {name}: {why}")
    print(f"{len(missing)} not shown of {len(wanted.surfaces) * len(wanted.language)}")
    return 1 if missing else 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    known = {surface.name: surface for surface in SURFACES}
    parser.add_argument("names", nargs="*", metavar="SURFACE", help=", ".join(known))
    parser.add_argument("--language", action="append", choices=LANGUAGES, help="only this one")
    wanted = parser.parse_args(arguments)
    if unknown := [name for name in wanted.names if name not in known]:
        parser.error(f"There is no surface {', '.join(unknown)}. There are: {', '.join(known)}")
    wanted.surfaces = [known[name] for name in wanted.names or known]
    wanted.language = wanted.language or LANGUAGES
    return wanted


@contextmanager
def _running(folder: Path) -> Iterator[RunningFrontdesk]:
    """Start the whole product, with the models and the index that `make run` keeps where there are some."""
    kept = Path(os.environ.get("FRONTDESK_DATA_DIR", ROOT / ".frontdesk"))
    models = prepare_models(kept / "models", progress=lambda stage, _fraction: print(stage))
    index = kept / "index"
    with RunningFrontdesk(folder, models.generator.parent, index=index if index.is_dir() else None) as stack:
        yield stack


def _photographed(stack: RunningFrontdesk, surfaces: list[Surface], languages: list[str]) -> Iterator[tuple[str, str]]:
    """Take each picture; yield the surfaces that could not be shown, and why not."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, Workspace(stack) as workspace:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for surface in surfaces:
            for language in languages:
                why = _failure(browser, workspace, surface, language)
                print(f"{'missing' if why else 'taken':8} {surface.name}-{language}", flush=True)
                if why:
                    yield f"{surface.name}-{language}", why
        browser.close()


def _failure(browser: Browser, workspace: Workspace, surface: Surface, language: str) -> str:
    """Photograph a surface in a company where nothing was said yet; return why it could not be shown."""
    _begin(workspace)
    try:
        _photograph(browser, workspace, surface, language)
    except (AssertionError, Error) as error:
        return str(error).strip().splitlines()[0]
    finally:
        workspace.clear_faults()
    return ""


def _begin(workspace: Workspace) -> None:
    workspace.wait_until_quiet()
    workspace.control("reset")
    workspace.be_patient()
    workspace.stack.allow_streaming()


def _photograph(browser: Browser, workspace: Workspace, surface: Surface, language: str) -> None:
    person = surface.people[language]
    zone, locale = morning_zone(), LOCALES[language]
    with browser.new_context(
        base_url=workspace.stack.url, viewport=DESKTOP, timezone_id=zone, locale=locale, reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(context.new_page(), workspace, language, person)
        with visit.until_taken:
            surface.show(visit)
            visit.rest()
            take(visit, surface.of, surface.picture(language, ""), surface.picture(language, "-phone"))


if __name__ == "__main__":
    sys.exit(main())
