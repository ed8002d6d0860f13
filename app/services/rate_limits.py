"""Rate limits that hold over all processes of a database: a storage for the ``limits`` library on PostgreSQL."""

import ipaddress
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg
from cachetools import LRUCache
from limits.aio.storage import Storage
from limits.aio.storage.base import MovingWindowSupport
from sqlalchemy import text

from app.db.coalesce import Coalesced
from app.db.raw_reads import RawReads
from app.db.unit import Unit
from app.errors import DatabaseUnavailable

REMEMBERED: Final = 10_000
"""Clients refused lately that this process knows by heart."""

_HIT: Final = """
INSERT INTO rate_limits AS kept (key, seconds, most, slot, counts, granted)
SELECT key, seconds, most, floor(extract(epoch FROM clock_timestamp()) * 60 / seconds)::bigint,
    array_prepend(least(wanted, most), array_fill(0, ARRAY[60])), least(wanted, most)
FROM unnest($1::text[], $2::int[], $3::int[], $4::int[]) AS asked(key, seconds, most, wanted)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET (slot, counts, granted) = (
    SELECT slot, array_prepend(counts[1] + granted, counts[2:61]), granted
    FROM (
        SELECT slot, counts, least(excluded.granted, greatest(0, kept.most - (
            SELECT sum(n) FROM unnest(counts) AS n))) AS granted
        FROM (
            SELECT CASE WHEN passed BETWEEN -60 AND 0 THEN kept.slot ELSE excluded.slot END AS slot,
                CASE WHEN passed BETWEEN -60 AND 0 THEN kept.counts
                    WHEN passed BETWEEN 1 AND 60
                        THEN array_fill(0, ARRAY[passed::int]) || kept.counts[1:61 - passed::int]
                    ELSE array_fill(0, ARRAY[61]) END AS counts
            FROM (SELECT excluded.slot - kept.slot AS passed) AS clock
        ) AS turned
    ) AS counted
)
RETURNING key, granted, (SELECT sum(n) FROM unnest(counts) AS n)::int AS used,
    ((slot + 62 - coalesce((SELECT max(i) FROM generate_subscripts(counts, 1) AS i WHERE counts[i] > 0), 1))
        * seconds / 60.0 - extract(epoch FROM clock_timestamp()))::float8 AS frees_in
"""
"""A hit counts until the end of its slot and a whole window more, so 61 slots count: never more than the limit passes
in any window, and room comes a sixtieth of the window late at most. A clock set back by more than a window begins anew.

The rows are locked in the order of their keys, so that two processes never wait for each other.
"""

_FORGET: Final = text(
    """
    DELETE FROM rate_limits WHERE (slot + 62) * seconds / 60 < extract(epoch FROM clock_timestamp()) RETURNING 1
    """
)


@dataclass(slots=True, eq=False)
class _Hit:
    """One call; two of one key are two."""

    key: str
    seconds: int
    most: int
    wanted: int


@dataclass(frozen=True, slots=True)
class _Answer:
    granted: bool
    used: int
    frees_in: float
    """Seconds until the oldest of the hits that count is forgotten."""


class SharedLimits(Storage, MovingWindowSupport):
    """For the moving window only. Hits that come while a query is under way share the next one.

    What was refused is refused from memory until room can have come: only accepted hits count, so nothing that other
    processes do brings it sooner. Raises DatabaseUnavailable where the database is away: a limit that cannot be asked
    lets nobody pass. A call that costs more than there is room for is refused and uses that room up.
    """

    STORAGE_SCHEME = None

    def __init__(self, reads: RawReads) -> None:
        super().__init__()
        self._reads = reads
        self._hits = Coalesced[_Hit, _Answer](self._ask)
        self._full: LRUCache[str, float] = LRUCache(REMEMBERED)
        """Until when, on the clock of ``time.monotonic``, a key has no room."""

    @property
    def base_exceptions(self) -> type[Exception]:
        return DatabaseUnavailable

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take ``amount`` of what a window of ``expiry`` seconds has, if there is so much."""
        if amount > limit or self._full.get(key, 0.0) > time.monotonic():
            return False
        self._reads.refuse_while_away()
        answer = await self._hits.get(_Hit(key, expiry, limit, amount))
        return answer is not None and answer.granted

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the window began (seconds since 1970, at its oldest hit), and how many hits it has."""
        left = self._full.get(key, 0.0) - time.monotonic()
        if left > 0:
            return time.time() + left - expiry, limit
        answer = await self._hits.get(_Hit(key, expiry, limit, 0))
        assert answer is not None  # noqa: S101 - every hit is answered
        return time.time() + answer.frees_in - expiry, answer.used

    async def _ask(self, hits: Sequence[_Hit]) -> Mapping[_Hit, _Answer]:
        by_key: dict[str, list[_Hit]] = {}
        for hit in hits:
            by_key.setdefault(hit.key, []).append(hit)
        rows = await self._reads.fetch(_HIT, *_columns(by_key.values()))
        answers: dict[_Hit, _Answer] = {}
        for row in rows:
            answers.update(self._shared_out(row, by_key[row["key"]]))
        return answers

    def _shared_out(self, row: asyncpg.Record, hits: Iterable[_Hit]) -> Iterable[tuple[_Hit, _Answer]]:
        """First come, first served."""
        left, used, frees_in = row["granted"], row["used"], row["frees_in"]
        for hit in hits:
            granted = hit.wanted <= left
            left -= hit.wanted if granted else 0
            if used >= hit.most:
                self._full[hit.key] = time.monotonic() + frees_in
            yield hit, _Answer(granted, used, frees_in)

    async def check(self) -> bool:
        """Whether the database answers."""
        try:
            await self._reads.fetch("SELECT 1")
        except DatabaseUnavailable:
            return False
        return True

    async def clear(self, key: str) -> None:
        """Forget a key's hits; other processes go on refusing what they have refused until room would have come."""
        await self._reads.fetch("DELETE FROM rate_limits WHERE key = $1", key)
        self._full.pop(key, None)

    async def reset(self) -> int | None:
        """Forget every hit; return on how many keys there were some."""
        gone = await self._reads.fetch("DELETE FROM rate_limits RETURNING 1")
        self._full.clear()
        return len(gone)

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError("only the moving window is kept")

    async def get(self, key: str) -> int:
        raise NotImplementedError("only the moving window is kept")

    async def get_expiry(self, key: str) -> float:
        raise NotImplementedError("only the moving window is kept")


def _columns(groups: Iterable[Sequence[_Hit]]) -> tuple[list[str], list[int], list[int], list[int]]:
    rows = [(hits[0].key, hits[0].seconds, hits[0].most, sum(hit.wanted for hit in hits)) for hits in groups]
    keys, seconds, most, wanted = ([row[n] for row in rows] for n in range(4))
    return keys, seconds, most, wanted  # type: ignore[return-value]


def counted_as(address: str | None) -> str:
    """By what a client's hits are counted: its address, of IPv6 the /64 that one customer has to itself."""
    try:
        known = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "local"
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.IPv6Network((known, 64), strict=False))


async def forget_hits(unit: Unit) -> int:
    """Forget clients of whom no hit counts any more; return how many."""
    return len((await unit.session.execute(_FORGET)).all())
