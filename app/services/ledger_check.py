"""The ledgers' verification as admins ask for it: one snapshot, and a report of bounded length."""

from typing import Final

from sqlalchemy import text

from app.db.unit import Unit
from app.schemas.monitoring import BrokenLink, LedgerCheck
from app.services.signals.verify import ledger_models, verify_ledgers

MAX_BROKEN: Final = 1000

_SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


async def check_ledgers(unit: Unit, model_id: str | None) -> LedgerCheck:
    """Check both chains of a model, or of all that have ever published. The unit must be fresh.

    Reads one snapshot, so that a signal that is published and ends meanwhile breaks nothing. At most ``MAX_BROKEN``
    broken links are listed.
    """
    await unit.session.execute(_SNAPSHOT)
    models = await ledger_models(unit) if model_id is None else [model_id]
    report = await verify_ledgers(unit, models, {})
    return LedgerCheck(
        ok=not report.broken,
        signals=report.signals,
        resolutions=report.resolutions,
        broken=[BrokenLink.model_validate(found) for found in report.broken[:MAX_BROKEN]],
    )
