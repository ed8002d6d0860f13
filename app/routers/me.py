"""What happened to one's own rights, one's own results, one's own data and its end."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from app.deps.gate import CurrentUser
from app.deps.limits import DeletionLimit, ExportLimit, UserLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import AdminRoleHeld, InvalidCursor, NoSuchUser, NotConfirmed, TooLarge, TooMany
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.notifications import MessagePreview, PreviewKind
from app.schemas.own_results import OwnStats
from app.schemas.personal_data import AccountDeletion, DataExport
from app.schemas.subscriptions import OwnHistoryEntry
from app.services.notifications.preview import preview_message
from app.services.personal.export import export_person
from app.services.personal.leave import delete_own_account
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


@router.get("/export", dependencies=[ExportLimit], response_model=DataExport, openapi_extra=raises(NoSuchUser, TooMany))
async def export_own_data(caller: CurrentUser, resources: ResourcesDep) -> Response:
    """Everything that is held about the caller, as a file; all of it as of one moment."""
    async with resources.units.snapshot() as unit:
        written = await export_person(unit, caller.telegram_id)
    name = f"forexsignals-my-data-{datetime.now(UTC):%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(written, media_type="application/json", headers=headers)


@router.delete(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[DeletionLimit],
    openapi_extra=raises(NotConfirmed, AdminRoleHeld, TooLarge, TooMany),
)
async def delete_own_data(body: AccountDeletion, caller: CurrentUser, unit: UnitDep) -> None:
    """Delete the caller's account for good: rights, sessions, requests, results, messages. There is no way back."""
    if body.telegram_id != caller.telegram_id:
        raise NotConfirmed
    await delete_own_account(unit, telegram_id=caller.telegram_id, sid=caller.claims.sid)
