"""Interactive API documentation, served by us, so that it works offline and under the strict policy."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from app.errors import NotFound

_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Forex Signals API</title>
<link rel="icon" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/static/docs.js"></script>
</body>
</html>
"""


def _folder() -> Path:
    spec = find_spec("fastapi_swagger")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the fastapi-swagger package is not installed")
    return Path(spec.origin).parent / "resources"


def docs_router() -> APIRouter:
    """``/docs`` and its assets. Authorize takes a pasted access token."""
    router = APIRouter(include_in_schema=False)
    folder = _folder()

    @router.get("/docs")
    async def page() -> HTMLResponse:
        return HTMLResponse(_PAGE)

    @router.get("/docs/assets/{name}")
    async def asset(name: str) -> FileResponse:
        if name not in _ASSETS:
            raise NotFound
        headers = {"Cache-Control": "public, max-age=86400"}
        return FileResponse(folder / name, media_type=_ASSETS[name], headers=headers)

    return router
