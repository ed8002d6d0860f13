"""Waking what waits: every listener hears every ring."""

import asyncio
from contextlib import suppress


class Bell:
    """Rung when something has happened, by tasks of the same event loop."""

    def __init__(self) -> None:
        self.rings = 0
        self.next_ring = asyncio.Event()

    def ring(self) -> None:
        self.rings += 1
        self.next_ring.set()
        self.next_ring = asyncio.Event()

    def listener(self) -> "Listener":
        """Hears what is rung from now on."""
        return Listener(self)


class Listener:
    """One task's ear: a ring between two waits is not missed."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._heard = bell.rings

    async def wait(self, *, within: float) -> None:
        """Wait until the bell has rung since the last wait, at most ``within`` seconds."""
        if self._bell.rings == self._heard:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._bell.next_ring.wait()
        self._heard = self._bell.rings
