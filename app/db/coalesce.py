"""Many callers, one query: reads of single keys gathered into one read of all keys a round trip.

The invariant: a caller is only ever served by a read that started after the caller asked, so what it is told is as
fresh as a query of its own would have been. A change committed before a request began is seen by that request.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from app.errors import DatabaseUnavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

PATIENCE: Final = 1.8
"""Seconds that a caller waits before it is told that the database is away."""

FLIGHTS: Final = 2
"""Reads that may be under way at a time; with one, a slow answer would hold up everybody."""

MOST: Final = 1000
"""Callers of one read."""


class _Batch(Generic[K, V]):
    """Callers that are served by the same read; each has a future of its own, so one that goes harms no other."""

    __slots__ = ("callers", "flight", "timer")

    def __init__(self) -> None:
        self.callers: list[tuple[K, asyncio.Future[V | None]]] = []
        self.flight: asyncio.Task[None] | None = None
        self.timer: asyncio.TimerHandle | None = None

    def keys(self) -> list[K]:
        return list({key for key, answer in self.callers if not answer.done()})

    def fail(self, error: BaseException) -> None:
        for _, answer in self.callers:
            if not answer.done():
                answer.set_exception(error)
                answer.exception()  # whoever asked may have failed for another reason, and never looks


class Coalesced(Generic[K, V]):
    """``get`` answers for one key; ``read`` is asked for all keys that wait, in a task that no caller can cancel.

    Every step between asking and departing is taken without an await, so there is no moment at which a caller could
    join and be missed. A read that fails, or lasts too long, fails its own callers and nobody else.
    """

    def __init__(
        self,
        read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]],
        *,
        patience: float = PATIENCE,
        flights: int = FLIGHTS,
        most: int = MOST,
    ) -> None:
        """``read`` is given distinct keys, at most ``most``, and leaves out those of which there is nothing."""
        self._read = read
        self._patience = patience
        self._free = flights
        self._most = most
        self._waiting: deque[_Batch[K, V]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        """The one loop of all callers; asking for it costs a system call."""

    async def get(self, key: K) -> V | None:
        """Read one key; None where there is nothing.

        Raises what the read raised, or DatabaseUnavailable where it took longer than ``patience`` seconds.
        """
        return await self.ask(key)

    def ask(self, key: K) -> "asyncio.Future[V | None]":
        """Begin to read one key, for a caller that awaits something else first."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        if not self._waiting or len(self._waiting[-1].callers) >= self._most:
            self._open(self._loop)
        answer: asyncio.Future[V | None] = self._loop.create_future()
        self._waiting[-1].callers.append((key, answer))
        return answer

    def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        batch = _Batch[K, V]()
        batch.timer = loop.call_later(self._patience, self._give_up, batch)
        self._waiting.append(batch)
        loop.call_soon(self._depart)  # not at once: whoever asks in the same turn of the loop comes along

    def _depart(self) -> None:
        """Start reads while there are any to start. A batch that has departed takes nobody in any more."""
        while self._free and self._waiting:
            batch = self._waiting.popleft()
            self._free -= 1
            batch.flight = asyncio.create_task(self._fly(batch))
            batch.flight.add_done_callback(partial(self._landed, batch))

    async def _fly(self, batch: _Batch[K, V]) -> None:
        keys = batch.keys()
        if not keys:
            return
        found = await self._read(keys)
        for key, answer in batch.callers:
            if not answer.done():
                answer.set_result(found.get(key))

    def _landed(self, batch: _Batch[K, V], flight: asyncio.Task[None]) -> None:
        if batch.timer is not None:
            batch.timer.cancel()
            self._free += 1
        failure = DatabaseUnavailable() if flight.cancelled() else flight.exception()
        if failure is not None:
            batch.fail(failure)
        self._depart()

    def _give_up(self, batch: _Batch[K, V]) -> None:
        """Fail the callers of a read that takes too long, and let the next one start before this one has ended."""
        batch.timer = None
        batch.fail(DatabaseUnavailable())
        if batch.flight is None:
            self._waiting.remove(batch)
        else:
            self._free += 1
            batch.flight.cancel()
        self._depart()
