"""By hand: Starlette and asyncpg, the token decoded by python-jose, one SELECT, a finished body. No signal is read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from jose import JWTError, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bench.peers.common import AUDIENCE, BODY, DATABASE_URL, ISSUER, KEY, POOL

_SELECT = "SELECT subscription_version, is_blocked FROM users WHERE telegram_id = $1"
_HELD = """
SELECT 1 FROM user_subscriptions WHERE user_id = $1 AND model_id = $2 AND is_active
    AND (expiry_date IS NULL OR expiry_date > now())
"""


async def latest(request: Request) -> Response:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return JSONResponse({"detail": "Not authenticated"}, 401)
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)
        telegram_id = int(claims["sub"])
    except (JWTError, KeyError, ValueError):
        return JSONResponse({"detail": "Invalid token"}, 401)
    pool: asyncpg.Pool = request.app.state.pool
    row = await pool.fetchrow(_SELECT, telegram_id)
    if row is None or row["is_blocked"]:
        return JSONResponse({"detail": "Forbidden"}, 403)
    model_id = request.path_params["model_id"]
    if row["subscription_version"] == claims["ver"]:
        held = model_id in claims["subs"]
    else:
        held = await pool.fetchval(_HELD, telegram_id, model_id) is not None
    if not held:
        return JSONResponse({"detail": "Forbidden"}, 403)
    return Response(BODY, media_type="application/json")


@asynccontextmanager
async def lifespan(application: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(DATABASE_URL, min_size=POOL, max_size=POOL) as pool:
        application.state.pool = pool
        yield


app = Starlette(routes=[Route("/api/signals/{model_id}/latest", latest)], lifespan=lifespan)
