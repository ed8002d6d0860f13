"""One order for thousands of users, in one transaction, by the same rules as for one."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from app.db.unit import Unit
from app.errors import Invalid, InvalidExpiry, NoSuchUser, PredictionDiffers, TooManyMatched
from app.models.subscriptions import Source
from app.schemas.subscriptions import MAX_BULK, BulkChange, BulkFailure, BulkOutcome, BulkPerson, Expectation
from app.services.subscriptions.bulk_people import Fate, Plan, describe, fingerprint
from app.services.subscriptions.change import MANY, Actor, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.orders import check_end, require_models, template_models
from app.services.subscriptions.rights import Term
from app.services.users.names import display_names
from app.services.users.search import ids_matching


async def change_many(unit: Unit, *, actor: Actor, order: BulkChange) -> BulkOutcome:
    """Carry out a bulk order, or, as a dry run, decide everything under the same locks and write nothing.

    Raises UnknownModel, ModelRetired, UnknownTemplate, InvalidExpiry, Invalid, TooManyMatched when a filter matches too
    many, and PredictionDiffers, before anything is written, where the order expects something else.
    """
    plan = await _plan(unit, order)
    ids = await _matched(unit, order)
    users = await lock_users(unit, ids)
    now = await unit.now()
    check_end(plan.term, now)
    fates = _decide(ids, users, plan, now)
    changes = [change for fate in fates if (change := fate.change)]
    failed = [BulkFailure(telegram_id=fate.telegram_id, code=fate.code) for fate in fates if fate.code is not None]
    batch_id = uuid4() if changes and not order.dry_run else None
    outcome = BulkOutcome(
        matched=len(ids),
        changed=len(changes),
        unchanged=len(ids) - len(changes) - len(failed),
        failed=failed,
        batch_id=batch_id,
        fingerprint=fingerprint(plan, fates),
        people=await _people(unit, plan, fates, now) if order.details else None,
    )
    _compare(outcome, order.expect)
    if batch_id is not None:
        await write_changes(unit, changes, Order(actor, order.reason, plan.source, now, batch_id))
    return outcome


async def _plan(unit: Unit, order: BulkChange) -> Plan:
    models = list(dict.fromkeys(order.grant))
    source = Source.ADMIN
    if order.template_id is not None:
        models = list(dict.fromkeys([*models, *await template_models(unit, order.template_id)]))
        source = Source.TEMPLATE
    if set(models) & set(order.revoke):
        raise Invalid("A model of the template is also to be revoked")
    await require_models(unit, sorted(models))
    await require_models(unit, sorted(set(order.revoke)), retired=True)
    term = Term(order.expiry_days, order.expiry_date)
    return Plan(models, order.revoke, term, source, order.extend_only)


async def _matched(unit: Unit, order: BulkChange) -> list[int]:
    if order.telegram_ids is not None:
        return sorted(set(order.telegram_ids))
    assert order.filter is not None  # noqa: S101 - the schema asks for one of both
    ids = await ids_matching(unit, order.filter, most=MAX_BULK + 1)
    if len(ids) > MAX_BULK:
        raise TooManyMatched(f"The filter matches more than {MAX_BULK} users; narrow it", limit=MAX_BULK)
    return ids


def _decide(ids: Sequence[int], users: Mapping[int, LockedUser], plan: Plan, now: datetime) -> list[Fate]:
    return [_fate(telegram_id, users.get(telegram_id), plan, now) for telegram_id in ids]


def _fate(telegram_id: int, user: LockedUser | None, plan: Plan, now: datetime) -> Fate:
    if user is None:
        return Fate(telegram_id, None, code=NoSuchUser.code)
    try:
        return Fate(telegram_id, user, plan.edit(user.rights, now))
    except InvalidExpiry as error:
        return Fate(telegram_id, user, code=error.code)


async def _people(unit: Unit, plan: Plan, fates: Sequence[Fate], now: datetime) -> list[BulkPerson]:
    names = await display_names(unit, [fate.telegram_id for fate in fates])
    if len(fates) > MANY:
        return await asyncio.to_thread(describe, plan, fates, names, now)
    return describe(plan, fates, names, now)


def _compare(outcome: BulkOutcome, expected: Expectation | None) -> None:
    """Raise PredictionDiffers, with the figures of now, unless the outcome is what was expected."""
    if expected is None:
        return
    counts = (outcome.matched, outcome.changed)
    same = counts == (expected.matched, expected.changed)
    if same and expected.fingerprint in {None, outcome.fingerprint}:
        return
    raise PredictionDiffers(
        "Rights have changed since the dry run; nothing was changed now",
        matched=outcome.matched,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        failed=len(outcome.failed),
    )
