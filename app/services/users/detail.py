"""One user's page for admins."""

from app.db.unit import Unit
from app.schemas.users import UserDetail
from app.services.auth.sessions import live_sessions
from app.services.subscriptions.access import read_access
from app.services.users.names import newest_named_history
from app.services.users.profile import read_for_admin


async def read_user(unit: Unit, telegram_id: int) -> UserDetail:
    """Raises NoSuchUser."""
    return UserDetail(
        user=await read_for_admin(unit, telegram_id),
        access=await read_access(unit, telegram_id),
        history=await newest_named_history(unit, telegram_id, limit=20),
        sessions=await live_sessions(unit, telegram_id=telegram_id, current=None),
    )
