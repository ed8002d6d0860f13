"""Bringing the schema to its newest state, and giving the application's role what it may do and no more."""

import asyncio
from pathlib import Path
from typing import Final

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from alembic import command
from app.db.database import DatabaseUrls
from app.db.engine import connector
from app.telemetry import get_logger

log = get_logger(__name__)

_PACKAGE: Final = Path(__file__).resolve().parent.parent
MIGRATION_LOCK: Final = "hashtext('forexsignals.migrate')"
"""Key of the advisory lock under which the schema and the rights on it are changed."""

APPEND_ONLY: Final = ("subscription_history", "signals", "signal_resolutions")
"""Tables on which the application's role may insert and select, nothing else."""


def alembic_config(url: str = "") -> Config:
    """Point Alembic at the migrations, in a checkout or in an installed wheel."""
    packed = _PACKAGE / "_alembic"  # looked for first: beside an installed package lies the library of the same name
    config = Config()
    config.set_main_option("script_location", str(packed if packed.is_dir() else _PACKAGE.parent / "alembic"))
    config.attributes["url"] = url
    return config


def migrate(urls: DatabaseUrls) -> None:
    """Upgrade to head, then set the application role's rights, each under one lock of all processes.

    A schema of a later version stays as it is. Blocking; runs its own loop.
    """
    if asyncio.run(_is_later(urls.owner)):
        log.warning("the schema is of a later version than this code, and stays as it is")
        return
    command.upgrade(alembic_config(urls.owner), "head")
    if urls.app != urls.owner:
        asyncio.run(_grant(urls))


def head_revision() -> str | None:
    """The newest migration that this code knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def reaches(revision: str | None, head: str | None) -> bool:
    """Whether a schema at ``revision`` has all that code of ``head`` needs.

    A later one has: revisions count up, and what code still uses is not taken away, so that processes go on, or start
    again, while those of the next version begin.
    """
    return revision is not None and head is not None and revision >= head


def knows(revision: str) -> bool:
    """Whether this code has the migration ``revision``, and so the way from it to the head."""
    return any(each.revision == revision for each in ScriptDirectory.from_config(alembic_config()).walk_revisions())


async def current_revision(connection: AsyncConnection) -> str | None:
    """The migration that the database is at; None where it has never been migrated."""
    try:
        found: str | None = (
            await connection.execute(text("SELECT version_num FROM alembic_version"))
        ).scalar_one_or_none()
    except ProgrammingError:
        return None
    return found


async def _is_later(url: str) -> bool:
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            revision = await current_revision(connection)
    finally:
        await engine.dispose()
    return revision is not None and not knows(revision) and reaches(revision, head_revision())


def _engine(url: str) -> AsyncEngine:
    creator = connector(url, application_name="forexsignals-migrate")
    return create_async_engine("postgresql+asyncpg://", async_creator=creator, poolclass=NullPool)


async def _grant(urls: DatabaseUrls) -> None:
    engine = _engine(urls.owner)
    try:
        async with engine.begin() as connection:
            role = await _role_of(urls.app)
            quoted = '"' + role.replace('"', '""') + '"'
            append_only = ", ".join(APPEND_ONLY)
            for statement in (
                f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})",
                f"GRANT USAGE ON SCHEMA public TO {quoted}",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
                f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {append_only} FROM {quoted}",
                f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}",
            ):
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def _role_of(url: str) -> str:
    connection = await connector(url, application_name="forexsignals-migrate")()
    try:
        return str(await connection.fetchval("SELECT current_user"))
    finally:
        await connection.close()
