"""What people made of signals. It is theirs alone: no record of a model takes any of it in."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.db.unit import Unit
from app.models.signals import SignalFeedback
from app.schemas.own_results import Compared, OwnCount, OwnStats, PublishedCount, Streaks
from app.schemas.signals import FeedbackRead, FeedbackWrite
from app.services.signals.read import find_own

_ROWS: Final = text(
    """
    WITH first AS (
        SELECT s.model_id, min(s.seq) AS seq FROM signal_feedback f JOIN signals s ON s.id = f.signal_id
        WHERE f.user_id = :telegram_id GROUP BY s.model_id
    )
    SELECT s.model_id, s.pair, to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
        f.result, coalesce(r.status, 'open') AS status
    FROM first JOIN signals s ON s.model_id = first.model_id AND s.seq >= first.seq
    LEFT JOIN signal_resolutions r ON r.model_id = s.model_id AND r.signal_seq = s.seq
    LEFT JOIN signal_feedback f ON f.signal_id = s.id AND f.user_id = :telegram_id
    WHERE r.seq IS NOT NULL OR f.result IS NOT NULL
    ORDER BY s.created_at, s.id
    """
).bindparams(bindparam("telegram_id", type_=BigInteger))


@dataclass(frozen=True, slots=True)
class _Row:
    model_id: str
    pair: str
    month: str
    result: str | None
    status: str


async def give_feedback(
    unit: Unit, *, telegram_id: int, model_id: str, signal_id: UUID, body: FeedbackWrite
) -> FeedbackRead:
    """Say what became of a signal for oneself; said again, it replaces what was said. Raises UnknownSignal."""
    await find_own(unit, model_id, signal_id)
    now = await unit.now()
    statement = insert(SignalFeedback).values(
        user_id=telegram_id, signal_id=signal_id, result=body.result, created_at=now, updated_at=now
    )
    await unit.session.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id", "signal_id"],
            set_={"result": statement.excluded.result, "updated_at": statement.excluded.updated_at},
        ).returning(col(SignalFeedback.result))
    )
    return FeedbackRead(signal_id=signal_id, result=body.result, updated_at=now)


async def own_stats(unit: Unit, telegram_id: int) -> OwnStats:
    """What a person took, beside all that the same models published since the person's first answer about them."""
    found = await unit.session.execute(_ROWS, {"telegram_id": telegram_id})
    rows = [_Row(*row) for row in found]
    return OwnStats(
        taken=_taken(rows),
        published=_published(rows),
        streaks=_streaks([row.result for row in rows if row.result in {"won", "lost"}]),
        by_model=_compared(rows, lambda row: row.model_id),
        by_pair=_compared(rows, lambda row: row.pair),
        by_month=_compared(rows, lambda row: row.month),
    )


def _compared(rows: Sequence[_Row], key: Callable[[_Row], str]) -> list[Compared]:
    grouped = groupby(sorted(rows, key=key), key)
    lines = [(name, list(found)) for name, found in grouped]
    return [Compared(name=name, taken=_taken(found), published=_published(found)) for name, found in lines]


def _taken(rows: Sequence[_Row]) -> OwnCount:
    counts = Counter(row.result for row in rows)
    won, lost = counts["won"], counts["lost"]
    return OwnCount(won=won, lost=lost, skipped=counts["skipped"], hit_rate=_rate(won, won + lost))


def _published(rows: Sequence[_Row]) -> PublishedCount:
    counts = Counter(row.status for row in rows)
    won, lost, expired = counts["won"], counts["lost"], counts["expired"]
    return PublishedCount(won=won, lost=lost, expired=expired, hit_rate=_rate(won, won + lost + expired))


def _rate(won: int, count: int) -> float | None:
    return round(won / count, 6) if count else None


def _streaks(results: Sequence[str | None]) -> Streaks:
    runs = [(result, len(list(run))) for result, run in groupby(results)]
    current = (runs[-1][1] if runs[-1][0] == "won" else -runs[-1][1]) if runs else 0
    longest = {kind: max((length for result, length in runs if result == kind), default=0) for kind in ("won", "lost")}
    return Streaks(current=current, longest_won=longest["won"], longest_lost=longest["lost"])
