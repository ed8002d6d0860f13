"""Broadcasts for the admin screens, with what became of each."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UnknownBroadcast
from app.models.notifications import Broadcast
from app.schemas.base import Page
from app.schemas.broadcasts import BroadcastProgress, BroadcastRead
from app.services.paging import keyset_page
from app.services.users.names import display_names

_COUNTS: Final = text(
    """
    SELECT broadcast_id,
        count(*) AS total,
        count(*) FILTER (WHERE state = 'pending') AS pending,
        count(*) FILTER (WHERE state = 'sent') AS sent,
        count(*) FILTER (WHERE state = 'failed') AS failed,
        count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE state = 'skipped' AND why IN ('needs_start', 'blocked', 'gone')) AS blocked,
        count(*) FILTER (WHERE state = 'skipped' AND why NOT IN ('needs_start', 'blocked', 'gone')) AS skipped
    FROM notifications WHERE broadcast_id = ANY(:ids) GROUP BY broadcast_id
    """
).bindparams(bindparam("ids", type_=ARRAY(Uuid)))

_NOTHING: Final = dict.fromkeys(("total", "pending", "sent", "failed", "cancelled", "blocked", "skipped"), 0)


async def list_broadcasts(unit: Unit, *, limit: int, cursor: str | None) -> Page[BroadcastRead]:
    """Newest first. Raises InvalidCursor."""
    query: Select[Broadcast] = select(Broadcast)
    rows, next_cursor = await keyset_page(
        unit,
        query,
        keys=[col(Broadcast.created_at), col(Broadcast.id)],
        descending=True,
        limit=limit,
        cursor=cursor,
        name="broadcasts",
    )
    return Page(items=await show(unit, rows), next_cursor=next_cursor)


async def read_broadcast(unit: Unit, broadcast_id: UUID) -> BroadcastRead:
    """Raises UnknownBroadcast."""
    row = await unit.session.get(Broadcast, broadcast_id)
    if row is None:
        raise UnknownBroadcast
    return (await show(unit, [row]))[0]


async def show(unit: Unit, rows: Sequence[Broadcast]) -> list[BroadcastRead]:
    """The broadcasts with their progress at this moment."""
    counts = (await unit.session.execute(_COUNTS, {"ids": [row.id for row in rows]})).mappings()
    by_id = {count["broadcast_id"]: {name: count[name] for name in _NOTHING} for count in counts}
    names = await display_names(unit, {row.created_by for row in rows})
    return [_shown(row, by_id.get(row.id, _NOTHING), names.get(row.created_by)) for row in rows]


def _shown(row: Broadcast, counts: dict[str, int], author: str | None) -> BroadcastRead:
    progress = BroadcastProgress(**counts, is_complete=row.is_reached)
    fields = ("id", "texts", "audience", "silent", "state", "created_by", "created_at", "updated_at")
    moments = ("scheduled_at", "started_at", "finished_at")
    found = {name: getattr(row, name) for name in (*fields, *moments)}
    return BroadcastRead.model_validate({**found, "author": author, "progress": progress})
