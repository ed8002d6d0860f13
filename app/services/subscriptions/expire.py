"""Ends that come by themselves. A right is over at its end whether or not this has run; this tells and cleans."""

from datetime import datetime
from typing import Final

from sqlalchemy import Integer, bindparam, text

from app.db.unit import Unit
from app.models.subscriptions import Action, Source
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.rights import Edit

BATCH: Final = 500

_ENDED: Final = text(
    """
    SELECT DISTINCT user_id FROM (
        SELECT user_id FROM user_subscriptions WHERE is_active AND expiry_date <= statement_timestamp()
        ORDER BY expiry_date LIMIT :most
    ) AS ended
    """
).bindparams(bindparam("most", type_=Integer))
"""The statement's clock: an index cannot be asked with one that moves on while it answers."""

_NEXT: Final = text("SELECT min(expiry_date) FROM user_subscriptions WHERE is_active AND expiry_date IS NOT NULL")


async def expire_ended(unit: Unit) -> int:
    """Deactivate, bump, log and announce up to ``BATCH`` users' ended rights; return how many users there were.

    Users whom another transaction holds are left for the next round, so that any number of processes may run this.
    """
    ids = list((await unit.session.execute(_ENDED, {"most": BATCH})).scalars())
    if not ids:
        return 0
    users = await lock_users(unit, ids, skip_locked=True)
    now = await unit.now()
    changes = [change for user in users.values() if (change := _expiry(user, now)).edit]
    await write_changes(unit, changes, Order(Actor(), None, Source.ADMIN, now))
    return len(changes)


def _expiry(user: LockedUser, now: datetime) -> Change:
    ended = frozenset(model_id for model_id, right in user.rights.items() if not right.runs(now))
    return Change(user, Action.EXPIRE, Edit(revoked=ended))


async def next_end(unit: Unit) -> datetime | None:
    """The earliest end among active rights, past ones included; None if nothing ends."""
    end: datetime | None = (await unit.session.execute(_NEXT)).scalar_one()
    return end
