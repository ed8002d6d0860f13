"""Counting, for the admin's first page."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit
from app.schemas.stats import ModelCount, Stats

_COUNTS: Final = text(
    """
    SELECT
        count(*) AS users,
        count(*) FILTER (WHERE role = 'admin') AS admins,
        count(*) FILTER (WHERE is_blocked) AS blocked,
        count(*) FILTER (WHERE created_at > now() - interval '7 days') AS new_7_days,
        count(*) FILTER (WHERE last_active > now() - interval '1 day') AS active_24_hours,
        (SELECT count(*) FROM user_subscriptions WHERE is_active AND expiry_date > now()
            AND expiry_date <= now() + interval '7 days') AS ending_7_days,
        (SELECT count(*) FROM subscription_requests WHERE status = 'pending') AS requests_pending,
        (SELECT count(*) FROM signals) AS signals
    FROM users
    """
)

_BY_MODEL: Final = text(
    """
    SELECT m.id AS model_id, count(s.id) AS active
    FROM subscription_models m LEFT JOIN user_subscriptions s
        ON s.model_id = m.id AND s.is_active AND (s.expiry_date IS NULL OR s.expiry_date > now())
    GROUP BY m.id, m.created_at ORDER BY m.created_at, m.id
    """
)


async def read_stats(unit: Unit) -> Stats:
    """Counts in one snapshot of each table."""
    counts = (await unit.session.execute(_COUNTS)).mappings().one()
    by_model = [ModelCount.model_validate(dict(row)) for row in (await unit.session.execute(_BY_MODEL)).mappings()]
    return Stats(**counts, rights_by_model=by_model, active_rights=sum(row.active for row in by_model))
