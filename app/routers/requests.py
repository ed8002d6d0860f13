"""Asking for access."""

from fastapi import APIRouter, status

from app.deps.gate import CurrentUser
from app.deps.limits import RequestLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.unit import UnitDep
from app.errors import (
    AlreadyActive,
    AlreadyPending,
    InvalidCursor,
    ModelRetired,
    NoSuchUser,
    TooLarge,
    TooMany,
    UnknownModel,
)
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.requests import RequestCreate, RequestRead
from app.services import requests

router = APIRouter(prefix="/api/subscription-requests", tags=["Requests"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=raises(UnknownModel, ModelRetired, AlreadyActive, AlreadyPending, NoSuchUser, TooLarge, TooMany),
)
async def ask(body: RequestCreate, caller: CurrentUser, unit: UnitDep, _limit: RequestLimit) -> RequestRead:
    """Ask the admins for a model."""
    return await requests.ask(unit, caller.telegram_id, body)


@router.get("", openapi_extra=raises(InvalidCursor))
async def own_requests(
    caller: CurrentUser, unit: UnitDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[RequestRead]:
    """One's own requests and their answers, newest first."""
    return await requests.own_requests(unit, caller.telegram_id, limit=limit, cursor=cursor)
