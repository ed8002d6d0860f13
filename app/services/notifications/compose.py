"""What a message says at the moment of its sending: facts are read anew, and what is not true any more is left out."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UnknownRequest
from app.models.notifications import Broadcast, BroadcastState, Kind, Notification
from app.models.subscriptions import (
    Action,
    RequestStatus,
    SubscriptionHistory,
    SubscriptionModel,
    SubscriptionRequest,
    UserSubscription,
)
from app.services.approvals.ask import APPROVAL
from app.services.approvals.read import read_approval
from app.services.bot.look import name_models, request_facts
from app.services.messages.contents import (
    AccessChanged,
    Announcement,
    Content,
    Ended,
    EndsSoon,
    OpenModel,
    OrderWaits,
    RequestAnswered,
)
from app.services.notifications.facts import result_facts, signal_facts
from app.services.notifications.person import Person
from app.services.notifications.skip import Skip
from app.services.requests import ANSWERED, ASKED, find_request
from app.services.subscriptions.access import held_models
from app.services.subscriptions.history import recorded

LEADS: Final[Mapping[str, int]] = {"3d": 3, "1d": 1}
"""Stages of the reminder, in days before the end."""


Composed = Content | Skip
Composer = Callable[[Unit, Notification, Person], Awaitable[Composed]]


async def compose(unit: Unit, note: Notification, person: Person) -> Composed:
    """Read what a message says now. Whether its reader wants its kind is asked before."""
    return await COMPOSERS[Kind(note.kind)](unit, note, person)


async def _access(unit: Unit, note: Notification, person: Person) -> Composed:
    """A change of rights, from the history row that records it."""
    row = await _history_row(unit, note, person)
    if row is None:
        return Skip("outdated")
    old, new = recorded(row.old_subscriptions), recorded(row.new_subscriptions)
    names = await name_models(unit)
    granted = {model_id: end for model_id, end in new.items() if model_id not in old}
    extended = {model_id: end for model_id, end in new.items() if model_id in old and old[model_id] != end}
    return AccessChanged(
        granted=_open_models(granted, names),
        extended=_open_models(extended, names),
        revoked=tuple(names.get(model_id, model_id) for model_id in old if model_id not in new),
        reason=row.reason,
        is_undo=row.action == Action.UNDO,
    )


async def _expiry(unit: Unit, note: Notification, person: Person) -> Composed:
    if note.stage in LEADS:
        return await _ends_soon(unit, note, person)
    row = await _history_row(unit, note, person)
    if row is None:
        return Skip("outdated")
    held = set((await unit.session.execute(held_models(person.telegram_id))).scalars())
    new = recorded(row.new_subscriptions)
    over = [m for m in recorded(row.old_subscriptions) if m not in new and m not in held]
    names = await name_models(unit)
    return Ended(tuple(names.get(model_id, model_id) for model_id in over)) if over else Skip("renewed")


async def _ends_soon(unit: Unit, note: Notification, person: Person) -> Composed:
    """A reminder, for those of the models that still end then."""
    days, ends_at = LEADS[note.stage], datetime.fromisoformat(note.payload["ends_at"])
    now = await unit.now()
    if ends_at <= now or (days > 1 and ends_at - now <= timedelta(days=1)):
        return Skip("outdated")
    query = (
        select(col(SubscriptionModel.name))
        .join(UserSubscription, col(UserSubscription.model_id) == col(SubscriptionModel.id))
        .where(
            col(UserSubscription.user_id) == person.telegram_id,
            col(UserSubscription.is_active),
            col(UserSubscription.expiry_date) == ends_at,
        )
        .order_by(col(SubscriptionModel.name))
    )
    names = tuple((await unit.session.execute(query)).scalars())
    return EndsSoon(names, ends_at, days) if names else Skip("renewed")


async def _request(unit: Unit, note: Notification, person: Person) -> Composed:
    """The answer to one's request, with the end that the right has now."""
    request = await unit.session.get(SubscriptionRequest, UUID(note.subject.partition(":")[2]))
    if request is None or request.status != note.stage:
        return Skip("outdated")
    names = await name_models(unit)
    is_approved = request.status == RequestStatus.APPROVED
    held = select(col(UserSubscription.expiry_date)).where(
        col(UserSubscription.user_id) == person.telegram_id,
        col(UserSubscription.model_id) == request.model_id,
        col(UserSubscription.is_active),
    )
    rights = list((await unit.session.execute(held)).scalars())
    if is_approved and not rights:
        return Skip("not_held")
    return RequestAnswered(
        model=names.get(request.model_id, request.model_id),
        is_approved=is_approved,
        ends_at=rights[0] if is_approved else None,
        reason=request.decision_reason,
    )


async def _broadcast(unit: Unit, note: Notification, person: Person) -> Composed:
    row = await unit.session.get(Broadcast, UUID(note.subject.partition(":")[2]))
    is_test = note.broadcast_id is None
    if row is None or (not is_test and row.state != BroadcastState.SENDING):
        return Skip("cancelled")
    return Announcement(row.texts.get(person.reader.language) or next(iter(row.texts.values())))


async def _admin(unit: Unit, note: Notification, person: Person) -> Composed:
    """A request that waits for an answer, or the answer that somebody gave; an order that waits for a second admin."""
    if not person.is_admin:
        return Skip("outdated")
    if note.subject.startswith(APPROVAL):
        return await _order(unit, note)
    try:
        request = await find_request(unit, UUID(note.subject.partition(":")[2]))
    except UnknownRequest:
        return Skip("outdated")
    is_answered = request.status != RequestStatus.PENDING
    if is_answered and (note.stage == ASKED or await asked_message(unit, note) is None):
        return Skip("answered")
    return await request_facts(unit, request)


async def _order(unit: Unit, note: Notification) -> Composed:
    approval = await read_approval(unit, UUID(note.subject.removeprefix(APPROVAL)))
    if approval.state != "pending":
        return Skip("outdated" if approval.state == "expired" else "answered")
    asked_by = approval.asked_by_name or str(approval.asked_by)
    return OrderWaits(asked_by, approval.kind, approval.people, approval.expires_at)


async def asked_message(unit: Unit, note: Notification) -> int | None:
    """The message that asked an admin what this one tells the answer to; None where there is none."""
    if note.kind != Kind.ADMIN or note.stage != ANSWERED:
        return None
    query = select(col(Notification.message_id)).where(
        col(Notification.user_id) == note.user_id,
        col(Notification.subject) == note.subject,
        col(Notification.stage) == ASKED,
    )
    return (await unit.session.execute(query)).scalar_one_or_none()


async def _history_row(unit: Unit, note: Notification, person: Person) -> SubscriptionHistory | None:
    version = int(note.subject.partition(":")[2])
    query = select(SubscriptionHistory).where(
        col(SubscriptionHistory.user_id) == person.telegram_id, col(SubscriptionHistory.version) == version
    )
    return (await unit.session.execute(query)).scalar_one_or_none()


def _open_models(ends: Mapping[str, datetime | None], names: Mapping[str, str]) -> tuple[OpenModel, ...]:
    return tuple(OpenModel(names.get(model_id, model_id), end) for model_id, end in ends.items())


COMPOSERS: Final[Mapping[Kind, Composer]] = {
    Kind.ACCESS: _access,
    Kind.REQUEST: _request,
    Kind.EXPIRY: _expiry,
    Kind.SIGNAL: signal_facts,
    Kind.RESOLVED: result_facts,
    Kind.BROADCAST: _broadcast,
    Kind.ADMIN: _admin,
}
