"""Finding people: the filters of the users list, as one query for lists, counts and bulk orders."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, literal_column, or_, select
from sqlmodel import col

from app.db.unit import Unit
from app.models.subscriptions import UserSubscription
from app.models.users import User
from app.schemas.base import CountedPage
from app.schemas.subscriptions import UserFilter
from app.schemas.users import AdminUserRead, HeldRight, ListedUser, UserSort
from app.services.paging import keyset_page
from app.services.users.by_end import page_by_end


async def ids_matching(unit: Unit, wanted: UserFilter, *, most: int) -> list[int]:
    """Telegram ids that match, ascending, at most ``most``."""
    query = select(col(User.telegram_id)).where(*conditions(wanted)).order_by(col(User.telegram_id)).limit(most)
    return list((await unit.session.execute(query)).scalars())


async def list_users(
    unit: Unit, wanted: UserFilter, *, sort: UserSort, limit: int, cursor: str | None
) -> CountedPage[ListedUser]:
    """A page of users with the count of all that match. Raises InvalidCursor."""
    where = conditions(wanted)
    if sort == "ends":
        rows, next_cursor = await page_by_end(unit, where, limit=limit, cursor=cursor)
    else:
        query: Select[User] = select(User).where(*where)
        rows, next_cursor = await keyset_page(
            unit,
            query,
            keys=[col(getattr(User, sort.lstrip("-"))), col(User.telegram_id)],
            descending=sort.startswith("-"),
            limit=limit,
            cursor=cursor,
            name=sort,
        )
    total = (await unit.session.execute(select(func.count()).select_from(User).where(*where))).scalar_one()
    return CountedPage(items=await _listed(unit, rows), next_cursor=next_cursor, total=total)


async def _listed(unit: Unit, users: list[User]) -> list[ListedUser]:
    """The users with the rights that they hold, read for all of them at once."""
    end = col(UserSubscription.expiry_date)
    query = (
        select(col(UserSubscription.user_id), col(UserSubscription.model_id), end)
        .where(
            col(UserSubscription.user_id).in_([user.telegram_id for user in users]),
            col(UserSubscription.is_active),
            or_(end.is_(None), end > func.now()),
        )
        .order_by(end.asc().nulls_last(), col(UserSubscription.model_id))
    )
    rights: dict[int, list[HeldRight]] = {user.telegram_id: [] for user in users}
    for telegram_id, model_id, expires_at in await unit.session.execute(query):
        rights[telegram_id].append(HeldRight(model_id=model_id, expires_at=expires_at))
    return [ListedUser(**dict(AdminUserRead.model_validate(u)), rights=rights[u.telegram_id]) for u in users]


def conditions(wanted: UserFilter) -> list[ColumnElement[bool]]:
    """The WHERE clauses of a filter."""
    found: list[ColumnElement[bool]] = []
    if wanted.query:
        found.append(_text(wanted.query.strip().removeprefix("@").strip()))
    if wanted.role is not None:
        found.append(col(User.role) == wanted.role)
    if wanted.status is not None:
        found.append(col(User.is_blocked).is_(wanted.status == "blocked"))
    if wanted.reachability is not None:
        found.append(col(User.reachability) == wanted.reachability)
    if wanted.model_id is not None:
        found.append(_holds(model_id=wanted.model_id))
    if wanted.expires_before is not None:
        found.append(_holds(ends_before=wanted.expires_before))
    return found


def _text(text: str) -> ColumnElement[bool]:
    """Match literally, without wildcards. No text matches nobody: a bulk order by "@" must not mean everybody."""
    if not text:
        return false()
    name = col(User.first_name) + literal_column("' '") + func.coalesce(col(User.last_name), literal_column("''"))
    return or_(
        cast(col(User.telegram_id), String).startswith(text, autoescape=True),
        col(User.username).icontains(text, autoescape=True),
        name.icontains(text, autoescape=True),
    )


def _holds(*, model_id: str | None = None, ends_before: datetime | None = None) -> ColumnElement[bool]:
    held = [
        col(UserSubscription.user_id) == col(User.telegram_id),
        col(UserSubscription.is_active),
        or_(col(UserSubscription.expiry_date).is_(None), col(UserSubscription.expiry_date) > func.clock_timestamp()),
    ]
    if model_id is not None:
        held.append(col(UserSubscription.model_id) == model_id)
    if ends_before is not None:
        held.append(col(UserSubscription.expiry_date) < ends_before)
    return exists(select(1).where(and_(*held)))
