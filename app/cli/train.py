"""`forexsignals train`: fit what is missing or out of date."""

import asyncio
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from app.cli.session import opened_units
from app.db.database import database
from app.db.engine import connector
from app.db.unit import Units
from app.services.market.loading import load_candles, loading_turn
from app.services.market.series import ENOUGH, SeriesInfo, signal_series
from app.services.training import Progress as Step
from app.services.training import Report, train_models
from app.settings import Settings, load_settings
from app.signals.artifacts import Store
from app.signals.market.sources import provider_of
from app.signals.pairs import PAIRS
from app.signals.strategies import STRATEGIES


def models_folder(settings: Settings) -> Path:
    return settings.data_dir / "models"


def train(
    model: Annotated[str | None, typer.Option(help="Only this model")] = None,
    pair: Annotated[str | None, typer.Option(help="Only what this pair's signals are made with")] = None,
    force: Annotated[bool, typer.Option("--force", help="Train even what is up to date")] = False,
    no_load: Annotated[bool, typer.Option("--no-load", help="Ask the market data provider for nothing")] = False,
) -> None:
    """Load what the market data provider has, then train the models that are missing or out of date."""
    settings = load_settings()
    if model is not None and model not in STRATEGIES:
        raise typer.BadParameter(f"choose one of {', '.join(STRATEGIES)}", param_hint="--model")
    if pair is not None and pair not in PAIRS:
        raise typer.BadParameter(f"choose one of {', '.join(PAIRS)}", param_hint="--pair")
    with database(settings) as urls:
        if not no_load:
            asyncio.run(_load(settings, urls.app))
        asyncio.run(_train(settings, urls.app, {model} if model else set(STRATEGIES), pair, force=force))


async def _load(settings: Settings, url: str) -> None:
    """Load once no other process does."""
    provider = provider_of(settings)
    if provider is None:
        return
    connection = await connector(url, application_name="forexsignals-cli")()
    try:
        waiting = loading_turn(connection, lambda: typer.echo("Waiting: another process loads candles"))
        async with waiting, opened_units(url, settings) as units:
            new = await load_candles(units, provider, lambda pair, new: typer.echo(f"{pair}: {new} new candles"))
            typer.echo(f"{provider.name}: {new} new candles in all")
    finally:
        connection.terminate()


async def _train(settings: Settings, url: str, models: set[str], pair: str | None, *, force: bool) -> None:
    async with opened_units(url, settings) as units:
        series = await _series(units)
        if pair is not None and pair not in series:
            raise typer.BadParameter(f"this pair has fewer than {ENOUGH} candles", param_hint="--pair")
        if not series:
            typer.echo(f"Nothing to learn from: no pair has {ENOUGH} candles")
            return
        timeframes = None if pair is None else {series[pair].timeframe}
        with _shown() as report, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the learners' own, about each other
            trained = await train_models(
                units,
                Store(models_folder(settings)),
                models=models,
                timeframes=timeframes,
                replays=settings.replay_speed > 0,
                force=force,
                report=report,
            )
    typer.echo(f"{trained} trained" if trained else "Everything is up to date")


async def _series(units: Units) -> dict[str, SeriesInfo]:
    async with units.open() as unit:
        return await signal_series(unit)


_COLUMNS: Final = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())


@contextmanager
def _shown() -> Iterator[Report]:
    """Progress as bars on a terminal, as lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda step: typer.echo(_line(step) if step.done < 1 else _result(step))
        return
    with Progress(*_COLUMNS, console=Console()) as progress:
        tasks: dict[str, TaskID] = {}

        def report(step: Step) -> None:
            name = f"{step.model_id} {step.timeframe}"
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=1.0)
            progress.update(tasks[name], completed=step.done, description=f"{name}: {step.step}")
            if step.done >= 1:
                progress.console.print(_result(step))

        yield report


def _line(step: Step) -> str:
    return f"{step.model_id} {step.timeframe}: {step.done:4.0%} {step.step}"


def _result(step: Step) -> str:
    if step.manifest is None:
        return f"{step.model_id} {step.timeframe}: {step.step}"
    m = step.manifest.metrics
    if not m["n"]:
        return f"{step.model_id} {step.timeframe}: trained, and never sure enough to speak on what it had not seen"
    return (
        f"{step.model_id} {step.timeframe}: trained; on what it never saw {m['hit_rate']:.1%} of {m['n']:,.0f} signals "
        f"won ({m['ci_low']:.1%} to {m['ci_high']:.1%}; chance {m['baseline']:.1%}), Brier score {m['brier']:.4f}"
    )
