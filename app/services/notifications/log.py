"""What became of messages: a person's log, and the outbox in figures."""

from typing import Final

from sqlalchemy import Select, select, text
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
    DELETE FROM notifications WHERE state <> 'pending' AND (
        (kind IN ('signal', 'resolved') AND created_at < now() - interval '7 days')
        OR created_at < now() - interval '180 days'
    )
    """
)


async def forget_told(unit: Unit, *, is_sending: bool) -> None:
    """Throw old messages out of the log: signals after a week, all others after half a year."""
    if not is_sending:
        await unit.session.execute(_BOT_OFF)
    await unit.session.execute(_FORGET)


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
