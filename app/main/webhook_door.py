"""The bot's webhook is shut to whoever does not know its secret, before a byte of the body is read."""

import hmac
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import InvalidToken
from app.http_errors import render
from app.routers.telegram_webhook import PATH

_HEADER: Final = b"x-telegram-bot-api-secret-token"


class WebhookDoor:
    """Answers 401 where the secret is missing, wrong or given twice."""

    def __init__(self, app: ASGIApp, *, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and not self._is_known(scope):
            error = InvalidToken("This door is for Telegram")
            await render(error, request_id=scope.get("state", {}).get("request_id"))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == _HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._secret)
