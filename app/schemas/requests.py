"""Requests for access, as the wire shows them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, ModelId, Read, ReasonText, RequiredReason, UtcDatetime
from app.schemas.subscriptions import Access, Days

RequestState = Literal["pending", "approved", "rejected"]


class RequestCreate(Body):
    model_id: ModelId
    message: Annotated[ReasonText, Field(description="Shown to the admins")] | None = None


class RequestRead(Read):
    id: UUID
    model_id: str
    message: str | None
    status: str
    created_at: UtcDatetime
    decided_at: UtcDatetime | None
    decision_reason: str | None


class AdminRequestRead(RequestRead):
    user_id: int
    username: str | None
    first_name: str
    last_name: str | None
    decided_by: int | None


class RequestApproval(Body):
    expiry_days: Days | None = None
    reason: ReasonText | None = None


class RequestRejection(Body):
    reason: RequiredReason


class RequestDecision(Read):
    """A decided request, with what is open to the person now."""

    request: AdminRequestRead
    access: Access
