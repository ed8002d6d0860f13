"""Publishing inside the transaction that makes the news, so that it is heard if and only if that commits."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.bus.events import EVENTS, MAX_PAYLOAD, Event

CHANNEL = "forexsignals"

_NOTIFY = text("SELECT pg_notify(:channel, payload) FROM unnest(CAST(:payloads AS text[])) AS payload")


async def publish(session: AsyncSession, *events: Event) -> None:
    """Queue events for every process, delivered when the session's transaction commits."""
    payloads = [EVENTS.dump_json(event).decode() for event in events]
    if any(len(payload.encode()) > MAX_PAYLOAD for payload in payloads):
        raise ValueError("an event is too large for the bus")
    await session.execute(_NOTIFY, {"channel": CHANNEL, "payloads": payloads})
