"""`forexsignals candles import`."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from app.cli.session import in_unit
from app.db.unit import Unit
from app.models.market import Timeframe
from app.services.market.importing import ImportResult
from app.services.market.importing import import_candles as store
from app.signals.market.candle_file import BadCandleFileError, decode, read_candles
from app.signals.pairs import PAIRS

candles = typer.Typer(no_args_is_help=True, help="Market data")

MOST_SHOWN = 1000


@candles.callback()
def _group() -> None:
    """Market data."""


@candles.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV with time, open, high, low, close")],
    pair: Annotated[str, typer.Option(help="For example EUR/USD")],
    timeframe: Annotated[Timeframe, typer.Option(help="Length of the candles")],
    timezone: Annotated[str, typer.Option(help="Of times without an offset")] = "UTC",
    replace: Annotated[bool, typer.Option("--replace", help="Replace candles that differ")] = False,
) -> None:
    """Import candles, all or nothing: any bad row is named with its line, and nothing is stored."""
    if pair not in PAIRS:
        raise typer.BadParameter(f"choose one of {', '.join(PAIRS)}", param_hint="--pair")
    if timezone not in available_timezones():
        raise typer.BadParameter("not a time zone of the IANA database", param_hint="--timezone")
    try:
        rows = read_candles(decode(file.read_bytes()), pair=pair, timeframe=timeframe, zone=ZoneInfo(timezone))

        async def work(unit: Unit) -> ImportResult:
            return await store(unit, rows, pair=pair, timeframe=timeframe, replace=replace)

        result = in_unit(work)
    except BadCandleFileError as error:
        for row in error.rows[:MOST_SHOWN]:
            typer.echo(f"line {row.line}: {row.why}", err=True)
        if len(error.rows) > MOST_SHOWN:
            typer.echo(f"and {len(error.rows) - MOST_SHOWN} more", err=True)
        typer.echo(f"{len(error.rows)} bad rows; nothing was imported", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{pair} {timeframe}: {result.new} new, {result.unchanged} unchanged, {result.replaced} replaced")
