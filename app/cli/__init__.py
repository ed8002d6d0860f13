"""`forexsignals`: everything an operator does from a terminal."""

import sys

import typer
from asyncpg import PostgresError

from app.cli.admin import export_data, grant, make_admin, revoke, verify_audit
from app.cli.backtest import backtest
from app.cli.backup import backup, deletions, recovered, restore
from app.cli.candles import candles
from app.cli.ledger import resolve, verify_ledger
from app.cli.serve import export_openapi, migrate, serve
from app.cli.train import train
from app.db.backup import BackupError
from app.db.embedded import EmbeddedPostgresError
from app.errors import AppError
from app.settings import ConfigurationError
from app.signals.market.twelvedata import MarketDataError

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Forex Signals: serve, migrate, train, administer.")
for command in (
    serve,
    migrate,
    train,
    backtest,
    resolve,
    grant,
    revoke,
    make_admin,
    export_data,
    verify_audit,
    verify_ledger,
    backup,
    restore,
    recovered,
    deletions,
    export_openapi,
):
    cli.command()(command)
cli.add_typer(candles, name="candles")

_OURS = (AppError, BackupError, ConfigurationError, EmbeddedPostgresError, MarketDataError, PostgresError, OSError)


def main() -> None:
    """Run a command; an error of ours is a message, not a traceback."""
    try:
        cli()
    except _OURS as error:
        typer.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)
