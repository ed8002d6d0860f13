"""`forexsignals train`: fit what is missing or out of date."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.settings import Settings, load_settings
from app.signals.artifacts import Store
from app.signals.market.calendar import day_of
from app.signals.market.provider import PROVIDERS, MarketDataProvider
from app.signals.strategies import STRATEGIES, Strategy
from app.signals.training import Dataset, build_dataset
from app.signals.training import train as train_model


def models_folder(settings: Settings) -> Path:
    return settings.data_dir / "models"


def train(
    model: Annotated[str | None, typer.Option(help="Only this model")] = None,
    force: Annotated[bool, typer.Option("--force", help="Train even what is up to date")] = False,
) -> None:
    """Train the models on everything that the market data provider has."""
    settings = load_settings()
    strategies = [s for s in STRATEGIES.values() if model in {None, s.model_id}]
    if not strategies:
        raise typer.BadParameter(f"choose one of {', '.join(STRATEGIES)}", param_hint="--model")
    store = Store(models_folder(settings))
    if settings.market_provider not in PROVIDERS:
        typer.echo("MARKET_PROVIDER=none: there is nothing to train on")
        return
    with store.training():
        provider = PROVIDERS[settings.market_provider]()
        typer.echo(f"Reading {provider.name} candles")
        dataset = load_dataset(provider)
        for strategy in strategies:
            found = store.load(strategy.model_id)
            if not force and found is not None and found[0].is_current(dataset.last_day):
                typer.echo(f"{strategy.model_id}: up to date")
                continue
            _train_one(strategy, dataset, store)


def load_dataset(provider: MarketDataProvider) -> Dataset:
    """Every candle of a provider, as training rows."""
    import numpy as np

    series: dict[str, tuple[list[str], list[float]]] = {}
    for quote in provider.candles():
        days, closes = series.setdefault(quote.pair, ([], []))
        days.append(day_of(quote.opened_at).isoformat())
        closes.append(float(quote.close))
    return build_dataset({pair: (days, np.array(closes)) for pair, (days, closes) in series.items()})


def _train_one(strategy: Strategy, dataset: Dataset, store: Store) -> None:
    if sys.stdout.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console()) as progress:
            task = progress.add_task(strategy.model_id, total=1.0)

            def report(step: str, done: float) -> None:
                progress.update(task, completed=done, description=f"{strategy.model_id}: {step}")

            manifest = train_model(strategy, dataset, store, report)
    else:
        manifest = train_model(
            strategy, dataset, store, lambda step, done: typer.echo(f"{strategy.model_id}: {step} ({done:.0%})")
        )
    found = manifest.metrics
    typer.echo(
        f"{strategy.model_id}: on {found['holdout_n']:.0f} rows it never saw, right {found['hit_rate']:.1%}, "
        f"Brier {found['brier']:.4f} (base {found['brier_base']:.4f}), AUC {found['auc']:.3f}"
    )
