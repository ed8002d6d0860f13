"""Orders that wait for a second admin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.deps.gate import ActingAdmin
from app.deps.idempotency import AdminRoute
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.unit import UnitDep
from app.errors import (
    AlreadyDecided,
    AskerIsNoAdmin,
    ChangedSince,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidExpiry,
    LastAdmin,
    ModelRetired,
    NoSuchUser,
    OwnOrder,
    PredictionDiffers,
    TooLarge,
    TooManyMatched,
    UnknownApproval,
    UnknownChange,
    UnknownModel,
    UnknownTemplate,
)
from app.routers.documented import raises
from app.schemas.approvals import ApprovalDecision, ApprovalRead
from app.schemas.base import Page
from app.services.approvals import decide, read

router = APIRouter(prefix="/api/admin/approvals", tags=["Admin: second admin"], route_class=AdminRoute)


@router.get("", openapi_extra=raises(InvalidCursor))
async def list_approvals(
    unit: UnitDep,
    waiting: Annotated[bool, Query(description="Those that wait, oldest first; else the others, newest first")] = True,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[ApprovalRead]:
    """Orders of large effect: who asked, for what, and what became of it."""
    return await read.list_approvals(unit, is_open=waiting, limit=limit, cursor=cursor)


@router.get("/{approval_id}", openapi_extra=raises(UnknownApproval))
async def read_approval(approval_id: UUID, unit: UnitDep) -> ApprovalRead:
    """One order."""
    return await read.read_approval(unit, approval_id)


@router.post(
    "/{approval_id}/approve",
    openapi_extra=raises(
        UnknownApproval,
        AlreadyDecided,
        OwnOrder,
        AskerIsNoAdmin,
        PredictionDiffers,
        ChangedSince,
        LastAdmin,
        NoSuchUser,
        UnknownChange,
        UnknownModel,
        UnknownTemplate,
        ModelRetired,
        InvalidExpiry,
        TooManyMatched,
        IdempotencyKeyReused,
        TooLarge,
    ),
)
async def approve(approval_id: UUID, body: ApprovalDecision, actor: ActingAdmin, unit: UnitDep) -> ApprovalRead:
    """Carry it out, in the name of who asked. What can no longer be done as asked goes on waiting."""
    row = await decide.approve(unit, actor=actor, approval_id=approval_id, reason=body.reason or None)
    return (await read.show(unit, [row]))[0]


@router.post(
    "/{approval_id}/refuse", openapi_extra=raises(UnknownApproval, AlreadyDecided, IdempotencyKeyReused, TooLarge)
)
async def refuse(approval_id: UUID, body: ApprovalDecision, actor: ActingAdmin, unit: UnitDep) -> ApprovalRead:
    """Say no. Who asked withdraws the own order with it."""
    row = await decide.refuse(unit, actor=actor, approval_id=approval_id, reason=body.reason or None)
    return (await read.show(unit, [row]))[0]
