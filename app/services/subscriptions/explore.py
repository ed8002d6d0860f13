"""Reading the history: lists, one's own in plain words, and the CSV."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.unit import Unit
from app.models.subscriptions import SubscriptionHistory
from app.schemas.base import Page
from app.schemas.subscriptions import HistoryEntry, HistoryFilter, OwnEnd, OwnHistoryEntry
from app.services.paging import keyset_page
from app.services.subscriptions.history import recorded

_KEYS = [col(SubscriptionHistory.created_at), col(SubscriptionHistory.id)]
_COLUMNS: Final = (
    "created_at", "user_id", "version", "action", "admin_id", "reason", "old_subscriptions", "new_subscriptions",
    "ip_address", "batch_id", "id", "prev_hash", "hash",
)  # fmt: skip
CSV_PIECE: Final = 500
"""Rows that are read and sent at a time."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


async def list_history(unit: Unit, wanted: HistoryFilter, *, limit: int, cursor: str | None) -> Page[HistoryEntry]:
    """Newest first. Raises InvalidCursor."""
    rows, next_cursor = await keyset_page(
        unit, _matching(wanted), keys=_KEYS, descending=True, limit=limit, cursor=cursor, name="history"
    )
    return Page(items=[entry(row) for row in rows], next_cursor=next_cursor)


async def newest_history(unit: Unit, telegram_id: int, *, limit: int) -> list[HistoryEntry]:
    return (await list_history(unit, HistoryFilter(user_id=telegram_id), limit=limit, cursor=None)).items


async def own_history(unit: Unit, telegram_id: int, *, limit: int, cursor: str | None) -> Page[OwnHistoryEntry]:
    """A person's own changes, newest first, without who made them. Raises InvalidCursor."""
    query = _matching(HistoryFilter(user_id=telegram_id))
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=True, limit=limit, cursor=cursor, name="own-history"
    )
    return Page(items=[_own(row) for row in rows], next_cursor=next_cursor)


def _matching(wanted: HistoryFilter) -> Select[SubscriptionHistory]:
    where: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        where.append(col(SubscriptionHistory.user_id) == wanted.user_id)
    if wanted.admin_id is not None:
        where.append(col(SubscriptionHistory.admin_id) == wanted.admin_id)
    if wanted.action is not None:
        where.append(col(SubscriptionHistory.action) == wanted.action)
    if wanted.since is not None:
        where.append(col(SubscriptionHistory.created_at) >= wanted.since)
    if wanted.until is not None:
        where.append(col(SubscriptionHistory.created_at) < wanted.until)
    if wanted.model_id is not None:
        old, new = col(SubscriptionHistory.old_subscriptions), col(SubscriptionHistory.new_subscriptions)
        changed: ColumnElement[list[str]] = func.changed_models(old, new, type_=ARRAY(Text))
        where.append(changed.op("@>")(cast([wanted.model_id], ARRAY(Text))))
    return select(SubscriptionHistory).where(*where)


def entry(row: SubscriptionHistory) -> HistoryEntry:
    """Show a stored row."""
    values = {name: getattr(row, name) for name in HistoryEntry.model_fields}
    values["ip_address"] = None if row.ip_address is None else str(row.ip_address)
    return HistoryEntry.model_validate(values)


def _own(row: SubscriptionHistory) -> OwnHistoryEntry:
    before, after = recorded(row.old_subscriptions), recorded(row.new_subscriptions)
    changed = sorted(model for model in after if model not in before or after[model] != before[model])
    return OwnHistoryEntry(
        id=row.id,
        version=row.version,
        action=row.action,
        granted=sorted(after.keys() - before.keys()),
        revoked=sorted(before.keys() - after.keys()),
        extended=sorted(model for model in after.keys() & before.keys() if after[model] != before[model]),
        ends=[OwnEnd(model_id=m, previous_expires_at=before.get(m), expires_at=after[m]) for m in changed],
        reason=row.reason,
        created_at=row.created_at,
    )


async def stream_csv(unit: Unit, wanted: HistoryFilter) -> AsyncIterator[str]:
    """Write the matching rows as CSV, oldest first, a piece at a time; no cell starts a spreadsheet formula."""
    yield _line(_COLUMNS)
    columns = [getattr(SubscriptionHistory, name) for name in _COLUMNS]
    query = _matching(wanted).with_only_columns(*columns).order_by(*_KEYS)
    result = await unit.session.stream(query, execution_options={"yield_per": CSV_PIECE})
    async for part in result.partitions(CSV_PIECE):
        yield "".join(_line(map(_cell, row)) for row in part)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(_inert(cell) for cell in cells)
    return buffer.getvalue()


def _inert(cell: str) -> str:
    """Keep a spreadsheet from running a cell: a leading apostrophe makes it text."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA_STARTS) or cell.startswith(_FORMULA_STARTS) else cell
