"""What has been heard and not yet taken: bounded, and what is lost is announced as a gap."""

import asyncio
from typing import Final

from pydantic import ValidationError

from app.bus.events import EVENTS, Event
from app.bus.protocol import News
from app.telemetry import get_logger

MAX_WAITING: Final = 10_000
"""Events that may wait; past that they are dropped and a gap is announced."""

log = get_logger(__name__)


class Inbox:
    """Events on their way from a bus to the one who takes them."""

    def __init__(self) -> None:
        self._waiting: list[Event] = []
        self._gap = False
        self._wake = asyncio.Event()

    async def next(self) -> News:
        """Wait for news and take all there is."""
        await self._wake.wait()
        self._wake.clear()
        news = News(tuple(self._waiting), self._gap)
        self._waiting, self._gap = [], False
        return news

    def put(self, payload: str | bytes) -> None:
        """Take in an event as it travelled; one that nobody here knows is left out."""
        try:
            event = EVENTS.validate_json(payload)
        except ValidationError:
            log.warning("bus heard something it does not know")
            return
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()
            self.announce_gap()
        self._waiting.append(event)
        self._wake.set()

    def announce_gap(self) -> None:
        """Say that something may have been missed."""
        self._gap = True
        self._wake.set()
