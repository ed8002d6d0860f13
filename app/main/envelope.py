"""What every answer carries and what is remembered of it: request id, version, security headers, a count and a line.

One layer instead of one for each, since every layer costs every request its share.
"""

import random
import time
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars
from structlog.typing import FilteringBoundLogger

from app.http_errors import problem
from app.main.security_headers import security_headers
from app.resources.leaving import Leaving
from app.resources.metrics import UNMATCHED, Metrics
from app.services.gate import Caller
from app.telemetry import get_logger

QUIET: Final = ("/healthz", "/readyz", "/metrics", "/static/")

Headers = list[tuple[bytes, bytes]]

log = get_logger(__name__)


class Envelope:
    """Names each request, completes its answer's headers, counts it when it begins, logs it without query or body.

    What nobody foresaw becomes a 500. A header that the answer has already is left as it is.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        public_url: str | None,
        access_log: FilteringBoundLogger,
        pseudonym: Callable[[int], str],
        sockets: ASGIApp,
        leaving: Leaving,
    ) -> None:
        """``sockets`` takes the WebSockets, which have no answers to complete; ``pseudonym`` is a user's in the log."""
        self._app = app
        self._sockets = sockets
        self._metrics = metrics
        self._leaving = leaving
        self._headers = security_headers(public_url)
        self._api_headers = [*self._headers, (b"cache-control", b"no-store")]
        self._access = access_log
        self._pseudonym = pseudonym

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await (self._sockets if scope["type"] == "websocket" else self._app)(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        request_id = f"{random.getrandbits(64):016x}"
        state = scope.setdefault("state", {})
        state["request_id"] = request_id

        async def complete(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._completed(scope["path"], message["headers"], state)
                took = time.perf_counter() - started
                self._metrics.answered(scope["method"], route_template(scope), status=status, took=took)
            await send(message)

        bind_contextvars(request_id=request_id)  # of this request's own task
        try:
            await self._app(scope, receive, complete)
        except Exception:
            log.exception("unforeseen", method=scope["method"], route=route_template(scope))
            if status == 0:
                title, detail = "Something went wrong", "It has been logged"
                answer = problem(500, "internal_error", title, detail, request_id=request_id)
                await answer(scope, receive, complete)
        if not scope["path"].startswith(QUIET):
            took = round((time.perf_counter() - started) * 1000, 1)
            named = {"request_id": request_id, "method": scope["method"], "route": route_template(scope)}
            if (person := _person(state)) is not None:
                named["user"] = self._pseudonym(person)
            if isinstance(code := state.get("code"), str):
                named["code"] = code
            self._access.info("request", **named, status=status, ms=took)

    def _completed(self, path: str, headers: Headers, state: dict[str, object]) -> Headers:
        present = {name for name, _ in headers}
        own = self._api_headers if path.startswith("/api/") else self._headers
        completed = [*headers, *(header for header in own if header[0] not in present)]
        completed.append((b"x-request-id", str(state["request_id"]).encode()))
        if self._leaving.has_begun:
            completed.append((b"connection", b"close"))
        caller, written = state.get("caller"), state.get("written_versions")
        if isinstance(caller, Caller):
            completed += _version_headers(caller, written if isinstance(written, dict) else {})
        return completed


def _person(state: dict[str, object]) -> int | None:
    """Who was proven to ask, or has signed in by this request."""
    caller, signed_in = state.get("caller"), state.get("signed_in")
    if isinstance(caller, Caller):
        return caller.telegram_id
    return signed_in if isinstance(signed_in, int) else None


def _version_headers(caller: Caller, written: dict[int, int]) -> Headers:
    version = written.get(caller.telegram_id, caller.version)
    named = (b"x-subscription-version", str(version).encode())
    return [named, (b"x-token-stale", b"1")] if caller.claims.ver < version else [named]


def route_template(scope: Scope) -> str:
    """The route's template: a path itself may hold somebody's id."""
    return getattr(scope.get("route"), "path", None) or UNMATCHED
