"""Leaving unnoticed: between being told to stop and stopping, a process serves on and says that it goes."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.resources.leaving import Leaving
from app.telemetry import get_logger

log = get_logger(__name__)


@contextmanager
def draining(leaving: Leaving, *, seconds: int) -> Iterator[None]:
    """Hold SIGTERM back for so many seconds, in which ``leaving`` has begun; the second SIGTERM is not held back.

    For the main thread, inside of the server that handles the signal. With 0 seconds nothing is held back.
    """
    stop = signal.getsignal(signal.SIGTERM)
    if not seconds or not callable(stop):
        yield
        return
    loop = asyncio.get_running_loop()

    def take(number: int, frame: FrameType | None) -> None:
        if leaving.has_begun:
            stop(number, frame)
            return
        leaving.has_begun = True
        loop.call_soon_threadsafe(loop.call_later, seconds, stop, number, None)
        log.info("told to stop; serving on until balancers have noticed", seconds=seconds)

    signal.signal(signal.SIGTERM, take)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, stop)
