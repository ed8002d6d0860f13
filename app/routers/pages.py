"""The app's page and its files."""

import re
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from app.errors import NotFound

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_NAME: Final = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_LONGEST_NAME: Final = 200
_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def static_folder() -> Path:
    """Where the page's files are, in a checkout or in an installed wheel."""
    beside = _PACKAGE.parent / "static"
    return beside if beside.is_dir() else _PACKAGE / "_static"


def pages_router(static_dir: Path) -> APIRouter:
    """Serve ``index.html`` at ``/`` and the files of ``static_dir`` below ``/static/``; nothing outside of it."""
    router = APIRouter(include_in_schema=False)
    folder = static_dir.resolve()

    @router.api_route("/", methods=["GET", "HEAD"])
    async def index(request: Request) -> Response:
        return _answer(request, _find(folder, "index.html"))

    @router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
    async def static(request: Request, name: str) -> Response:
        return _answer(request, _find(folder, name))

    return router


def _find(folder: Path, name: str) -> Path:
    """The file of this name; hidden files, unknown kinds and links that lead out do not exist. Raises NotFound."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise NotFound
    path = (folder / name).resolve()
    if path.suffix not in _TYPES or not path.is_relative_to(folder) or not path.is_file():
        raise NotFound
    return path


def _answer(request: Request, path: Path) -> Response:
    """The file, or 304 to whoever has it already. A name stays while its content changes, so browsers always ask."""
    found = path.stat()
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    headers = {"Cache-Control": "no-cache", "ETag": etag}
    known = (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(","))
    if etag in known:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers, stat_result=found)
