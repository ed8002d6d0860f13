"""Counting every answer, by the template of its route."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main.request_context import route_template
from app.resources.metrics import Metrics


class RequestMetrics:
    """Counts an answer when it begins: what streams for long was not slow to answer."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = time.perf_counter() - started
                self._metrics.answered(scope["method"], route_template(scope), status=message["status"], took=took)
            await send(message)

        await self._app(scope, receive, counted)
