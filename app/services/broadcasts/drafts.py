"""Writing a broadcast: drafts, what they would reach, a test to oneself, the start, and calling it off."""

from collections import Counter
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from app.bus.events import OutboxFilled
from app.bus.publish import publish
from app.db.unit import Unit
from app.errors import BroadcastOver, InvalidExpiry, NotADraft, PredictionDiffers, UnknownBroadcast, UnsendableText
from app.models.notifications import Broadcast, BroadcastState, Kind
from app.schemas.broadcasts import (
    Audience,
    BroadcastDraft,
    BroadcastPatch,
    BroadcastPreview,
    BroadcastStart,
    TestSent,
    TextProblem,
    Texts,
)
from app.services.broadcasts.audience import count_audience
from app.services.broadcasts.reach import drop_pending
from app.services.messages.format import visible_length
from app.services.messages.markup import problems_of
from app.services.notifications.outbox import Note, put
from app.services.users.profile import find_user


async def create(unit: Unit, admin_id: int, draft: BroadcastDraft) -> Broadcast:
    """Keep a draft; texts that Telegram would refuse are kept too, and refused at the start."""
    now = await unit.now()
    row = Broadcast(
        created_by=admin_id,
        texts=_texts(draft.texts),
        audience=_audience(draft.audience),
        silent=draft.silent,
        created_at=now,
        updated_at=now,
    )
    unit.session.add(row)
    await unit.session.flush()
    return row


async def change(unit: Unit, broadcast_id: UUID, patch: BroadcastPatch) -> Broadcast:
    """Raises UnknownBroadcast, NotADraft."""
    row = await _draft(unit, broadcast_id)
    if patch.texts is not None:
        row.texts = _texts(patch.texts)
    if patch.audience is not None:
        row.audience = _audience(patch.audience)
    if patch.silent is not None:
        row.silent = patch.silent
    row.updated_at = await unit.now()
    await unit.session.flush()
    return row


async def remove(unit: Unit, broadcast_id: UUID) -> None:
    """Throw a draft away. Raises UnknownBroadcast, NotADraft."""
    await _draft(unit, broadcast_id)
    await unit.session.execute(delete(Broadcast).where(col(Broadcast.id) == broadcast_id))


async def preview(unit: Unit, draft: BroadcastDraft) -> BroadcastPreview:
    """Whom it would reach at this moment, and what Telegram would say to its texts."""
    counts = await count_audience(unit, draft.audience)
    by_why: Counter[str | None] = Counter()
    by_language: Counter[str] = Counter()
    for (language, why), people in counts.items():
        by_why[why] += people
        by_language[language] += people if why is None else 0
    muted = by_why["muted"] + by_why["account_blocked"]
    matched = sum(by_why.values())
    texts = _texts(draft.texts)
    return BroadcastPreview(
        matched=matched,
        reachable=by_why[None],
        unreachable=matched - by_why[None] - muted,
        muted=muted,
        by_language=dict(by_language),
        lengths={language: visible_length(text) for language, text in texts.items()},
        problems=find_problems(texts),
    )


def find_problems(texts: dict[str, str]) -> list[TextProblem]:
    """Everything that Telegram would refuse, in the order of the texts."""
    return [
        TextProblem.model_validate(
            {
                "language": language,
                "code": problem.code,
                "detail": problem.detail,
                "line": problem.line,
                "column": problem.column,
            }
        )
        for language, text in texts.items()
        for problem in problems_of(text)
    ]


async def send_test(unit: Unit, admin_id: int, broadcast_id: UUID) -> TestSent:
    """Put the message into the outbox of who asks. Raises UnknownBroadcast, UnsendableText, NoSuchUser."""
    row = await lock_broadcast(unit, broadcast_id)
    _require_sendable(row.texts)
    row.tests += 1
    await unit.session.flush()
    await put(unit, [Note(admin_id, Kind.BROADCAST, f"broadcast:{row.id}", f"test:{row.tests}")])
    return TestSent(reachability=(await find_user(unit, admin_id)).reachability)


async def start(unit: Unit, broadcast_id: UUID, order: BroadcastStart) -> Broadcast:
    """Start now or at a moment.

    Raises UnknownBroadcast, NotADraft, UnsendableText, PredictionDiffers, InvalidExpiry.
    """
    row = await _draft(unit, broadcast_id)
    _require_sendable(row.texts)
    now = await unit.now()
    if order.scheduled_at is not None and order.scheduled_at <= now:
        raise InvalidExpiry("The moment to send at has passed")
    if order.expect is not None:
        counts = await count_audience(unit, Audience.model_validate(row.audience))
        if (matched := sum(counts.values())) != order.expect:
            raise PredictionDiffers("Other people match now than in the preview", matched=matched)
    row.state = BroadcastState.SCHEDULED.value
    row.scheduled_at = order.scheduled_at or now
    row.updated_at = now
    await unit.session.flush()
    await publish(unit.session, OutboxFilled())
    return row


async def cancel(unit: Unit, broadcast_id: UUID) -> Broadcast:
    """Send no more of it: what is under way at this moment arrives; of very many rows the last are settled later.

    Raises UnknownBroadcast, BroadcastOver.
    """
    row = await lock_broadcast(unit, broadcast_id)
    if row.state in {BroadcastState.SENT, BroadcastState.CANCELLED}:
        raise BroadcastOver
    now = await unit.now()
    row.state, row.finished_at, row.updated_at = BroadcastState.CANCELLED.value, now, now
    await unit.session.flush()
    await drop_pending(unit, broadcast_id)
    await publish(unit.session, OutboxFilled())
    return row


async def lock_broadcast(unit: Unit, broadcast_id: UUID) -> Broadcast:
    """Raises UnknownBroadcast."""
    row = await unit.session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownBroadcast
    return row


async def _draft(unit: Unit, broadcast_id: UUID) -> Broadcast:
    row = await lock_broadcast(unit, broadcast_id)
    if row.state != BroadcastState.DRAFT:
        raise NotADraft
    return row


def _require_sendable(texts: dict[str, str]) -> None:
    for problem in find_problems(texts):
        where = f"{problem.language}, line {problem.line}, column {problem.column}"
        raise UnsendableText(f"{where}: {problem.detail}", language=problem.language, problem=problem.code)


def _texts(texts: Texts) -> dict[str, str]:
    return texts.model_dump(exclude_none=True)


def _audience(audience: Audience) -> dict[str, object]:
    return audience.model_dump(mode="json", exclude_none=True)
