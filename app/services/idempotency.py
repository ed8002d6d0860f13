"""Idempotency-Key: an answer is kept in the transaction of the change that it answers, so both exist or neither."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.db.unit import Unit
from app.errors import IdempotencyKeyReused
from app.models.sessions import IdempotencyKey

KEPT_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    status: int
    body: bytes


async def recall(unit: Unit, *, admin_id: int, key: str, fingerprint: bytes) -> KeptAnswer | None:
    """Claim a key for this unit, or return the answer given to it before.

    A second request with the key waits for the first one's transaction. Raises IdempotencyKeyReused where the key came
    with another request.
    """
    now = await unit.now()
    mine = (col(IdempotencyKey.admin_id) == admin_id, col(IdempotencyKey.key) == key)
    await unit.session.execute(delete(IdempotencyKey).where(*mine, col(IdempotencyKey.created_at) < now - KEPT_FOR))
    claim = insert(IdempotencyKey).values(admin_id=admin_id, key=key, fingerprint=fingerprint, created_at=now)
    claimed = await unit.session.execute(claim.on_conflict_do_nothing().returning(col(IdempotencyKey.key)))
    if claimed.scalar_one_or_none() is not None:
        return None
    kept = (await unit.session.execute(select(IdempotencyKey).where(*mine))).scalar_one()
    if kept.fingerprint != fingerprint or kept.status is None or kept.answer is None:
        raise IdempotencyKeyReused
    return KeptAnswer(kept.status, kept.answer)


async def keep(unit: Unit, *, admin_id: int, key: str, answer: KeptAnswer) -> None:
    """Keep the answer to a claimed key."""
    await unit.session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.admin_id) == admin_id, col(IdempotencyKey.key) == key)
        .values(status=answer.status, answer=answer.body)
    )


async def forget_old(unit: Unit) -> int:
    """Remove keys older than a day; return how many."""
    horizon = await unit.now() - KEPT_FOR
    gone = delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < horizon).returning(col(IdempotencyKey.key))
    return len((await unit.session.execute(gone)).all())
