"""How much a request may carry. Bodies are read here, bounded in size and time, before anything looks at them."""

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooLarge
from app.http_errors import problem, render
from app.routers import telegram_webhook

PATIENCE: Final = 15.0
DEFAULT: Final = 65_536
LIMITS: Final = {
    "/api/auth/login": 16_384,
    "/api/admin/subscriptions/bulk": 1_048_576,
    telegram_webhook.PATH: telegram_webhook.MAX_BODY,
}


class BodyLimit:
    """Answers 413 as soon as a body is known to be too large, and 408 to one that does not come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        limit = LIMITS.get(scope["path"], DEFAULT)
        request_id = scope.get("state", {}).get("request_id")
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _read(scope, receive, limit)
        except TooLarge as error:
            await render(error, request_id=request_id)(scope, receive, send)
            return
        except TimeoutError:
            answer = problem(
                408, "request_timeout", "The body did not arrive", "The body did not arrive", request_id=request_id
            )
            await answer(scope, receive, send)
            return
        if body is not None:
            await self._app(scope, _replay(body, receive), send)


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body; None if the client has gone. Raises TooLarge."""
    too_large = TooLarge(f"At most {limit} bytes are taken here", limit=limit)
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise too_large
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    handed_out = False

    async def replayed() -> Message:
        nonlocal handed_out
        if handed_out:
            return await receive()
        handed_out = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
