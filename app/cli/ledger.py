"""`forexsignals resolve`, `verify-ledger`: ending signals, and proving what was published."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.session import in_unit
from app.db.unit import Unit
from app.schemas.signals import LedgerHead
from app.services.signals.resolve import Difference, resolve_open
from app.services.signals.resolve import recheck as recheck_all
from app.services.signals.verify import LedgerReport, ledger_models, verify_ledgers


def resolve(
    recheck: Annotated[bool, typer.Option("--recheck", help="Recompute all history; exit 1 on any difference")] = False,
) -> None:
    """End every signal that the candles at hand decide."""
    if recheck:
        _recheck()
        return

    async def work(unit: Unit) -> int:
        return len(await resolve_open(unit))

    typer.echo(f"{in_unit(work)} signals ended")


def _recheck() -> None:
    async def work(unit: Unit) -> tuple[int, list[Difference]]:
        return await recheck_all(unit)

    count, differences = in_unit(work)
    for found in differences:
        typer.echo(
            f"{found.model_id}, signal {found.signal_seq}: the record says {found.stored}, "
            f"the candles say {found.recomputed}"
        )
    typer.echo(f"{count} signals: {f'{len(differences)} differ' if differences else 'every outcome is the same again'}")
    if differences:
        raise typer.Exit(1)


def verify_ledger(
    model: Annotated[str | None, typer.Option(help="Only this model")] = None,
    head: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A ledger head kept earlier, as JSON")
    ] = None,
) -> None:
    """Check every link of the signal and resolution chains; exit 1 and name each break if anything was touched."""
    heads = {} if head is None else _heads(head)

    async def work(unit: Unit) -> LedgerReport:
        models = sorted({*await ledger_models(unit), *heads}) if model is None else [model]
        return await verify_ledgers(unit, models, heads)

    report = in_unit(work)
    for found in report.broken:
        typer.echo(f"{found.model_id}, {found.chain} {found.seq}: {found.why}")
    state = f"{len(report.broken)} broken" if report.broken else "intact"
    typer.echo(f"{report.signals} signals and {report.resolutions} resolutions: {state}")
    if report.broken:
        raise typer.Exit(1)


def _heads(file: Path) -> dict[str, LedgerHead]:
    """Heads by model: one, a list of them, or answers that carry one as ``ledger_head`` or ``head``."""
    try:
        found: Any = json.loads(file.read_text())
        listed = found if isinstance(found, list) else [found]
        heads = [LedgerHead.model_validate(_inner(one)) for one in listed]
    except (ValueError, ValidationError, RecursionError):
        raise typer.BadParameter("this is no ledger head", param_hint="--head") from None
    return {one.model_id: one for one in heads}


def _inner(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    return answer.get("ledger_head") or answer.get("head") or answer
