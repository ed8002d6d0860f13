"""One request, one transaction, committed before the answer leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from app.db.unit import Unit
from app.deps.resources import ResourcesDep


async def get_unit(request: Request, resources: ResourcesDep) -> AsyncIterator[Unit]:
    async with resources.units.open() as unit:
        yield unit
    request.state.written_versions = unit.written_versions


UnitDep = Annotated[Unit, Depends(get_unit, scope="function")]
"""With this scope the commit happens before the answer is sent; a failed commit is an error, never a 200."""
