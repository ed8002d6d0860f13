"""Whether the bot can write to a person, as Telegram tells it."""

from sqlalchemy import update
from sqlmodel import col

from app.db.unit import Unit
from app.models.users import Reachability, User


async def set_reachability(unit: Unit, telegram_id: int, state: Reachability) -> bool:
    """Write it down; tell whether that is news. Who is not registered is left alone."""
    changed = await unit.session.execute(
        update(User)
        .where(col(User.telegram_id) == telegram_id, col(User.reachability) != state.value)
        .values(reachability=state.value)
        .returning(col(User.telegram_id))
    )
    return changed.scalar_one_or_none() is not None
