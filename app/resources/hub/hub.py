"""From news on the bus to frames on sockets. News is a hint: state is read again before anybody is told."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from app.bus.events import (
    CandlesArrived,
    CatalogueChanged,
    Event,
    OutboxFilled,
    RequestChanged,
    RightsChanged,
    SessionsEnded,
    SignalPublished,
    SignalResolved,
)
from app.bus.protocol import Bus, News
from app.db.health import DatabaseHealth
from app.errors import DatabaseUnavailable
from app.resources.bell import Bell
from app.resources.hub.delivery import Delivery
from app.resources.hub.subscriber import DELETED, CloseCode, Subscriber
from app.schemas.frames import Resync, SignalFrame
from app.services.live import LiveReads, LiveState
from app.services.signals.frames import LedgerPosition
from app.telemetry import get_logger

REPLAY_LIMIT: Final = 200
"""Signals of a model that are sent again after a gap; past that, sockets are told to reload."""

_GAP_MARGIN: Final = timedelta(seconds=5)
_RESYNC: Final = Resync().model_dump_json()

log = get_logger(__name__)


class TooManySockets(Exception):
    """This user has as many sockets as are allowed."""


class SignalReads(Protocol):
    """Reads signals as frames."""

    async def frame(self, event: SignalPublished | SignalResolved) -> SignalFrame | None: ...

    async def positions(self) -> dict[str, LedgerPosition]: ...

    async def resolved(self, model_id: str, *, after: int, up_to: int) -> list[SignalResolved]: ...


@dataclass(slots=True)
class _Pending:
    """What is still to be told. It survives a database that is away."""

    users: set[int] = field(default_factory=set)
    signals: dict[Event, None] = field(default_factory=dict)
    requests: set[UUID] = field(default_factory=set)
    gap: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.signals or self.requests or self.gap)


class Hub:
    """The sockets of this process, by user."""

    def __init__(
        self,
        bus: Bus,
        reads: LiveReads,
        signals: SignalReads,
        health: DatabaseHealth,
        *,
        sockets_per_user: int,
        on_catalogue: Callable[[], None],
        on_pushed: Callable[[float], None],
    ) -> None:
        """``on_pushed`` is given the seconds from each change of rights to the last socket of this process told."""
        self._bus = bus
        self._reads = reads
        self._signals = signals
        self._health = health
        self._sockets_per_user = sockets_per_user
        self._on_catalogue = on_catalogue
        self._on_pushed = on_pushed
        self._sockets: dict[int, list[Subscriber]] = {}
        self._pending = _Pending()
        self._seen: dict[str, LedgerPosition] = {}
        self._read_at: datetime | None = None
        self.rights_changed = Bell()
        self.candles_arrived = Bell()
        self.outbox_filled = Bell()
        self.something_to_tell = Bell()
        self._bells: Mapping[type[Event], tuple[Bell, ...]] = {
            RightsChanged: (self.rights_changed,),
            CandlesArrived: (self.candles_arrived,),
            OutboxFilled: (self.outbox_filled, self.something_to_tell),
            SignalPublished: (self.something_to_tell,),
            SignalResolved: (self.something_to_tell,),
        }

    def __len__(self) -> int:
        return sum(len(sockets) for sockets in self._sockets.values())

    def join(self, subscriber: Subscriber) -> None:
        """Take a socket in, before its state is read, so that no change falls in between. Raises TooManySockets."""
        sockets = self._sockets.setdefault(subscriber.user, [])
        if len(sockets) >= self._sockets_per_user:
            raise TooManySockets
        sockets.append(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        sockets = self._sockets.get(subscriber.user, [])
        with suppress(ValueError):
            sockets.remove(subscriber)
        subscriber.abandon()
        if not sockets:
            self._sockets.pop(subscriber.user, None)

    async def run(self) -> None:
        """Pass news on until cancelled. Whatever could not be read is tried again once the database answers."""
        while True:
            if not self._pending:
                self._take(await self._bus.next())
            try:
                await self._health.wait()
                await self._tell()
            except DatabaseUnavailable:
                await asyncio.sleep(0.1)
            except Exception:
                log.exception("hub failed; every socket is told to reload")
                self._pending = _Pending()
                self._to_all(_RESYNC)

    def _take(self, news: News) -> None:
        self._pending.gap |= news.gap
        if news.gap:
            self._on_catalogue()
            for bell in (self.candles_arrived, self.outbox_filled, self.something_to_tell):
                bell.ring()
        for event in news.events:
            for bell in self._bells.get(type(event), ()):
                bell.ring()
            match event:
                case RightsChanged():
                    self._pending.users.update(user for user, _ in event.users if user in self._sockets)
                case SignalPublished() | SignalResolved():
                    self._pending.signals[event] = None
                case RequestChanged():
                    self._pending.requests.add(event.request_id)
                case SessionsEnded():
                    self._end_sessions(event.user, event.epoch)
                case CatalogueChanged():
                    self._on_catalogue()

    async def _tell(self) -> None:
        if self._pending.gap:
            await self._heal()
        if self._pending.users:
            await self._tell_states()
        while self._pending.signals:
            event = next(iter(self._pending.signals))
            await self._tell_signal(event)
            del self._pending.signals[event]
        if self._pending.requests:
            await self._tell_requests(frozenset(self._pending.requests), None)

    async def _heal(self) -> None:
        """After a gap: mark who differs, end what has ended, tell what was missed."""
        versions = await self._reads.versions(list(self._sockets))
        for user, sockets in self._sockets.items():
            version, epoch = versions.get(user, (0, 0.0))
            if version == 0 or any(socket.newest_version != version for socket in sockets):
                self._pending.users.add(user)
            self._end_sessions(user, epoch)
        await self._replay_signals()
        if self._read_at is not None:
            await self._tell_requests(frozenset(), self._read_at - _GAP_MARGIN)
        self._pending.gap = False

    async def _replay_signals(self) -> None:
        now = await self._signals.positions()
        for model_id, position in now.items():
            seen = self._seen.get(model_id, LedgerPosition() if self._seen else position)
            published, ended = position.signals - seen.signals, position.resolutions - seen.resolutions
            if published + ended > REPLAY_LIMIT:
                self._to_all(_RESYNC)
                continue
            missed: list[Event] = [
                SignalPublished(model_id=model_id, seq=n) for n in range(seen.signals + 1, position.signals + 1)
            ]
            if ended:
                missed += await self._signals.resolved(model_id, after=seen.resolutions, up_to=position.resolutions)
            self._pending.signals = dict.fromkeys([*missed, *self._pending.signals])
        self._seen = now

    async def _tell_states(self) -> None:
        users = {user for user in self._pending.users if user in self._sockets}
        asked = time.perf_counter()
        states = await self._reads.states(users) if users else {}
        self._pending.users.clear()
        for user in users:
            state = states.get(user)
            delivery = None
            if state is not None:
                self._read_at = state.server_time
                delivery = Delivery(_began(state, asked), self._on_pushed)
            for subscriber in list(self._sockets.get(user, ())):
                if state is None or state.is_blocked:
                    subscriber.close(CloseCode.BLOCKED, DELETED if state is None else "")
                else:
                    subscriber.offer_state(state, delivery)

    async def _tell_signal(self, event: Event) -> None:
        assert isinstance(event, SignalPublished | SignalResolved)  # noqa: S101 - only these are queued
        self._see(event)
        if not self._sockets:
            return
        frame = await self._signals.frame(event)
        if frame is None:
            return
        text = frame.model_dump_json()
        for user in await self._reads.holders(event.model_id, list(self._sockets)):
            for subscriber in self._sockets.get(user, ()):
                subscriber.offer(text, model_id=event.model_id)

    def _see(self, event: SignalPublished | SignalResolved) -> None:
        seen = self._seen.get(event.model_id, LedgerPosition())
        signals = max(seen.signals, event.seq)
        ended = event.resolution if isinstance(event, SignalResolved) else 0
        self._seen[event.model_id] = LedgerPosition(signals, max(seen.resolutions, ended))

    async def _tell_requests(self, ids: frozenset[UUID], since: datetime | None) -> None:
        for user, update in await self._reads.requests(ids, list(self._sockets), since):
            for subscriber in self._sockets.get(user, ()):
                subscriber.offer(update.model_dump_json())
        self._pending.requests -= ids

    def _end_sessions(self, user: int, epoch: float) -> None:
        for subscriber in self._sockets.get(user, ()):
            if subscriber.issued_at < epoch:
                subscriber.close(CloseCode.NOT_AUTHENTICATED)

    def _to_all(self, frame: str) -> None:
        for sockets in self._sockets.values():
            for subscriber in sockets:
                subscriber.offer(frame)


def _began(state: LiveState, asked: float) -> float:
    """When the state's change was written, on this process's clock.

    Both moments in the state are the database's, so clocks that differ do not matter; counting from before the question
    was ``asked`` makes a push seem slower by the way there, never quicker.
    """
    return asked - (state.server_time - state.changed_at).total_seconds()
