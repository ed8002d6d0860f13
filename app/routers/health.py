"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter, Response

from app.deps.resources import ResourcesDep
from app.schemas.health import Alive, Readiness

router = APIRouter(tags=["Health"])


@router.get("/healthz")
async def healthz() -> Alive:
    """The process runs."""
    return Alive(status="ok")


@router.get("/readyz", responses={503: {"model": Readiness, "description": "Something needed is away"}})
async def readyz(resources: ResourcesDep, response: Response) -> Readiness:
    """The database answers, its schema is not older than this code, the listener hears."""
    readiness = await resources.readiness()
    response.status_code = 200 if readiness.ready else 503
    return readiness
