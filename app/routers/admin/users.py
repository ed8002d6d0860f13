"""People, for admins."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status

from app.deps.gate import ActingAdmin
from app.deps.idempotency import AdminRoute
from app.deps.paging import DEFAULT_LIMIT, Cursor, Limit
from app.deps.resources import ResourcesDep
from app.deps.second_admin import WAITS, SecondAdminDep
from app.deps.unit import UnitDep
from app.errors import InvalidCursor, LastAdmin, NoSecondAdmin, NoSuchUser, TooLarge
from app.models.columns import TELEGRAM_ID_MAX
from app.models.users import Role
from app.routers.documented import raises
from app.schemas.approvals import DeletionOrder, StandingOrder
from app.schemas.base import CountedPage, Page, ReasonText
from app.schemas.notifications import NotificationRead
from app.schemas.stats import Stats
from app.schemas.subscriptions import UserFilter
from app.schemas.users import ListedUser, UserDetail, UserPatch, UserSort
from app.services import stats
from app.services.auth import sessions
from app.services.notifications import log as notification_log
from app.services.users import detail, profile, search, standing
from app.telemetry import get_logger

log = get_logger(__name__)

router = APIRouter(prefix="/api/admin", tags=["Admin: users"], route_class=AdminRoute)

UserId = Annotated[int, Path(ge=1, le=TELEGRAM_ID_MAX, description="Telegram id", examples=[1000002])]


class UserListQuery(UserFilter):
    """The filters of the list, with its order and page."""

    sort: UserSort = "-created_at"
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = None


@router.get("/users", openapi_extra=raises(InvalidCursor))
async def list_users(wanted: Annotated[UserListQuery, Query()], unit: UnitDep) -> CountedPage[ListedUser]:
    """Users that match every given filter, each with the rights held, and their count."""
    return await search.list_users(unit, wanted, sort=wanted.sort, limit=wanted.limit, cursor=wanted.cursor)


@router.get("/users/{telegram_id}", openapi_extra=raises(NoSuchUser))
async def read_user(telegram_id: UserId, unit: UnitDep) -> UserDetail:
    """A user with access, newest history and live sessions."""
    return await detail.read_user(unit, telegram_id)


@router.patch(
    "/users/{telegram_id}",
    response_model=UserDetail,
    responses=WAITS,
    openapi_extra=raises(NoSuchUser, LastAdmin, NoSecondAdmin, TooLarge),
)
async def change_user(
    telegram_id: UserId, body: UserPatch, actor: ActingAdmin, unit: UnitDep, second: SecondAdminDep
) -> UserDetail | Response:
    """Change a role, block or unblock. It holds from the user's next request on.

    Where the house asks for it, a change of role waits for a second admin, and so does a block in the same request.
    """
    if waits := await second.wanted_for(StandingOrder(telegram_id=telegram_id, patch=body)):
        return waits
    role = None if body.role is None else Role(body.role)
    await standing.change_standing(
        unit, actor=actor, telegram_id=telegram_id, role=role, is_blocked=body.is_blocked, reason=body.reason
    )
    return await detail.read_user(unit, telegram_id)


@router.delete(
    "/users/{telegram_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    response_model=None,
    responses=WAITS,
    openapi_extra=raises(NoSuchUser, LastAdmin, NoSecondAdmin),
)
async def delete_user(
    telegram_id: UserId,
    actor: ActingAdmin,
    unit: UnitDep,
    second: SecondAdminDep,
    reason: Annotated[ReasonText | None, Query(max_length=1000)] = None,
) -> Response | None:
    """Remove a person with every right, session and personal field. The history of changes stays.

    Where the house asks for it, this waits for a second admin.
    """
    if waits := await second.wanted_for(DeletionOrder(telegram_id=telegram_id, reason=reason)):
        return waits
    await standing.delete_user(unit, actor=actor, telegram_id=telegram_id, reason=reason or None)
    return None


@router.get("/users/{telegram_id}/notifications", openapi_extra=raises(NoSuchUser, InvalidCursor))
async def list_notifications(
    telegram_id: UserId, unit: UnitDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[NotificationRead]:
    """What the bot sent to a user, did not send and why, and is still to send; newest first."""
    await profile.find_user(unit, telegram_id)
    return await notification_log.list_notifications(unit, telegram_id, limit=limit, cursor=cursor)


@router.delete(
    "/users/{telegram_id}/sessions", status_code=status.HTTP_204_NO_CONTENT, openapi_extra=raises(NoSuchUser)
)
async def end_sessions(telegram_id: UserId, actor: ActingAdmin, resources: ResourcesDep) -> None:
    """Log a user out everywhere: every session, access token and live socket ends now. No right changes."""
    async with resources.units.open() as unit:
        await profile.find_user(unit, telegram_id)
        await sessions.close_all(unit, telegram_id=telegram_id)
    log.info("an admin has ended every session of a user", admin=actor.telegram_id, user=telegram_id)


@router.get("/stats")
async def read_stats(unit: UnitDep, resources: ResourcesDep) -> Stats:
    """Counts for the first page."""
    return await stats.read_stats(unit, has_approvals=resources.settings.require_second_admin)
