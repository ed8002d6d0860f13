"""Deleting one's own account."""

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import AdminRoleHeld, SessionRevoked, UserBlocked
from app.models.sessions import LoginSession
from app.models.users import Role
from app.services.subscriptions.change import Actor, lock_admins, lock_users
from app.services.users.standing import delete_user

OWN_WISH: Final = "Deleted by the person"
"""Reason of the last row of a history; its ``admin_id`` is the person's own."""


async def delete_own_account(unit: Unit, *, telegram_id: int, sid: UUID) -> None:
    """Delete the account that the session ``sid`` belongs to; nothing is left to do where it is gone already.

    A block stands: who is blocked would come back without it. Raises UserBlocked, AdminRoleHeld, SessionRevoked.
    """
    await lock_admins(unit)
    user = (await lock_users(unit, [telegram_id])).get(telegram_id)
    if user is None or not await _is_of(unit, telegram_id, sid):
        return
    if user.is_blocked:
        raise UserBlocked
    if user.role == Role.ADMIN:
        raise AdminRoleHeld
    await delete_user(unit, actor=Actor(telegram_id), telegram_id=telegram_id, reason=OWN_WISH)


async def _is_of(unit: Unit, telegram_id: int, sid: UUID) -> bool:
    """Whether the session is of this account and of no earlier one. Raises SessionRevoked where it was ended."""
    mine = (col(LoginSession.id) == sid, col(LoginSession.user_id) == telegram_id)
    found = (await unit.session.execute(select(col(LoginSession.revoked_at)).where(*mine))).one_or_none()
    if found is not None and found.revoked_at is not None:
        raise SessionRevoked
    return found is not None
