"""Granting, revoking, in ones and in thousands, and undoing."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status

from app.deps.gate import ActingAdmin
from app.deps.idempotency import AdminRoute
from app.deps.limits import CostlyLimit
from app.deps.second_admin import WAITS, SecondAdminDep
from app.deps.unit import UnitDep
from app.errors import (
    ChangedSince,
    IdempotencyKeyReused,
    Invalid,
    InvalidExpiry,
    LastAdmin,
    ModelRetired,
    NoSecondAdmin,
    NoSuchUser,
    NotUndoable,
    PredictionDiffers,
    TooLarge,
    TooManyMatched,
    UnknownChange,
    UnknownModel,
    UnknownTemplate,
)
from app.routers.admin.users import UserId
from app.routers.documented import raises
from app.schemas.approvals import BatchUndoOrder, BulkOrder, ChangeUndoOrder
from app.schemas.base import ModelId, ReasonText
from app.schemas.subscriptions import (
    Access,
    BulkChange,
    BulkOutcome,
    BulkResult,
    SubscriptionGrant,
    TemplateGrant,
    UndoOrder,
)
from app.services.subscriptions import bulk, orders, undo
from app.services.subscriptions.orders import Outcome
from app.services.subscriptions.rights import Term

router = APIRouter(prefix="/api/admin", tags=["Admin: rights"], route_class=AdminRoute)

_UNCHANGED: dict[int | str, dict[str, Any]] = {200: {"model": Access, "description": "Nothing had to change"}}


def _answer(outcome: Outcome, response: Response) -> Access:
    response.status_code = status.HTTP_201_CREATED if outcome.changed else status.HTTP_200_OK
    return outcome.access


@router.post(
    "/users/{telegram_id}/subscriptions",
    status_code=status.HTTP_201_CREATED,
    responses=_UNCHANGED,
    openapi_extra=raises(NoSuchUser, UnknownModel, ModelRetired, InvalidExpiry, IdempotencyKeyReused, TooLarge),
)
async def grant(
    telegram_id: UserId, body: SubscriptionGrant, actor: ActingAdmin, unit: UnitDep, response: Response
) -> Access:
    """Give a user a model, or extend it. Every open screen of that user is told."""
    term = Term(body.expiry_days, body.expiry_date)
    outcome = await orders.grant(
        unit, actor=actor, telegram_id=telegram_id, models=[body.model_id], term=term, reason=body.reason or None
    )
    return _answer(outcome, response)


@router.delete("/users/{telegram_id}/subscriptions/{model_id}", openapi_extra=raises(NoSuchUser, UnknownModel))
async def revoke(
    telegram_id: UserId,
    model_id: Annotated[ModelId, Path()],
    actor: ActingAdmin,
    unit: UnitDep,
    reason: Annotated[ReasonText | None, Query(max_length=1000)] = None,
) -> Access:
    """End a right now."""
    outcome = await orders.revoke(unit, actor=actor, telegram_id=telegram_id, model_id=model_id, reason=reason or None)
    return outcome.access


@router.post(
    "/users/{telegram_id}/template",
    status_code=status.HTTP_201_CREATED,
    responses=_UNCHANGED,
    openapi_extra=raises(
        NoSuchUser, UnknownTemplate, UnknownModel, ModelRetired, InvalidExpiry, IdempotencyKeyReused, TooLarge
    ),
)
async def grant_template(
    telegram_id: UserId, body: TemplateGrant, actor: ActingAdmin, unit: UnitDep, response: Response
) -> Access:
    """Give a user every model of a template, as one change."""
    outcome = await orders.grant_template(
        unit,
        actor=actor,
        telegram_id=telegram_id,
        template_id=body.template_id,
        term=Term(body.expiry_days),
        reason=body.reason or None,
    )
    return _answer(outcome, response)


@router.post(
    "/subscriptions/bulk",
    response_model=BulkOutcome,
    responses=WAITS,
    dependencies=[CostlyLimit],
    openapi_extra=raises(
        UnknownModel,
        UnknownTemplate,
        ModelRetired,
        Invalid,
        InvalidExpiry,
        TooManyMatched,
        PredictionDiffers,
        NoSecondAdmin,
        IdempotencyKeyReused,
        TooLarge,
    ),
)
async def change_many(
    body: BulkChange, actor: ActingAdmin, unit: UnitDep, second: SecondAdminDep
) -> BulkOutcome | Response:
    """One order for up to 10,000 users, all or nothing but for the users named as failed. Try it with dry_run first.

    With ``expect`` it is carried out only if it does what the dry run predicted. Where the house asks for it, an order
    that takes something from many waits for a second admin.
    """
    if waits := await second.wanted_for(BulkOrder(change=body)):
        return waits
    return await bulk.change_many(unit, actor=actor, order=body)


@router.post(
    "/subscriptions/bulk/{batch_id}/undo",
    response_model=BulkResult,
    responses=WAITS,
    dependencies=[CostlyLimit],
    openapi_extra=raises(UnknownChange, NoSecondAdmin, IdempotencyKeyReused, TooLarge),
)
async def undo_batch(
    batch_id: UUID, body: UndoOrder, actor: ActingAdmin, unit: UnitDep, second: SecondAdminDep
) -> BulkResult | Response:
    """Put back what a bulk order changed; users changed since then come back as failed with changed_since.

    Where the house asks for it, what takes something from many waits for a second admin.
    """
    if waits := await second.wanted_for(BatchUndoOrder(batch_id=batch_id, reason=body.reason)):
        return waits
    return await undo.undo_batch(unit, actor=actor, batch_id=batch_id, reason=body.reason)


@router.post(
    "/history/{history_id}/undo",
    response_model=BulkResult,
    responses=WAITS,
    openapi_extra=raises(
        UnknownChange, NotUndoable, NoSuchUser, ChangedSince, LastAdmin, NoSecondAdmin, IdempotencyKeyReused, TooLarge
    ),
)
async def undo_change(
    history_id: UUID, body: UndoOrder, actor: ActingAdmin, unit: UnitDep, second: SecondAdminDep
) -> BulkResult | Response:
    """Put back what one change changed, as a new change. Where the house asks for it, a role waits for a second one."""
    if waits := await second.wanted_for(ChangeUndoOrder(history_id=history_id, reason=body.reason)):
        return waits
    return await undo.undo_row(unit, actor=actor, history_id=history_id, reason=body.reason)
