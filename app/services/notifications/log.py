"""What became of messages: a person's log, and the outbox in figures."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Integer, Interval, Select, bindparam, select, text
from sqlmodel import col

from app.db.unit import Unit
from app.models.notifications import Notification
from app.schemas.base import Page
from app.schemas.notifications import NotificationRead, OutboxFigures
from app.services.paging import keyset_page

_FIGURES: Final = text(
    """
    SELECT
        waiting.pending, waiting.held, waiting.oldest_due_at, told.sent_24_hours, told.failed_24_hours
    FROM (
        SELECT count(*) FILTER (WHERE NOT held) AS pending, count(*) FILTER (WHERE held) AS held,
            min(due_at) FILTER (WHERE due_at <= now()) AS oldest_due_at
        FROM notifications WHERE state = 'pending'
    ) AS waiting CROSS JOIN (
        SELECT count(*) FILTER (WHERE state = 'sent') AS sent_24_hours,
            count(*) FILTER (WHERE state = 'failed') AS failed_24_hours
        FROM notifications WHERE created_at > now() - interval '1 day'
    ) AS told
    """
)


_BOT_OFF: Final = text(
    """
    UPDATE notifications SET state = 'skipped', why = 'bot_off', finished_at = now()
    WHERE state = 'pending' AND created_at < now() - interval '1 hour'
    """
)
"""Who switches the bot on later does not want what was news then."""

_FORGET: Final = text(
    """
    DELETE FROM notifications WHERE id = ANY (ARRAY(
        (SELECT id FROM notifications WHERE state <> 'pending' AND kind IN ('signal', 'resolved')
            AND created_at < now() - CAST(:news AS interval) ORDER BY created_at LIMIT :most)
        UNION
        (SELECT id FROM notifications WHERE state <> 'pending'
            AND created_at < now() - CAST(:kept AS interval) ORDER BY created_at LIMIT :most)
        LIMIT :most
    )) RETURNING 1
    """
).bindparams(bindparam("kept", type_=Interval), bindparam("news", type_=Interval), bindparam("most", type_=Integer))


async def skip_unsent(unit: Unit) -> None:
    """Give up what has waited for an hour, where there is no bot to send it."""
    await unit.session.execute(_BOT_OFF)


async def forget_told(unit: Unit, *, kept: timedelta, news_kept: timedelta, most: int) -> int:
    """Throw old messages out of the log, those about signals and results sooner; return how many."""
    old = await unit.session.execute(_FORGET, {"kept": kept, "news": min(news_kept, kept), "most": most})
    return len(old.all())


async def list_notifications(unit: Unit, telegram_id: int, *, limit: int, cursor: str | None) -> Page[NotificationRead]:
    """Newest first. Raises InvalidCursor."""
    query: Select[Notification] = select(Notification).where(col(Notification.user_id) == telegram_id)
    rows, next_cursor = await keyset_page(
        unit, query, keys=[col(Notification.id)], descending=True, limit=limit, cursor=cursor, name="notifications"
    )
    return Page(items=[NotificationRead.model_validate(row) for row in rows], next_cursor=next_cursor)


async def outbox_figures(unit: Unit) -> OutboxFigures:
    """Counts of this moment; the last two are of messages made within a day."""
    return OutboxFigures.model_validate(dict((await unit.session.execute(_FIGURES)).mappings().one()))
