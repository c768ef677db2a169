"""The company's document server, as far as a laptop needs one: citations open the policy at its heading.

Every format is shown as the Markdown that Frontdesk reads of it. The page says by a cookie whom the visitor acts as;
the documents' own rules decide, and what somebody may not read looks like what is not there.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from knowledge.domain import EVERYONE, PUBLIC, Document
from knowledge.errors import DocumentUnreadable
from knowledge.rights.readers import may_read
from knowledge.sources.links import slug
from ops.sandbox.workspace import Workspace

COOKIE = "persona"
"""Whom the visitor acts as: a user id, set by the page."""

_PAGE = Template("""<!doctype html>
<html lang="$language"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$title</title>
<link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/document.css">
<header><b>$company</b><span>$path</span></header><main>$body</main></html>
""")


class Intranet:
    """Shows the documents of a folder to whoever may read them."""

    def __init__(self, folder: Path, default_readers: frozenset[str], workspace: Workspace) -> None:
        self._folder = folder
        self._default_readers = default_readers
        self._workspace = workspace
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [Route("/policies/{name:path}", self.show, methods=["GET"])]

    def show(self, request: Request) -> Response:
        """Show one document. Starlette calls this in a thread, as it reads files."""
        try:
            document = self._read(request.path_params["name"])
        except DocumentUnreadable as error:
            return PlainTextResponse(str(error), status_code=422)
        if document is None or not may_read(document.readers, self._principals(request)):
            return PlainTextResponse("There is no such document, or you may not read it.", status_code=404)
        return HTMLResponse(self._page(document))

    def _read(self, name: str) -> Document | None:
        from knowledge.sources.folder import FolderSource  # noqa: PLC0415 - the converters take 100 MB

        return FolderSource(self._folder, self._default_readers).read_one(name)

    def _principals(self, request: Request) -> frozenset[str]:
        user = self._workspace.users.get(request.cookies.get(COOKIE, ""))
        if user is None or user.is_restricted or user.is_ultra_restricted:
            return frozenset({PUBLIC})
        groups = (f"group:{group.handle}" for group in self._workspace.groups_of(user.id))
        return frozenset({PUBLIC, EVERYONE, f"user:{user.id}", *groups})

    def _page(self, document: Document) -> str:
        tokens = self._markdown.parse(document.text)
        for heading, content in pairwise(tokens):
            if heading.type == "heading_open":
                heading.attrSet("id", slug(_words(content)))
        return _PAGE.substitute(
            language=document.language,
            title=escape(document.title),
            company=escape(self._workspace.team.name),
            path=escape(document.id),
            body=self._markdown.renderer.render(tokens, self._markdown.options, {}),
        )


def _words(heading: Token) -> str:
    return "".join(child.content for child in heading.children or ())
