"""The files of the page: uploaded with a message or for a form's field, and served to whoever looks at them."""

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ops.sandbox.acting import Acting
from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.requests import open_place, person, thread_of
from ops.sandbox.shapes import file_json
from ops.sandbox.web_api.files import MOST_BYTES

MOST_FILES = 10  # of one message
# Only these are shown by the browser itself; everything else is downloaded.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
Uploaded = tuple[str, bytes]


class ClientFiles:
    """Takes files from the page and gives them back."""

    def __init__(self, sandbox: Sandbox, acting: Acting) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace
        self._acting = acting

    def routes(self) -> list[Route]:
        """Return the routes below /client/."""
        return [
            Route("/client/upload", self.upload, methods=["POST"]),
            Route("/client/keep", self.keep, methods=["POST"]),
            Route("/client/files/{file}", self.file, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """Post one message with files, and a text if there is one."""
        try:
            fields, uploaded = await _uploaded(request)
            return JSONResponse({"ok": True, **self._post(fields, uploaded)})
        except SlackError as error:
            return JSONResponse(error.to_json())

    def _post(self, fields: Json, uploaded: list[Uploaded]) -> Json:
        user = person(self._workspace, fields)
        channel = open_place(self._workspace, fields, user)
        thread_ts = thread_of(self._workspace, channel, fields)
        thread_ts = thread_ts or self._sandbox.assistants.chat_in(channel, user.id)
        files = [self._acting.keep_file(user, name, content) for name, content in uploaded]
        text = str(fields.get("text") or "")
        message = self._sandbox.posting.typed(user.id, channel.id, text, thread_ts, files)
        return {"event_ids": self._sandbox.posting.post(message), "ts": message.ts}

    async def keep(self, request: Request) -> Response:
        """Keep one file that a form's field will name; return it as Slack describes files."""
        try:
            fields, ((name, content), *_) = await _uploaded(request)
            kept = self._acting.keep_file(person(self._workspace, fields), name, content)
        except SlackError as error:
            return JSONResponse(error.to_json())
        return JSONResponse({"ok": True, "file": file_json(kept, self._sandbox.base_url)})

    async def file(self, request: Request) -> Response:
        """Serve a file's bytes to the page."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or file.content is None:
            return JSONResponse({"ok": False, "error": "file_not_found"}, status_code=404)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if file.mimetype in INLINE_TYPES:
            return Response(file.content, media_type=file.mimetype, headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(file.content, media_type="application/octet-stream", headers=headers)


async def _uploaded(request: Request) -> tuple[Json, list[Uploaded]]:
    """Return the fields of an upload form, and the names and the bytes of its files."""
    async with request.form(max_files=MOST_FILES, max_part_size=MOST_BYTES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        files = [file for file in form.getlist("file") if isinstance(file, UploadFile)]
        uploaded = [(file.filename or "file", await file.read(MOST_BYTES + 1)) for file in files]
    if not uploaded:
        raise SlackError("no_file_data")
    if any(len(content) > MOST_BYTES for _, content in uploaded):
        raise SlackError("file_upload_size_restricted")
    return fields, uploaded
