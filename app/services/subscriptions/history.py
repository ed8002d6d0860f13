"""History rows: how a change is written down and chained to the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from app.canonical import CanonicalValue, chain_hash, timestamp
from app.models.subscriptions import RecordedRight


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of ``subscription_history`` before it is chained."""

    id: UUID
    user_id: int
    admin_id: int
    version: int
    old_subscriptions: list[RecordedRight] | None
    new_subscriptions: list[RecordedRight]
    action: str
    reason: str | None
    ip_address: str | None
    batch_id: UUID | None
    created_at: datetime

    def hash_after(self, prev_hash: str) -> str:
        """``sha256(prev_hash || canonical JSON)`` over every column but the two hashes."""
        return chain_hash(
            prev_hash,
            {
                "id": str(self.id),
                "user_id": self.user_id,
                "admin_id": self.admin_id,
                "version": self.version,
                "old_subscriptions": _as_it_stands(self.old_subscriptions),
                "new_subscriptions": _as_it_stands(self.new_subscriptions),
                "action": self.action,
                "reason": self.reason,
                "ip_address": self.ip_address,
                "batch_id": str(self.batch_id) if self.batch_id else None,
                "created_at": timestamp(self.created_at),
            },
        )


def _as_it_stands(rights: list[RecordedRight] | None) -> CanonicalValue:
    """Rights from the table may hold more than they should, and the hash is to show it."""
    return cast("CanonicalValue", rights)


def record(rights: Mapping[str, datetime | None]) -> list[RecordedRight]:
    """Write rights down, ordered by model id; ends in RFC 3339 UTC with microseconds."""
    return [
        {"model_id": model_id, "expires_at": timestamp(end) if end else None}
        for model_id, end in sorted(rights.items())
    ]


def recorded(rights: Iterable[RecordedRight] | None) -> dict[str, datetime | None]:
    """Read what ``record`` wrote."""
    return {
        right["model_id"]: datetime.fromisoformat(right["expires_at"]) if right["expires_at"] else None
        for right in rights or ()
    }
