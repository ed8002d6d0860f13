"""Signals: the feed of what is open, and each model's own behind its right."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.deps.gate import CurrentUser, HeldModel
from app.deps.limits import UserLimit
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import (
    InvalidCursor,
    MarketClosed,
    ModelRetired,
    NoMarketData,
    SubscriptionRequired,
    TooLarge,
    TooMany,
    UnknownModel,
    UnknownPair,
    UnknownSignal,
)
from app.routers.conditional import NOT_MODIFIED, IfNoneMatch, json_answer
from app.routers.documented import raises
from app.schemas.base import Page
from app.schemas.signals import (
    FeedbackRead,
    FeedbackWrite,
    GeneratedSignal,
    GenerateSignal,
    LatestSignal,
    PairSymbol,
    SignalDetail,
    SignalPage,
    SignalRead,
    SignalState,
)
from app.services.signals import generate as generation
from app.services.signals import own_results, read

router = APIRouter(prefix="/api/signals", tags=["Signals"])

PairQuery = Annotated[PairSymbol | None, Query(description="Only this pair")]
StatusQuery = Annotated[SignalState | None, Query(description="Only signals in this state")]


@router.get("", dependencies=[UserLimit], openapi_extra=raises(UnknownPair, InvalidCursor, TooMany))
async def feed(
    caller: CurrentUser,
    unit: UnitDep,
    pair: PairQuery = None,
    status: StatusQuery = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[SignalRead]:
    """Signals of exactly the models that are open to the caller at this moment, newest first."""
    return await read.feed(unit, caller.telegram_id, pair=pair, status=status, limit=limit, cursor=cursor)


@router.get(
    "/{model_id}",
    response_model=SignalPage,
    responses=NOT_MODIFIED,
    openapi_extra=raises(UnknownModel, SubscriptionRequired, UnknownPair, InvalidCursor),
)
async def list_signals(
    model_id: HeldModel,
    resources: ResourcesDep,
    pair: PairQuery = None,
    status: StatusQuery = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A model's signals, newest first."""
    answer = await resources.signal_answers.page(model_id, pair=pair, status=status, limit=limit, cursor=cursor)
    return json_answer(answer.body, etag=answer.etag, if_none_match=if_none_match)


@router.get(
    "/{model_id}/latest",
    response_model=LatestSignal,
    responses=NOT_MODIFIED,
    openapi_extra=raises(UnknownModel, SubscriptionRequired, UnknownPair),
)
async def latest(
    model_id: HeldModel, resources: ResourcesDep, pair: PairQuery = None, if_none_match: IfNoneMatch = None
) -> Response:
    """A model's newest signal."""
    answer = await resources.signal_answers.latest(model_id, pair=pair)
    return json_answer(answer.body, etag=answer.etag, if_none_match=if_none_match)


@router.post(
    "/{model_id}/generate",
    dependencies=[UserLimit],
    openapi_extra=raises(
        UnknownModel, SubscriptionRequired, UnknownPair, ModelRetired, NoMarketData, MarketClosed, TooLarge, TooMany
    ),
)
async def generate(
    model_id: HeldModel, unit: UnitDep, resources: ResourcesDep, body: GenerateSignal | None = None
) -> GeneratedSignal:
    """The signal for the newest closed candle: made once, then the same for everybody."""
    asked = body or GenerateSignal()
    return await generation.generate(
        unit, resources.predictors, model_id=model_id, pair=asked.pair, timeframe=asked.timeframe
    )


@router.get(
    "/{model_id}/{signal_id}",
    dependencies=[UserLimit],
    openapi_extra=raises(UnknownModel, SubscriptionRequired, UnknownSignal, TooMany),
)
async def detail(model_id: HeldModel, signal_id: UUID, caller: CurrentUser, unit: UnitDep) -> SignalDetail:
    """A signal with the candles around it, for the chart."""
    return await read.detail(unit, caller.telegram_id, model_id, signal_id)


@router.post(
    "/{model_id}/{signal_id}/feedback",
    dependencies=[UserLimit],
    openapi_extra=raises(UnknownModel, SubscriptionRequired, UnknownSignal, TooLarge, TooMany),
)
async def feedback(
    model_id: HeldModel, signal_id: UUID, body: FeedbackWrite, caller: CurrentUser, unit: UnitDep
) -> FeedbackRead:
    """Say what became of a signal for you. Said again, it replaces what was said; the model's record is untouched."""
    return await own_results.give_feedback(
        unit, telegram_id=caller.telegram_id, model_id=model_id, signal_id=signal_id, body=body
    )
