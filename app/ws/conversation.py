"""One socket from its first frame to its close. It holds no database session, always reads, and ends on time."""

import asyncio
import time
from contextlib import suppress
from typing import Final
from uuid import uuid4

from limits import parse
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.errors import DatabaseUnavailable, NotAuthenticated, UnknownUser, UserBlocked
from app.resources import Resources
from app.resources.hub import DELETED, CloseCode, Subscriber, TooManySockets
from app.schemas.frames import CLIENT_FRAMES, AuthFrame, ClientFrame, Notice, Pong, Reauth, Since
from app.services.gate import Caller
from app.services.live import LiveState
from app.ws.catch_up import Greeting, greeting

AUTH_PATIENCE: Final = 5.0
SEND_PATIENCE: Final = 10.0
MAX_FRAME: Final = 65_536

_PONG: Final = Pong().model_dump_json()
_REAUTH: Final = Reauth().model_dump_json()
_INVALID: Final = Notice(code="invalid_frame").model_dump_json()


class Refused(Exception):
    """The conversation ends with this close code, and a reason where the code does not say it all."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__()
        self.code = code
        self.reason = reason


class Conversation:
    """Authenticates, subscribes to the hub, answers, renews. Only its writer sends."""

    __slots__ = ("_entered", "_rate", "_rate_key", "_resources", "_subscriber", "_timers", "_websocket")

    def __init__(self, websocket: WebSocket, resources: Resources) -> None:
        self._websocket = websocket
        self._resources = resources
        self._subscriber: Subscriber | None = None
        self._entered: int | None = None
        """The user whose roll counts this socket."""
        self._timers: list[asyncio.TimerHandle] = []
        self._rate = parse(resources.settings.frame_rate_limit)
        self._rate_key = uuid4().hex

    async def run(self) -> None:
        """Talk until somebody hangs up."""
        end: Refused | None = None
        try:
            await self._talk(await self._begin())
        except Refused as refused:
            end = refused
        except WebSocketDisconnect:
            pass
        finally:
            self._leave()
        if end is not None:
            await self._close(end)

    def _leave(self) -> None:
        for timer in self._timers:
            timer.cancel()
        if self._subscriber is not None:
            self._resources.hub.leave(self._subscriber)
        if self._entered is not None:
            self._resources.membership.roll.leave(self._entered)

    async def _talk(self, subscriber: Subscriber) -> None:
        """Read and write at the same time; whichever ends first ends both."""
        both = [asyncio.create_task(self._read(subscriber)), asyncio.create_task(self._write(subscriber))]
        try:
            ended, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
        for task in ended:
            task.result()

    async def _begin(self) -> Subscriber:
        try:
            async with asyncio.timeout(AUTH_PATIENCE):
                text = await self._receive()
        except TimeoutError:
            raise Refused(CloseCode.NO_AUTH_IN_TIME) from None
        frame = _parse(text)
        if not isinstance(frame, AuthFrame):
            raise Refused(CloseCode.NOT_AUTHENTICATED)
        caller = await self._identify(frame.token)
        subscriber = Subscriber(caller.telegram_id, caller.claims.iat)
        await self._enter(subscriber)
        await self._welcome(subscriber, caller, frame.since)
        return subscriber

    async def _enter(self, subscriber: Subscriber) -> None:
        """Be one of the user's sockets, over all processes, then one of this process's."""
        try:
            await self._resources.membership.roll.enter(subscriber.user)
            self._entered = subscriber.user
            self._resources.hub.join(subscriber)
        except TooManySockets:
            raise Refused(CloseCode.TOO_MANY) from None
        except DatabaseUnavailable:
            raise Refused(CloseCode.TOO_SLOW) from None
        self._subscriber = subscriber

    async def _identify(self, token: str) -> Caller:
        try:
            return await self._resources.gate.identify(token)
        except UserBlocked:
            raise Refused(CloseCode.BLOCKED) from None
        except UnknownUser:
            raise Refused(CloseCode.NOT_AUTHENTICATED, DELETED) from None
        except NotAuthenticated:
            raise Refused(CloseCode.NOT_AUTHENTICATED) from None
        except DatabaseUnavailable:
            raise Refused(CloseCode.TOO_SLOW) from None

    async def _welcome(self, subscriber: Subscriber, caller: Caller, since: Since | None) -> None:
        """Tell the whole state, then what was missed. The hub already knows the socket, so nothing falls in between.

        While the state is read, a newer one may be told or wait to be: then it is read again.
        """
        while True:
            state, told = await self._state(subscriber, caller, since)
            if state.version >= subscriber.newest_version:
                break
        subscriber.start(state, told.first, told.missed)
        self._set_timers(subscriber, caller)

    async def _state(self, subscriber: Subscriber, caller: Caller, since: Since | None) -> tuple[LiveState, Greeting]:
        try:
            state = (await self._resources.live.states([caller.telegram_id])).get(caller.telegram_id)
            if state is None or state.is_blocked:
                raise Refused(CloseCode.BLOCKED, DELETED if state is None else "")
            told = await greeting(self._resources, state, since)
        except DatabaseUnavailable:
            raise Refused(CloseCode.TOO_SLOW) from None
        subscriber.issued_at = max(subscriber.issued_at, caller.claims.iat)
        if subscriber.issued_at < state.session_epoch:
            raise Refused(CloseCode.NOT_AUTHENTICATED)
        return state, told

    def _set_timers(self, subscriber: Subscriber, caller: Caller) -> None:
        for timer in self._timers:
            timer.cancel()
        loop = asyncio.get_running_loop()
        left = max(0.0, caller.claims.exp - time.time())
        notice = min(60.0, (caller.claims.exp - caller.claims.iat) / 5)
        self._timers = [
            loop.call_later(max(0.0, left - notice), subscriber.offer, _REAUTH),
            loop.call_later(left, subscriber.close, CloseCode.NOT_AUTHENTICATED),
        ]

    async def _read(self, subscriber: Subscriber) -> None:
        while True:
            text = await self._receive()
            if not await self._resources.frame_limiter.hit(self._rate, "frames", self._rate_key):
                raise Refused(CloseCode.TOO_MANY)
            frame = _parse(text)
            if frame is None:
                subscriber.offer(_INVALID)
            elif isinstance(frame, AuthFrame):
                await self._renew(subscriber, frame)
            else:
                subscriber.offer(_PONG)

    async def _renew(self, subscriber: Subscriber, frame: AuthFrame) -> None:
        caller = await self._identify(frame.token)
        if caller.telegram_id != subscriber.user:
            raise Refused(CloseCode.NOT_AUTHENTICATED)
        await self._welcome(subscriber, caller, frame.since)

    async def _write(self, subscriber: Subscriber) -> None:
        """Send what the outbox holds; a client that takes nothing for ``SEND_PATIENCE`` seconds is let go."""
        while True:
            await subscriber.wake.wait()
            subscriber.wake.clear()
            while subscriber.close_code is None and (frame := subscriber.next_frame()) is not None:
                await self._send(frame)
                subscriber.sent()
            if subscriber.close_code is not None:
                raise Refused(subscriber.close_code, subscriber.close_reason)

    async def _receive(self) -> str:
        """The next text frame; binary and oversized ones count as nonsense."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or 1005)
        text = message.get("text")
        return text if isinstance(text, str) and len(text) <= MAX_FRAME else ""

    async def _send(self, frame: str) -> None:
        try:
            async with asyncio.timeout(SEND_PATIENCE):
                await self._websocket.send_text(frame)
        except TimeoutError:
            raise Refused(CloseCode.TOO_SLOW) from None
        except RuntimeError:  # the server has closed the socket
            raise WebSocketDisconnect(1006) from None

    async def _close(self, end: Refused) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            async with asyncio.timeout(1):
                await self._websocket.close(end.code, end.reason)


def _parse(text: str) -> ClientFrame | None:
    try:
        return CLIENT_FRAMES.validate_json(text)
    except ValidationError:
        return None
