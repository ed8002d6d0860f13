"""The gate as dependencies: a signed-in user, an admin, a holder of a model."""

from typing import Annotated

from fastapi import Depends, Header, Path, Request
from fastapi.security import HTTPBearer

from app.deps.client import ClientAddress
from app.deps.resources import ResourcesDep
from app.errors import AdminRequired, InvalidToken, UnknownModel
from app.models.users import Role
from app.services.gate import BlockedCaller, Caller
from app.services.subscriptions.change import Actor

_BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="The access_token of /api/auth/login")


async def bearer_token(
    _documented: Annotated[object, Depends(_BEARER)],
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> str | None:
    """Take the token out of the header; None without one. Raises InvalidToken for another scheme."""
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken
    return token.strip()


async def current_user(
    request: Request, resources: ResourcesDep, token: Annotated[str | None, Depends(bearer_token)]
) -> Caller:
    """Prove who is calling; the answer will carry this user's version."""
    try:
        caller = await resources.gate.identify(token)
    except BlockedCaller as blocked:
        request.state.caller = blocked.caller
        raise
    request.state.caller = caller
    return caller


CurrentUser = Annotated[Caller, Depends(current_user)]


async def admin_required(caller: CurrentUser) -> Caller:
    """Let admins pass, by the role in the row."""
    if caller.role != Role.ADMIN:
        raise AdminRequired
    return caller


AdminUser = Annotated[Caller, Depends(admin_required)]

ModelPath = Annotated[str, Path(max_length=50, examples=["logistic-spy"])]


async def known_model(model_id: ModelPath, resources: ResourcesDep) -> str:
    """A model that exists. Raises UnknownModel."""
    if not await resources.catalogue.knows(model_id):
        raise UnknownModel(model_id=model_id)
    return model_id


async def subscription_required(model_id: ModelPath, caller: CurrentUser, resources: ResourcesDep) -> str:
    """Let holders of the path's model pass. Raises UnknownModel before any right is asked, or SubscriptionRequired."""
    await known_model(model_id, resources)
    await resources.gate.require(caller, model_id)
    return model_id


HeldModel = Annotated[str, Depends(subscription_required)]
KnownModel = Annotated[str, Depends(known_model)]


async def acting_admin(admin: AdminUser, address: ClientAddress) -> Actor:
    return Actor(telegram_id=admin.telegram_id, ip_address=address)


ActingAdmin = Annotated[Actor, Depends(acting_admin)]
