"""Verifying the history: whatever was done to the tables behind the product's back shows here."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, TextClause, text

from app.canonical import GENESIS
from app.db.unit import Unit
from app.models.subscriptions import Action, RecordedRight
from app.schemas.subscriptions import AuditReport, BrokenRow
from app.services.subscriptions.history import HistoryRow, recorded

MAX_BROKEN: Final = 1000

_SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

_HISTORY: Final = text(
    """
    SELECT id, user_id, admin_id, version, old_subscriptions, new_subscriptions, action, reason,
        host(ip_address) AS ip_address, batch_id, created_at, prev_hash, hash
    FROM subscription_history ORDER BY user_id, version, id
    """
)

_LIVE: Final = text(
    """
    SELECT coalesce(u.telegram_id, s.user_id) AS telegram_id, coalesce(u.subscription_version, 0) AS version,
        coalesce(jsonb_object_agg(s.model_id, s.expiry_date) FILTER (WHERE s.model_id IS NOT NULL), '{}') AS rights
    FROM users u FULL JOIN (SELECT * FROM user_subscriptions WHERE is_active) s ON s.user_id = u.telegram_id
    GROUP BY 1, 2
    """
)

_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What a forged value makes of reading it."""


@dataclass(slots=True)
class _Chain:
    """One user's history, followed from its first row."""

    version: int = 0
    head: str = GENESIS
    rights: Mapping[str, datetime | None] = field(default_factory=dict)
    action: str | None = None

    def follow(self, row: HistoryRow, prev_hash: str, hash_: str) -> str | None:
        """Take the next row in; say what is wrong with it, None if nothing is."""
        try:
            why = self._fault(row, prev_hash, hash_)
            rights = recorded(row.new_subscriptions)
        except _UNREADABLE:
            why, rights = "the row holds something that this product never writes", {}
        self.version, self.head = row.version, hash_
        self.rights, self.action = rights, row.action
        return why

    def _fault(self, row: HistoryRow, prev_hash: str, hash_: str) -> str | None:
        if row.version != self.version + 1:
            return (
                f"version {self.version + 1} is missing" if row.version > self.version else "the version stands twice"
            )
        if prev_hash != self.head:
            return "prev_hash is not the hash of the row before"
        if row.hash_after(prev_hash) != hash_:
            return "the row does not match its hash"
        if recorded(row.old_subscriptions) != self.rights:
            return "old_subscriptions are not what the row before left"
        return None


async def verify_audit(unit: Unit) -> AuditReport:
    """Check every chain, the versions, and that folding the history gives the live tables.

    Reads one snapshot in a stream; the unit must be fresh. At most ``MAX_BROKEN`` broken rows are listed.
    """
    await unit.session.execute(_SNAPSHOT)
    chains: dict[int, _Chain] = {}
    broken: list[BrokenRow] = []
    rows = 0
    async for stored in _stream(unit, _HISTORY):
        rows += 1
        chain = chains.setdefault(stored["user_id"], _Chain())
        if (why := chain.follow(_row(stored), stored["prev_hash"], stored["hash"])) and len(broken) < MAX_BROKEN:
            broken.append(BrokenRow(user_id=stored["user_id"], version=stored["version"], why=why))
    users = len(chains)
    async for live in _stream(unit, _LIVE):
        telegram_id = live["telegram_id"]
        if (why := _live_fault(live, chains.pop(telegram_id, _Chain()))) and len(broken) < MAX_BROKEN:
            broken.append(BrokenRow(user_id=telegram_id, version=live["version"], why=why))
    for telegram_id, chain in chains.items():
        if chain.action != Action.DELETE and len(broken) < MAX_BROKEN:
            broken.append(
                BrokenRow(user_id=telegram_id, version=chain.version, why="the user is gone without a delete row")
            )
    return AuditReport(ok=not broken, rows=rows, users=users, broken=broken)


async def _stream(unit: Unit, query: TextClause) -> AsyncIterator[RowMapping]:
    result = await unit.session.stream(query, execution_options={"yield_per": 1000})
    async for row in result.mappings():
        yield row


def _row(stored: RowMapping) -> HistoryRow:
    return HistoryRow(**{name: stored[name] for name in HistoryRow.__slots__} | _rights_columns(stored))


def _rights_columns(stored: RowMapping) -> dict[str, list[RecordedRight] | None]:
    """Raw SQL hands JSON out as text or parsed, as the driver is set up."""
    names = ("old_subscriptions", "new_subscriptions")
    return {name: json.loads(stored[name]) if isinstance(stored[name], str) else stored[name] for name in names}


def _live_fault(live: RowMapping, chain: _Chain) -> str | None:
    if live["version"] == 0:
        return "somebody who is no user has active rights"
    if chain.version == 0:
        return "the user has no history"
    if live["version"] != chain.version:
        return f"users.subscription_version is not {chain.version}, the newest in the history"
    if chain.action == Action.DELETE:
        return "the user exists although the history ends in a deletion"
    held = json.loads(live["rights"]) if isinstance(live["rights"], str) else live["rights"]
    try:
        ends = {model_id: datetime.fromisoformat(end) if end else None for model_id, end in held.items()}
    except _UNREADABLE:
        return "user_subscriptions holds an end that this product never writes"
    return None if ends == chain.rights else "user_subscriptions is not what the history adds up to"
