"""Whether there is a bot to send by."""

from typing import Annotated

from fastapi import Depends

from app.deps.resources import ResourcesDep
from app.errors import BotOff


async def bot_required(resources: ResourcesDep) -> None:
    """Let pass where the bot is on. Raises BotOff."""
    if resources.settings.bot_mode == "off":
        raise BotOff


BotRequired = Annotated[None, Depends(bot_required)]
