"""Interactive API documentation, served by us, so that it works offline and under the strict policy."""

from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.errors import NotFound

_PACKAGE: Final = "fastapi_swagger"
_FILES: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}

_INIT: Final = """"use strict";
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
"""

_FRAME: Final = "body { margin: 0; background: #fff }\n"

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Forex Signals API</title>
<link rel="icon" href="{favicon-32x32.png}">
<link rel="stylesheet" href="{swagger-ui.css}">
<link rel="stylesheet" href="{frame.css}">
</head>
<body>
<div id="docs"></div>
<noscript>The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="{swagger-ui-bundle.js}"></script>
<script src="{init.js}"></script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class _Asset:
    """A file of the page. ``digest`` stands in its address, so that a browser may keep it for ever."""

    content: bytes
    media_type: str
    digest: str


def _asset(content: bytes, media_type: str) -> _Asset:
    return _Asset(content, media_type, sha256(content).hexdigest()[:16])


def _load_assets() -> dict[str, _Asset]:
    """The files of the installed package and our own two. Raises ModuleNotFoundError or FileNotFoundError."""
    folder = resources.files(_PACKAGE) / "resources"
    assets = {name: _asset((folder / name).read_bytes(), media_type) for name, media_type in _FILES.items()}
    return assets | {
        "init.js": _asset(_INIT.encode(), "text/javascript"),
        "frame.css": _asset(_FRAME.encode(), "text/css"),
    }


def _page(assets: dict[str, _Asset]) -> str:
    page = _PAGE
    for name, asset in assets.items():
        page = page.replace(f"{{{name}}}", f"/docs/assets/{name}?v={asset.digest}")
    return page


def docs_router() -> APIRouter:
    """The document, its page and the page's assets. Authorize takes a token, which lives as long as the page."""
    router = APIRouter(include_in_schema=False)
    assets = _load_assets()
    html = _page(assets)
    written = b""

    @router.get("/openapi.json")
    async def document(request: Request) -> Response:
        nonlocal written  # once: anybody may ask, and writing it takes as long as a hundred other answers
        written = written or bytes(JSONResponse(request.app.openapi()).body)
        return Response(written, media_type="application/json")

    @router.get("/docs")
    async def page() -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    @router.get("/docs/assets/{name}")
    async def file(name: str, v: str | None = None) -> Response:
        asset = assets.get(name)
        if asset is None:
            raise NotFound
        caching = "public, max-age=31536000, immutable" if v == asset.digest else "no-cache"
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": caching})

    return router
