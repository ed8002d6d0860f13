"""What lives as long as the process, within reach of a request."""

from typing import Annotated, cast

from fastapi import Depends, Request

from app.resources import Resources


async def get_resources(request: Request) -> Resources:
    """For dependencies of the guarded path, which call it; doors take ``ResourcesDep``."""
    return cast("Resources", request.app.state.resources)


ResourcesDep = Annotated[Resources, Depends(get_resources)]
