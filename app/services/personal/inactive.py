"""People who have not been here for long, and hold nothing that anybody gave them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, DateTime, bindparam, text

from app.db.unit import Unit
from app.services.subscriptions.change import Actor, lock_admins, lock_users
from app.services.users.standing import delete_user

_AWAY: Final = """
    FROM users u WHERE last_active < now() - CAST(:kept AS interval) AND role = 'user' AND NOT is_blocked
    AND NOT EXISTS (
        SELECT FROM user_subscriptions s WHERE s.user_id = u.telegram_id AND s.is_active AND s.source <> 'basic'
            AND (s.expiry_date IS NULL OR s.expiry_date > now()))
    AND NOT EXISTS (SELECT FROM subscription_requests r WHERE r.user_id = u.telegram_id AND r.status = 'pending')
"""
"""A block must outlive its person's absence, and an unanswered wish is the operator's delay."""

_NEXT: Final = text(
    f"SELECT last_active, telegram_id {_AWAY} AND (last_active, telegram_id) > (:at, :telegram_id)"
    " ORDER BY last_active, telegram_id LIMIT 1"
).bindparams(bindparam("at", type_=DateTime(timezone=True)), bindparam("telegram_id", type_=BigInteger))

_STILL: Final = text(f"SELECT telegram_id {_AWAY} AND telegram_id = :telegram_id").bindparams(
    bindparam("telegram_id", type_=BigInteger)
)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody in the order of when they were last here."""

    last_active: datetime
    telegram_id: int


async def next_away(unit: Unit, after: Away | None, *, kept: timedelta) -> Away | None:
    """The next person after one who has been away for longer than accounts are kept, longest first; None at the end."""
    start = after or Away(datetime.min.replace(tzinfo=UTC), 0)
    values = {"kept": kept, "at": start.last_active, "telegram_id": start.telegram_id}
    row = (await unit.session.execute(_NEXT, values)).one_or_none()
    return None if row is None else Away(row.last_active, row.telegram_id)


async def delete_if_away(unit: Unit, telegram_id: int, *, kept: timedelta) -> bool:
    """Delete somebody unless they have come back meanwhile; tell whether it was done."""
    await lock_admins(unit)
    await lock_users(unit, [telegram_id])
    if (await unit.session.execute(_STILL, {"kept": kept, "telegram_id": telegram_id})).one_or_none() is None:
        return False
    reason = f"Not here for {kept.days} days"
    await delete_user(unit, actor=Actor(), telegram_id=telegram_id, reason=reason)
    return True
