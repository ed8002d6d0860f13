"""Deciding: carried out in the transaction of the decision, by the services that carry out every order."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import AlreadyDecided, AskerIsNoAdmin, OwnOrder, UnknownApproval
from app.models.approvals import Approval, ApprovalState
from app.models.users import Role, User
from app.schemas.approvals import (
    LARGE_ORDER,
    BatchUndoOrder,
    BulkOrder,
    ChangeUndoOrder,
    DeletionOrder,
    LargeOrder,
    StandingOrder,
)
from app.schemas.subscriptions import BulkResult
from app.services.subscriptions import bulk, undo
from app.services.subscriptions.change import Actor, lock_admins
from app.services.users import standing
from app.telemetry import get_logger

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Done:
    changed: int
    batch_id: UUID | None = None


async def approve(unit: Unit, *, actor: Actor, approval_id: UUID, reason: str | None) -> Approval:
    """Carry an order out in the name of who asked for it.

    Raises UnknownApproval, AlreadyDecided, OwnOrder, AskerIsNoAdmin, and what the order itself may be refused with; the
    order then goes on waiting.
    """
    row = await _locked(unit, approval_id)
    if row.asked_by == actor.telegram_id:
        raise OwnOrder
    await _require_admin(unit, row.asked_by)
    in_the_name = Actor(row.asked_by, str(row.ip_address) if row.ip_address else None)
    done = await _carry_out(unit, in_the_name, LARGE_ORDER.validate_python(row.order))
    row.changed, row.batch_id = done.changed, done.batch_id
    return await _decide(unit, row, ApprovalState.APPROVED, actor, reason)


async def refuse(unit: Unit, *, actor: Actor, approval_id: UUID, reason: str | None) -> Approval:
    """Say no; who asked withdraws. Raises UnknownApproval, AlreadyDecided."""
    row = await _locked(unit, approval_id)
    is_own = row.asked_by == actor.telegram_id
    return await _decide(unit, row, ApprovalState.WITHDRAWN if is_own else ApprovalState.REFUSED, actor, reason)


async def _locked(unit: Unit, approval_id: UUID) -> Approval:
    await lock_admins(unit)
    query = select(Approval).where(col(Approval.id) == approval_id).with_for_update()
    row: Approval | None = (await unit.session.execute(query)).scalars().one_or_none()
    if row is None:
        raise UnknownApproval
    if row.state != ApprovalState.PENDING:
        raise AlreadyDecided(state=row.state)
    if row.expires_at <= await unit.now():
        raise AlreadyDecided("Nobody decided in time; ask for it again", state="expired")
    return row


async def _require_admin(unit: Unit, telegram_id: int) -> None:
    found = select(col(User.telegram_id)).where(
        col(User.telegram_id) == telegram_id, col(User.role) == Role.ADMIN.value, ~col(User.is_blocked)
    )
    if (await unit.session.execute(found)).scalar_one_or_none() is None:
        raise AskerIsNoAdmin


async def _decide(unit: Unit, row: Approval, state: ApprovalState, actor: Actor, reason: str | None) -> Approval:
    row.state, row.decided_by, row.decided_at = state.value, actor.telegram_id, await unit.now()
    row.decision_reason = reason
    await unit.session.flush()
    log.info("an order has been decided", approval=str(row.id), state=row.state, admin=actor.telegram_id)
    return row


async def _carry_out(unit: Unit, actor: Actor, order: LargeOrder) -> _Done:
    match order:
        case StandingOrder(telegram_id=telegram_id, patch=patch):
            role = None if patch.role is None else Role(patch.role)
            changed = await standing.change_standing(
                unit,
                actor=actor,
                telegram_id=telegram_id,
                role=role,
                is_blocked=patch.is_blocked,
                reason=patch.reason,
            )
            return _Done(int(changed))
        case DeletionOrder(telegram_id=telegram_id, reason=reason):
            await standing.delete_user(unit, actor=actor, telegram_id=telegram_id, reason=reason or None)
            return _Done(1)
        case BulkOrder(change=change):
            return _of(await bulk.change_many(unit, actor=actor, order=change))
        case BatchUndoOrder(batch_id=batch_id, reason=reason):
            return _of(await undo.undo_batch(unit, actor=actor, batch_id=batch_id, reason=reason))
        case ChangeUndoOrder(history_id=history_id, reason=reason):
            return _of(await undo.undo_row(unit, actor=actor, history_id=history_id, reason=reason))


def _of(result: BulkResult) -> _Done:
    return _Done(result.changed, result.batch_id)
