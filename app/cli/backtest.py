"""`forexsignals backtest`: the walk-forward of every trained model, as one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.train import models_folder
from app.services.seed import MODELS
from app.services.training import walk_forward_signals
from app.settings import load_settings
from app.signals.artifacts import Manifest, Store
from app.signals.market.provider import LENGTHS
from app.signals.record import ClosedSignals
from app.signals.report import Backtest, render_report
from app.signals.strategies import STRATEGIES


def backtest(
    file: Annotated[
        Path | None, typer.Argument(dir_okay=False, help="What to write; DATA_DIR/backtest.html if not given")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Only this model")] = None,
) -> None:
    """Write what the trained models did on candles that they had never seen, as one HTML file with plots."""
    if model is not None and model not in STRATEGIES:
        raise typer.BadParameter(f"choose one of {', '.join(STRATEGIES)}", param_hint="--model")
    settings = load_settings()
    place = file or settings.data_dir / "backtest.html"
    if not place.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {place.parent}", param_hint="FILE")
    store = Store(models_folder(settings))
    wanted = [model] if model else list(STRATEGIES)
    found = [tested for model_id in wanted if (tested := _tested(store, model_id)) is not None]
    missing = [model_id for model_id in wanted if model_id not in {tested.model_id for tested in found}]
    if missing:
        stale = any(store.manifest(model_id, timeframe) for model_id in missing for timeframe in LENGTHS)
        why = "Not trained by this version" if stale else "Not trained"
        typer.echo(f"{why}: {', '.join(missing)}. Run `forexsignals train` first.", err=True)
    if not found:
        raise typer.Exit(1)
    content = render_report(found).encode()
    place.write_bytes(content)
    for line in _table(found):
        typer.echo(line)
    typer.echo(f"Wrote {place} ({len(content) / 1000:,.0f} kB)")


def _tested(store: Store, model_id: str) -> Backtest | None:
    """None where no walk-forward of this model is stored, or one of other code."""
    parts, versions = walk_forward_signals(store, model_id)
    manifests: list[Manifest] = [
        manifest for timeframe in LENGTHS if timeframe in versions and (manifest := store.manifest(model_id, timeframe))
    ]
    if not manifests:
        return None
    names = {seeded.id: (seeded.name, seeded.description) for seeded in MODELS}
    name, purpose = names.get(model_id, (model_id, ""))
    return Backtest(model_id, name, purpose, tuple(manifests), ClosedSignals.concatenate(parts))


def _table(found: list[Backtest]) -> list[str]:
    lines = [
        f"{'model':<18} {'n':>9} {'hit rate':>9} {'95% interval':>14} {'chance':>7} {'Brier':>7} {'expectancy':>11}"
    ]
    for tested in found:
        record = tested.record
        if record is None:
            lines.append(f"{tested.model_id:<18} {0:>9}")
            continue
        interval = f"{record.ci_low:.1%}-{record.ci_high:.1%}"
        lines.append(
            f"{tested.model_id:<18} {record.n:>9,} {record.hit_rate:>9.1%} {interval:>14} {record.baseline:>7.1%} "
            f"{record.brier:>7.4f} {record.expectancy_r:>+9.3f} R"
        )
    return lines
