"""Orders that wait and those that were decided, for admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UnknownApproval
from app.models.approvals import Approval, ApprovalState
from app.schemas.approvals import (
    LARGE_ORDER,
    ApprovalRead,
    BatchUndoOrder,
    BulkOrder,
    ChangeUndoOrder,
    DeletionOrder,
    LargeOrder,
    StandingOrder,
)
from app.schemas.base import Page
from app.services.paging import keyset_page
from app.services.users.names import display_names

_KEYS = [col(Approval.asked_at), col(Approval.id)]


async def list_approvals(unit: Unit, *, is_open: bool, limit: int, cursor: str | None) -> Page[ApprovalRead]:
    """Those that wait, oldest first, or the others, newest first. Raises InvalidCursor."""
    query: Select[Approval] = select(Approval).where(_waits() if is_open else ~_waits())
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=not is_open, limit=limit, cursor=cursor, name=f"approvals-{is_open}"
    )
    return Page(items=await show(unit, rows), next_cursor=next_cursor)


async def read_approval(unit: Unit, approval_id: UUID) -> ApprovalRead:
    """One of them. Raises UnknownApproval."""
    row = await unit.session.get(Approval, approval_id)
    if row is None:
        raise UnknownApproval
    return (await show(unit, [row]))[0]


async def count_waiting(unit: Unit) -> int:
    found: int = (await unit.session.execute(select(func.count()).select_from(Approval).where(_waits()))).scalar_one()
    return found


async def show(unit: Unit, rows: Sequence[Approval]) -> list[ApprovalRead]:
    """As admins read them, with today's names."""
    ids = {row.asked_by for row in rows} | {id_ for row in rows for id_ in (row.decided_by, row.telegram_id) if id_}
    names = await display_names(unit, ids)
    now = await unit.now()
    return [_shown(row, LARGE_ORDER.validate_python(row.order), names, now) for row in rows]


def _waits() -> ColumnElement[bool]:
    return (col(Approval.state) == ApprovalState.PENDING.value) & (col(Approval.expires_at) > func.now())


def _shown(row: Approval, order: LargeOrder, names: dict[int, str], now: datetime) -> ApprovalRead:
    is_late = row.state == ApprovalState.PENDING and row.expires_at <= now
    facts: dict[str, Any] = dict.fromkeys(("role", "is_blocked", "template_id", "undoes"))
    facts |= {"grant": [], "revoke": []} | _facts(order)
    facts |= row.model_dump(exclude={"order", "ip_address", "state", "kind"})
    return ApprovalRead(
        **facts,
        kind=order.kind,
        state="expired" if is_late else row.state,
        name=names.get(row.telegram_id or 0),
        asked_by_name=names.get(row.asked_by),
        decided_by_name=names.get(row.decided_by or 0),
    )


def _facts(order: LargeOrder) -> dict[str, Any]:
    match order:
        case StandingOrder(patch=patch):
            return {"role": patch.role, "is_blocked": patch.is_blocked, "reason": patch.reason}
        case DeletionOrder(reason=reason):
            return {"reason": reason}
        case BulkOrder(change=change):
            given = {"grant": list(change.grant), "revoke": list(change.revoke)}
            return {**given, "template_id": change.template_id, "reason": change.reason}
        case BatchUndoOrder(batch_id=undoes, reason=reason) | ChangeUndoOrder(history_id=undoes, reason=reason):
            return {"undoes": undoes, "reason": reason}
