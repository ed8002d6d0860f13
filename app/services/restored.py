"""What a database that is back from the past may not go on with."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit

_SETTLE: Final = (
    # A token of the future of this past names versions that will be given again, to other rights.
    "UPDATE users SET session_epoch = clock_timestamp()",
    "UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL",
    "DELETE FROM refresh_tokens",
    # What was about to be sent then, has been sent since or is no news.
    "UPDATE notifications SET state = 'skipped', why = 'outdated', finished_at = now() WHERE state = 'pending'",
    "UPDATE broadcasts SET state = 'cancelled' WHERE state IN ('scheduled', 'sending')",
    "DELETE FROM process_figures",
    "DELETE FROM open_sockets",
)


async def settle(unit: Unit) -> None:
    """End every session, token and message of the past. People sign in again by opening the app."""
    for statement in _SETTLE:
        await unit.session.execute(text(statement))
