"""Lists in the order in which a reader wants them, and texts short enough for Telegram."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from app.bot.words.talk import TALK
from app.schemas.subscriptions import AccessRight
from app.services.messages.contents import Language
from app.services.messages.format import ELLIPSIS, count, cut, plain, visible_length

ROOM: Final = 2_500
"""UTF-16 units for the lines of a list: with what stands around it, it stays under Telegram's 4,096."""

_NEVER: Final = datetime.max.replace(tzinfo=UTC)
MAX_NOTE: Final = 200
MAX_LABEL: Final = 60


def fitted(lines: Sequence[str], language: Language, *, room: int = ROOM) -> list[str]:
    """As many lines as there is room for, then how many more there are."""
    kept: list[str] = []
    left = room
    for line in lines:
        left -= visible_length(line) + 1
        if left < 0:
            return [*kept, TALK[language].more.format(n=count(language, len(lines) - len(kept)))]
        kept.append(line)
    return kept


def soonest_first(rights: Sequence[AccessRight]) -> list[AccessRight]:
    """Rights in the order of their ends, what is open for ever last."""
    return sorted(rights, key=lambda right: (right.expires_at or _NEVER, right.model_name))


def note_text(text: str) -> str:
    """Plain text as short as what stands beside a pressed button has to be."""
    return cut(plain(text), MAX_NOTE)


def label(text: str) -> str:
    """A button's label of one line. Never empty: Telegram would refuse the whole message."""
    return cut(plain(text), MAX_LABEL) or ELLIPSIS
