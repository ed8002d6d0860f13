"""Verifying the history: whatever was done to the tables behind the product's back shows here."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, TextClause, text

from app.canonical import GENESIS
from app.db.unit import Unit
from app.models.subscriptions import Action
from app.models.users import Role
from app.schemas.subscriptions import AuditReport, BrokenRow
from app.services.subscriptions.history import HistoryRow, recorded
from app.services.users.register import NAMED_AS_ADMIN

MAX_BROKEN: Final = 1000

_SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

_HISTORY: Final = text(
    """
    SELECT id, user_id, admin_id, version, new_subscriptions, action, reason, abbrev(ip_address) AS ip_address,
        CASE WHEN old_subscriptions = 'null' THEN '"null"' ELSE old_subscriptions END AS old_subscriptions,
        batch_id, created_at, prev_hash, hash
    FROM subscription_history ORDER BY user_id, version, id
    """
)
"""``abbrev`` keeps a mask, which an address of ours never has, and JSON's null is told apart from SQL's."""

_LIVE: Final = text(
    """
    SELECT coalesce(u.telegram_id, s.user_id) AS telegram_id, coalesce(u.subscription_version, 0) AS version,
        u.role, u.is_blocked,
        coalesce(jsonb_object_agg(s.model_id, s.expiry_date) FILTER (WHERE s.model_id IS NOT NULL), '{}') AS rights
    FROM users u FULL JOIN (SELECT * FROM user_subscriptions WHERE is_active) s ON s.user_id = u.telegram_id
    GROUP BY 1, 2, 3, 4
    """
)

_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What a forged value makes of reading it."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a user's history makes of role and block."""

    is_admin: bool = False
    is_blocked: bool = False

    def after(self, action: str, *, reason: str | None, before: str | None) -> "_Standing":
        """The standing that a row leaves; ``before`` is the action of the row before it.

        People register as users, or as admins where the reason says so. A ``role`` row is the other role. An ``undo``
        row takes back the row before it, and nothing else: what is undone must be the user's newest change.
        """
        undoes = action == Action.UNDO
        changed = before if undoes else action
        if changed == Action.ROLE:
            return replace(self, is_admin=not self.is_admin)
        if changed in {Action.BLOCK, Action.UNBLOCK}:
            return replace(self, is_blocked=(changed == Action.BLOCK) != undoes)
        return _Standing(is_admin=reason == NAMED_AS_ADMIN) if action == Action.REGISTER else self


@dataclass(slots=True)
class _Chain:
    """One user's history, followed from its first row."""

    version: int = 0
    head: str = GENESIS
    rights: Mapping[str, datetime | None] = field(default_factory=dict)
    action: str | None = None
    standing: _Standing = _Standing()

    def follow(self, row: HistoryRow, prev_hash: str, hash_: str) -> str | None:
        """Take the next row in; say what is wrong with it, None if nothing is."""
        try:
            why = self._fault(row, prev_hash, hash_)
            rights = recorded(row.new_subscriptions)
        except _UNREADABLE:
            why, rights = "the row holds something that this product never writes", {}
        self.version, self.head = row.version, hash_
        self.standing = self.standing.after(row.action, reason=row.reason, before=self.action)
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
    return HistoryRow(**{name: stored[name] for name in HistoryRow.__slots__})


def _live_fault(live: RowMapping, chain: _Chain) -> str | None:
    if live["version"] == 0:
        return "somebody who is no user has active rights"
    if chain.version == 0:
        return "the user has no history"
    if live["version"] != chain.version:
        return f"users.subscription_version is not {chain.version}, the newest in the history"
    if chain.action == Action.DELETE:
        return "the user exists although the history ends in a deletion"
    if (live["role"] == Role.ADMIN) != chain.standing.is_admin or live["is_blocked"] != chain.standing.is_blocked:
        return "users.role or users.is_blocked is not what the history adds up to"
    return _rights_fault(live["rights"], chain)


def _rights_fault(held: Mapping[str, str | None], chain: _Chain) -> str | None:
    try:
        ends = {model_id: datetime.fromisoformat(end) if end else None for model_id, end in held.items()}
    except _UNREADABLE:
        return "user_subscriptions holds an end that this product never writes"
    return None if ends == chain.rights else "user_subscriptions is not what the history adds up to"
