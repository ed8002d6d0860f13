"""The models on sale, as the caller sees them."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.deps.gate import CurrentUser, KnownModel
from app.deps.limits import UserLimit
from app.deps.paging import Limit
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import TooMany, UnknownModel
from app.routers.documented import raises
from app.schemas.catalogue import ModelRead
from app.schemas.signals import LedgerPage
from app.schemas.track_record import TrackRecord
from app.services import catalogue
from app.services.signals import disclose

router = APIRouter(prefix="/api/models", tags=["Models"])


@router.get("")
async def list_models(caller: CurrentUser, unit: UnitDep) -> list[ModelRead]:
    """Every model, with whether it is open to the caller, until when, and its measured accuracy."""
    return await catalogue.models_for(unit, caller.telegram_id)


@router.get("/{model_id}/track-record", dependencies=[UserLimit], openapi_extra=raises(UnknownModel, TooMany))
async def track_record(_: CurrentUser, model_id: KnownModel, unit: UnitDep, resources: ResourcesDep) -> TrackRecord:
    """How good the model has been: its live signals, its replayed ones, and its walk-forward backtest, each apart."""
    return await resources.track_records.read(unit, model_id)


@router.get("/{model_id}/ledger", dependencies=[UserLimit], openapi_extra=raises(UnknownModel, TooMany))
async def ledger(
    caller: CurrentUser,
    model_id: KnownModel,
    unit: UnitDep,
    start: Annotated[int, Query(alias="from", ge=1, le=2**31 - 101, description="First place in both chains")] = 1,
    limit: Limit = 100,
) -> LedgerPage:
    """A stretch of the model's two hash chains; of open signals of a model that is not yours, only the links."""
    return await disclose.read_ledger(unit, caller.telegram_id, model_id, start=start, limit=limit)
