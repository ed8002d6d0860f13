"""Broadcasts: drafts, preview, test, start, progress, cancellation."""

from uuid import UUID

from fastapi import APIRouter, status

from app.deps.bot import BotRequired
from app.deps.gate import ActingAdmin
from app.deps.idempotency import AdminRoute
from app.deps.limits import CostlyLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.unit import UnitDep
from app.errors import (
    BotOff,
    BroadcastOver,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidExpiry,
    NotADraft,
    PredictionDiffers,
    TooLarge,
    UnknownBroadcast,
    UnsendableText,
)
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.broadcasts import (
    BroadcastDraft,
    BroadcastPatch,
    BroadcastPreview,
    BroadcastRead,
    BroadcastStart,
    TestSent,
)
from app.services.broadcasts import drafts, read

router = APIRouter(prefix="/api/admin/broadcasts", tags=["Admin: broadcasts"], route_class=AdminRoute)


@router.get("", openapi_extra=raises(InvalidCursor))
async def list_broadcasts(unit: UnitDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Page[BroadcastRead]:
    """Newest first, each with what became of it so far."""
    return await read.list_broadcasts(unit, limit=limit, cursor=cursor)


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=raises(IdempotencyKeyReused, TooLarge))
async def create(body: BroadcastDraft, actor: ActingAdmin, unit: UnitDep) -> BroadcastRead:
    """Keep a draft. Nothing is sent."""
    row = await drafts.create(unit, actor.telegram_id, body)
    return (await read.show(unit, [row]))[0]


@router.post("/preview", dependencies=[CostlyLimit], openapi_extra=raises(IdempotencyKeyReused, TooLarge))
async def preview(body: BroadcastDraft, unit: UnitDep) -> BroadcastPreview:
    """Whom this would reach now, and what Telegram would refuse of it. Keeps and sends nothing."""
    return await drafts.preview(unit, body)


@router.get("/{broadcast_id}", openapi_extra=raises(UnknownBroadcast))
async def read_one(broadcast_id: UUID, unit: UnitDep) -> BroadcastRead:
    """One broadcast with its progress."""
    return await read.read_broadcast(unit, broadcast_id)


@router.patch("/{broadcast_id}", openapi_extra=raises(UnknownBroadcast, NotADraft, TooLarge))
async def change(broadcast_id: UUID, body: BroadcastPatch, unit: UnitDep) -> BroadcastRead:
    """Change a draft."""
    row = await drafts.change(unit, broadcast_id, body)
    return (await read.show(unit, [row]))[0]


@router.delete(
    "/{broadcast_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    openapi_extra=raises(UnknownBroadcast, NotADraft),
)
async def remove(broadcast_id: UUID, unit: UnitDep) -> None:
    """Throw a draft away."""
    await drafts.remove(unit, broadcast_id)


@router.post(
    "/{broadcast_id}/test",
    openapi_extra=raises(UnknownBroadcast, UnsendableText, BotOff, IdempotencyKeyReused),
)
async def send_test(broadcast_id: UUID, actor: ActingAdmin, unit: UnitDep, _bot: BotRequired) -> TestSent:
    """Send it to oneself alone."""
    return await drafts.send_test(unit, actor.telegram_id, broadcast_id)


@router.post(
    "/{broadcast_id}/start",
    openapi_extra=raises(
        UnknownBroadcast, NotADraft, UnsendableText, PredictionDiffers, InvalidExpiry, BotOff, IdempotencyKeyReused
    ),
)
async def start(broadcast_id: UUID, body: BroadcastStart, unit: UnitDep, _bot: BotRequired) -> BroadcastRead:
    """Send it, now or at a moment."""
    row = await drafts.start(unit, broadcast_id, body)
    return (await read.show(unit, [row]))[0]


@router.post("/{broadcast_id}/cancel", openapi_extra=raises(UnknownBroadcast, BroadcastOver, IdempotencyKeyReused))
async def cancel(broadcast_id: UUID, unit: UnitDep) -> BroadcastRead:
    """Send no more of it."""
    row = await drafts.cancel(unit, broadcast_id)
    return (await read.show(unit, [row]))[0]
