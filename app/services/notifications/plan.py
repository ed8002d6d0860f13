"""Messages that no order makes: reminders, whose moment comes by itself, and signals, which a job tells their holders.

Both are safe to repeat: a message exists once for its user, subject and stage.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, Integer, Interval, String, bindparam, text

from app.bus.events import OutboxFilled
from app.bus.publish import publish
from app.db.unit import Unit
from app.services.notifications.compose import LEADS

OVERLAP: Final = timedelta(minutes=5)
"""How far back a round looks again: rights whose order took long to commit are seen then."""

MOST_SIGNALS: Final = 200
"""Signals of a model that are told after the bot was away; what is older is no news."""

_REMIND: Final = text(
    """
    INSERT INTO notifications (user_id, kind, subject, stage, payload, priority, due_at, created_at)
    SELECT DISTINCT user_id, 'expiry',
        'end:' || to_char(expiry_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), :stage,
        jsonb_build_object('ends_at', to_char(expiry_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')),
        1, clock_timestamp(), clock_timestamp()
    FROM user_subscriptions
    WHERE is_active AND expiry_date > :after AND expiry_date <= :up_to AND expiry_date > clock_timestamp()
        AND changed_at <= expiry_date - :lead
    ON CONFLICT (user_id, subject, stage) DO NOTHING RETURNING 1
    """
).bindparams(
    bindparam("stage", type_=String),
    bindparam("after", type_=DateTime(timezone=True)),
    bindparam("up_to", type_=DateTime(timezone=True)),
    bindparam("lead", type_=Interval),
)
"""An end that was set when it was already nearer than the reminder's moment has just been told by that change."""

_BEGIN: Final = text(
    """
    WITH begun AS (
        INSERT INTO told_signals VALUES ('', 0, 0) ON CONFLICT DO NOTHING RETURNING 1
    )
    INSERT INTO told_signals (model_id, signals, resolutions)
    SELECT m.id, coalesce((SELECT max(seq) FROM signals WHERE model_id = m.id), 0),
        coalesce((SELECT max(seq) FROM signal_resolutions WHERE model_id = m.id), 0)
    FROM subscription_models m WHERE EXISTS (SELECT FROM begun)
    ON CONFLICT DO NOTHING
    """
)
"""What was published before anybody was told anything is no news."""

_ADVANCE: Final = text(
    """
    WITH heads AS (
        SELECT m.id AS model_id, coalesce((SELECT max(seq) FROM signals WHERE model_id = m.id), 0) AS signals,
            coalesce((SELECT max(seq) FROM signal_resolutions WHERE model_id = m.id), 0) AS resolutions
        FROM subscription_models m
    ), known AS (
        SELECT model_id, signals, resolutions FROM told_signals
    ), moved AS (
        INSERT INTO told_signals (model_id, signals, resolutions) SELECT * FROM heads
        ON CONFLICT (model_id) DO UPDATE SET signals = excluded.signals, resolutions = excluded.resolutions
        WHERE (told_signals.signals, told_signals.resolutions) <> (excluded.signals, excluded.resolutions)
        RETURNING model_id, signals, resolutions
    )
    SELECT moved.model_id, greatest(coalesce(known.signals, 0), moved.signals - :most) AS signals_after,
        moved.signals AS signals, greatest(coalesce(known.resolutions, 0), moved.resolutions - :most) AS ends_after,
        moved.resolutions AS ends
    FROM moved LEFT JOIN known ON known.model_id = moved.model_id
    """
).bindparams(bindparam("most", type_=Integer))

_HOLDERS: Final = """
    JOIN user_subscriptions held ON held.model_id = s.model_id AND held.is_active
        AND (held.expiry_date IS NULL OR held.expiry_date > clock_timestamp())
    JOIN users u ON u.telegram_id = held.user_id AND NOT u.is_blocked AND u.reachability = 'ok'
        AND (u.min_confidence IS NULL OR s.confidence >= u.min_confidence)
"""

_TELL_SIGNALS: Final = text(
    f"""
    INSERT INTO notifications (user_id, kind, subject, stage, priority, due_at, created_at)
    SELECT u.telegram_id, 'signal', 'signal:' || s.model_id || ':' || s.seq, 'new', 5,
        clock_timestamp(), clock_timestamp()
    FROM signals s {_HOLDERS}
    WHERE s.model_id = :model_id AND s.seq > :after AND s.seq <= :up_to
        AND coalesce(u.signal_modes ->> s.model_id, u.notifications ->> 'signal', 'on') <> 'off'
    ORDER BY s.seq, u.telegram_id
    ON CONFLICT (user_id, subject, stage) DO NOTHING
    """  # noqa: S608 - a constant
)

_TELL_ENDS: Final = text(
    f"""
    INSERT INTO notifications (user_id, kind, subject, stage, priority, due_at, created_at)
    SELECT u.telegram_id, 'resolved', 'signal:' || s.model_id || ':' || s.seq, r.status, 5,
        clock_timestamp(), clock_timestamp()
    FROM signal_resolutions r JOIN signals s ON s.model_id = r.model_id AND s.seq = r.signal_seq {_HOLDERS}
    WHERE r.model_id = :model_id AND r.seq > :after AND r.seq <= :up_to
        AND coalesce(u.notifications ->> 'resolved', 'on') <> 'off'
        AND coalesce(u.signal_modes ->> s.model_id, 'on') <> 'off'
    ORDER BY r.seq, u.telegram_id
    ON CONFLICT (user_id, subject, stage) DO NOTHING
    """  # noqa: S608 - a constant
)


async def plan_reminders(unit: Unit, *, since: datetime | None) -> datetime:
    """Write the reminders whose moment has come since a round before, or at all; return the moment of this round."""
    now = await unit.now()
    made = 0
    for stage, days in LEADS.items():
        lead = timedelta(days=days)
        after = now if since is None else max(now, since - OVERLAP + lead)
        values = {"stage": stage, "after": after, "up_to": now + lead, "lead": lead}
        made += len((await unit.session.execute(_REMIND, values)).all())
    if made:
        await publish(unit.session, OutboxFilled())
    return now


async def tell_signals(unit: Unit) -> None:
    """Write a message to every holder who wants one, of each signal and result that is new since the last time."""
    await unit.session.execute(_BEGIN)
    moved = (await unit.session.execute(_ADVANCE, {"most": MOST_SIGNALS})).mappings().all()
    for row in moved:
        model_id = row["model_id"]
        signals = {"model_id": model_id, "after": row["signals_after"], "up_to": row["signals"]}
        await unit.session.execute(_TELL_SIGNALS, signals)
        await unit.session.execute(_TELL_ENDS, {"model_id": model_id, "after": row["ends_after"], "up_to": row["ends"]})
    if moved:
        await publish(unit.session, OutboxFilled())
