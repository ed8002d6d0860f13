"""What anybody may know of this installation."""

from app.schemas.base import Read


class AppInfo(Read):
    """Where the app opens in Telegram, whether this is a developer's machine, and whether messages are sent."""

    bot_username: str | None
    is_development: bool
    has_bot: bool
