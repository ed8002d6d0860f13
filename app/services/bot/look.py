"""What the bot looks up to answer."""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app.db.unit import Unit
from app.models.columns import TELEGRAM_ID_MAX
from app.models.subscriptions import RequestStatus, SubscriptionModel, SubscriptionRequest
from app.models.users import User
from app.schemas.requests import AdminRequestRead, RequestRead
from app.schemas.subscriptions import UserFilter
from app.services.messages.contents import AccessRequest
from app.services.users.names import display_names
from app.services.users.search import ids_matching

MOST_PEOPLE: Final = 5
_ID: Final = re.compile("[0-9]{1,16}")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a text means. ``is_sure``: it is the one in ``ids``; otherwise these are candidates, or nobody.

    ``is_exact`` where the candidates all bear exactly this name.
    """

    ids: tuple[int, ...]
    is_sure: bool
    is_exact: bool = False


async def find_people(unit: Unit, text: str) -> Found:
    """Look for an id, or for a @username whatever its case; other people come as candidates, at most five."""
    name = text.removeprefix("@")
    if _ID.fullmatch(text):
        known = await _by_id(unit, int(text))
        if known is not None:
            return Found((known,), is_sure=True)
    elif name:
        same = select(col(User.telegram_id)).where(func.lower(col(User.username)) == name.lower())
        named = tuple((await unit.session.execute(same.order_by(col(User.telegram_id)).limit(MOST_PEOPLE))).scalars())
        if named:
            return Found(named, is_sure=len(named) == 1, is_exact=True)
    near = await ids_matching(unit, UserFilter(query=text[:100]), most=MOST_PEOPLE)
    return Found(tuple(near), is_sure=False)


async def _by_id(unit: Unit, telegram_id: int) -> int | None:
    if not 1 <= telegram_id <= TELEGRAM_ID_MAX:
        return None
    known = select(col(User.telegram_id)).where(col(User.telegram_id) == telegram_id)
    found: int | None = (await unit.session.execute(known)).scalar_one_or_none()
    return found


async def own_pending_requests(unit: Unit, telegram_id: int) -> list[RequestRead]:
    """A person's requests that wait for an answer, oldest first."""
    query = (
        select(SubscriptionRequest)
        .where(
            col(SubscriptionRequest.user_id) == telegram_id,
            col(SubscriptionRequest.status) == RequestStatus.PENDING.value,
        )
        .order_by(col(SubscriptionRequest.created_at), col(SubscriptionRequest.id))
    )
    return [RequestRead.model_validate(row) for row in (await unit.session.execute(query)).scalars()]


async def request_owner(unit: Unit, request_id: UUID) -> int | None:
    """Who asks by a request, without a lock; None where there is no such request."""
    owner = select(col(SubscriptionRequest.user_id)).where(col(SubscriptionRequest.id) == request_id)
    found: int | None = (await unit.session.execute(owner)).scalar_one_or_none()
    return found


async def name_models(unit: Unit) -> dict[str, str]:
    """Every model's name by its id, retired ones too."""
    rows = await unit.session.execute(select(col(SubscriptionModel.id), col(SubscriptionModel.name)))
    return dict(rows.all())


async def request_facts(unit: Unit, request: AdminRequestRead) -> AccessRequest:
    """A request as its message tells it, with who answered it."""
    people = await display_names(unit, [] if request.decided_by is None else [request.decided_by])
    names = await name_models(unit)
    answered = request.status != RequestStatus.PENDING
    return AccessRequest(
        request_id=request.id,
        person=" ".join(part for part in (request.first_name, request.last_name) if part) or str(request.user_id),
        username=request.username,
        telegram_id=request.user_id,
        model=names.get(request.model_id, request.model_id),
        message=request.message,
        asked_at=request.created_at,
        answer=cast("Literal['approved', 'rejected']", request.status) if answered else None,
        answered_by=people.get(request.decided_by or 0),
    )
