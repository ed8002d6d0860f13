"""What happened to one's own rights, and one's own results."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.deps.gate import CurrentUser
from app.deps.limits import UserLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.unit import UnitDep
from app.errors import InvalidCursor, NoSuchUser, TooMany
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.notifications import MessagePreview, PreviewKind
from app.schemas.own_results import OwnStats
from app.schemas.subscriptions import OwnHistoryEntry
from app.services.notifications.preview import preview_message
from app.services.signals import own_results
from app.services.subscriptions import explore

router = APIRouter(prefix="/api/me", tags=["Me"], dependencies=[UserLimit])


@router.get("/history", openapi_extra=raises(InvalidCursor, TooMany))
async def own_history(
    caller: CurrentUser, unit: UnitDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[OwnHistoryEntry]:
    """What changed, when and why, newest first."""
    return await explore.own_history(unit, caller.telegram_id, limit=limit, cursor=cursor)


@router.get("/message-preview", openapi_extra=raises(NoSuchUser, TooMany))
async def message_preview(
    caller: CurrentUser, unit: UnitDep, kind: Annotated[PreviewKind, Query()] = "signal"
) -> MessagePreview:
    """A message as the bot writes it to the caller: of their own newest signal or right, where there is one."""
    return await preview_message(unit, caller.telegram_id, kind)


@router.get("/stats", openapi_extra=raises(TooMany))
async def own_stats(caller: CurrentUser, unit: UnitDep) -> OwnStats:
    """One's own results with the signals that one took, beside all that the same models published meanwhile."""
    return await own_results.own_stats(unit, caller.telegram_id)
