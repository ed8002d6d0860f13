"""One order for thousands of users, in one transaction, by the same rules as for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.db.unit import Unit
from app.errors import Invalid, InvalidExpiry, NoSuchUser, TooManyMatched
from app.models.subscriptions import Source
from app.schemas.subscriptions import MAX_BULK, BulkChange, BulkFailure, BulkResult
from app.services.subscriptions import rights
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.orders import check_end, require_models, template_models
from app.services.subscriptions.rights import Edit, Term
from app.services.users.search import ids_matching


@dataclass(frozen=True, slots=True)
class _Order:
    grant: Sequence[str]
    revoke: Sequence[str]
    term: Term

    def edit(self, user: LockedUser, now: datetime) -> Edit:
        granted = rights.grant(user.rights, self.grant, self.term, now)
        revoked = rights.revoke(user.rights, self.revoke, now)
        return Edit(granted=granted.granted, extended=granted.extended, revoked=revoked.revoked)


async def change_many(unit: Unit, *, actor: Actor, order: BulkChange) -> BulkResult:
    """Carry out a bulk order, or, as a dry run, decide everything under the same locks and write nothing.

    Raises UnknownModel, ModelRetired, UnknownTemplate, InvalidExpiry, Invalid, and TooManyMatched when a
    filter matches too many.
    """
    models = list(dict.fromkeys(order.grant))
    source = Source.ADMIN
    if order.template_id is not None:
        models = list(dict.fromkeys([*models, *await template_models(unit, order.template_id)]))
        source = Source.TEMPLATE
    if set(models) & set(order.revoke):
        raise Invalid("A model of the template is also to be revoked")
    await require_models(unit, sorted(models))
    await require_models(unit, sorted(set(order.revoke)), retired=True)
    ids = await _matched(unit, order)
    users = await lock_users(unit, ids)
    now = await unit.now()
    term = Term(order.expiry_days, order.expiry_date)
    check_end(term, now)
    changes, failed = _decide(users.values(), _Order(models, order.revoke, term), now)
    failed += [BulkFailure(telegram_id=i, code=NoSuchUser.code) for i in ids if i not in users]
    batch_id = uuid4() if changes and not order.dry_run else None
    if batch_id is not None:
        await write_changes(unit, changes, Order(actor, order.reason, source, now, batch_id))
    unchanged = len(ids) - len(changes) - len(failed)
    return BulkResult(matched=len(ids), changed=len(changes), unchanged=unchanged, failed=failed, batch_id=batch_id)


def _decide(users: Iterable[LockedUser], order: _Order, now: datetime) -> tuple[list[Change], list[BulkFailure]]:
    changes, failed = [], []
    for user in users:
        try:
            edit = order.edit(user, now)
        except InvalidExpiry as error:
            failed.append(BulkFailure(telegram_id=user.telegram_id, code=error.code))
            continue
        if edit:
            changes.append(Change(user, edit.action, edit))
    return changes, failed


async def _matched(unit: Unit, order: BulkChange) -> list[int]:
    if order.telegram_ids is not None:
        return sorted(set(order.telegram_ids))
    assert order.filter is not None  # noqa: S101 - the schema asks for one of both
    ids = await ids_matching(unit, order.filter, most=MAX_BULK + 1)
    if len(ids) > MAX_BULK:
        raise TooManyMatched(f"The filter matches more than {MAX_BULK} users; narrow it", limit=MAX_BULK)
    return ids
