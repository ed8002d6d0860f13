"""People asking for models, and admins answering; whoever answers first decides."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.bus.events import RequestChanged
from app.bus.publish import publish
from app.db.unit import Unit
from app.errors import AlreadyActive, AlreadyDecided, AlreadyPending, NoSuchUser, UnknownRequest
from app.models.notifications import Kind
from app.models.subscriptions import RequestStatus, Source, SubscriptionRequest
from app.models.users import User
from app.schemas.base import CountedPage, Page
from app.schemas.requests import AdminRequestRead, RequestCreate, RequestDecision, RequestRead, RequestState
from app.services.notifications.outbox import Note, put, tell_admins, tell_asked_admins
from app.services.paging import count_rows, keyset_page
from app.services.subscriptions.access import read_access
from app.services.subscriptions.change import Actor, lock_users
from app.services.subscriptions.orders import grant, require_models
from app.services.subscriptions.rights import Term

ASKED: Final = "asked"
ANSWERED: Final = "answered"
"""Stages of what admins are told of a request."""

_KEYS = [col(SubscriptionRequest.created_at), col(SubscriptionRequest.id)]


async def ask(unit: Unit, telegram_id: int, body: RequestCreate) -> RequestRead:
    """Ask for a model, or for more time of one that ends.

    Raises UnknownModel, ModelRetired, NoSuchUser, AlreadyActive (it is open for ever), AlreadyPending.
    """
    await require_models(unit, [body.model_id])
    user = (await lock_users(unit, [telegram_id])).get(telegram_id)
    if user is None:
        raise NoSuchUser
    now = await unit.now()
    held = user.rights.get(body.model_id)
    if held is not None and held.expires_at is None:
        raise AlreadyActive
    request = SubscriptionRequest(
        user_id=telegram_id, model_id=body.model_id, message=body.message or None, created_at=now
    )
    try:
        async with unit.session.begin_nested():
            unit.session.add(request)
    except IntegrityError:
        raise AlreadyPending from None
    await publish(unit.session, RequestChanged(user=telegram_id, request_id=request.id))
    await tell_admins(unit, f"request:{request.id}", ASKED)
    return RequestRead.model_validate(request)


async def own_requests(unit: Unit, telegram_id: int, *, limit: int, cursor: str | None) -> Page[RequestRead]:
    """Newest first. Raises InvalidCursor."""
    query: Select[SubscriptionRequest] = select(SubscriptionRequest).where(
        col(SubscriptionRequest.user_id) == telegram_id
    )
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=True, limit=limit, cursor=cursor, name="own-requests"
    )
    return Page(items=[RequestRead.model_validate(row) for row in rows], next_cursor=next_cursor)


async def list_requests(
    unit: Unit, *, status: RequestState | None, limit: int, cursor: str | None
) -> CountedPage[AdminRequestRead]:
    """The admins' queue: oldest first while pending, newest first otherwise. Raises InvalidCursor."""
    query: Select[SubscriptionRequest] = select(SubscriptionRequest)
    if status is not None:
        query = query.where(col(SubscriptionRequest.status) == status)
    total = await count_rows(unit, query)
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=status != "pending", limit=limit, cursor=cursor, name=f"requests-{status}"
    )
    return CountedPage(items=await _for_admins(unit, rows), next_cursor=next_cursor, total=total)


async def approve(unit: Unit, *, actor: Actor, request_id: UUID, term: Term, reason: str | None) -> RequestDecision:
    """Grant what was asked for. Raises UnknownRequest, AlreadyDecided, ModelRetired, InvalidExpiry."""
    request = await _lock_pending(unit, request_id)
    outcome = await grant(
        unit,
        actor=actor,
        telegram_id=request.user_id,
        models=[request.model_id],
        term=term,
        reason=reason,
        source=Source.REQUEST,
    )
    await _decide(unit, request, RequestStatus.APPROVED, actor=actor, reason=reason)
    return RequestDecision(request=(await _for_admins(unit, [request]))[0], access=outcome.access)


async def reject(unit: Unit, *, actor: Actor, request_id: UUID, reason: str | None) -> RequestDecision:
    """Say no. Raises UnknownRequest, AlreadyDecided."""
    request = await _lock_pending(unit, request_id)
    await _decide(unit, request, RequestStatus.REJECTED, actor=actor, reason=reason)
    access = await read_access(unit, request.user_id)
    return RequestDecision(request=(await _for_admins(unit, [request]))[0], access=access)


async def find_request(unit: Unit, request_id: UUID) -> AdminRequestRead:
    """One request, as admins see it. Raises UnknownRequest."""
    row = await unit.session.get(SubscriptionRequest, request_id, populate_existing=True)
    for found in [] if row is None else await _for_admins(unit, [row]):
        return found
    raise UnknownRequest


async def forget_answered(unit: Unit, *, kept: timedelta, most: int) -> int:
    """Remove requests that were answered longer ago than they are kept; return how many. The others wait on."""
    horizon = await unit.now() - kept
    old = (
        select(col(SubscriptionRequest.id))
        .where(
            col(SubscriptionRequest.status).in_([RequestStatus.APPROVED.value, RequestStatus.REJECTED.value]),
            col(SubscriptionRequest.created_at) < horizon,
            col(SubscriptionRequest.decided_at) < horizon,
        )
        .limit(most)
    )
    gone = (
        delete(SubscriptionRequest).where(col(SubscriptionRequest.id).in_(old)).returning(col(SubscriptionRequest.id))
    )
    return len((await unit.session.execute(gone.execution_options(synchronize_session=False))).all())


async def _lock_pending(unit: Unit, request_id: UUID) -> SubscriptionRequest:
    """Lock the person's row, then the request's: the order in which every change goes."""
    owner = select(col(SubscriptionRequest.user_id)).where(col(SubscriptionRequest.id) == request_id)
    telegram_id = (await unit.session.execute(owner)).scalar_one_or_none()
    if telegram_id is None or not await lock_users(unit, [telegram_id]):
        raise UnknownRequest
    request = await unit.session.get(SubscriptionRequest, request_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise UnknownRequest
    if request.status != RequestStatus.PENDING:
        raise AlreadyDecided(request_status=request.status)
    return request


async def _decide(
    unit: Unit, request: SubscriptionRequest, status: RequestStatus, *, actor: Actor, reason: str | None
) -> None:
    request.status = status.value
    request.decided_at = await unit.now()
    request.decided_by = actor.telegram_id
    request.decision_reason = reason or None
    await unit.session.flush()
    await publish(unit.session, RequestChanged(user=request.user_id, request_id=request.id))
    await put(unit, [Note(request.user_id, Kind.REQUEST, f"request:{request.id}", status.value)])
    await tell_asked_admins(unit, f"request:{request.id}", ASKED, ANSWERED)


async def _for_admins(unit: Unit, rows: list[SubscriptionRequest]) -> list[AdminRequestRead]:
    people = select(User).where(col(User.telegram_id).in_({row.user_id for row in rows}))
    by_id = {user.telegram_id: user for user in (await unit.session.execute(people)).scalars()}
    found = []
    for row in rows:
        if (user := by_id.get(row.user_id)) is not None:
            own = RequestRead.model_validate(row).model_dump()
            names = {"username": user.username, "first_name": user.first_name, "last_name": user.last_name}
            found.append(AdminRequestRead(**own, **names, user_id=row.user_id, decided_by=row.decided_by))
    return found
