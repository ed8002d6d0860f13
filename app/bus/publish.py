"""Publishing inside the transaction that makes the news, so that it is heard if and only if that commits."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.bus.events import EVENTS, MAX_PAYLOAD, Event

CHANNEL = "forexsignals"

BY_OUTBOX: Final = "bus_outbox"
"""In a session's ``info`` where news go through the table ``bus_outbox`` to another bus."""

WRITTEN: Final = "bus_outbox_rows"
"""In a session's ``info``: ids and payloads of the rows that this transaction has written."""

_NOTIFY = text("SELECT pg_notify(:channel, payload) FROM unnest(CAST(:payloads AS text[])) AS payload")

_WRITE = text(
    """
    INSERT INTO bus_outbox (payload) SELECT payload FROM unnest(CAST(:payloads AS text[])) AS payload
    RETURNING id, payload
    """
)

OutboxRow = tuple[int, str]


async def publish(session: AsyncSession, *events: Event) -> None:
    """Queue events for every process, delivered when the session's transaction commits."""
    payloads = [EVENTS.dump_json(event).decode() for event in events]
    if any(len(payload.encode()) > MAX_PAYLOAD for payload in payloads):
        raise ValueError("an event is too large for the bus")
    if not session.info.get(BY_OUTBOX):
        await session.execute(_NOTIFY, {"channel": CHANNEL, "payloads": payloads})
        return
    rows = (await session.execute(_WRITE, {"payloads": payloads})).all()
    session.info.setdefault(WRITTEN, []).extend((row.id, row.payload) for row in rows)
