"""One socket's bounded outbox: a greeting, one slot for the newest state, a short queue for the rest."""

import asyncio
import time
from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from app.resources.hub.delivery import Delivery
from app.schemas.frames import Resync, SubscriptionUpdate
from app.services.live import LiveState

MAX_EVENTS: Final = 256
_RESYNC: Final = Resync().model_dump_json()

ModelFrame = tuple[str | None, str]
"""A frame, and the model that it is about."""


class CloseCode(IntEnum):
    """Why a socket was closed; the server itself closes with 1012 when it restarts."""

    TOO_SLOW = 1013
    NOT_AUTHENTICATED = 4401
    BLOCKED = 4403
    NO_AUTH_IN_TIME = 4408
    TOO_MANY = 4429


DELETED: Final = "account_deleted"
"""The reason beside the code where there is no such user any more."""


class Subscriber:
    """What one socket has been told and is still to be told. States supersede each other; versions never go back.

    One task takes frames out, with ``next_frame``, and sends them; everybody else only puts them in.
    """

    __slots__ = (
        "_delivery",
        "_events",
        "_greeting",
        "_missed",
        "_sending",
        "_state",
        "_zero",
        "close_code",
        "close_reason",
        "held",
        "issued_at",
        "lost",
        "told_models",
        "told_version",
        "user",
        "wake",
    )

    def __init__(self, user: int, issued_at: float) -> None:
        self.user = user
        self.issued_at = issued_at
        self.told_version = 0
        self.told_models: frozenset[str] = frozenset()
        self.held: dict[str, float | None] = {}
        self.close_code: int | None = None
        self.close_reason = ""
        self.lost = False
        self.wake = asyncio.Event()
        self._state: LiveState | None = None
        self._zero = 0.0
        """What the database's clock showed, in seconds since 1970, when the process's monotonic one began."""

        self._delivery: Delivery | None = None
        self._sending: Delivery | None = None
        # Lists: an empty deque takes ten times the memory, and thousands of sockets are silent most of the time.
        self._greeting: list[str] = []
        self._missed: list[ModelFrame] = []
        self._events: list[ModelFrame] = []

    @property
    def newest_version(self) -> int:
        """The newest version that was told or waits to be."""
        return self._state.version if self._state is not None else self.told_version

    def start(self, state: LiveState, greeting: Iterable[str], missed: Iterable[ModelFrame] = ()) -> None:
        """Take a state as told, by the ``greeting`` that goes out before anything else; ``missed`` follows newer ones.

        Neither counts towards ``MAX_EVENTS``. What is unsent of an earlier greeting is dropped, since this one says it
        again. The state must be as new as ``newest_version``.
        """
        self._greeting = list(greeting)
        self._missed = list(missed)
        self._state = None
        self._take_delivery(None)
        self._take_as_told(state)
        self.wake.set()

    def _take_as_told(self, state: LiveState) -> None:
        self.told_version = state.version
        self.told_models = frozenset(r.model_id for r in state.rights)
        self._take_ends(state)

    def _take_ends(self, state: LiveState) -> None:
        """Ends are the database's moments; this process's wall clock may be hours off, or be put right meanwhile."""
        self.held = state.ends()
        self._zero = state.server_time.timestamp() - time.monotonic()

    def offer_state(self, state: LiveState, delivery: Delivery | None = None) -> None:
        """Put a newer state into the slot; an older or equal one is ignored.

        ``delivery`` is told when it has been sent, but not of a socket without a greeting, which is told all by that.
        """
        if state.version <= self.newest_version:
            return
        self._take_delivery(delivery if self.told_version else None)
        self._state = state
        self._take_ends(state)
        self.wake.set()

    def offer(self, frame: str, *, model_id: str | None = None) -> None:
        """Queue a frame; one about a model is dropped at sending time if the model is no longer held then."""
        if len(self._events) >= MAX_EVENTS:
            self._events.clear()
            self.lost = True
        self._events.append((model_id, frame))
        self.wake.set()

    def _take_delivery(self, delivery: Delivery | None) -> None:
        if self._delivery is not None:
            self._delivery.dropped()
        if delivery is not None:
            delivery.expect()
        self._delivery = delivery

    def sent(self) -> None:
        """The frame last taken out is on its way to the client."""
        if self._sending is not None:
            self._sending.told()
            self._sending = None

    def abandon(self) -> None:
        """Nothing more will be sent."""
        self._take_delivery(None)
        if self._sending is not None:
            self._sending.dropped()
            self._sending = None

    def close(self, code: int, reason: str = "") -> None:
        """Ask the writer to close the socket; what was said first stays."""
        if self.close_code is None:
            self.close_code, self.close_reason = code, reason
        self.wake.set()

    def next_frame(self) -> str | None:
        """Take the next frame to send; None when there is nothing left."""
        if self._greeting:
            return self._greeting.pop(0)
        if self._state is not None:
            return self._tell(self._state)
        if self.lost:
            self.lost = False
            return _RESYNC
        return self._next_of(self._missed) or self._next_of(self._events)

    def _next_of(self, queue: list[ModelFrame]) -> str | None:
        while queue:
            model_id, frame = queue.pop(0)
            if model_id is None or self._holds(model_id):
                return frame
        return None

    def _tell(self, state: LiveState) -> str:
        key = (self.told_version, self.told_models)
        frame = state.frames.get(key) or update_frame(state, self.told_models).model_dump_json()
        state.frames[key] = frame
        self._state = None
        self._sending, self._delivery = self._delivery, None
        self._take_as_told(state)
        return frame

    def _holds(self, model_id: str) -> bool:
        end = self.held.get(model_id, 0.0)
        return end is None or end > self._zero + time.monotonic()


def update_frame(state: LiveState, known: frozenset[str]) -> SubscriptionUpdate:
    """The frame that brings a socket from ``known`` models to a state."""
    models = {r.model_id for r in state.rights}
    return SubscriptionUpdate(
        subscription_version=state.version,
        subscriptions=state.rights,
        granted=sorted(models - known),
        revoked=sorted(known - models),
        action=state.action,
        reason=state.reason,
        at=state.changed_at,
    )
