"""`forexsignals resolve`, `verify-ledger`: ending signals, and proving what was published."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.session import in_unit
from app.db.unit import Unit
from app.schemas.signals import LedgerHead
from app.services.signals.records import end_signals
from app.services.signals.resolve import recheck as recheck_all
from app.services.signals.verify import LedgerReport, known_models, ledger_models, verify_ledgers


def resolve(
    recheck: Annotated[bool, typer.Option("--recheck", help="Recompute all history; exit 1 on any difference")] = False,
) -> None:
    """End every signal that the candles at hand decide, and measure the models anew whose live signals ended."""
    if recheck:
        _recheck()
        return

    async def work(unit: Unit) -> int:
        return len(await end_signals(unit))

    typer.echo(f"{in_unit(work)} signals ended")


def _recheck() -> None:
    count, differences = in_unit(recheck_all)
    for found in differences:
        typer.echo(f"{found.model_id}, signal {found.signal_seq}: {found.why}")
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
    if model is not None and head is not None and model not in heads:
        raise typer.BadParameter(f"this is no head of {model}, but of {', '.join(sorted(heads))}", param_hint="--head")

    async def work(unit: Unit) -> LedgerReport:
        models = sorted({*await ledger_models(unit), *heads}) if model is None else [model]
        if model is not None and model not in {*heads, *(known := await known_models(unit))}:
            raise typer.BadParameter(f"choose one of {', '.join(known)}", param_hint="--model")
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
    if not heads:
        raise typer.BadParameter("there is no ledger head in it", param_hint="--head")
    return {one.model_id: one for one in heads}


def _inner(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    return answer.get("ledger_head") or answer.get("head") or answer
