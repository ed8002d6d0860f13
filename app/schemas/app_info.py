"""What anybody may know of this installation."""

from app.schemas.base import Read


class AppInfo(Read):
    """Where the app opens in Telegram, and whether this is a developer's machine."""

    bot_username: str | None
    is_development: bool
