"""The market's state, and what the models look at."""

from fastapi import APIRouter

from app.deps.gate import CurrentUser
from app.deps.unit import UnitDep
from app.schemas.market import FeatureRead, MarketState
from app.services.market.state import market_state
from app.signals.words import WORDS

router = APIRouter(prefix="/api", tags=["Market"])


@router.get("/market")
async def read_market(_: CurrentUser, unit: UnitDep) -> MarketState:
    """The pairs that signals are made for: how fresh their candles are, what is missing, whether the market is open."""
    return await market_state(unit)


@router.get("/features")
async def list_features(_: CurrentUser) -> list[FeatureRead]:
    """The names of what signals give as reasons, in English and Russian."""
    return [FeatureRead(id=name, en=words.en, ru=words.ru) for name, words in WORDS.items()]
