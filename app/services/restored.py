"""What a database that is back from the past may not go on with, and who may not come back with it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, DateTime, String, column, select, table, text

from app.db.unit import Unit
from app.errors import LastAdmin, NoSuchUser
from app.services.subscriptions.change import Actor
from app.services.users.standing import delete_user

BROUGHT_BACK: Final = "Had been deleted after the backup was made"

_SETTLE: Final = (
    # A token of the future of this past names versions that will be given again, to other rights.
    "UPDATE users SET session_epoch = clock_timestamp()",
    "UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL",
    "DELETE FROM refresh_tokens",
    # What was about to be sent then, has been sent since or is no news.
    "UPDATE notifications SET state = 'skipped', why = 'outdated', finished_at = now() WHERE state = 'pending'",
    "UPDATE broadcasts SET state = 'cancelled' WHERE state IN ('scheduled', 'sending')",
    "UPDATE approvals SET expires_at = now() WHERE state = 'pending' AND expires_at > now()",
    "DELETE FROM process_figures",
    "DELETE FROM open_sockets",
)


_READ: Final = (
    column("user_id", BigInteger), column("action", String), column("created_at", DateTime(timezone=True)),
)  # fmt: skip


async def settle(unit: Unit) -> None:
    """End every session, token and message of the past. People sign in again by opening the app."""
    for statement in _SETTLE:
        await unit.session.execute(text(statement))


async def deleted_since(unit: Unit, schema: str, moment: datetime) -> list[int]:
    """Who was deleted after a moment, by the history in a schema that was put aside."""
    there = text("SELECT to_regclass(quote_ident(:schema) || '.subscription_history') IS NOT NULL")
    if not (await unit.session.execute(there, {"schema": schema})).scalar_one():
        return []
    history = table("subscription_history", *_READ, schema=schema)
    deleted = select(history.c.user_id).where(history.c.action == "delete", history.c.created_at > moment)
    return list((await unit.session.execute(deleted.distinct().order_by(history.c.user_id))).scalars())


async def forget_again(unit: Unit, telegram_ids: Iterable[int]) -> int:
    """Delete people whom a backup has brought back; return how many. The last admin stays."""
    gone = 0
    for telegram_id in sorted(set(telegram_ids)):
        with suppress(NoSuchUser, LastAdmin):
            await delete_user(unit, actor=Actor(), telegram_id=telegram_id, reason=BROUGHT_BACK)
            gone += 1
    return gone
