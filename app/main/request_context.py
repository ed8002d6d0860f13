"""What every answer carries and every log line says: request id, subscription version, outcome."""

import secrets
import time
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http_errors import problem
from app.resources.metrics import UNMATCHED
from app.services.gate import Caller
from app.telemetry import get_logger

QUIET: Final = ("/healthz", "/readyz", "/metrics", "/static/")
log = get_logger("app.requests")


class RequestContext:
    """Names each request, adds the version headers, logs it without query or body, turns the unforeseen into a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                _add_version(headers, state.get("caller"), state.get("written_versions") or {})
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, named)
            except Exception:
                log.exception("unforeseen", method=scope["method"], route=route_template(scope))
                if status == 0:
                    answer = problem(
                        500, "internal_error", "Something went wrong", "It has been logged", request_id=request_id
                    )
                    await answer(scope, receive, named)
            if not scope["path"].startswith(QUIET):
                took = round((time.perf_counter() - started) * 1000, 1)
                log.info("request", method=scope["method"], route=route_template(scope), status=status, ms=took)


def _add_version(headers: MutableHeaders, caller: Caller | None, written: dict[int, int]) -> None:
    if caller is None:
        return
    version = written.get(caller.telegram_id, caller.version)
    headers["X-Subscription-Version"] = str(version)
    if caller.claims.ver < version:
        headers["X-Token-Stale"] = "1"


def route_template(scope: Scope) -> str:
    """The route's template: a path itself may hold somebody's id."""
    return getattr(scope.get("route"), "path", None) or UNMATCHED
