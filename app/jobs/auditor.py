"""The two verifications of everything, once a day without anybody asking for them."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Final

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.schemas.monitoring import Check
from app.services.ledger_check import check_ledgers
from app.services.monitoring import audit_turn
from app.services.subscriptions.audit import verify_audit
from app.telemetry import get_logger

EVERY: Final = timedelta(days=1)
LOOK: Final = 300.0
"""Seconds between two looks at how old the last verification is; a process that has just begun has better to do."""

log = get_logger(__name__)


async def audit_for_ever(resources: Resources) -> None:
    """Look every few minutes, in any number of processes."""
    while True:
        await asyncio.sleep(LOOK * random.uniform(0.5, 1.5))  # noqa: S311 - spreads processes
        try:
            await audit_if_due(resources)
        except DatabaseUnavailable:
            continue
        except Exception:
            log.exception("the auditor failed and will try again")


async def audit_if_due(resources: Resources) -> bool:
    """Verify both unless another process does, or has within a day; tell whether it was done."""
    monitor = resources.monitor
    async with resources.units.open() as turn:
        reports = [monitor.windows(), *(seen.report for seen in await monitor.others(turn))]
        if all(map(_is_recent, ([report.audit for report in reports], [report.ledger for report in reports]))):
            return False
        if not await audit_turn(turn):
            return False
        async with resources.units.open() as unit:
            history = await verify_audit(unit)
        monitor.audit = Check(checked_at=datetime.now(UTC), ok=history.ok)
        async with resources.units.open() as unit:
            ledger = await check_ledgers(unit, None)
        monitor.ledger = Check(checked_at=datetime.now(UTC), ok=ledger.ok)
    tell = log.info if history.ok and ledger.ok else log.error
    tell("everything verified", history=history.ok, rows=history.rows, ledger=ledger.ok, signals=ledger.signals)
    return True


def _is_recent(checks: list[Check | None]) -> bool:
    return any(check is not None and check.checked_at > datetime.now(UTC) - EVERY for check in checks)
