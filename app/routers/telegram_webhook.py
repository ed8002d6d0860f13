"""Telegram's updates. Mounted only where the bot listens here; the secret was checked on the way in."""

import json
from typing import Annotated, Final, Protocol, cast

from fastapi import APIRouter, Depends, Request, Response

from app.errors import Invalid

PATH: Final = "/telegram/webhook"
MAX_BODY: Final = 1_048_576
"""Bytes; an update repeats the message that it answers, with everything in it."""


class UpdateDoor(Protocol):
    """Takes updates as Telegram writes them."""

    async def take_raw(self, update: dict[str, object]) -> None: ...


async def update_door(request: Request) -> UpdateDoor:
    return cast("UpdateDoor", request.app.state.bot_door)


router = APIRouter(include_in_schema=False)


@router.post(PATH)
async def take_update(request: Request, door: Annotated[UpdateDoor, Depends(update_door)]) -> Response:
    """An update: it has had its effect when this is answered; 503 asks Telegram to send it again."""
    try:
        update = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Invalid("This is not an update") from None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise Invalid("This is not an update")
    await door.take_raw(update)
    return Response()
