"""Whether one admin's word is enough."""

from typing import Annotated, Any, Final

from fastapi import Depends, Response, status

from app.db.unit import Unit
from app.deps.gate import ActingAdmin
from app.deps.resources import ResourcesDep
from app.deps.unit import UnitDep
from app.schemas.approvals import ApprovalRead, LargeOrder
from app.services.approvals.ask import ask
from app.services.approvals.policy import Policy, judge
from app.services.approvals.read import show
from app.services.subscriptions.change import Actor

WAITS: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": ApprovalRead, "description": "Nothing has changed: the order waits for a second admin"}
}


class SecondAdmin:
    """The house's rule, for the order of one request."""

    def __init__(self, policy: Policy, unit: Unit, actor: Actor) -> None:
        self._policy = policy
        self._unit = unit
        self._actor = actor

    async def wanted_for(self, order: LargeOrder) -> Response | None:
        """The answer to an order that now waits; None where it may be carried out at once.

        Raises NoSecondAdmin, and NoSuchUser for who does not exist.
        """
        large = await judge(self._unit, self._policy, self._actor, order)
        if large is None:
            return None
        row = await ask(self._unit, self._actor, large)
        waiting = (await show(self._unit, [row]))[0]
        return Response(waiting.model_dump_json(), status_code=status.HTTP_202_ACCEPTED, media_type="application/json")


async def second_admin(actor: ActingAdmin, unit: UnitDep, resources: ResourcesDep) -> SecondAdmin:
    settings = resources.settings
    return SecondAdmin(Policy(settings.require_second_admin, settings.second_admin_over), unit, actor)


SecondAdminDep = Annotated[SecondAdmin, Depends(second_admin)]
