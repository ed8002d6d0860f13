"""Orders for one user: grant, template, revoke."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import InvalidExpiry, ModelRetired, NoSuchUser, UnknownModel, UnknownTemplate
from app.models.subscriptions import Source, SubscriptionModel, SubscriptionTemplate
from app.schemas.subscriptions import Access
from app.services.subscriptions import rights
from app.services.subscriptions.access import read_access
from app.services.subscriptions.change import Actor, Change, LockedUser, Order, lock_users, write_changes
from app.services.subscriptions.rights import Edit, Term

Decide = Callable[[LockedUser, datetime], Edit]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A user's access after an order, and whether the order changed anything."""

    access: Access
    changed: bool


async def grant(
    unit: Unit,
    *,
    actor: Actor,
    telegram_id: int,
    models: Sequence[str],
    term: Term,
    reason: str | None,
    source: Source = Source.ADMIN,
) -> Outcome:
    """Give a user models. Every open screen of that user is told.

    Raises NoSuchUser, UnknownModel, ModelRetired, InvalidExpiry.
    """
    await require_models(unit, models)

    def decide(user: LockedUser, now: datetime) -> Edit:
        check_end(term, now)
        return rights.grant(user.rights, models, term, now)

    return await _carry_out(unit, telegram_id, decide, actor=actor, reason=reason, source=source)


async def grant_template(
    unit: Unit, *, actor: Actor, telegram_id: int, template_id: UUID, term: Term, reason: str | None
) -> Outcome:
    """Give a user every model of a template, as one change."""
    models = await template_models(unit, template_id)
    return await grant(
        unit, actor=actor, telegram_id=telegram_id, models=models, term=term, reason=reason, source=Source.TEMPLATE
    )


async def revoke(unit: Unit, *, actor: Actor, telegram_id: int, model_id: str, reason: str | None) -> Outcome:
    """End a right now. Raises NoSuchUser, UnknownModel."""
    await require_models(unit, [model_id], retired=True)

    def decide(user: LockedUser, now: datetime) -> Edit:
        return rights.revoke(user.rights, [model_id], now)

    return await _carry_out(unit, telegram_id, decide, actor=actor, reason=reason, source=Source.ADMIN)


async def _carry_out(
    unit: Unit, telegram_id: int, decide: Decide, *, actor: Actor, reason: str | None, source: Source
) -> Outcome:
    user = (await lock_users(unit, [telegram_id])).get(telegram_id)
    if user is None:
        raise NoSuchUser
    now = await unit.now()
    edit = decide(user, now)
    if edit:
        await write_changes(unit, [Change(user, edit.action, edit)], Order(actor, reason, source, now))
    return Outcome(access=await read_access(unit, telegram_id), changed=bool(edit))


def check_end(term: Term, now: datetime) -> None:
    """Raise InvalidExpiry for an end that has passed."""
    if term.ends_at is not None and (term.ends_at <= now or term.ends_at.year > 9998):
        raise InvalidExpiry


async def require_models(unit: Unit, models: Sequence[str], *, retired: bool = False) -> None:
    """Raise UnknownModel or, unless ``retired`` ones will do, ModelRetired; keep the models from being removed."""
    query = (
        select(col(SubscriptionModel.id), col(SubscriptionModel.is_active))
        .where(col(SubscriptionModel.id).in_(models))
        .with_for_update(key_share=True, read=True)
    )
    found = dict((await unit.session.execute(query)).all())
    for model_id in models:
        if model_id not in found:
            raise UnknownModel(model_id=model_id)
        if not found[model_id] and not retired:
            raise ModelRetired(model_id=model_id)


async def template_models(unit: Unit, template_id: UUID) -> list[str]:
    """The models of an active template. Raises UnknownTemplate."""
    template = await unit.session.get(SubscriptionTemplate, template_id)
    if template is None or not template.is_active:
        raise UnknownTemplate
    return list(template.subscriptions)
