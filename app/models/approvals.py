"""Orders of large effect that wait for a second admin, and what became of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, NEW_ID, NOW, one_of, utc_now


class ApprovalState(StrEnum):
    """``withdrawn`` by who asked; what nobody decided in time stays ``pending`` and is shown as expired."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Approval(Table, table=True):
    """One order as it was asked for. The database refuses to change one that is decided."""

    __tablename__ = "approvals"
    __table_args__: ClassVar = (
        one_of("state", ApprovalState),
        Index("ix_approvals_asked_at", "asked_at", "id"),
        Index("ix_approvals_pending", "asked_at", "id", postgresql_where=text("state = 'pending'")),
        Index("ix_approvals_batch", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    kind: str = Field(max_length=16)
    order: dict[str, Any] = Field(sa_type=JSONB)
    telegram_id: int | None = Field(default=None, sa_type=BigInteger)
    """Whom it is about, where that is one person."""

    people: int
    """How many people it changed when it was asked for."""

    asked_by: int = Field(sa_type=BigInteger)
    ip_address: str | None = Field(default=None, sa_type=INET)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    expires_at: datetime = Field(sa_type=AWARE)
    state: str = Field(default=ApprovalState.PENDING, max_length=16)
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decided_at: datetime | None = Field(default=None, sa_type=AWARE)
    decision_reason: str | None = Field(default=None, max_length=1000)
    changed: int | None = None
    """How many people it changed when it was carried out."""

    batch_id: UUID | None = None
    """The batch that its changes have in the history, where they have one."""
