"""The gate's two reads; those of concurrent requests share a query."""

from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from typing import Final

import asyncpg

from app.db.coalesce import Coalesced
from app.db.raw_reads import RawReads
from app.db.replica import Replica
from app.errors import DatabaseUnavailable
from app.services.gate import UserRow

_ROWS: Final = """
SELECT telegram_id, subscription_version, role, is_blocked, extract(epoch FROM session_epoch)::float8,
    extract(epoch FROM clock_timestamp())::float8
FROM users WHERE telegram_id = ANY($1)
"""

_HELD: Final = """
SELECT s.user_id, s.model_id FROM unnest($1::bigint[], $2::text[]) AS asked (user_id, model_id)
JOIN user_subscriptions s ON s.user_id = asked.user_id AND s.model_id = asked.model_id
WHERE s.is_active AND (s.expiry_date IS NULL OR s.expiry_date > clock_timestamp())
"""

_Right = tuple[int, str]


class GateReads:
    """What the gate reads of users and of their rights. Each raises DatabaseUnavailable.

    Rows come from the replica where there is one that is proven to be as fresh as the primary.
    """

    def __init__(self, reads: RawReads, replica: Replica | None = None) -> None:
        self._reads = reads
        self._replica = replica
        self._rows: Coalesced[int, UserRow] = Coalesced(partial(_read_rows, reads))
        self._held: Coalesced[_Right, bool] = Coalesced(self._read_held)
        if replica is not None:
            self._replicated: Coalesced[int, UserRow] = Coalesced(partial(_read_rows, replica.reads), patience=0.5)

    def read(self, telegram_id: int, *, least: int) -> Awaitable[UserRow | None]:
        self._reads.refuse_while_away()
        if self._replica is not None and self._replica.is_proven:
            return self._read_replica(telegram_id, least, self._replica)
        return self._rows.ask(telegram_id)

    async def _read_replica(self, telegram_id: int, least: int, replica: Replica) -> UserRow | None:
        """Nobody there, or a version older than the client has seen: the primary decides."""
        try:
            row = await self._replicated.get(telegram_id)
        except DatabaseUnavailable:
            replica.distrust()
            row = None
        if row is not None and row.subscription_version >= least:
            return row
        return await self._rows.get(telegram_id)

    async def holds(self, telegram_id: int, model_id: str) -> bool:
        self._reads.refuse_while_away()
        return await self._held.get((telegram_id, model_id)) is not None

    async def _read_held(self, rights: Sequence[_Right]) -> Mapping[_Right, bool]:
        users, models = zip(*rights, strict=True)
        return dict.fromkeys(map(tuple, await self._reads.fetch(_HELD, users, models)), True)


async def _read_rows(reads: RawReads, telegram_ids: Sequence[int]) -> Mapping[int, UserRow]:
    return {record[0]: _row(record) for record in await reads.fetch(_ROWS, telegram_ids)}


def _row(record: asyncpg.Record) -> UserRow:
    _, version, role, is_blocked, session_epoch, read_at = record
    return UserRow(version, role, is_blocked, session_epoch, read_at)
