"""Who cleans: one process of a database at a time."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit

_TURN: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('forexsignals.cleaner', 0))")


async def cleaning_turn(unit: Unit) -> bool:
    """Whether this unit's process may clean: until the unit ends, no other one may."""
    may: bool = (await unit.session.execute(_TURN)).scalar_one()
    return may
