"""Signing up and coming back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import BigInteger, bindparam, case, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UserBlocked
from app.integrations.telegram.init_data import TelegramUser
from app.models.subscriptions import Action, Source, SubscriptionModel
from app.models.users import Reachability, Role, User
from app.services.subscriptions import rights
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.rights import Term

NAMED_AS_ADMIN: Final = "Named in ADMIN_TELEGRAM_ID"
"""Reason of the change by which a person becomes admin at login; on a ``register`` row, of having begun as one."""

Seen = dict[str, str | bool | datetime | None]
"""Columns of the person's row, as Telegram has just told them."""

_LAST_VERSION: Final = text(
    "SELECT coalesce(max(version), 0) FROM subscription_history WHERE user_id = :telegram_id"
).bindparams(bindparam("telegram_id", type_=BigInteger))


@dataclass(frozen=True, slots=True)
class Visit:
    """A person who has just been let in by Telegram."""

    telegram_id: int
    is_new: bool


async def welcome(
    unit: Unit,
    person: TelegramUser,
    *,
    admins: Collection[int],
    came_by: Literal["app", "bot"] = "app",
    device_zone: str | None = None,
) -> Visit:
    """Register a person, or bring their row up to date. The user's row is locked afterwards.

    Who comes by the bot can be written to, and so can who has allowed it in the app; the bot knows no photo.

    A new person gets every free model in one ``register`` change, whose version follows the last one ever written for
    this id. Ids in ``admins`` become admin. Raises UserBlocked.
    """
    seen = _profile(person, came_by)
    if device_zone is not None:
        seen["device_timezone"] = device_zone
    user, is_new = await _enter(unit, person, seen, Role.ADMIN if person.id in admins else Role.USER)
    if user.is_blocked:
        raise UserBlocked
    if is_new:
        await _register(unit, user, reason=NAMED_AS_ADMIN if person.id in admins else None)
        return Visit(person.id, is_new=True)
    await _refresh(unit, person, seen)
    if person.id in admins and user.role != Role.ADMIN:
        await unit.session.execute(update(User).where(col(User.telegram_id) == person.id).values(role=Role.ADMIN.value))
        order = Order(Actor(), NAMED_AS_ADMIN, Source.ADMIN, await unit.now())
        await write_changes(unit, [Change(user, Action.ROLE)], order)
    return Visit(person.id, is_new=False)


def known_zone(zone: str | None) -> str | None:
    """The zone if the IANA database has it, else None: what a device says of itself is no reason to refuse anybody."""
    try:
        return None if not zone else ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


async def _enter(unit: Unit, person: TelegramUser, seen: Seen, role: Role) -> tuple[LockedUser, bool]:
    """Lock the person's row, making it if need be; a deletion that wins the race is followed by a new row."""
    while True:
        is_new = await _insert(unit, person, seen, role)
        if (user := (await lock_users(unit, [person.id])).get(person.id)) is not None:
            return user, is_new


def _profile(person: TelegramUser, came_by: str) -> Seen:
    seen: Seen = {
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "is_premium": person.is_premium,
    }
    if came_by == "app":
        seen["photo_url"] = person.photo_url
    if came_by == "bot" or person.allows_write_to_pm:
        seen["reachability"] = Reachability.OK.value
    return seen


async def _insert(unit: Unit, person: TelegramUser, seen: Seen, role: Role) -> bool:
    """Insert the row unless it is there; waits for a registration or deletion of the same id that is under way."""
    moments = dict.fromkeys(("created_at", "updated_at", "last_active", "session_epoch"), await unit.now())
    values = seen | moments
    statement = (
        insert(User)
        .values(
            telegram_id=person.id, language_code=person.language_code, role=role.value, subscription_version=1, **values
        )
        .on_conflict_do_nothing(index_elements=["telegram_id"])
        .returning(col(User.telegram_id))
    )
    return (await unit.session.execute(statement)).scalar_one_or_none() is not None


async def _refresh(unit: Unit, person: TelegramUser, seen: Seen) -> None:
    told = func.coalesce(person.language_code, col(User.language_code))
    await unit.session.execute(
        update(User)
        .where(col(User.telegram_id) == person.id)
        .values(
            last_active=await unit.now(),
            language_code=case((col(User.language_chosen), col(User.language_code)), else_=told),
            **seen,
        )
    )


async def _register(unit: Unit, user: LockedUser, *, reason: str | None) -> None:
    last = (await unit.session.execute(_LAST_VERSION, {"telegram_id": user.telegram_id})).scalar_one()
    free = select(col(SubscriptionModel.id)).where(col(SubscriptionModel.is_free), col(SubscriptionModel.is_active))
    models = sorted((await unit.session.execute(free)).scalars())
    now = await unit.now()
    edit = rights.grant(user.rights, models, Term(), now)
    first = Change(replace(user, version=last), Action.REGISTER, edit)
    await write_changes(unit, [first], Order(Actor(), reason, Source.BASIC, now, first=True))
