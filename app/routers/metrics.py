"""The metrics' door; it is there only where METRICS_TOKEN is set."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app.deps.metrics import MetricsReader
from app.deps.resources import ResourcesDep

router = APIRouter(tags=["Health"], include_in_schema=False)


@router.get("/metrics", dependencies=[MetricsReader])
async def read_metrics(resources: ResourcesDep) -> Response:
    """The counts and the state of all processes of the database in Prometheus's text format, whichever answers."""
    text = await resources.exposition()
    return Response(text, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
