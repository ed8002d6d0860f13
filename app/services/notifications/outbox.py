"""Putting messages into the outbox, in the transaction of what they tell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Integer, String, Uuid
from sqlmodel import col

from app.bus.events import OutboxFilled
from app.bus.publish import publish
from app.db.unit import Unit
from app.models.notifications import Kind, Notification, NotificationState
from app.models.users import Role, User

PRIORITY: Final[Mapping[Kind, int]] = {
    Kind.ADMIN: 0,
    Kind.ACCESS: 0,
    Kind.REQUEST: 0,
    Kind.EXPIRY: 1,
    Kind.SIGNAL: 5,
    Kind.RESOLVED: 5,
    Kind.BROADCAST: 9,
}
"""What leaves first."""

_PUT: Final = text(
    """
    INSERT INTO notifications (user_id, kind, subject, stage, payload, priority, broadcast_id, due_at, created_at)
    SELECT user_id, kind, subject, stage, CAST(payload AS jsonb), priority, broadcast_id,
        clock_timestamp(), clock_timestamp()
    FROM unnest(:users, :kinds, :subjects, :stages, :payloads, :priorities, :broadcasts)
        AS made (user_id, kind, subject, stage, payload, priority, broadcast_id)
    ON CONFLICT (user_id, subject, stage) DO NOTHING
    """
).bindparams(
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("kinds", type_=ARRAY(String)),
    bindparam("subjects", type_=ARRAY(String)),
    bindparam("stages", type_=ARRAY(String)),
    bindparam("payloads", type_=ARRAY(String)),
    bindparam("priorities", type_=ARRAY(Integer)),
    bindparam("broadcasts", type_=ARRAY(Uuid)),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A message to be: composed when it is sent, made at most once for its user, subject and stage."""

    user_id: int
    kind: Kind
    subject: str
    stage: str
    payload: Mapping[str, str] = field(default_factory=dict)
    broadcast_id: UUID | None = None


async def put(unit: Unit, notes: Sequence[Note]) -> None:
    """Write them, leaving out what is there, and wake whoever sends. Sent if and only if the caller's unit commits."""
    if not notes:
        return
    values = {
        "users": [note.user_id for note in notes],
        "kinds": [note.kind.value for note in notes],
        "subjects": [note.subject for note in notes],
        "stages": [note.stage for note in notes],
        "payloads": [json.dumps(dict(note.payload)) for note in notes],
        "priorities": [PRIORITY[note.kind] for note in notes],
        "broadcasts": [note.broadcast_id for note in notes],
    }
    await unit.session.execute(_PUT, values)
    await publish(unit.session, OutboxFilled())


async def tell_admins(unit: Unit, subject: str, stage: str, *, but: int | None = None) -> None:
    """The same message to every admin who may act, ``but`` one."""
    admins = select(col(User.telegram_id)).where(col(User.role) == Role.ADMIN.value, ~col(User.is_blocked))
    ids = (await unit.session.execute(admins.order_by(col(User.telegram_id)))).scalars()
    await put(unit, [Note(telegram_id, Kind.ADMIN, subject, stage) for telegram_id in ids if telegram_id != but])


async def tell_asked_admins(unit: Unit, subject: str, asked: str, stage: str) -> None:
    """A later message to those admins who have, or will have, the message ``asked`` on the same subject."""
    told = select(col(Notification.user_id)).where(
        col(Notification.subject) == subject,
        col(Notification.stage) == asked,
        col(Notification.kind) == Kind.ADMIN.value,
    )
    ids = (await unit.session.execute(told.order_by(col(Notification.user_id)))).scalars()
    await put(unit, [Note(telegram_id, Kind.ADMIN, subject, stage) for telegram_id in ids])


async def reconsider(unit: Unit, telegram_id: int) -> None:
    """Look again at what is held for a person, who has chosen other hours: held anew, or sent."""
    held = (
        select(col(Notification.id))
        .where(
            col(Notification.user_id) == telegram_id,
            col(Notification.state) == NotificationState.PENDING.value,
            col(Notification.held),
        )
        .with_for_update(skip_locked=True)
    )
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_(held))
        .values(due_at=await unit.now())
        .execution_options(synchronize_session=False)
    )
    await publish(unit.session, OutboxFilled())


async def forget_person(unit: Unit, telegram_id: int) -> None:
    """Remove everything that was to be sent, or was sent, to a person who is deleted.

    A message that is under way at this moment is left: whoever sends it may be waiting for the person's row.
    """
    free = (
        select(col(Notification.id)).where(col(Notification.user_id) == telegram_id).with_for_update(skip_locked=True)
    )
    await unit.session.execute(delete(Notification).where(col(Notification.id).in_(free)))
