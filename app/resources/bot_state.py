"""What this process knows of its bot."""

from dataclasses import dataclass


@dataclass(slots=True)
class BotState:
    """``username`` is null until Telegram has told it; ``trouble`` says why the bot does not hear or send."""

    username: str | None = None
    trouble: str | None = None
