"""Registering people by the thousand, through the product's own way of changing rights."""

from collections.abc import Sequence

from sqlalchemy import insert

from app.db.unit import Units
from app.models.subscriptions import Action, Source
from app.models.users import User
from app.services.subscriptions import rights
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.rights import Term
from tests.factories import FREE_MODEL


async def register_many(units: Units, ids: Sequence[int]) -> None:
    """Make users with the free model, each with a register row."""
    async with units.open() as unit:
        rows = [{"telegram_id": i, "first_name": f"Person {i}", "subscription_version": 1} for i in ids]
        await unit.session.execute(insert(User), rows)
        users = await lock_users(unit, ids)
        now = await unit.now()

        def registration(user: LockedUser) -> Change:
            new = LockedUser(user.telegram_id, 0, user.role, user.is_blocked, user.head, user.rights)
            return Change(new, Action.REGISTER, rights.grant({}, [FREE_MODEL], Term(), now))

        order = Order(Actor(), None, Source.BASIC, now, first=True)
        await write_changes(unit, [registration(user) for user in users.values()], order)
