"""The addresses outside the Web API that apps use: upload URLs, file downloads, response URLs."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import File
from ops.sandbox.requests import read_json
from ops.sandbox.web_api.files import MOST_BYTES


class AppEndpoints:
    """What apps call besides /api/."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/response/{app}/{secret}", self.respond, methods=["POST"]),
            Route("/upload/{file}/{name}", self.upload, methods=["POST", "PUT"]),
            Route("/archives/{channel}/{message}", self.open_message, methods=["GET"]),
            Route("/files-pri/{file}/{name}", self.download, methods=["GET"]),
            Route("/files-tmb/{file}/{name}", self.subtitles, methods=["GET"]),
            Route("/files/{user}/{file}/{name}", self.open_file, methods=["GET"]),
        ]

    async def respond(self, request: Request) -> Response:
        """Take an answer through a response URL."""
        try:
            self._sandbox.response_urls.use(request.path_params["secret"], await read_json(request))
        except SlackError as error:
            status = 404 if error.code.endswith("_url") else 400
            return JSONResponse(error.to_json(), status_code=status)
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file: as the body itself or as one part of a form."""
        file = self._sandbox.workspace.files.get(request.path_params["file"])
        if file is None or file.complete:
            return PlainTextResponse("The upload URL is not valid.", status_code=404)
        content = await _bytes(request)
        if len(content) != file.size:
            return PlainTextResponse(f"Expected {file.size} bytes, got {len(content)}.", status_code=400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def open_message(self, request: Request) -> Response:
        """Open a message's permalink on the page, with its thread if it is a reply."""
        place = {"channel": request.path_params["channel"]}
        if thread := request.query_params.get("thread_ts"):
            place["thread"] = thread
        return RedirectResponse(f"/?{urlencode(place)}")

    async def download(self, request: Request) -> Response:
        """Serve a file to an app whose token may read it; as at Slack, everybody else is led to a page to sign in."""
        file = self._readable(request)
        if isinstance(file, Response):
            return file
        headers = {"Content-Disposition": "attachment"}
        return Response(file.content, media_type=file.mimetype, headers=headers)

    async def subtitles(self, request: Request) -> Response:
        """Serve what is said in a clip, as WebVTT."""
        file = self._readable(request)
        return file if isinstance(file, Response) else Response(file.subtitles or "", media_type="text/vtt")

    async def open_file(self, request: Request) -> Response:
        """Open a file's permalink."""
        return RedirectResponse(f"/client/files/{request.path_params['file']}")

    def _readable(self, request: Request) -> File | Response:
        """Return a file that the app whose token comes with the request may read, or what it gets instead."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        workspace = self._sandbox.workspace
        app = next((app for app in workspace.apps.values() if token and token == app.bot_token), None)
        file = workspace.files.get(request.path_params["file"])
        if app is None or "files:read" not in app.scopes:
            return RedirectResponse(f"/?{urlencode({'redir': request.url.path})}", status_code=302)
        if file is None or file.content is None or not workspace.may_read(app, file):
            return PlainTextResponse("There is no such file.", status_code=404)
        return file


async def _bytes(request: Request) -> bytes:
    if "multipart/form-data" not in request.headers.get("content-type", ""):
        return await request.body()
    async with request.form(max_files=1, max_part_size=MOST_BYTES) as form:
        for part in form.values():
            return part.encode() if isinstance(part, str) else await part.read(MOST_BYTES + 1)
    return b""
