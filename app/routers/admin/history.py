"""The audit: explore, export, verify."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from app.deps.idempotency import AdminRoute
from app.deps.limits import CostlyLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import InvalidCursor
from app.resources import Resources
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.history import NamedHistoryEntry
from app.schemas.monitoring import Check
from app.schemas.subscriptions import AuditReport, HistoryFilter
from app.services.subscriptions import audit, explore
from app.services.users import names

router = APIRouter(prefix="/api/admin", tags=["Admin: history"], route_class=AdminRoute)


class HistoryQuery(HistoryFilter):
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = None


@router.get("/history", openapi_extra=raises(InvalidCursor))
async def list_history(wanted: Annotated[HistoryQuery, Query()], unit: UnitDep) -> Page[NamedHistoryEntry]:
    """Every change of anybody's rights, newest first, with the names of whose they are and who changed them."""
    return await names.list_named_history(unit, wanted, limit=wanted.limit, cursor=wanted.cursor)


@router.get(
    "/history.csv",
    dependencies=[CostlyLimit],
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The rows, oldest first"}},
)
async def export_history(wanted: Annotated[HistoryFilter, Query()], resources: ResourcesDep) -> StreamingResponse:
    """The same rows as CSV, streamed; no cell can start a spreadsheet formula."""
    headers = {"Content-Disposition": 'attachment; filename="history.csv"'}
    return StreamingResponse(_lines(resources, wanted), media_type="text/csv; charset=utf-8", headers=headers)


async def _lines(resources: Resources, wanted: HistoryFilter) -> AsyncIterator[str]:
    """The stream outlives the request's own transaction, so it has one of its own."""
    async with resources.units.open() as unit:
        async for part in explore.stream_csv(unit, wanted):
            yield part


@router.get("/audit/verify", dependencies=[CostlyLimit])
async def verify_audit(resources: ResourcesDep) -> AuditReport:
    """Check every hash chain, every version, and that the history adds up to the live rights."""
    async with resources.units.open() as unit:
        report = await audit.verify_audit(unit)
    resources.monitor.audit = Check(checked_at=datetime.now(UTC), ok=report.ok)
    return report
