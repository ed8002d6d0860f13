"""Undoing: a new, audited change that puts back what was, where nothing has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import ChangedSince, NoSuchUser, NotUndoable, UnknownChange
from app.models.subscriptions import Action, Source, SubscriptionHistory
from app.models.users import Role
from app.schemas.subscriptions import BulkFailure, BulkResult
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_admins, lock_users, write_changes
from app.services.subscriptions.history import recorded
from app.services.subscriptions.rights import restore
from app.services.users.standing import set_blocked, set_role

_OF_RIGHTS: Final = frozenset({Action.GRANT, Action.EXTEND, Action.REVOKE, Action.UNDO})
_OF_STANDING: Final = frozenset({Action.ROLE, Action.BLOCK, Action.UNBLOCK})


@dataclass(frozen=True, slots=True)
class _Past:
    """A recorded change that is to be undone."""

    user_id: int
    version: int
    action: str
    before: Mapping[str, datetime | None]


async def undo_batch(unit: Unit, *, actor: Actor, batch_id: UUID, reason: str) -> BulkResult:
    """Put back what a bulk order changed, for users whose version is still the one it made. Raises UnknownChange."""
    rows = (await unit.session.execute(_rows().where(col(SubscriptionHistory.batch_id) == batch_id))).scalars().all()
    if not rows:
        raise UnknownChange
    return await _undo_rights(unit, [_past(row) for row in rows], actor=actor, reason=reason)


async def undo_row(unit: Unit, *, actor: Actor, history_id: UUID, reason: str) -> BulkResult:
    """Put back what one change changed.

    Raises UnknownChange, NotUndoable (registrations, expiries and deletions), NoSuchUser, ChangedSince, LastAdmin.
    """
    row = await unit.session.get(SubscriptionHistory, history_id)
    if row is None:
        raise UnknownChange
    past = _past(row)
    if past.action in _OF_STANDING:
        return await _undo_standing(unit, past, actor=actor, reason=reason)
    if past.action not in _OF_RIGHTS:
        raise NotUndoable(action=past.action)
    result = await _undo_rights(unit, [past], actor=actor, reason=reason)
    for failure in result.failed:
        raise NoSuchUser if failure.code == NoSuchUser.code else ChangedSince
    return result


def _rows() -> Select[SubscriptionHistory]:
    return select(SubscriptionHistory)


def _past(row: SubscriptionHistory) -> _Past:
    return _Past(row.user_id, row.version, row.action, recorded(row.old_subscriptions))


async def _undo_rights(unit: Unit, pasts: Iterable[_Past], *, actor: Actor, reason: str) -> BulkResult:
    by_user = {past.user_id: past for past in pasts}
    users = await lock_users(unit, list(by_user))
    now = await unit.now()
    changes: list[Change] = []
    failed: list[BulkFailure] = []
    for telegram_id, past in sorted(by_user.items()):
        user = users.get(telegram_id)
        if user is None or user.version != past.version:
            code = NoSuchUser.code if user is None else ChangedSince.code
            failed.append(BulkFailure(telegram_id=telegram_id, code=code))
        elif edit := restore(user.rights, past.before, now):
            changes.append(Change(user, Action.UNDO, edit))
    batch_id = uuid4() if changes else None
    await write_changes(unit, changes, Order(actor, reason, Source.UNDO, now, batch_id))
    unchanged = len(by_user) - len(changes) - len(failed)
    return BulkResult(matched=len(by_user), changed=len(changes), unchanged=unchanged, failed=failed, batch_id=batch_id)


async def _undo_standing(unit: Unit, past: _Past, *, actor: Actor, reason: str) -> BulkResult:
    await lock_admins(unit)
    user = (await lock_users(unit, [past.user_id])).get(past.user_id)
    if user is None:
        raise NoSuchUser
    if user.version != past.version:
        raise ChangedSince
    await _flip(unit, user, past.action)
    order = Order(actor, reason, Source.UNDO, await unit.now(), uuid4())
    await write_changes(unit, [Change(user, Action.UNDO)], order)
    return BulkResult(matched=1, changed=1, unchanged=0, failed=[], batch_id=order.batch_id)


async def _flip(unit: Unit, user: LockedUser, action: str) -> None:
    if action == Action.ROLE:
        await set_role(unit, user, Role.USER if user.role == Role.ADMIN else Role.ADMIN)
    else:
        await set_blocked(unit, user, blocked=action == Action.UNBLOCK)
