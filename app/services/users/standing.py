"""Role, block and removal: what an admin does to a person rather than to a right."""

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from app.db.unit import Unit
from app.errors import LastAdmin, NoSuchUser
from app.models.subscriptions import Action, Source
from app.models.users import Role, User
from app.services.notifications.outbox import forget_person
from app.services.personal.traces import forget_traces
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_admins, lock_users, write_changes
from app.services.subscriptions.rights import Edit


async def set_role(unit: Unit, user: LockedUser, role: Role) -> None:
    """Write the role of a locked user. Raises LastAdmin. ``lock_admins`` must be held."""
    if role is Role.USER:
        await _spare_last_admin(unit, user)
    await unit.session.execute(update(User).where(col(User.telegram_id) == user.telegram_id).values(role=role.value))


async def set_blocked(unit: Unit, user: LockedUser, *, blocked: bool) -> None:
    """Write the block of a locked user. Raises LastAdmin. ``lock_admins`` must be held."""
    if blocked:
        await _spare_last_admin(unit, user)
    await unit.session.execute(update(User).where(col(User.telegram_id) == user.telegram_id).values(is_blocked=blocked))


async def change_standing(
    unit: Unit, *, actor: Actor, telegram_id: int, role: Role | None, is_blocked: bool | None, reason: str
) -> bool:
    """Change role and block, each as a change of its own; tell whether anything changed.

    Raises NoSuchUser, LastAdmin.
    """
    await lock_admins(unit)
    user = await _locked(unit, telegram_id)
    changed = False
    if role is not None and role != user.role:
        await set_role(unit, user, role)
        await _record(unit, user, Action.ROLE, actor, reason)
        user, changed = await _locked(unit, telegram_id), True
    if is_blocked is not None and is_blocked != user.is_blocked:
        await set_blocked(unit, user, blocked=is_blocked)
        await _record(unit, user, Action.BLOCK if is_blocked else Action.UNBLOCK, actor, reason)
        changed = True
    return changed


async def delete_user(unit: Unit, *, actor: Actor, telegram_id: int, reason: str | None) -> None:
    """Remove a person with every right, session and personal field; the history stays. Raises NoSuchUser, LastAdmin."""
    await lock_admins(unit)
    user = await _locked(unit, telegram_id)
    await _spare_last_admin(unit, user)
    edit = Edit(revoked=frozenset(user.rights))
    await write_changes(unit, [Change(user, Action.DELETE, edit)], Order(actor, reason, Source.ADMIN, await unit.now()))
    await forget_person(unit, telegram_id)
    await forget_traces(unit, telegram_id)
    await unit.session.execute(delete(User).where(col(User.telegram_id) == telegram_id))


async def _locked(unit: Unit, telegram_id: int) -> LockedUser:
    user = (await lock_users(unit, [telegram_id])).get(telegram_id)
    if user is None:
        raise NoSuchUser
    return user


async def _record(unit: Unit, user: LockedUser, action: Action, actor: Actor, reason: str) -> None:
    await write_changes(unit, [Change(user, action)], Order(actor, reason, Source.ADMIN, await unit.now()))


async def _spare_last_admin(unit: Unit, user: LockedUser) -> None:
    if user.role != Role.ADMIN or user.is_blocked:
        return
    others = (
        select(func.count())
        .select_from(User)
        .where(col(User.role) == Role.ADMIN.value, ~col(User.is_blocked), col(User.telegram_id) != user.telegram_id)
    )
    if not (await unit.session.execute(others)).scalar_one():
        raise LastAdmin
