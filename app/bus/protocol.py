"""What any bus gives to the process that listens on it."""

from dataclasses import dataclass
from typing import Protocol

from app.bus.events import Event


@dataclass(frozen=True, slots=True)
class News:
    """Events in order. ``gap``: some before them may be missing, so state must be read anew."""

    events: tuple[Event, ...]
    gap: bool


class Bus(Protocol):
    """Delivers every process's events to this process, and says so when it may have missed some."""

    @property
    def is_listening(self) -> bool: ...

    @property
    def polls(self) -> bool:
        """Whether it announces a gap every few seconds while it does not listen, so that nobody waits for ever."""

    async def wait_listening(self) -> None:
        """Wait until it listens."""

    async def run(self) -> None:
        """Listen until cancelled; come back after every loss."""

    async def next(self) -> News:
        """Wait for news and take all there is."""
