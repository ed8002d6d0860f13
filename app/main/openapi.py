"""The OpenAPI document: every refusal that a route can give, with its codes."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import errors
from app.http_errors import PROBLEM, status_of
from app.routers.documented import ERRORS_KEY

SUMMARY: Final = """
Access to trading-signal models, sold through a Telegram Mini App.

Sign in with `POST /api/auth/login`, paste the `access_token` into **Authorize**. Every refusal is a problem document
(RFC 9457) with a stable `code`. Answers to signed-in callers carry `X-Subscription-Version`; `X-Token-Stale: 1` says
that the token was issued before the newest change of the caller's rights.
"""

_SIGNED_IN: Final = (
    errors.MissingToken,
    errors.InvalidToken,
    errors.TokenExpired,
    errors.UnknownUser,
    errors.SessionRevoked,
    errors.UserBlocked,
)

_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; one of those named beside the status"},
        "request_id": {"type": "string"},
    },
}


def install_openapi(app: FastAPI) -> None:
    """Replace the application's document with the completed one, built when first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(title=app.title, version=app.version, description=SUMMARY, routes=app.routes)
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    document["components"]["schemas"]["Problem"] = _PROBLEM_SCHEMA
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _add_refusals(path, operation)
    return document


def _add_refusals(path: str, operation: dict[str, Any]) -> None:
    """Group a route's codes by status; every status keeps one problem document."""
    codes: dict[int, set[str]] = defaultdict(set)
    for leaf in _leaves(path, operation):
        codes[status_of(leaf)].add(leaf.code)
    responses = operation["responses"]
    if "422" in responses:
        codes[422].add("validation_error")
    if "requestBody" in operation:
        codes[400].add("bad_request")
        codes[408].add("request_timeout")
        codes[413].add(errors.TooLarge.code)
    for status, found in sorted(codes.items()):
        responses[str(status)] = {
            "description": " | ".join(f"`{code}`" for code in sorted(found)),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _leaves(path: str, operation: dict[str, Any]) -> Iterable[type[errors.AppError]]:
    named = set(operation.pop(ERRORS_KEY, ()))
    secured = "security" in operation
    yield from (leaf for leaf in _all_leaves(errors.AppError) if leaf.code in named and _fits(leaf, path))
    if secured:
        yield from _SIGNED_IN
    if path.startswith("/api/admin/"):
        yield errors.AdminRequired
        yield errors.TooMany
    if path.startswith("/api/"):
        yield errors.DatabaseUnavailable


def _fits(leaf: type[errors.AppError], path: str) -> bool:
    """``unknown_user`` is 401 at the gate and 404 where a user is asked for."""
    return leaf is not errors.UnknownUser or not path.startswith("/api/admin/")


def _all_leaves(branch: type[errors.AppError]) -> Iterable[type[errors.AppError]]:
    for child in branch.__subclasses__():
        yield child
        yield from _all_leaves(child)
