"""Carrying a broadcast out: everybody of its audience gets a row in the outbox, a piece at a time."""

from typing import Final
from uuid import UUID

from sqlalchemy import case, exists, func, insert, literal, null, or_, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import Uuid
from sqlmodel import col

from app.bus.events import OutboxFilled
from app.bus.publish import publish
from app.db.unit import Unit
from app.models.notifications import Broadcast, BroadcastState, Kind, Notification, NotificationState
from app.models.users import User
from app.schemas.broadcasts import Audience
from app.services.broadcasts.audience import audience_conditions, why_not
from app.services.notifications.outbox import PRIORITY

PIECE: Final = 5_000
"""People that one transaction reaches: a crash loses none and doubles none."""


async def carry_on(unit: Unit) -> bool:
    """Do the next piece of any broadcast that is due; tell whether there may be more at once."""
    now = await unit.now()
    due = (
        select(Broadcast)
        .where(
            or_(
                (col(Broadcast.state) == BroadcastState.SCHEDULED.value) & (col(Broadcast.scheduled_at) <= now),
                (col(Broadcast.state) == BroadcastState.SENDING.value),
            )
        )
        .order_by(col(Broadcast.is_reached), col(Broadcast.scheduled_at), col(Broadcast.id))
        .with_for_update(skip_locked=True)
    )
    more = False
    for row in (await unit.session.execute(due)).scalars().all():
        if row.state == BroadcastState.SCHEDULED:
            row.state, row.started_at = BroadcastState.SENDING.value, now
        if not row.is_reached:
            await _reach(unit, row)
            more = True
        elif not await _has_pending(unit, row):
            row.state, row.finished_at = BroadcastState.SENT.value, now
        row.updated_at = now
        await unit.session.flush()
    for cancelled_id in (await unit.session.execute(select(col(Broadcast.id)).where(_LEFT_OVER))).scalars().all():
        more = await drop_pending(unit, cancelled_id) == PIECE or more
    return more


_LEFT_OVER: Final = (col(Broadcast.state) == BroadcastState.CANCELLED.value) & exists(
    select(1).where(
        col(Notification.broadcast_id) == col(Broadcast.id), col(Notification.state) == NotificationState.PENDING.value
    )
)
"""A broadcast that was called off, with rows that wait."""


async def drop_pending(unit: Unit, broadcast_id: UUID) -> int:
    """Cancel the next rows of a broadcast that are not under way; return how many. A million at once took a minute."""
    free = (
        select(col(Notification.id))
        .where(
            col(Notification.broadcast_id) == broadcast_id, col(Notification.state) == NotificationState.PENDING.value
        )
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    )
    dropped = await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_(free))
        .values(state=NotificationState.CANCELLED.value, finished_at=func.clock_timestamp())
        .returning(col(Notification.id))
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


_COLUMNS: Final = (
    "user_id",
    "kind",
    "subject",
    "stage",
    "priority",
    "broadcast_id",
    "state",
    "why",
    "finished_at",
    "due_at",
    "created_at",
)


async def _reach(unit: Unit, row: Broadcast) -> None:
    """Write the rows of the next people. Who cannot be told gets a row that says why, already finished."""
    people = (
        select(col(User.telegram_id), why_not().label("why"))
        .where(*audience_conditions(Audience.model_validate(row.audience)), col(User.telegram_id) > row.reached_id)
        .order_by(col(User.telegram_id))
        .limit(PIECE)
        .cte("people")
    )
    is_told, now = people.c.why.is_(None), func.clock_timestamp()
    made = select(
        people.c.telegram_id,
        *(literal(value) for value in (Kind.BROADCAST.value, f"broadcast:{row.id}", "sent", PRIORITY[Kind.BROADCAST])),
        sql_cast(literal(row.id, Uuid), Uuid),
        case((is_told, literal(NotificationState.PENDING.value)), else_=literal(NotificationState.SKIPPED.value)),
        people.c.why,
        case((is_told, null()), else_=now),
        now,
        now,
    )
    statement = insert(Notification).from_select(_COLUMNS, made).returning(col(Notification.user_id))
    reached = list((await unit.session.execute(statement)).scalars())
    row.is_reached = len(reached) < PIECE
    row.reached_id = max(reached, default=row.reached_id)
    await publish(unit.session, OutboxFilled())


async def _has_pending(unit: Unit, row: Broadcast) -> bool:
    pending = select(
        select(col(Notification.id))
        .where(col(Notification.broadcast_id) == row.id, col(Notification.state) == NotificationState.PENDING.value)
        .exists()
    )
    return bool((await unit.session.execute(pending)).scalar_one())


async def next_start(unit: Unit) -> float | None:
    """Seconds until a scheduled broadcast begins; 1 while one is being sent, None where none waits."""
    wait = case(
        (col(Broadcast.state) == BroadcastState.SENDING.value, literal(1.0)),
        else_=func.extract("epoch", col(Broadcast.scheduled_at) - func.clock_timestamp()),
    )
    going = col(Broadcast.state).in_([BroadcastState.SCHEDULED.value, BroadcastState.SENDING.value])
    found = (await unit.session.execute(select(func.min(wait)).where(going))).scalar_one()
    return None if found is None else max(0.05, float(found))


async def call_off(unit: Unit, broadcast_id: object) -> None:
    """Stop a broadcast that Telegram does not take."""
    now = await unit.now()
    await unit.session.execute(
        update(Broadcast)
        .where(col(Broadcast.id) == broadcast_id, col(Broadcast.state) == BroadcastState.SENDING.value)
        .values(state=BroadcastState.CANCELLED.value, finished_at=now, updated_at=now)
    )
