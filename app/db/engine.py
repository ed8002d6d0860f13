"""Engines and pools on one asyncpg connector, so that both read the same URL in the same way."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.db.health import DatabaseHealth
from app.errors import DatabaseUnavailable

CONNECT_TIMEOUT: Final = 1.5
POOL_TIMEOUT: Final = 30.0

_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    PoolTimeout,
)


def connector(
    url: str, *, application_name: str, health: DatabaseHealth | None = None
) -> Callable[..., Awaitable[asyncpg.Connection]]:
    """Return an opener of connections that gives up after ``CONNECT_TIMEOUT`` seconds; ``health`` may cut them."""

    async def connect(*_: object, **options: object) -> asyncpg.Connection:
        settings = {"application_name": application_name, "timezone": "UTC"}
        options |= {"timeout": CONNECT_TIMEOUT, "server_settings": settings}
        try:
            connection = await asyncpg.connect(url, **options)
        except asyncpg.ObjectNotInPrerequisiteStateError as error:
            raise ConnectionRefusedError(str(error)) from error  # the database takes no connections at the moment
        return health.track(connection) if health else connection

    return connect


def create_engine(
    url: str, *, pool_size: int, health: DatabaseHealth | None = None, application_name: str = "forexsignals"
) -> AsyncEngine:
    """Open an engine for units of work. Connections are tested when taken, so that a restart costs no request."""
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connector(url, application_name=application_name, health=health),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        pool_pre_ping=True,
    )


async def create_pool(url: str, *, size: int, health: DatabaseHealth) -> asyncpg.Pool:
    """Open the raw pool of the hot reads. It opens no connection yet: the database may be away at start."""
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=size,
        connect=connector(url, application_name="forexsignals-gate", health=health),
        max_inactive_connection_lifetime=60,
    )


def is_away(error: BaseException) -> bool:
    """Tell whether an exception means that the database could not be asked, rather than that it said no."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or is_away(
            getattr(error.orig, "__cause__", None) or error.orig or ValueError()
        )
    return isinstance(error, (*_AWAY, asyncio.TimeoutError))


def raise_if_away(error: BaseException) -> None:
    """Raise DatabaseUnavailable in place of an error that means so."""
    if is_away(error):
        raise DatabaseUnavailable from error


__all__ = ["connector", "create_engine", "create_pool", "is_away", "raise_if_away"]
