"""Signing in, staying signed in, and one's own account."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from app.deps.client import ClientDevice
from app.deps.gate import CurrentUser
from app.deps.limits import LoginLimit, RefreshLimit, UserLimit, limit_logins_of, limit_refreshes_of
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.errors import (
    InvalidLaunchData,
    InvalidToken,
    LaunchDataExpired,
    SessionRevoked,
    TokenExpired,
    TooLarge,
    TooMany,
    UnknownModel,
    UnknownSession,
    UserBlocked,
)
from app.routers.conditional import NOT_MODIFIED, IfNoneMatch, has_newest
from app.routers.documented import raises
from app.schemas.auth import Login, Refresh, Tokens
from app.schemas.subscriptions import Access
from app.schemas.users import Me, PreferencesPatch, SessionRead
from app.services.auth import sessions
from app.services.subscriptions.access import access_etag, read_access
from app.services.users import profile

router = APIRouter(prefix="/api/auth", tags=["Auth"])


@router.post(
    "/login",
    dependencies=[LoginLimit],
    openapi_extra=raises(InvalidLaunchData, LaunchDataExpired, UserBlocked, TooLarge, TooMany),
)
async def login(request: Request, body: Login, resources: ResourcesDep, unit: UnitDep, device: ClientDevice) -> Tokens:
    """Sign in with Telegram's signed launch data; a new person is registered and gets the free models."""
    tokens = await resources.authenticator.login(unit, body.initData, device, timezone=body.timezone)
    await limit_logins_of(resources, tokens.user.telegram_id)
    request.state.signed_in = tokens.user.telegram_id
    return tokens


@router.post(
    "/refresh",
    dependencies=[RefreshLimit],
    openapi_extra=raises(InvalidToken, TokenExpired, SessionRevoked, UserBlocked, TooLarge, TooMany),
)
async def refresh(request: Request, body: Refresh, resources: ResourcesDep) -> Tokens:
    """Exchange a refresh token for new tokens. A token used again after 30 s ends its whole session."""
    async with resources.units.open() as unit:
        tokens = await resources.authenticator.refresh(unit, body.refresh_token)
        if tokens is not None:
            await limit_refreshes_of(resources, tokens.user.telegram_id)
    if tokens is None:
        raise SessionRevoked
    request.state.signed_in = tokens.user.telegram_id
    return tokens


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
async def logout(caller: CurrentUser, unit: UnitDep) -> None:
    """End this session. The access token lives on until its end."""
    await sessions.end_own(unit, telegram_id=caller.telegram_id, sid=caller.claims.sid)


@router.post("/logout-all", status_code=status.HTTP_204_NO_CONTENT)
async def logout_all(caller: CurrentUser, unit: UnitDep) -> None:
    """End every session, access token and live socket of this user now."""
    await sessions.close_all(unit, telegram_id=caller.telegram_id)


@router.get("/sessions")
async def list_sessions(caller: CurrentUser, unit: UnitDep) -> list[SessionRead]:
    """One's own live sessions, last used first."""
    return await sessions.live_sessions(unit, telegram_id=caller.telegram_id, current=caller.claims.sid)


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, openapi_extra=raises(UnknownSession))
async def end_session(session_id: UUID, caller: CurrentUser, unit: UnitDep) -> None:
    """End one of one's own sessions."""
    await sessions.close_session(unit, telegram_id=caller.telegram_id, sid=session_id)


@router.get("/me")
async def me(caller: CurrentUser, unit: UnitDep) -> Me:
    """Who I am, what is open to me, what I chose."""
    return await profile.read_me(unit, caller.telegram_id)


@router.patch("/me", dependencies=[UserLimit], openapi_extra=raises(UnknownModel, TooLarge, TooMany))
async def change_me(body: PreferencesPatch, caller: CurrentUser, unit: UnitDep) -> Me:
    """Change language, time zone, and which messages come when. What is not given stays."""
    return await profile.change_preferences(unit, caller.telegram_id, body)


@router.get(
    "/my-subscriptions",
    responses=NOT_MODIFIED,
    response_model=Access,
)
async def my_subscriptions(
    request: Request,
    response: Response,
    caller: CurrentUser,
    unit: UnitDep,
    if_none_match: IfNoneMatch = None,
) -> Access | Response:
    """What is open to me now: the truth that a screen heals from."""
    access = await read_access(unit, caller.telegram_id)
    request.state.written_versions = {caller.telegram_id: access.subscription_version}
    etag = access_etag(access)
    if has_newest(etag, if_none_match):
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return access
