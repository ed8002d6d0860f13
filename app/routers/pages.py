"""The two pages of the front end and their files, as the build in ``frontend/`` left them in ``static/``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from os import stat_result
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from app.errors import NotFound
from app.telemetry import get_logger

log = get_logger(__name__)

APP: Final = "index.html"
ADMIN: Final = "admin.html"

PAGES: Final[Mapping[str, str]] = {
    "/": APP,
    "/signals": APP,
    "/signals/{rest:path}": APP,
    "/models": APP,
    "/models/{rest:path}": APP,
    "/results": APP,
    "/me": APP,
    "/me/{rest:path}": APP,
    "/admin": ADMIN,
    "/admin/{rest:path}": ADMIN,
}
"""The paths that people open; which screen it is, the page finds out by itself."""

NOT_BUILT: Final = "The pages are not built yet. Run `make setup`, then load this again.\n"

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_NAME: Final = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_LONGEST_NAME: Final = 200
_HASHED: Final = "assets"
"""The build names the files in here after their content, so that a name never gets another one."""

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

_CODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""What the build has compressed already, the better one first, and how such a file's name ends."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to send a file: as it is, or compressed."""

    path: Path
    found: stat_result
    coding: str | None = None

    @property
    def etag(self) -> str:
        digest = _digest(self.path, self.found.st_mtime_ns, self.found.st_size)
        return f'"{digest}-{self.coding}"' if self.coding else f'"{digest}"'


def static_folder() -> Path:
    """Where the pages' files are, in a checkout or in an installed wheel."""
    beside = _PACKAGE.parent / "static"
    return beside if beside.is_dir() else _PACKAGE / "_static"


def pages_router(static_dir: Path) -> APIRouter:
    """Serve the pages and, below ``/static/``, the files of ``static_dir``; nothing outside of it."""
    router = APIRouter(include_in_schema=False)
    folder = static_dir.resolve()
    if not (folder / APP).is_file():
        log.warning("the pages are not built: run `make setup`", folder=str(folder))

    async def app_page(request: Request) -> Response:
        return _page(request, folder, APP)

    async def admin_page(request: Request) -> Response:
        return _page(request, folder, ADMIN)

    for path, name in PAGES.items():
        router.add_api_route(path, app_page if name == APP else admin_page, methods=["GET", "HEAD"])

    @router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
    async def static(request: Request, name: str) -> Response:
        caching = "public, max-age=31536000, immutable" if name.startswith(f"{_HASHED}/") else "no-cache"
        return _answer(request, _find(folder, name), caching)

    return router


def _page(request: Request, folder: Path, name: str) -> Response:
    """A page, always asked for: one that is out of date names files which are gone."""
    try:
        return _answer(request, _find(folder, name), "no-cache")
    except NotFound:
        return PlainTextResponse(NOT_BUILT, 503, headers={"Cache-Control": "no-store"})


def _find(folder: Path, name: str) -> Path:
    """The file of this name; hidden files, unknown kinds and links that lead out do not exist. Raises NotFound."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise NotFound
    path = (folder / name).resolve()
    if path.suffix not in _TYPES or not path.is_relative_to(folder) or not path.is_file():
        raise NotFound
    return path


def _answer(request: Request, path: Path, caching: str) -> Response:
    """The file in the best way that the browser takes, or 304 to whoever has that already."""
    variant = _choose(path, ",".join(request.headers.getlist("accept-encoding")))
    headers = {"Cache-Control": caching, "ETag": variant.etag, "Vary": "Accept-Encoding"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if variant.etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if variant.coding:
        headers["Content-Encoding"] = variant.coding
    return FileResponse(variant.path, media_type=_TYPES[path.suffix], headers=headers, stat_result=variant.found)


def _choose(path: Path, accepted: str) -> _Variant:
    """Of the variants that exist the one with the highest weight, on a tie the smaller one."""
    weights = _weights(accepted)
    plain = _Variant(path, path.stat())
    best, weight = plain, weights.get("identity", 0.0)
    for coding, ending in reversed(_CODINGS.items()):
        offered = weights.get(coding, weights.get("*", 0.0))
        compressed = path.with_name(path.name + ending)
        if offered > 0 and offered >= weight and compressed.is_file():
            best, weight = _Variant(compressed, compressed.stat(), coding), offered
    return best


def _weights(accepted: str) -> dict[str, float]:
    """Weights by coding (RFC 9110, 12.5.3); what cannot be read is not wanted."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, _, parameter = part.partition(";")
        name, _, value = parameter.partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weight = 0.0
        weights[coding.strip().replace("x-gzip", "gzip")] = weight
    return weights


@lru_cache(maxsize=512)
def _digest(path: Path, _changed: int, _size: int) -> str:
    """Of the content and not of the times, which differ between machines and are alike in reproducible images."""
    return sha256(path.read_bytes()).hexdigest()[:20]
