"""Idempotency-Key on admin POSTs: a repeated request gets the first one's answer and changes nothing."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute

from app.db.unit import Unit
from app.deps.gate import AdminUser
from app.deps.unit import UnitDep
from app.services import idempotency
from app.services.idempotency import KeptAnswer

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ReplayedAnswer(Exception):
    """Carries a kept answer to the client in place of a second change."""

    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__()
        self.kept = kept


async def claim_key(
    request: Request,
    admin: AdminUser,
    unit: UnitDep,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$", description="Repeat-safe for 24 hours"),
    ] = None,
) -> None:
    """Claim the request's key in its transaction, or answer as before."""
    if idempotency_key is None:
        return
    request_line = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    fingerprint = hashlib.sha256(request_line + await request.body()).digest()
    kept = await idempotency.recall(unit, admin_id=admin.telegram_id, key=idempotency_key, fingerprint=fingerprint)
    if kept is not None:
        raise ReplayedAnswer(kept)
    request.state.claimed_key = (unit, admin.telegram_id, idempotency_key)


class AdminRoute(APIRoute):
    """A route whose POSTs honour Idempotency-Key: the answer is kept before the transaction commits."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if "POST" in (options.get("methods") or ()):
            options["dependencies"] = [*(options.get("dependencies") or ()), Depends(claim_key)]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def keeping(request: Request) -> Response:
            response = await handle(request)
            claimed: tuple[Unit, int, str] | None = getattr(request.state, "claimed_key", None)
            if claimed is not None:
                unit, admin_id, key = claimed
                answer = KeptAnswer(response.status_code, bytes(response.body))
                await idempotency.keep(unit, admin_id=admin_id, key=key, answer=answer)
            return response

        return keeping
