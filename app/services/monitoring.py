"""What monitoring asks the database."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit
from app.schemas.monitoring import CandleAge, ModelSignals
from app.services.market.state import market_state

_CONNECTIONS: Final = text(
    """
    SELECT CAST(sum(numbackends) AS float8) / (CAST(current_setting('max_connections') AS int)
        - CAST(current_setting('superuser_reserved_connections') AS int)
        - coalesce(CAST(current_setting('reserved_connections', true) AS int), 0))
    FROM pg_stat_database WHERE datname IS NOT NULL
    """
)
"""``reserved_connections`` is newer than some servers."""

_SIGNALS: Final = text(
    """
    SELECT m.id AS model_id, coalesce(newest.seq, 0) AS published, coalesce(today.signals, 0) AS today,
        coalesce(newest.seq, 0) - coalesce(ended.seq, 0) AS open, newest.created_at AS newest_at
    FROM subscription_models m
    LEFT JOIN LATERAL (
        SELECT seq, created_at FROM signals WHERE model_id = m.id ORDER BY seq DESC LIMIT 1
    ) AS newest ON true
    LEFT JOIN LATERAL (SELECT max(seq) AS seq FROM signal_resolutions WHERE model_id = m.id) AS ended ON true
    LEFT JOIN (
        SELECT model_id, count(*) AS signals FROM signals
        WHERE created_at >= date_trunc('day', now(), 'UTC') GROUP BY model_id
    ) AS today ON today.model_id = m.id
    ORDER BY m.created_at, m.id
    """
)
"""Both chains of a model count from 1 without a hole, so their ends tell how many there are."""

_AUDIT_TURN: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('forexsignals.auditor', 0))")


async def audit_turn(unit: Unit) -> bool:
    """Whether this unit may verify everything: until it ends, no other one may."""
    may: bool = (await unit.session.execute(_AUDIT_TURN)).scalar_one()
    return may


async def connections_used(unit: Unit) -> float:
    """The share, 0..1, of the connections that PostgreSQL has for ordinary roles, whoever holds them."""
    found: float = (await unit.session.execute(_CONNECTIONS)).scalar_one()
    return found


async def signals_by_model(unit: Unit) -> list[ModelSignals]:
    """Every model in the catalogue's order, silent ones too."""
    return [ModelSignals.model_validate(dict(row)) for row in (await unit.session.execute(_SIGNALS)).mappings()]


async def candle_ages(unit: Unit) -> list[CandleAge]:
    """The series that signals are made on."""
    return [CandleAge.model_validate(series) for series in (await market_state(unit)).pairs]
