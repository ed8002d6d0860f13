"""The ceiling: Starlette answering with bytes that never change, asking nobody."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.peers.common import BODY


async def latest(_: Request) -> Response:
    return Response(BODY, media_type="application/json")


app = Starlette(routes=[Route("/api/signals/{model_id}/latest", latest)])
