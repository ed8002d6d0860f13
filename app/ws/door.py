"""The socket's handshake: origin and rate first, then the conversation."""

import re
from typing import Final, cast

from limits import parse
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.rate_limits import counted_as
from app.settings import Settings
from app.ws.conversation import Conversation

PATH: Final = "/ws"

_LOCALHOST: Final = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d+)?")


class SocketDoor:
    """Follow one's own rights and signals. Refused before the handshake: foreign origins, too many attempts.

    It stands at the top of the stack: every layer above a socket takes its memory for as long as the socket is open.
    """

    def __init__(self, application: Starlette) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        websocket = WebSocket(scope, receive, send)
        resources = cast("Resources", self._application.state.resources)
        if scope["path"] != PATH or not await _may_enter(websocket, resources):
            await websocket.close()
            return
        await websocket.accept()
        await Conversation(websocket, resources).run()


async def _may_enter(websocket: WebSocket, resources: Resources) -> bool:
    is_known = origin_allowed(resources.settings, websocket.headers.get("origin"))
    return is_known and await _may_connect(websocket, resources)


def origin_allowed(settings: Settings, origin: str | None) -> bool:
    """Browsers always name an origin; who names none is no browser and cannot be ridden by a foreign page."""
    if origin is None or origin in settings.origins:
        return True
    return not settings.is_production and _LOCALHOST.fullmatch(origin) is not None


async def _may_connect(websocket: WebSocket, resources: Resources) -> bool:
    """While the database is away everybody may: the conversation tells them to come back later."""
    address = counted_as(websocket.client.host if websocket.client else None)
    try:
        return await resources.limiter.hit(parse(resources.settings.socket_rate_limit), "socket", address)
    except DatabaseUnavailable:
        return True
