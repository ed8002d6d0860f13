"""What live screens are told, read in one statement for any number of users, on the raw pool."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from pydantic import TypeAdapter

from app.db.engine import raise_if_away
from app.db.health import DatabaseHealth
from app.models.subscriptions import RecordedRight
from app.schemas.frames import RequestUpdate
from app.schemas.subscriptions import AccessRight
from app.services.subscriptions.history import recorded

_RIGHTS: Final = TypeAdapter(list[AccessRight])
_RECORDED: Final = TypeAdapter(list[RecordedRight])

_STATES: Final = """
SELECT u.telegram_id, u.subscription_version, u.is_blocked, clock_timestamp() AS server_time,
    extract(epoch FROM u.session_epoch)::float8 AS session_epoch,
    coalesce(held.rights, '[]') AS rights, h.action, h.reason, h.created_at AS changed_at
FROM users u
LEFT JOIN subscription_history h ON h.user_id = u.telegram_id AND h.version = u.subscription_version
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
        'model_id', s.model_id, 'model_name', m.name, 'granted_at', s.created_at, 'expires_at', s.expiry_date,
        'source', s.source) ORDER BY s.created_at, s.model_id) AS rights
    FROM user_subscriptions s JOIN subscription_models m ON m.id = s.model_id
    WHERE s.user_id = u.telegram_id AND s.is_active AND (s.expiry_date IS NULL OR s.expiry_date > clock_timestamp())
) AS held ON true
WHERE u.telegram_id = ANY($1)
"""

_VERSIONS: Final = """
SELECT telegram_id, subscription_version, extract(epoch FROM session_epoch)::float8
FROM users WHERE telegram_id = ANY($1)
"""

_HOLDERS: Final = """
SELECT s.user_id FROM user_subscriptions s JOIN users u ON u.telegram_id = s.user_id
WHERE s.user_id = ANY($1) AND s.model_id = $2 AND s.is_active AND NOT u.is_blocked
    AND (s.expiry_date IS NULL OR s.expiry_date > clock_timestamp())
"""

_RIGHTS_AT: Final = "SELECT new_subscriptions FROM subscription_history WHERE user_id = $1 AND version = $2"

_REQUESTS: Final = """
SELECT user_id, id AS request_id, model_id, status, decision_reason AS reason FROM subscription_requests
WHERE id = ANY($1) OR (user_id = ANY($2) AND (decided_at >= $3 OR created_at >= $3))
"""


@dataclass(frozen=True, slots=True)
class LiveState:
    """A user's state at ``server_time``, with the change that made its version."""

    telegram_id: int
    version: int
    is_blocked: bool
    session_epoch: float
    server_time: datetime
    rights: list[AccessRight]
    action: str
    reason: str | None
    changed_at: datetime
    frames: dict[tuple[int, frozenset[str]], str] = field(default_factory=dict, compare=False)
    """Frames already written for sockets that were told the same before."""

    def ends(self) -> dict[str, float | None]:
        """Model id -> end in seconds since 1970, None for ever."""
        return {r.model_id: None if r.expires_at is None else r.expires_at.timestamp() for r in self.rights}


class LiveReads:
    """Reads for the hub. Each raises DatabaseUnavailable when the database is away."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth) -> None:
        self._pool = pool
        self._health = health

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        try:
            async with self._health.deadline(), self._pool.acquire() as connection:
                yield connection
        except Exception as error:
            raise_if_away(error)
            raise

    async def states(self, users: Collection[int]) -> dict[int, LiveState]:
        """The states of the users that exist."""
        async with self._connection() as connection:
            rows = await connection.fetch(_STATES, list(users))
        return {row["telegram_id"]: _state(row) for row in rows}

    async def versions(self, users: Collection[int]) -> dict[int, tuple[int, float]]:
        """Version and session epoch (seconds since 1970) of the users that exist."""
        async with self._connection() as connection:
            rows = await connection.fetch(_VERSIONS, list(users))
        return {telegram_id: (version, epoch) for telegram_id, version, epoch in rows}

    async def holders(self, model_id: str, users: Collection[int]) -> set[int]:
        """Who among ``users`` holds a model at this moment."""
        async with self._connection() as connection:
            return {row["user_id"] for row in await connection.fetch(_HOLDERS, list(users), model_id)}

    async def models_at(self, telegram_id: int, version: int) -> set[str] | None:
        """The models that a user held right after the change ``version``; None if there was no such change."""
        async with self._connection() as connection:
            found = await connection.fetchval(_RIGHTS_AT, telegram_id, version)
        return None if found is None else set(recorded(_RECORDED.validate_json(found)))

    async def requests(
        self, ids: Iterable[UUID], users: Collection[int], since: datetime | None
    ) -> list[tuple[int, RequestUpdate]]:
        """Requests by id, and those of ``users`` that changed since a moment; with whose they are."""
        watched = list(users) if since is not None else []
        async with self._connection() as connection:
            rows = await connection.fetch(_REQUESTS, list(ids), watched, since)
        return [(row["user_id"], RequestUpdate.model_validate({**row})) for row in rows]


def _state(row: asyncpg.Record) -> LiveState:
    return LiveState(
        telegram_id=row["telegram_id"],
        version=row["subscription_version"],
        is_blocked=row["is_blocked"],
        session_epoch=row["session_epoch"],
        server_time=row["server_time"],
        rights=_RIGHTS.validate_json(row["rights"]),
        action=row["action"] or "register",
        reason=row["reason"],
        changed_at=row["changed_at"] or row["server_time"],
    )
