"""What waits for a second admin."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from app.schemas.base import Body, Read, ReasonText, RequiredReason, TelegramId, UtcDatetime
from app.schemas.subscriptions import BulkChange
from app.schemas.users import UserPatch

ApprovalView = Literal["pending", "approved", "refused", "withdrawn", "expired"]


class StandingOrder(Body):
    kind: Literal["role"] = "role"
    telegram_id: TelegramId
    patch: UserPatch


class DeletionOrder(Body):
    kind: Literal["deletion"] = "deletion"
    telegram_id: TelegramId
    reason: ReasonText | None


class BulkOrder(Body):
    """``change`` expects what its prediction was when it was asked for, and does nothing else."""

    kind: Literal["bulk"] = "bulk"
    change: BulkChange


class BatchUndoOrder(Body):
    kind: Literal["batch_undo"] = "batch_undo"
    batch_id: UUID
    reason: RequiredReason


class ChangeUndoOrder(Body):
    kind: Literal["change_undo"] = "change_undo"
    history_id: UUID
    reason: RequiredReason


LargeOrder = StandingOrder | DeletionOrder | BulkOrder | BatchUndoOrder | ChangeUndoOrder

LARGE_ORDER: TypeAdapter[LargeOrder] = TypeAdapter(Annotated[LargeOrder, Field(discriminator="kind")])


class ApprovalRead(Read):
    """An order that waits, or what became of it. ``people``: how many it would change, ``changed``: how many it did.

    ``role`` and ``is_blocked`` are those that the person would get; ``grant``, ``revoke`` and ``template_id`` are of a
    bulk order; ``undoes`` is the batch or the change that would be put back. ``batch_id`` finds its changes in the
    history.
    """

    id: UUID
    kind: Literal["role", "deletion", "bulk", "batch_undo", "change_undo"]
    state: ApprovalView
    telegram_id: int | None
    name: str | None
    role: Literal["user", "admin"] | None
    is_blocked: bool | None
    grant: list[str]
    revoke: list[str]
    template_id: UUID | None
    undoes: UUID | None
    people: int
    reason: str | None
    asked_by: int
    asked_by_name: str | None
    asked_at: UtcDatetime
    expires_at: UtcDatetime
    decided_by: int | None
    decided_by_name: str | None
    decided_at: UtcDatetime | None
    decision_reason: str | None
    changed: int | None
    batch_id: UUID | None


class ApprovalDecision(Body):
    reason: ReasonText | None = None
