"""Messages as they would look, by the same code that writes the real ones."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSuchUser
from app.models.notifications import Kind
from app.models.signals import Signal, SignalResolution
from app.schemas.notifications import MessagePreview, PreviewKind
from app.schemas.subscriptions import AccessRight
from app.services.messages.contents import (
    AccessChanged,
    Content,
    Digest,
    EndsSoon,
    NewSignal,
    OpenModel,
    RequestAnswered,
    SignalClosed,
    SignalFacts,
)
from app.services.messages.render import render
from app.services.notifications.facts import closed_facts, facts_of
from app.services.notifications.person import Person, read_person
from app.services.signals.ledger import signals_with_outcomes
from app.services.subscriptions.access import held_models, read_access

_MODEL: Final = "Shadow Stack"
_DAYS: Final = 30
_KINDS: Final = {
    "access": Kind.ACCESS,
    "request": Kind.REQUEST,
    "expiry": Kind.EXPIRY,
    "signal": Kind.SIGNAL,
    "resolved": Kind.RESOLVED,
    "digest": Kind.SIGNAL,
}


async def preview_message(unit: Unit, telegram_id: int, kind: PreviewKind) -> MessagePreview:
    """Of the person's own newest signal or right; an example where they have none. Raises NoSuchUser."""
    person = await read_person(unit, telegram_id)
    if person is None:
        raise NoSuchUser
    content, is_example = await _content(unit, person, kind)
    return MessagePreview(
        kind=kind,
        text=render(content, person.reader),
        silent=person.mode(_KINDS[kind]) == "silent",
        is_example=is_example,
    )


async def _content(unit: Unit, person: Person, kind: PreviewKind) -> tuple[Content | Digest, bool]:
    now = await unit.now()
    if kind == "signal":
        return await _signal(unit, person, now)
    if kind == "resolved":
        return await _result(unit, person, now)
    if kind == "digest":
        (signal, one), (result, two) = await _signal(unit, person, now), await _result(unit, person, now)
        return Digest((signal, result), after_quiet_hours=True), one or two
    right = await _newest_right(unit, person)
    name = _MODEL if right is None else right.model_name
    ends_at = now + timedelta(days=_DAYS) if right is None else right.expires_at
    if kind == "access":
        return AccessChanged((OpenModel(name, ends_at),), (), (), None), right is None
    if kind == "request":
        return RequestAnswered(name, is_approved=True, ends_at=ends_at, reason=None), right is None
    is_example = right is None or right.expires_at is None
    return EndsSoon((name,), now + timedelta(days=3) if is_example or ends_at is None else ends_at, 3), is_example


async def _newest_right(unit: Unit, person: Person) -> AccessRight | None:
    rights = (await read_access(unit, person.telegram_id)).subscriptions
    return max(rights, key=lambda right: right.granted_at, default=None)


async def _signal(unit: Unit, person: Person, now: datetime) -> tuple[NewSignal, bool]:
    query = signals_with_outcomes().where(col(Signal.model_id).in_(held_models(person.telegram_id)))
    newest = query.order_by(col(Signal.created_at).desc()).limit(1)
    found = (await unit.session.execute(newest)).unique().scalar_one_or_none()
    if found is None:
        return NewSignal(_example(now), is_missed=False), True
    return NewSignal(await facts_of(unit, found), is_missed=False), False


async def _result(unit: Unit, person: Person, now: datetime) -> tuple[SignalClosed, bool]:
    query = (
        select(Signal, SignalResolution)
        .join(
            SignalResolution,
            (col(SignalResolution.model_id) == col(Signal.model_id))
            & (col(SignalResolution.signal_seq) == col(Signal.seq)),
        )
        .where(col(Signal.model_id).in_(held_models(person.telegram_id)))
        .order_by(col(SignalResolution.created_at).desc())
        .limit(1)
    )
    found = (await unit.session.execute(query)).one_or_none()
    if found is None:
        return SignalClosed(_example(now), "lost", "1.15986", Decimal("-1.00")), True
    return await closed_facts(unit, found[0], found[1]), False


def _example(now: datetime) -> SignalFacts:
    return SignalFacts(
        model=_MODEL,
        pair="EUR/USD",
        direction="BUY",
        entry="1.16243",
        take_profit="1.16526",
        stop_loss="1.15986",
        confidence=0.58,
        expires_at=now + timedelta(hours=12),
        is_replay=False,
    )
