"""The one way in which rights change: lock the users, decide, write, notify, all in the caller's transaction.

A change of a thousand users costs as many statements as a change of one. Users are locked in the order of their ids, so
that changes that overlap wait for each other and never deadlock.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, text

from app.bus.events import USERS_PER_EVENT, RightsChanged
from app.bus.publish import publish
from app.canonical import GENESIS
from app.db.unit import Unit
from app.models.notifications import Kind
from app.models.subscriptions import Action, Source
from app.services.notifications.outbox import Note, put
from app.services.subscriptions import statements
from app.services.subscriptions.history import HistoryRow, record
from app.services.subscriptions.rights import Edit, Right

MANY: Final = 100
"""Changes whose history is prepared off the event loop."""

SYSTEM: Final = 0
"""``admin_id`` of what nobody ordered."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who orders a change, and from where; the address is an admin's, never a user's own."""

    telegram_id: int = SYSTEM
    ip_address: str | None = None


@dataclass(frozen=True, slots=True)
class LockedUser:
    """A user whose row this transaction holds, with the rights read after the lock was won."""

    telegram_id: int
    version: int
    role: str
    is_blocked: bool
    head: str
    rights: Mapping[str, Right]


@dataclass(frozen=True, slots=True)
class Change:
    """One user's change: becomes version + 1 and one history row."""

    user: LockedUser
    action: Action
    edit: Edit = field(default_factory=Edit)

    @property
    def version(self) -> int:
        return self.user.version + 1

    def ends_after(self) -> dict[str, datetime | None]:
        """Every active right after the change, with its end."""
        ends = {model_id: right.expires_at for model_id, right in self.user.rights.items()}
        ends |= self.edit.granted
        ends |= self.edit.extended
        return {model_id: end for model_id, end in ends.items() if model_id not in self.edit.revoked}


@dataclass(frozen=True, slots=True)
class Order:
    """What the changes of one transaction have in common."""

    actor: Actor
    reason: str | None
    source: Source
    now: datetime
    batch_id: UUID | None = None
    first: bool = False
    """The users did not exist before: their history starts with no old rights."""


async def lock_users(unit: Unit, telegram_ids: Sequence[int], *, skip_locked: bool = False) -> dict[int, LockedUser]:
    """Lock the users that exist among ``telegram_ids`` and read their rights; ``skip_locked`` leaves busy ones out."""
    ids = sorted(set(telegram_ids))
    statement = statements.LOCK_FREE if skip_locked else statements.LOCK
    rows = (await unit.session.execute(statement, {"ids": ids})).mappings().all()
    locked = [row["telegram_id"] for row in rows]
    rights: dict[int, dict[str, Right]] = {telegram_id: {} for telegram_id in locked}
    for row in (await unit.session.execute(statements.RIGHTS, {"ids": locked})).mappings():
        rights[row["user_id"]][row["model_id"]] = Right(row["id"], row["model_id"], row["expiry_date"])
    heads: dict[int, str] = dict((await unit.session.execute(statements.HEADS, {"ids": locked})).all())
    return {row["telegram_id"]: _locked(row, rights, heads) for row in rows}


def _locked(row: RowMapping, rights: Mapping[int, dict[str, Right]], heads: Mapping[int, str]) -> LockedUser:
    telegram_id = row["telegram_id"]
    return LockedUser(
        telegram_id=telegram_id,
        version=row["subscription_version"],
        role=row["role"],
        is_blocked=row["is_blocked"],
        head=heads.get(telegram_id, GENESIS),
        rights=rights[telegram_id],
    )


async def write_changes(unit: Unit, changes: Sequence[Change], order: Order) -> None:
    """Write rights, versions and history of the changes, and queue the news of them."""
    if not changes:
        return
    await _write_rights(unit, changes, order)
    await unit.session.execute(
        statements.BUMP,
        {
            "ids": [change.user.telegram_id for change in changes],
            "versions": [change.version for change in changes],
            "now": order.now,
        },
    )
    await _write_history(unit, changes, order)
    await put(unit, [note for change in changes if (note := _note(change, order)) is not None])
    news = [(change.user.telegram_id, change.version) for change in changes]
    unit.written_versions.update(news)
    await publish(unit.session, *_events(news))


def _note(change: Change, order: Order) -> Note | None:
    """The message that tells a change of rights. An approved request is told by its answer, a beginning by nothing."""
    if not change.edit or order.first or order.source is Source.REQUEST or change.action is Action.DELETE:
        return None
    kind = Kind.EXPIRY if change.action is Action.EXPIRE else Kind.ACCESS
    return Note(change.user.telegram_id, kind, f"rights:{change.version}", change.action.value)


async def _write_rights(unit: Unit, changes: Sequence[Change], order: Order) -> None:
    ended, moved, fresh = [], [], []
    for change in changes:
        rights, edit = change.user.rights, change.edit
        ended += [rights[model_id].id for model_id in edit.revoked]
        ended += [rights[model_id].id for model_id in edit.granted if model_id in rights]
        moved += [(rights[model_id].id, end) for model_id, end in edit.extended.items()]
        fresh += [(uuid4(), change.user.telegram_id, model_id, end) for model_id, end in edit.granted.items()]
    if ended:
        await unit.session.execute(statements.END, {"ids": ended})
    if moved:
        ids, ends = ([move[0] for move in moved], [move[1] for move in moved])
        await unit.session.execute(statements.MOVE, {"ids": ids, "ends": ends, "now": order.now})
    if fresh:
        ids, users, models, ends = (list(column) for column in zip(*fresh, strict=True))
        common = {"granted_by": order.actor.telegram_id or None, "source": order.source.value, "now": order.now}
        await unit.session.execute(
            statements.GIVE, {"ids": ids, "users": users, "models": models, "ends": ends} | common
        )


def _events(news: Sequence[tuple[int, int]]) -> list[RightsChanged]:
    starts = range(0, len(news), USERS_PER_EVENT)
    return [RightsChanged(users=tuple(news[start : start + USERS_PER_EVENT])) for start in starts]


async def _write_history(unit: Unit, changes: Sequence[Change], order: Order) -> None:
    """Hash and insert the rows. Hashing thousands takes a while, and other requests shall not wait for it."""
    if len(changes) > MANY:
        columns = await asyncio.to_thread(_history_columns, changes, order)
    else:
        columns = _history_columns(changes, order)
    common = {"admin_id": order.actor.telegram_id, "reason": order.reason, "ip_address": order.actor.ip_address}
    await unit.session.execute(statements.RECORD, {**columns, **common, "batch_id": order.batch_id, "now": order.now})


def _history_columns(changes: Sequence[Change], order: Order) -> dict[str, list[Any]]:
    """The rows of some changes, by column."""
    rows = [_history_row(change, order) for change in changes]
    return {
        "ids": [row.id for row in rows],
        "users": [row.user_id for row in rows],
        "versions": [row.version for row in rows],
        "olds": [None if row.old_subscriptions is None else json.dumps(row.old_subscriptions) for row in rows],
        "news": [json.dumps(row.new_subscriptions) for row in rows],
        "actions": [row.action for row in rows],
        "prev_hashes": [change.user.head for change in changes],
        "hashes": [row.hash_after(change.user.head) for row, change in zip(rows, changes, strict=True)],
    }


def _history_row(change: Change, order: Order) -> HistoryRow:
    before = {model_id: right.expires_at for model_id, right in change.user.rights.items()}
    return HistoryRow(
        id=uuid4(),
        user_id=change.user.telegram_id,
        admin_id=order.actor.telegram_id,
        version=change.version,
        old_subscriptions=None if order.first else record(before),
        new_subscriptions=record(change.ends_after()),
        action=change.action.value,
        reason=order.reason,
        ip_address=order.actor.ip_address,
        batch_id=order.batch_id,
        created_at=order.now,
    )


_ADMINS_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('forexsignals.admins'))")


async def lock_admins(unit: Unit) -> None:
    """Serialise what may leave the house without an admin. Taken before any user's row."""
    await unit.session.execute(_ADMINS_LOCK)
