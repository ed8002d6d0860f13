"""The gate as dependencies: a signed-in user, an admin, a holder of a model.

They take the request and find the rest themselves: each dependency of a dependency costs the guarded path a share of
its speed.
"""

from collections.abc import Awaitable, MutableMapping
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from app.deps.client import ClientAddress
from app.deps.resources import get_resources
from app.errors import AdminRequired, UnknownModel
from app.models.users import Role
from app.resources import Resources
from app.services.gate import BlockedCaller, Caller
from app.services.subscriptions.change import Actor
from app.services.tokens import seen_version, token_in


async def proven(state: MutableMapping[str, object], identified: Awaitable[Caller]) -> Caller:
    """The caller, left in the request's state too: the answer carries this user's version, also one of refusal."""
    try:
        caller = await identified
    except BlockedCaller as blocked:
        state["caller"] = blocked.caller
        raise
    state["caller"] = caller
    return caller


async def let_holder_pass(resources: Resources, caller: Caller, model_id: str) -> None:
    """Raise UnknownModel before any right is asked, SubscriptionRequired where the caller does not hold the model."""
    if not await resources.catalogue.knows(model_id):
        raise UnknownModel(model_id=model_id)
    await resources.gate.require(caller, model_id)


class _Bearer(HTTPBearer):
    """The scheme of the document, with refusals of our own."""

    async def __call__(self, request: Request) -> str | None:  # type: ignore[override]
        return token_in(request.headers.get("authorization"))


_BEARER = _Bearer(auto_error=False, bearerFormat="JWT", description="The access_token of /api/auth/login")


async def current_user(request: Request, token: Annotated[str | None, Depends(_BEARER)]) -> Caller:
    """Prove who is calling. The version that the client has seen is the least that it may be answered from."""
    seen = seen_version(request.headers.get("x-subscription-version"))
    return await proven(request.scope["state"], (await get_resources(request)).gate.begin(token, seen=seen))


CurrentUser = Annotated[Caller, Depends(current_user)]


async def admin_required(caller: CurrentUser) -> Caller:
    """Let admins pass, by the role in the row."""
    if caller.role != Role.ADMIN:
        raise AdminRequired
    return caller


AdminUser = Annotated[Caller, Depends(admin_required)]

ModelPath = Annotated[str, Path(max_length=50, examples=["logistic-spy"])]


async def known_model(request: Request, model_id: ModelPath) -> str:
    """A model that exists. Raises UnknownModel."""
    if not await (await get_resources(request)).catalogue.knows(model_id):
        raise UnknownModel(model_id=model_id)
    return model_id


async def subscription_required(request: Request, model_id: ModelPath, caller: CurrentUser) -> str:
    """Let holders of the path's model pass. Raises UnknownModel before any right is asked, or SubscriptionRequired."""
    await let_holder_pass((await get_resources(request)), caller, model_id)
    return model_id


HeldModel = Annotated[str, Depends(subscription_required)]
KnownModel = Annotated[str, Depends(known_model)]


async def acting_admin(admin: AdminUser, address: ClientAddress) -> Actor:
    return Actor(telegram_id=admin.telegram_id, ip_address=address)


ActingAdmin = Annotated[Actor, Depends(acting_admin)]
