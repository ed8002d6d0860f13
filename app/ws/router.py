"""The socket's handshake: origin and rate first, then the conversation."""

import re
from typing import Final, cast

from fastapi import APIRouter, WebSocket
from limits import parse

from app.resources import Resources
from app.settings import Settings
from app.ws.conversation import Conversation

router = APIRouter()

_LOCALHOST: Final = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d+)?")


@router.websocket("/ws")
async def live(websocket: WebSocket) -> None:
    """Follow one's own rights and signals. Refused before the handshake: foreign origins, too many attempts."""
    resources = cast("Resources", websocket.app.state.resources)
    if not origin_allowed(resources.settings, websocket.headers.get("origin")) or not await _may_connect(
        websocket, resources
    ):
        await websocket.close()
        return
    await websocket.accept()
    await Conversation(websocket, resources).run()


def origin_allowed(settings: Settings, origin: str | None) -> bool:
    """Browsers always name an origin; who names none is no browser and cannot be ridden by a foreign page."""
    if origin is None or origin in settings.origins:
        return True
    return not settings.is_production and _LOCALHOST.fullmatch(origin) is not None


async def _may_connect(websocket: WebSocket, resources: Resources) -> bool:
    address = websocket.client.host if websocket.client else "local"
    return await resources.limiter.hit(parse(resources.settings.socket_rate_limit), "socket", address)
