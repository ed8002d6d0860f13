"""The one place where the tree of errors becomes HTTP: status, headers and the body of RFC 9457."""

import json
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteError  # noqa: TID251 - rendered here, raised nowhere
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from app import errors
from app.deps.idempotency import ReplayedAnswer

PROBLEM: Final = "application/problem+json"

STATUS: Final[Mapping[type[errors.AppError], int]] = {
    errors.NotAuthenticated: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

_FRAMEWORK_CODES: Final = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
}


def status_of(kind: type[errors.AppError]) -> int:
    """The HTTP status of an error's branch; 500 outside of the tree."""
    return next((status for branch, status in STATUS.items() if issubclass(kind, branch)), 500)


class Problem(Response):
    """An answer of RFC 9457. Its code is left in the request's state, where the log finds it."""

    media_type = PROBLEM

    def __init__(self, code: str, body: str, status: int) -> None:
        super().__init__(body, status)
        self.code = code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["code"] = self.code
        await super().__call__(scope, receive, send)


def problem(status: int, code: str, title: str, detail: str, *, request_id: str | None, **more: object) -> Response:
    """Render an answer of RFC 9457."""
    body = {"type": f"urn:forexsignals:error:{code}", "title": title, "status": status, "detail": detail, "code": code}
    if request_id:
        body["request_id"] = request_id
    return Problem(code, json.dumps(body | more, ensure_ascii=False, default=str), status)


def render(error: errors.AppError, *, request_id: str | None = None) -> Response:
    """Render a leaf of the tree with its headers."""
    status = status_of(type(error))
    response = problem(status, error.code, error.title, error.detail, request_id=request_id, **error.fields)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _request_id(request: Request) -> str | None:
    found: str | None = getattr(request.state, "request_id", None)
    return found


async def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.AppError)  # noqa: S101 - registered for this class
    return render(error, request_id=_request_id(request))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    found = [{"loc": [str(part) for part in e["loc"]], "msg": e["msg"], "type": e["type"]} for e in error.errors()]
    detail = "; ".join(f"{'.'.join(e['loc'])}: {e['msg']}" for e in found[:5])
    title = "The request does not have the expected shape"
    return problem(422, "validation_error", title, detail, request_id=_request_id(request), errors=found[:50])


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteError)  # noqa: S101 - registered for this class
    code = _FRAMEWORK_CODES.get(error.status_code, "http_error")
    response = problem(error.status_code, code, str(error.detail), str(error.detail), request_id=_request_id(request))
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(_allowed_methods(request))
    return response


def _allowed_methods(request: Request) -> list[str]:
    """The methods that this path answers; the framework names those of the first route alone."""

    def answers(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return [method for method in _METHODS if answers(method)]


async def _replayed(_: Request, answer: Exception) -> Response:
    assert isinstance(answer, ReplayedAnswer)  # noqa: S101 - registered for this class
    headers = {"Idempotent-Replayed": "true"}
    return Response(answer.kept.body, answer.kept.status, headers=headers, media_type="application/json")


def install(app: FastAPI) -> None:
    """Register the renderers."""
    app.add_exception_handler(errors.AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(StarletteError, _framework)
    app.add_exception_handler(ReplayedAnswer, _replayed)
