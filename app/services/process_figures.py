"""The processes of a database: who lives, what each reports, what all of them have counted together."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import text

from app.db.raw_reads import RawReads
from app.db.unit import Unit
from app.schemas.processes import Report

ALIVE: Final = timedelta(seconds=8)
"""A process that has not been seen for so long is taken for dead: its sockets do not count."""

FRESH: Final = timedelta(seconds=30)
"""A report that is older is not shown."""

FORGOTTEN: Final = timedelta(seconds=60)
"""Then a process's counts are handed over and its row goes."""

PAST: Final = UUID(int=0)
"""The row of what processes had counted that are gone."""

_BEAT: Final = """
WITH before AS (SELECT seen_at FROM process_figures WHERE id = $1)
INSERT INTO process_figures AS kept (id, host, pid, started_at, seen_at, report, counts)
VALUES ($1, $2, $3, $4, clock_timestamp(), $5::jsonb, coalesce($6::jsonb, '{}'))
ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, report = coalesce(excluded.report, kept.report),
    counts = coalesce($6::jsonb, kept.counts)
RETURNING clock_timestamp() - (SELECT seen_at FROM before) AS pause
"""

_HAND_OVER: Final = """
WITH gone AS (
    DELETE FROM process_figures WHERE id <> $1 AND (id = $2 OR seen_at < clock_timestamp() - $3::interval)
    RETURNING counts
), total AS (
    SELECT coalesce(jsonb_object_agg(key, n), '{}') AS counts
    FROM (SELECT key, sum(value::float8) AS n FROM gone, jsonb_each_text(gone.counts) GROUP BY key) AS summed
)
INSERT INTO process_figures AS kept (id, host, pid, started_at, seen_at, counts)
SELECT $1, '', 0, now(), now(), counts FROM total WHERE EXISTS (SELECT FROM gone)
ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, counts = (
    SELECT coalesce(jsonb_object_agg(key, n), '{}') FROM (
        SELECT key, sum(value::float8) AS n FROM (
            SELECT * FROM jsonb_each_text(kept.counts) UNION ALL SELECT * FROM jsonb_each_text(excluded.counts)
        ) AS counted GROUP BY key
    ) AS summed
)
"""

_REPORTS: Final = text(
    """
    SELECT id, host, pid, started_at, seen_at, report FROM process_figures
    WHERE id <> :past AND report IS NOT NULL AND seen_at > clock_timestamp() - CAST(:fresh AS interval)
    ORDER BY started_at, id
    """
)

_COUNTS: Final = text(
    """
    SELECT key, sum(CAST(value AS float8)) AS n FROM process_figures, jsonb_each_text(counts)
    WHERE id <> :own GROUP BY key
    """
)


@dataclass(frozen=True, slots=True)
class Process:
    """A process by a name of its own: numbers of the operating system are given again."""

    id: UUID
    host: str
    pid: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SeenProcess:
    """Another process as it has last told of itself."""

    process: Process
    seen_at: datetime
    report: Report


class Heartbeat:
    """Says that this process lives."""

    def __init__(self, reads: RawReads, process: Process) -> None:
        self._reads = reads
        self._process = process

    async def beat(self, report: Report | None, counts: Mapping[str, float] | None) -> timedelta | None:
        """Be seen; what is None stays as told before. Return the pause since the beat before, None without a row.

        Raises DatabaseUnavailable.
        """
        who, told = self._process, None if report is None else report.model_dump_json()
        counted = None if counts is None else json.dumps(counts)
        (row,) = await self._reads.fetch(_BEAT, who.id, who.host, who.pid, who.started_at, told, counted)
        pause: timedelta | None = row["pause"]
        return pause

    async def hand_over(self, *, own: bool) -> None:
        """Add the counts of processes that are gone, or of this one, to the past. Raises DatabaseUnavailable."""
        await self._reads.fetch(_HAND_OVER, PAST, self._process.id if own else None, FORGOTTEN)


async def read_reports(unit: Unit) -> list[SeenProcess]:
    """The processes seen lately, the eldest first."""
    seen = []
    for row in (await unit.session.execute(_REPORTS, {"past": PAST, "fresh": FRESH})).all():
        with suppress(ValidationError):  # another version's
            report = Report.model_validate(row.report)
            seen.append(SeenProcess(Process(row.id, row.host, row.pid, row.started_at), row.seen_at, report))
    return seen


async def read_counts(unit: Unit, *, but: UUID) -> dict[str, float]:
    """What every process but one has counted, those that are gone included."""
    return {row.key: row.n for row in (await unit.session.execute(_COUNTS, {"own": but})).all()}
