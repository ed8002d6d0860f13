"""The shortest way to a model's newest signals, for the request that nearly all of them are.

``GET /api/signals/{model_id}`` and ``.../latest`` without a query are asked far more often than anything else. Here the
same gate, the same questions in the same order and the same answers are reached without the framework's routing and its
resolution of dependencies, which cost several times what the gate does. The routes stay what they are: they document
these doors and answer whatever has a query or another origin, and a test holds both ways against each other.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.deps.gate import let_holder_pass, proven
from app.deps.paging import DEFAULT_LIMIT
from app.errors import AppError
from app.http_errors import render
from app.resources import Resources
from app.routers.conditional import CACHING, has_newest
from app.services.signals.answers import Answer
from app.services.tokens import seen_version, token_in

_VARY: Final = "Origin"
_PATH: Final = re.compile(r"/api/signals/([^/]{1,50})(/latest)?")


@dataclass(frozen=True, slots=True)
class _Template:
    """What the log and the counts call the route."""

    path: str


_LATEST: Final = _Template("/api/signals/{model_id}/latest")
_PAGE: Final = _Template("/api/signals/{model_id}")


class GuardedLane:
    """Answers those requests; passes on all others."""

    def __init__(self, app: ASGIApp, *, application: FastAPI) -> None:
        self._app = app
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
            await self._app(scope, receive, send)
            return
        match = _PATH.fullmatch(scope["path"])
        headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))  # of two with one name, the first one counts
        if match is None or b"origin" in headers:
            await self._app(scope, receive, send)
            return
        model_id, latest = match.groups()
        scope["route"] = _LATEST if latest else _PAGE
        try:
            answer = await self._answer(scope, headers, model_id, latest=bool(latest))
        except AppError as error:
            refusal = render(error, request_id=scope["state"]["request_id"])
            refusal.headers["Vary"] = _VARY
            await refusal(scope, receive, send)
            return
        await _send(answer, _text(headers, b"if-none-match"), send)

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes], model_id: str, *, latest: bool) -> Answer:
        """Ask who is calling and how far the ledger has come at the same time; then the gate's questions in order."""
        resources: Resources = self._application.state.resources
        answers = resources.signal_answers
        seen = seen_version(_text(headers, b"x-subscription-version"))
        identified = resources.gate.begin(token_in(_text(headers, b"authorization")), seen=seen)
        head = answers.ask_head(model_id)
        caller = await proven(scope["state"], identified)
        await let_holder_pass(resources, caller, model_id)
        if latest:
            return await answers.latest(model_id, pair=None, head=head)
        return await answers.page(model_id, pair=None, status=None, limit=DEFAULT_LIMIT, cursor=None, head=head)


def _text(headers: dict[bytes, bytes], name: bytes) -> str | None:
    found = headers.get(name)
    return None if found is None else found.decode("latin-1")


async def _send(answer: Answer, if_none_match: str | None, send: Send) -> None:
    if has_newest(answer.etag, if_none_match):
        await send({"type": "http.response.start", "status": 304, "headers": _validator(answer.etag)})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": _headers(answer.etag, len(answer.body))})
    await send({"type": "http.response.body", "body": answer.body})


@lru_cache(maxsize=4096)
def _validator(etag: str) -> list[tuple[bytes, bytes]]:
    return [(b"etag", etag.encode()), (b"cache-control", CACHING.encode()), (b"vary", _VARY.encode())]


@lru_cache(maxsize=4096)
def _headers(etag: str, length: int) -> list[tuple[bytes, bytes]]:
    entity = [(b"content-length", str(length).encode()), (b"content-type", b"application/json")]
    return [*entity, *_validator(etag)]
