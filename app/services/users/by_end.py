"""People in the order in which their rights end, a page at a time.

The walk follows the index on the ends of active rights and takes a right only where its holder has none that ends
sooner, so that a page costs the same with a thousand people as with a million. Who has no right that ends comes after,
by id.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, null, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.db.unit import Unit
from app.errors import InvalidCursor
from app.models.subscriptions import UserSubscription
from app.models.users import User
from app.services.paging import decode_cursor, encode_cursor

_ENDS: Final = "ends"
_ENDLESS: Final = "endless"

_RIGHT: Final = aliased(UserSubscription)
_SOONER: Final = aliased(UserSubscription)
_ANY: Final = aliased(UserSubscription)
"""Aliases of this module's own: the filters ask for rights too."""


async def page_by_end(
    unit: Unit, where: Sequence[ColumnElement[bool]], *, limit: int, cursor: str | None
) -> tuple[list[User], str | None]:
    """Fetch the users after ``cursor`` that match, and the cursor of the next page. Raises InvalidCursor."""
    end, after = (None, None) if cursor is None else _place(cursor)
    rows: list[tuple[User, datetime | None]] = []
    if cursor is None or end is not None:
        rows = await _fetch(unit, _ending(where, None if end is None else (end, after)), limit + 1)
        after = None
    if len(rows) <= limit:
        rows += await _fetch(unit, _endless(where, after), limit + 1 - len(rows))
    return [user for user, _ in rows[:limit]], _cursor_of(*rows[limit - 1]) if len(rows) > limit else None


async def _fetch(unit: Unit, query: Select[User, Any], most: int) -> list[tuple[User, datetime | None]]:
    return [(user, end) for user, end in await unit.session.execute(query.limit(most))]


def _ending(where: Sequence[ColumnElement[bool]], after: tuple[Any, ...] | None) -> Select[User, Any]:
    end, holder = col(_RIGHT.expiry_date), col(_RIGHT.user_id)
    sooner = tuple_(col(_SOONER.expiry_date), col(_SOONER.model_id)) < tuple_(end, col(_RIGHT.model_id))
    has_sooner = exists(select(1).where(col(_SOONER.user_id) == holder, _runs_out(_SOONER), sooner))
    query: Select[User, Any] = (
        select(User, end)
        .join(_RIGHT, holder == col(User.telegram_id))
        .where(_runs_out(_RIGHT), ~has_sooner, *where)
        .order_by(end, holder)
    )
    return query if after is None else query.where(tuple_(end, holder) > after)


def _endless(where: Sequence[ColumnElement[bool]], after: int | None) -> Select[User, Any]:
    has_end = exists(select(1).where(col(_ANY.user_id) == col(User.telegram_id), _runs_out(_ANY)))
    query: Select[User, Any] = select(User, null()).where(~has_end, *where).order_by(col(User.telegram_id))
    return query if after is None else query.where(col(User.telegram_id) > after)


def _runs_out(right: type[UserSubscription]) -> ColumnElement[bool]:
    """It runs and has an end. The transaction's clock, unlike the wall's, lets the index answer."""
    return and_(col(right.is_active), col(right.expiry_date) > func.now())


def _cursor_of(user: User, end: datetime | None) -> str:
    if end is None:
        return encode_cursor(_ENDLESS, [user.telegram_id])
    return encode_cursor(_ENDS, [end, user.telegram_id])


def _place(cursor: str) -> tuple[Any, Any]:
    """End and id of the last row seen; no end past those who have one. Raises InvalidCursor."""
    try:
        end, telegram_id = decode_cursor(_ENDS, cursor, [datetime, int])
    except InvalidCursor:
        (telegram_id,) = decode_cursor(_ENDLESS, cursor, [int])
        return None, telegram_id
    return end, telegram_id
