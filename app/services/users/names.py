"""Saying who: today's names of people whose ids stand in the history."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.models.users import User
from app.schemas.base import Page
from app.schemas.history import NamedHistoryEntry
from app.schemas.subscriptions import HistoryEntry, HistoryFilter
from app.services.subscriptions.explore import list_history, newest_history


async def display_names(unit: Unit, telegram_ids: Collection[int]) -> dict[int, str]:
    """First and last name, or the @username of who has none; who does not exist or has neither is left out."""
    columns = (col(User.telegram_id), col(User.first_name), col(User.last_name), col(User.username))
    rows = await unit.session.execute(select(*columns).where(col(User.telegram_id).in_(set(telegram_ids))))
    found = {}
    for telegram_id, first, last, username in rows:
        name = " ".join(part for part in (first, last) if part) or (f"@{username}" if username else None)
        if name is not None:
            found[telegram_id] = name
    return found


async def list_named_history(
    unit: Unit, wanted: HistoryFilter, *, limit: int, cursor: str | None
) -> Page[NamedHistoryEntry]:
    """Newest first; the names cost one query a page. Raises InvalidCursor."""
    page = await list_history(unit, wanted, limit=limit, cursor=cursor)
    return Page(items=await _named(unit, page.items), next_cursor=page.next_cursor)


async def newest_named_history(unit: Unit, telegram_id: int, *, limit: int) -> list[NamedHistoryEntry]:
    return await _named(unit, await newest_history(unit, telegram_id, limit=limit))


async def _named(unit: Unit, entries: Sequence[HistoryEntry]) -> list[NamedHistoryEntry]:
    names = await display_names(unit, {id_ for entry in entries for id_ in (entry.user_id, entry.admin_id)})
    return [
        NamedHistoryEntry(**dict(entry), user_name=names.get(entry.user_id), admin_name=names.get(entry.admin_id))
        for entry in entries
    ]
