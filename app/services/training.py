"""Training what is missing or out of date, and measuring it. Only a training process calls this: it loads learners."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from app.db.unit import Units
from app.models.market import Timeframe
from app.models.signals import ModelBacktest
from app.services.market.candles import read_bars
from app.services.market.clock import learning_end
from app.services.market.learning import learnable, out_of_date, settle_clocks
from app.services.signals.records import store_backtest
from app.signals.artifacts import DataRange, Manifest, Store
from app.signals.dataset import Dataset, build_dataset
from app.signals.market.provider import LENGTHS
from app.signals.record import ClosedSignals, measure
from app.signals.strategies import STRATEGIES
from app.signals.training import TooLittleDataError, train


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being trained; ``done`` is 0..1, and 1 comes with the ``manifest`` (None: too little data)."""

    model_id: str
    timeframe: Timeframe
    step: str
    done: float
    manifest: Manifest | None = None


Report = Callable[[Progress], None]


async def train_models(
    units: Units,
    store: Store,
    *,
    models: Collection[str],
    timeframes: Collection[Timeframe] | None,
    replays: bool,
    force: bool,
    report: Report,
) -> int:
    """Train those of ``models`` that are out of date, on every timeframe that signals are made on; return how many.

    ``timeframes`` narrows that down. One process of a data folder trains at a time.
    """
    trained = 0
    with store.training():
        async with units.open() as unit:
            found = await settle_clocks(unit, replays=replays)
        for timeframe in found:
            if timeframes is None or timeframe in timeframes:
                trained += await _train_timeframe(units, store, timeframe, models, force=force, report=report)
    return trained


async def _train_timeframe(
    units: Units, store: Store, timeframe: Timeframe, models: Collection[str], *, force: bool, report: Report
) -> int:
    async with units.open() as unit:
        available = await learnable(unit, timeframe)
        manifests = {model_id: store.manifest(model_id, timeframe) for model_id in STRATEGIES}
        wanted = STRATEGIES if force else out_of_date(manifests, available)
        due = [model_id for model_id in wanted if model_id in models]
        if not due or not available:
            return 0
        until = await learning_end(unit, timeframe)
        history = await read_bars(unit, sorted(available), timeframe=timeframe, until=until)
    dataset = build_dataset(history)
    for model_id in due:
        await _train_one(units, store, model_id, timeframe, dataset, available, report)
    return len(due)


async def _train_one(
    units: Units,
    store: Store,
    model_id: str,
    timeframe: Timeframe,
    dataset: Dataset,
    available: dict[str, DataRange],
    report: Report,
) -> None:
    def step(name: str, done: float) -> None:
        report(Progress(model_id, timeframe, name, min(done, 0.99)))

    try:
        trained = await asyncio.to_thread(train, STRATEGIES[model_id], dataset, available, timeframe, step)
    except TooLittleDataError:
        report(Progress(model_id, timeframe, "too little data", 1.0))
        return
    manifest = store.save(trained.manifest, trained.graph, trained.backtest)
    await measure_backtest(units, store, model_id)
    report(Progress(model_id, timeframe, "done", 1.0, manifest))


async def record_backtests(units: Units, store: Store) -> int:
    """Bring the walk-forward records in the database up to the models on disk; return how many were not.

    A database that is younger than the data folder, or was restored, learns of them here.
    """
    count = 0
    for model_id in STRATEGIES:
        _, versions = await asyncio.to_thread(walk_forward_signals, store, model_id)
        async with units.open() as unit:
            stored = await unit.session.get(ModelBacktest, model_id)
            known = {} if stored is None else stored.model_versions
        if versions and versions != known:
            await measure_backtest(units, store, model_id)
            count += 1
    return count


async def measure_backtest(units: Units, store: Store, model_id: str) -> None:
    """Write a model's walk-forward record, over all timeframes that it is trained on, into the database."""
    parts, versions = await asyncio.to_thread(walk_forward_signals, store, model_id)
    record = await asyncio.to_thread(lambda: measure(ClosedSignals.concatenate(parts)))
    if record is not None:
        async with units.open() as unit:
            await store_backtest(unit, model_id, record, versions)


_TIMEFRAMES: Final = tuple(LENGTHS)


def walk_forward_signals(store: Store, model_id: str) -> tuple[list[ClosedSignals], dict[str, str]]:
    """A model's walk-forward signals by timeframe, and the versions of the models that made them."""
    parts: list[ClosedSignals] = []
    versions: dict[str, str] = {}
    for timeframe in _TIMEFRAMES:
        manifest = store.manifest(model_id, timeframe)
        backtest = None if manifest is None or not manifest.fits_code else store.backtest(manifest)
        if manifest is not None and backtest is not None:
            parts.append(backtest)
            versions[timeframe] = manifest.version
    return parts, versions
