"""How many sockets each user has open, over all processes that live."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from app.db.raw_reads import RawReads
from app.db.unit import Unit
from app.services.process_figures import ALIVE

_STATE: Final = """
INSERT INTO open_sockets AS kept (user_id, held, granted)
SELECT user_id, jsonb_build_object($1::text, own + may), may
FROM (
    SELECT user_id, own, least(wanted, greatest(0, $2 - own)) AS may
    FROM unnest($3::bigint[], $4::int[], $5::int[]) AS asked(user_id, own, wanted)
) AS asked
ORDER BY user_id
ON CONFLICT (user_id) DO UPDATE SET (held, granted) = (
    SELECT CASE WHEN own + granted > 0 THEN jsonb_set(others, ARRAY[$1], to_jsonb(own + granted)) ELSE others END,
        granted
    FROM (
        SELECT coalesce(jsonb_object_agg(key, sockets) FILTER (WHERE key IS NOT NULL), '{}') AS others, own,
            least(excluded.granted, greatest(0, $2 - own - coalesce(sum(sockets), 0)))::int AS granted
        FROM (SELECT (excluded.held ->> $1)::int - excluded.granted AS own) AS mine
        LEFT JOIN (
            SELECT key, value::int AS sockets FROM jsonb_each_text(kept.held)
            WHERE key <> $1 AND key = ANY (
                SELECT id::text FROM process_figures WHERE seen_at > clock_timestamp() - $6::interval)
        ) AS elsewhere ON true
        GROUP BY own
    ) AS counted
)
RETURNING user_id, granted
"""
"""Rows are locked in the order of their users, so that two processes never wait for each other."""

_FORGET: Final = text(
    """
    DELETE FROM open_sockets WHERE NOT EXISTS (
        SELECT FROM jsonb_object_keys(held) AS process JOIN process_figures ON id = CAST(process AS uuid)
        WHERE seen_at > clock_timestamp() - CAST(:alive AS interval))
    RETURNING 1
    """
)


class OpenSockets:
    """States how many sockets this process has for its users, and asks for more."""

    def __init__(self, reads: RawReads, process: UUID, *, per_user: int) -> None:
        self._reads = reads
        self._process = str(process)
        self._per_user = per_user

    def refuse_while_away(self) -> None:
        """Raise DatabaseUnavailable where it is known that nothing will answer."""
        self._reads.refuse_while_away()

    async def state(self, sockets: Mapping[int, tuple[int, int]]) -> dict[int, int]:
        """By user: how many there are in this process, and how many more are wanted; return how many more may be.

        Numbers are absolute, so stating them twice does no harm. Sockets of processes that have not been seen for
        ``ALIVE`` do not count. Raises DatabaseUnavailable.
        """
        users, pairs = list(sockets), list(sockets.values())
        own, wanted = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        rows = await self._reads.fetch(_STATE, self._process, self._per_user, users, own, wanted, ALIVE)
        return {row["user_id"]: row["granted"] for row in rows}


async def forget_closed(unit: Unit, *, alive: timedelta = ALIVE) -> int:
    """Forget users of whom no living process has a socket; return how many."""
    return len((await unit.session.execute(_FORGET, {"alive": alive})).all())
