"""How the service does, and whether its ledgers hold."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from app.deps.idempotency import AdminRoute
from app.deps.limits import CostlyLimit
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import UnknownModel
from app.routers.documented import raises
from app.schemas.base import ModelId
from app.schemas.monitoring import Check, LedgerCheck, Monitoring
from app.services.ledger_check import check_ledgers

router = APIRouter(prefix="/api/admin", tags=["Admin: monitoring"], route_class=AdminRoute)


@router.get("/monitoring")
async def read_monitoring(resources: ResourcesDep, unit: UnitDep) -> Monitoring:
    """The figures with their states and their last hour, live delivery, gate, candles and signals.

    All processes of the database are added up; of those that do not answer, what they told within half a minute.
    """
    return await resources.monitoring(unit)


@router.get("/ledger/verify", dependencies=[CostlyLimit], openapi_extra=raises(UnknownModel))
async def verify_ledger(
    resources: ResourcesDep,
    model_id: Annotated[ModelId | None, Query(description="Only this model's chains")] = None,
) -> LedgerCheck:
    """Check every link of the signal and resolution chains, and what their rows say."""
    if model_id is not None and not await resources.catalogue.knows(model_id):
        raise UnknownModel(model_id=model_id)
    async with resources.units.open() as unit:
        report = await check_ledgers(unit, model_id)
    if model_id is None:
        resources.monitor.ledger = Check(checked_at=datetime.now(UTC), ok=report.ok)
    return report
