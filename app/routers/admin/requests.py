"""The queue of requests for access."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.deps.gate import ActingAdmin
from app.deps.idempotency import AdminRoute
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.unit import UnitDep
from app.errors import (
    AlreadyDecided,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidExpiry,
    ModelRetired,
    TooLarge,
    UnknownRequest,
)
from app.routers.documented import raises
from app.schemas.base import CountedPage
from app.schemas.requests import AdminRequestRead, RequestApproval, RequestDecision, RequestRejection, RequestState
from app.services import requests
from app.services.subscriptions.rights import Term

router = APIRouter(prefix="/api/admin/subscription-requests", tags=["Admin: requests"], route_class=AdminRoute)


@router.get("", openapi_extra=raises(InvalidCursor))
async def list_requests(
    unit: UnitDep,
    status: Annotated[RequestState | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> CountedPage[AdminRequestRead]:
    """Requests; pending ones oldest first, others newest first."""
    return await requests.list_requests(unit, status=status, limit=limit, cursor=cursor)


@router.post(
    "/{request_id}/approve",
    openapi_extra=raises(UnknownRequest, AlreadyDecided, ModelRetired, InvalidExpiry, IdempotencyKeyReused, TooLarge),
)
async def approve(request_id: UUID, body: RequestApproval, actor: ActingAdmin, unit: UnitDep) -> RequestDecision:
    """Grant what was asked for."""
    term = Term(body.expiry_days)
    return await requests.approve(unit, actor=actor, request_id=request_id, term=term, reason=body.reason or None)


@router.post(
    "/{request_id}/reject", openapi_extra=raises(UnknownRequest, AlreadyDecided, IdempotencyKeyReused, TooLarge)
)
async def reject(request_id: UUID, body: RequestRejection, actor: ActingAdmin, unit: UnitDep) -> RequestDecision:
    """Say no, and why; the person reads the reason."""
    return await requests.reject(unit, actor=actor, request_id=request_id, reason=body.reason)
