"""Keyset pagination with opaque cursors."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Mapped, QueryableAttribute

from app.db.unit import Unit
from app.errors import InvalidCursor
from app.schemas.base import in_utc

Row = TypeVar("Row")
Key = datetime | int | str | UUID

MAX_CURSOR = 512


def encode_cursor(name: str, keys: Sequence[Key]) -> str:
    """Make the cursor that follows a row with these keys in the list called ``name``."""
    parts = [
        key.astimezone(UTC).isoformat() if isinstance(key, datetime) else key if isinstance(key, int) else str(key)
        for key in keys
    ]
    return base64.urlsafe_b64encode(json.dumps([name, *parts]).encode()).decode().rstrip("=")


def decode_cursor(name: str, cursor: str, kinds: Sequence[type[Key]]) -> list[Key]:
    """Read a cursor of the list called ``name``. Raises InvalidCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found_name, *parts = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        if len(cursor) > MAX_CURSOR or found_name != name:
            raise InvalidCursor
        return [_key(kind, part) for kind, part in zip(kinds, parts, strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise InvalidCursor from None


def _key(kind: type[Key], part: object) -> Key:
    if kind is int:
        if type(part) is not int or abs(part) >= 2**63:
            raise ValueError
        return part
    if not isinstance(part, str) or "\x00" in part:
        raise ValueError
    if kind is UUID:
        return UUID(part)
    if kind is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError
        return in_utc(moment)
    return part


async def keyset_page(
    unit: Unit,
    query: Select[Row],
    *,
    keys: Sequence[Mapped[Any]],
    descending: bool,
    limit: int,
    cursor: str | None,
    name: str,
) -> tuple[list[Row], str | None]:
    """Fetch the rows after ``cursor``, ordered by unique ``keys``, and the cursor of the next page."""
    if cursor is not None:
        after: ColumnElement[tuple[Key, ...]] = tuple_(
            *decode_cursor(name, cursor, [_attribute(key).type.python_type for key in keys])
        )
        here = tuple_(*keys)
        query = query.where(here < after if descending else here > after)
    query = query.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit + 1)
    rows = list((await unit.session.execute(query)).scalars())
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(name, [getattr(last, _attribute(key).key) for key in keys])


def _attribute(column: Mapped[Any]) -> QueryableAttribute[Any]:
    """The attribute behind a typed column: it knows its name and its type."""
    return cast("QueryableAttribute[Any]", column)


async def count_rows(unit: Unit, query: Select[Row]) -> int:
    """Count what a query without order and limit would return."""
    counted = select(func.count()).select_from(query.subquery())
    return (await unit.session.execute(counted)).scalar_one()
