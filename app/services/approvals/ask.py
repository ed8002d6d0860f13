"""Asking for a second admin."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSecondAdmin
from app.models.approvals import Approval, ApprovalState
from app.models.users import Role, User
from app.services.approvals.policy import Large
from app.services.notifications.outbox import tell_admins
from app.services.subscriptions.change import Actor, lock_admins
from app.services.users.profile import find_user
from app.telemetry import get_logger

OPEN_FOR: Final = timedelta(hours=24)
"""How long somebody may decide."""

APPROVAL: Final = "approval:"
"""Before the id, it is the subject of what the other admins are told."""

log = get_logger(__name__)


async def ask(unit: Unit, actor: Actor, large: Large) -> Approval:
    """Keep an order until another admin decides; the same order of the same admin is kept once.

    Raises NoSuchUser, and NoSecondAdmin where nobody else could decide.
    """
    await lock_admins(unit)
    if large.telegram_id is not None:
        await find_user(unit, large.telegram_id)
    await _require_others(unit, actor)
    now = await unit.now()
    order = large.order.model_dump(mode="json")
    same = select(Approval).where(
        col(Approval.asked_by) == actor.telegram_id,
        col(Approval.state) == ApprovalState.PENDING.value,
        col(Approval.expires_at) > now,
        col(Approval.order) == order,
    )
    waiting: Approval | None = (await unit.session.execute(same.limit(1))).scalars().first()
    if waiting is not None:
        return waiting
    row = Approval(
        kind=large.order.kind,
        order=order,
        telegram_id=large.telegram_id,
        people=large.people,
        asked_by=actor.telegram_id,
        ip_address=actor.ip_address,
        asked_at=now,
        expires_at=now + OPEN_FOR,
    )
    unit.session.add(row)
    await unit.session.flush()
    await tell_admins(unit, f"{APPROVAL}{row.id}", "asked", but=actor.telegram_id)
    log.info("an order waits for a second admin", approval=str(row.id), kind=row.kind, admin=actor.telegram_id)
    return row


async def _require_others(unit: Unit, actor: Actor) -> None:
    others = (
        select(func.count())
        .select_from(User)
        .where(col(User.role) == Role.ADMIN.value, ~col(User.is_blocked), col(User.telegram_id) != actor.telegram_id)
    )
    if not (await unit.session.execute(others)).scalar_one():
        raise NoSecondAdmin
