"""Which orders one admin's word is not enough for."""

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlmodel import col

from app.db.unit import Unit
from app.models.subscriptions import Action, SubscriptionHistory
from app.models.users import User
from app.schemas.approvals import (
    BatchUndoOrder,
    BulkOrder,
    ChangeUndoOrder,
    DeletionOrder,
    LargeOrder,
    StandingOrder,
)
from app.schemas.subscriptions import Expectation
from app.services.subscriptions import bulk
from app.services.subscriptions.change import Actor, lock_admins

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.taken.' || :admin, 0))")

_TAKEN_LATELY = text(
    """
    SELECT count(*) FROM subscription_history AS h
    WHERE h.admin_id = :admin AND h.created_at > clock_timestamp() - interval '1 hour'
        AND h.action IN ('revoke', 'undo') AND h.batch_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM approvals WHERE approvals.batch_id = h.batch_id)
    """
)
"""People from whom an admin took something in bulk within the hour, by nobody's word but the own."""

_GIVEN = text(
    """
    SELECT count(*) FROM subscription_history WHERE batch_id = :batch AND action IN ('grant', 'extend', 'undo')
    """
)


@dataclass(frozen=True, slots=True)
class Policy:
    """``most``: people from whom one admin may take something in bulk within an hour, alone."""

    required: bool
    most: int


@dataclass(frozen=True, slots=True)
class Large:
    """An order that needs a second admin, and whom it concerns."""

    order: LargeOrder
    people: int
    telegram_id: int | None = None


async def judge(unit: Unit, policy: Policy, actor: Actor, order: LargeOrder) -> Large | None:
    """The order, as it is to be asked for, where it needs a second admin; None where it may be carried out at once.

    Raises what a dry run of a bulk order raises.
    """
    if not policy.required:
        return None
    match order:
        case DeletionOrder():
            return Large(order, 1, order.telegram_id)
        case StandingOrder():
            return await _standing(unit, order)
        case ChangeUndoOrder():
            return await _change_undo(unit, order)
        case BulkOrder():
            return await _bulk(unit, policy, actor, order)
        case BatchUndoOrder():
            return await _batch_undo(unit, policy, actor, order)


async def _standing(unit: Unit, order: StandingOrder) -> Large | None:
    await lock_admins(unit)
    role = select(col(User.role)).where(col(User.telegram_id) == order.telegram_id)
    now = (await unit.session.execute(role)).scalar_one_or_none()
    changes = now is not None and order.patch.role is not None and order.patch.role != now
    return Large(order, 1, order.telegram_id) if changes else None


async def _change_undo(unit: Unit, order: ChangeUndoOrder) -> Large | None:
    row = await unit.session.get(SubscriptionHistory, order.history_id)
    return Large(order, 1, row.user_id) if row is not None and row.action == Action.ROLE else None


async def _bulk(unit: Unit, policy: Policy, actor: Actor, order: BulkOrder) -> Large | None:
    """What it would do, by a dry run under the locks of the real one. An end that is set may be nearer than before."""
    change = order.change
    if change.dry_run or not (change.revoke or change.expiry_date):
        return None
    lately = await _taken_lately(unit, actor)
    dry = change.model_copy(update={"dry_run": True, "details": False})
    outcome = await bulk.change_many(unit, actor=actor, order=dry)
    if not outcome.changed or outcome.changed + lately <= policy.most:
        return None
    expect = Expectation(matched=outcome.matched, changed=outcome.changed, fingerprint=outcome.fingerprint)
    return Large(BulkOrder(change=change.model_copy(update={"expect": expect, "details": False})), outcome.changed)


async def _batch_undo(unit: Unit, policy: Policy, actor: Actor, order: BatchUndoOrder) -> Large | None:
    lately = await _taken_lately(unit, actor)
    given: int = (await unit.session.execute(_GIVEN, {"batch": order.batch_id})).scalar_one()
    return Large(order, given) if given and given + lately > policy.most else None


async def _taken_lately(unit: Unit, actor: Actor) -> int:
    """Holds back other orders of the admin until this one has ended, so that each counts the others."""
    await unit.session.execute(_ONE_AT_A_TIME, {"admin": str(actor.telegram_id)})
    found: int = (await unit.session.execute(_TAKEN_LATELY, {"admin": actor.telegram_id})).scalar_one()
    return found
