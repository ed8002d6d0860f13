"""Updates that have had their effect, so that each has it once."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.db.unit import Unit
from app.models.notifications import TelegramUpdate

KEPT: Final = timedelta(days=3)
"""Telegram keeps an update for a day at most."""


async def claim_update(unit: Unit, update_id: int) -> bool:
    """Tell whether an update is new; it counts as heard if the unit commits. Waits for who handles it right now."""
    statement = (
        insert(TelegramUpdate)
        .values(update_id=update_id, received_at=await unit.now())
        .on_conflict_do_nothing()
        .returning(col(TelegramUpdate.update_id))
    )
    return (await unit.session.execute(statement)).scalar_one_or_none() is not None


async def forget_updates(unit: Unit) -> int:
    """Forget what Telegram will not send again; return how many there were."""
    old = delete(TelegramUpdate).where(col(TelegramUpdate.received_at) < await unit.now() - KEPT)
    return len((await unit.session.execute(old.returning(col(TelegramUpdate.update_id)))).all())
