"""Counting, for the admin's first page."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit
from app.schemas.stats import DayOfEnds, ModelCount, Stats
from app.services.approvals.read import count_waiting

_COUNTS: Final = text(
    """
    WITH ending AS MATERIALIZED (
        SELECT user_id, CAST(expiry_date AT TIME ZONE 'UTC' AS date) AS day FROM user_subscriptions
        WHERE is_active AND expiry_date > now() AND expiry_date <= now() + interval '7 days'
    ), days AS (
        SELECT CAST(now() AT TIME ZONE 'UTC' AS date) + n AS day FROM generate_series(0, 6) AS n
    )
    SELECT
        count(*) AS users,
        count(*) FILTER (WHERE role = 'admin') AS admins,
        count(*) FILTER (WHERE is_blocked) AS blocked,
        count(*) FILTER (WHERE created_at >= date_trunc('day', now(), 'UTC')) AS new_today,
        count(*) FILTER (WHERE created_at > now() - interval '7 days') AS new_7_days,
        count(*) FILTER (WHERE last_active > now() - interval '1 day') AS active_24_hours,
        (SELECT count(*) FROM ending) AS ending_7_days,
        (SELECT count(DISTINCT user_id) FROM ending) AS ending_people_7_days,
        (SELECT jsonb_agg(jsonb_build_object('day', day, 'rights', rights) ORDER BY day) FROM (
            SELECT days.day, count(ending.day) AS rights FROM days LEFT JOIN ending USING (day) GROUP BY days.day
        ) AS counted) AS ending_by_day,
        (SELECT count(*) FROM subscription_requests WHERE status = 'pending') AS requests_pending,
        (SELECT min(created_at) FROM subscription_requests WHERE status = 'pending') AS oldest_pending_at,
        (SELECT count(*) FROM signals) AS signals
    FROM users
    """
)
"""What ends soon is found by the index on ends; the people are counted in one walk over the table."""

_BY_MODEL: Final = text(
    """
    SELECT m.id AS model_id, coalesce(held.active, 0) AS active, coalesce(held.ending, 0) AS ending_7_days,
        coalesce(held.new, 0) AS new_7_days
    FROM subscription_models m LEFT JOIN (
        SELECT model_id, count(*) AS active,
            count(*) FILTER (WHERE expiry_date <= now() + interval '7 days') AS ending,
            count(*) FILTER (WHERE created_at > now() - interval '7 days') AS new
        FROM user_subscriptions WHERE is_active AND (expiry_date IS NULL OR expiry_date > now()) GROUP BY model_id
    ) AS held ON held.model_id = m.id
    ORDER BY m.created_at, m.id
    """
)


async def read_stats(unit: Unit, *, has_approvals: bool = False) -> Stats:
    """Counts, each statement a snapshot."""
    counts = dict((await unit.session.execute(_COUNTS)).mappings().one())
    by_model = [ModelCount.model_validate(dict(row)) for row in (await unit.session.execute(_BY_MODEL)).mappings()]
    by_day = [DayOfEnds.model_validate(day) for day in counts.pop("ending_by_day")]
    return Stats(
        **counts,
        approvals_waiting=await count_waiting(unit) if has_approvals else None,
        ending_by_day=by_day,
        rights_by_model=by_model,
        active_rights=sum(row.active for row in by_model),
    )
