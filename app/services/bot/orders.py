"""Orders that an admin gives the bot: kept until a button confirms or cancels them, carried out at most once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSuchUser
from app.models.notifications import BotOrder
from app.services.subscriptions import orders, rights
from app.services.subscriptions.change import Actor, lock_users
from app.services.subscriptions.rights import Term

VALID: Final = timedelta(minutes=15)
"""How long an order waits for its button."""

KEPT: Final = timedelta(days=7)

Outcome = Literal["done", "unchanged", "cancelled", "changed_since"]
Refusal = Literal["unknown", "foreign", "late"]


class GrantOrRevoke(BaseModel):
    """What was asked for, and after it was carried out what came of it.

    ``days`` None grants for ever. ``ends_at``: the end that was announced, after a grant the end that it made.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["grant", "revoke"]
    telegram_id: int
    model_id: str
    days: int | None = None
    reason: str | None = None
    ends_at: datetime | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """An order that has its outcome; ``is_news`` where this press gave it."""

    order: GrantOrRevoke
    outcome: Outcome
    is_news: bool


async def keep_order(unit: Unit, admin_id: int, order: GrantOrRevoke) -> UUID:
    """Write an order down; return the id that its buttons carry."""
    row = BotOrder(admin_id=admin_id, order=order.model_dump(mode="json"), created_at=await unit.now())
    unit.session.add(row)
    await unit.session.flush()
    return row.id


async def find_order(unit: Unit, order_id: UUID) -> GrantOrRevoke | None:
    """What an order asks for, without a lock."""
    found = select(col(BotOrder.order)).where(col(BotOrder.id) == order_id)
    order = (await unit.session.execute(found)).scalar_one_or_none()
    return None if order is None else GrantOrRevoke.model_validate(order)


async def settle_order(unit: Unit, order_id: UUID, *, admin_id: int, is_confirmed: bool) -> Settled | Refusal:
    """Carry an order out, or cancel it: once, for the admin who gave it, while it is valid.

    The caller has proved that ``admin_id`` is an admin at this moment, and has locked them and the person in the order
    of their ids. Raises NoSuchUser, UnknownModel, ModelRetired, InvalidExpiry; the order then waits on.
    """
    row = await unit.session.get(BotOrder, order_id, with_for_update=True, populate_existing=True)
    if row is None:
        return "unknown"
    if row.admin_id != admin_id:
        return "foreign"
    order = GrantOrRevoke.model_validate(row.order)
    if row.outcome is not None:
        return Settled(order, _outcome(row.outcome), is_news=False)
    if await unit.now() >= row.created_at + VALID:
        return "late"
    outcome: Outcome = "cancelled"
    if is_confirmed:
        order, outcome = await _carry_out(unit, order, admin_id)
    row.outcome, row.order = outcome, order.model_dump(mode="json")
    await unit.session.flush()
    return Settled(order, outcome, is_news=True)


async def forget_orders(unit: Unit) -> int:
    """Forget orders whose buttons have long stopped working; return how many there were."""
    old = delete(BotOrder).where(col(BotOrder.created_at) < await unit.now() - KEPT)
    return len((await unit.session.execute(old.returning(col(BotOrder.id)))).all())


async def _carry_out(unit: Unit, order: GrantOrRevoke, admin_id: int) -> tuple[GrantOrRevoke, Outcome]:
    actor = Actor(telegram_id=admin_id)
    if order.kind == "revoke":
        made = await orders.revoke(
            unit, actor=actor, telegram_id=order.telegram_id, model_id=order.model_id, reason=order.reason
        )
    else:
        if await _means_something_else(unit, order):
            return order, "changed_since"
        made = await orders.grant(
            unit,
            actor=actor,
            telegram_id=order.telegram_id,
            models=[order.model_id],
            term=Term(days=order.days),
            reason=order.reason,
        )
    ends = {right.model_id: right.expires_at for right in made.access.subscriptions}
    result = {"ends_at": ends.get(order.model_id), "version": made.access.subscription_version}
    return order.model_copy(update=result), "done" if made.changed else "unchanged"


async def _means_something_else(unit: Unit, order: GrantOrRevoke) -> bool:
    """Whether the right would now end at another time than was announced: somebody was quicker.

    Days of two admins who answer the same payment would add up otherwise.
    """
    user = (await lock_users(unit, [order.telegram_id])).get(order.telegram_id)
    if user is None:
        raise NoSuchUser
    edit = rights.grant(user.rights, [order.model_id], Term(days=order.days), await unit.now())
    ends = {**edit.granted, **edit.extended}
    if order.model_id not in ends:
        return False
    end = ends[order.model_id]
    if end is None or order.ends_at is None:
        return end != order.ends_at
    return abs(end - order.ends_at) > VALID


def _outcome(stored: str) -> Outcome:
    known: dict[str, Outcome] = {
        "done": "done",
        "unchanged": "unchanged",
        "cancelled": "cancelled",
        "changed_since": "changed_since",
    }
    return known[stored]
