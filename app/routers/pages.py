"""The app's page and its files."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.errors import NotFound

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_TYPES: Final = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def static_folder() -> Path:
    """Where the page's files are, in a checkout or in an installed wheel."""
    beside = _PACKAGE.parent / "static"
    return beside if beside.is_dir() else _PACKAGE / "_static"


def pages_router(folder: Path) -> APIRouter:
    """Serve ``index.html`` at ``/`` and the other files below ``/static/``; nothing outside of the folder."""
    router = APIRouter(include_in_schema=False)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _TYPES}

    async def serve(name: str) -> FileResponse:
        path = files.get(name)
        if path is None:
            raise NotFound
        return FileResponse(path, media_type=_TYPES[path.suffix], headers={"Cache-Control": "no-cache"})

    @router.get("/")
    async def index() -> FileResponse:
        return await serve("index.html")

    @router.get("/static/{name:path}")
    async def static(name: str) -> FileResponse:
        return await serve(name)

    return router
