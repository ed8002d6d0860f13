"""How fast the bot may write: so many messages a second in all and one a second to a chat, over all processes.

A message has its moment booked before it is sent. Moments are spaced evenly, a little wider than the limit asks, so
that what is late on its way does not crowd what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, DateTime, Interval, bindparam, text

from app.db.unit import Unit

EVERYBODY: Final = 0
"""The row of the whole bot."""

SILENCE: Final = -1
"""The row of the silence that Telegram asked for: nothing leaves before it."""

REPLIES: Final = -2
"""The row of the replies, which have their share of the whole and leave the rest to the outbox."""

REPLY_SHARE: Final = 2 / 3
CHAT_GAP: Final = timedelta(seconds=1.05)
SLACK: Final = 1.05

_LIGHTLY: Final = text("SET LOCAL synchronous_commit = off")
"""A booking that a crash of the database forgets does no harm, and need not wait for the disk."""

_TAKE_CHAT: Final = text(
    """
    INSERT INTO telegram_pace (chat_id, free_at) SELECT :chat_id, :now
    WHERE NOT EXISTS (SELECT FROM telegram_pace WHERE chat_id = -1 AND free_at > :now)
    ON CONFLICT (chat_id) DO UPDATE SET free_at = :now WHERE telegram_pace.free_at <= :now
    RETURNING 1
    """
).bindparams(bindparam("chat_id", type_=BigInteger), bindparam("now", type_=DateTime(timezone=True)))
"""No row where the chat, or everybody, has to wait; the row is locked otherwise."""

_BOOK: Final = text(
    """
    WITH everybody AS (
        INSERT INTO telegram_pace (chat_id, free_at) VALUES (0, :now + :gap)
        ON CONFLICT (chat_id) DO UPDATE SET free_at = greatest(telegram_pace.free_at, :now) + :gap
        RETURNING free_at - :gap AS slot
    )
    UPDATE telegram_pace SET free_at = everybody.slot + :chat_gap FROM everybody WHERE chat_id = :chat_id
    RETURNING everybody.slot
    """
).bindparams(
    bindparam("chat_id", type_=BigInteger),
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("gap", type_=Interval),
    bindparam("chat_gap", type_=Interval),
)

_BOOK_REPLY: Final = text(
    """
    INSERT INTO telegram_pace (chat_id, free_at) VALUES (-2, :now + :gap)
    ON CONFLICT (chat_id) DO UPDATE SET free_at = greatest(telegram_pace.free_at, :now) + :gap
    RETURNING free_at - :gap
    """
).bindparams(bindparam("now", type_=DateTime(timezone=True)), bindparam("gap", type_=Interval))

_HUSH: Final = text(
    """
    INSERT INTO telegram_pace (chat_id, free_at) VALUES (-1, :until)
    ON CONFLICT (chat_id) DO UPDATE SET free_at = greatest(telegram_pace.free_at, :until)
    """
).bindparams(bindparam("until", type_=DateTime(timezone=True)))

_FREE_AT: Final = text("SELECT free_at FROM telegram_pace WHERE chat_id IN (-1, :chat_id)").bindparams(
    bindparam("chat_id", type_=BigInteger)
)

_FORGET: Final = text("DELETE FROM telegram_pace WHERE chat_id > 0 AND free_at < now() - interval '1 hour' RETURNING 1")


@dataclass(frozen=True, slots=True)
class Booking:
    """``at``: when the message may leave, or, where nothing is booked, when to ask again."""

    at: datetime
    is_booked: bool


async def book(unit: Unit, chat_id: int, *, now: datetime, per_second: int) -> Booking:
    """Book the next moment for a message to a chat, unless the chat has to wait. The unit should end at once."""
    await unit.session.execute(_LIGHTLY)
    taken = await unit.session.execute(_TAKE_CHAT, {"chat_id": chat_id, "now": now})
    if taken.one_or_none() is None:
        return Booking(max(now, *await _waits(unit, chat_id)), is_booked=False)
    values = {"chat_id": chat_id, "now": now, "gap": timedelta(seconds=SLACK / per_second), "chat_gap": CHAT_GAP}
    return Booking((await unit.session.execute(_BOOK, values)).scalar_one(), is_booked=True)


async def book_reply(unit: Unit, *, now: datetime, per_second: int) -> datetime:
    """When a reply may have its moment booked: however many there are, the outbox keeps its share. Ends the unit."""
    await unit.session.execute(_LIGHTLY)
    values = {"now": now, "gap": timedelta(seconds=SLACK / per_second / REPLY_SHARE)}
    found: datetime = (await unit.session.execute(_BOOK_REPLY, values)).scalar_one()
    return found


async def hush(unit: Unit, *, until: datetime) -> None:
    """Let nothing leave for anybody before a moment, what is booked already neither."""
    await unit.session.execute(_HUSH, {"until": until})


async def silent_until(unit: Unit) -> datetime | None:
    """From when on the bot may write at all; None if it was never asked for silence."""
    return next(iter(await _waits(unit, SILENCE)), None)


async def _waits(unit: Unit, chat_id: int) -> Sequence[datetime]:
    """When a chat's wait and the bot's silence end, as far as they ever began."""
    return (await unit.session.execute(_FREE_AT, {"chat_id": chat_id})).scalars().all()


async def forget_idle_chats(unit: Unit) -> int:
    """Forget chats that nothing was written to for an hour; return how many."""
    return len((await unit.session.execute(_FORGET)).all())
