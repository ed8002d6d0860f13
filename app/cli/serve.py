"""`forexsignals serve`, `migrate`, `export-openapi`."""

import asyncio
import json
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.importer import import_from_string

from app.cli.session import opened_unit
from app.db.database import DatabaseUrls, database
from app.db.engine import is_away
from app.db.migrate import migrate as migrate_database
from app.errors import DatabaseUnavailable
from app.services.demo import plant_demo_vip
from app.services.seed import seed
from app.settings import Settings, load_settings
from app.telemetry import configure_logging

START_PATIENCE = 60
"""Tries, a second apart, until a database that does not answer is given up."""

SHUTDOWN_PATIENCE = 15
"""Seconds that running requests get when the process is told to stop."""


def serve(
    host: Annotated[str | None, typer.Option(help="Default: HOST")] = None,
    port: Annotated[int | None, typer.Option(help="Default: PORT")] = None,
    workers: Annotated[int | None, typer.Option(help="Default: WEB_CONCURRENCY")] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Restart when the code changes")] = False,
    no_migrate: Annotated[bool, typer.Option("--no-migrate", help="Leave the schema as it is")] = False,
) -> None:
    """Serve everything on one port; migrate first."""
    settings = load_settings()
    configure_logging(level=settings.log_level, as_json=settings.is_production)
    signal.signal(signal.SIGTERM, _leave)
    _take_all_files()
    with database(settings) as urls:
        if not no_migrate:
            _prepare_when_it_answers(urls)
            if settings.database_url is None and not settings.is_production:
                asyncio.run(_plant_demo(urls, settings))
        shown, bound = host or settings.host, settings.port if port is None else port
        typer.echo(f"Forex Signals on http://{'localhost' if shown == '127.0.0.1' else shown}:{bound}", err=True)
        if not settings.is_production:
            typer.echo(f"Open the app as a demo person: http://localhost:{bound}/dev/telegram", err=True)
        uvicorn.run(
            "app.main:create_app",
            factory=True,
            host=shown,
            port=bound,
            workers=workers or settings.web_concurrency,
            reload=reload,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            http="app.main.http_transport:OneWriteHttp",
            ws="app.ws.transport:BoundedSocket",
            ws_max_size=65_536,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=SHUTDOWN_PATIENCE,
        )


def _take_all_files() -> None:
    """Every connection is an open file, of which many systems give 1,024 to a process that does not ask for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS names a limit that it then refuses
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _plant_demo(urls: DatabaseUrls, settings: Settings) -> None:
    """The embedded database is for trying things out, so its VIP shall be one."""
    async with opened_unit(urls.app, settings) as unit:
        await plant_demo_vip(unit)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Told to stop before the server runs, or by it after: end in order, so that the embedded database is left."""
    raise SystemExit(0)


def migrate() -> None:
    """Bring the schema to its newest state and plant the seed data in an empty catalogue."""
    settings = load_settings()
    configure_logging(level=settings.log_level, as_json=settings.is_production)
    with database(settings) as urls:
        prepare_database(urls)


def _prepare_when_it_answers(urls: DatabaseUrls) -> None:
    """Prepare the database; one that is still starting is waited for. Raises DatabaseUnavailable after a minute."""
    for _ in range(START_PATIENCE):
        try:
            prepare_database(urls)
            return
        except Exception as error:
            if not is_away(error):
                raise
            typer.echo(f"Waiting for the database: {error}", err=True)
            time.sleep(1)
    raise DatabaseUnavailable


def prepare_database(urls: DatabaseUrls) -> None:
    """Migrate, then plant the seed data in an empty catalogue. Blocking; runs its own loop."""
    migrate_database(urls)

    async def plant() -> None:
        async with opened_unit(urls.app) as unit:
            await seed(unit)

    asyncio.run(plant())


def export_openapi(file: Annotated[Path | None, typer.Argument(help="Default: standard output")] = None) -> None:
    """Write the OpenAPI document."""
    create_app: Callable[[Settings], FastAPI] = import_from_string("app.main:create_app")
    text = json.dumps(create_app(load_settings()).openapi(), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text)
