"""The models on sale, as the caller sees them."""

from fastapi import APIRouter

from app.deps.gate import CurrentUser
from app.deps.unit import UnitDep
from app.schemas.catalogue import ModelRead
from app.services import catalogue

router = APIRouter(prefix="/api/models", tags=["Models"])


@router.get("")
async def list_models(caller: CurrentUser, unit: UnitDep) -> list[ModelRead]:
    """Every model, with whether it is open to the caller, until when, and its measured accuracy."""
    return await catalogue.models_for(unit, caller.telegram_id)
