"""What the page needs before anybody has signed in: how to open the app in Telegram."""

from fastapi import APIRouter

from app.deps.resources import ResourcesDep
from app.schemas.app_info import AppInfo

router = APIRouter(prefix="/api/app", tags=["Other"])


@router.get("")
async def read_app_info(resources: ResourcesDep) -> AppInfo:
    """The bot that opens the app; null while it is not known."""
    settings = resources.settings
    return AppInfo(
        bot_username=settings.bot_username or resources.bot.username,
        is_development=not settings.is_production,
        has_bot=settings.bot_mode != "off",
    )
