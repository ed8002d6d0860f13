"""The buttons below a request for access, the same wherever an admin sees it."""

from typing import Final
from uuid import UUID

from app.integrations.telegram.messages import Button, Keyboard
from app.services.messages.contents import Language

DAYS: Final = 30
"""The term that one press grants; any other is given in the app."""

_LABELS: Final[dict[Language, tuple[str, str, str]]] = {
    "en": ("Approve 30 days", "Approve for ever", "Reject"),
    "ru": ("Одобрить на 30 дней", "Одобрить бессрочно", "Отклонить"),
}


def request_keyboard(request_id: UUID, language: Language) -> Keyboard:
    """``req:<hex>:30`` and ``req:<hex>:0`` approve, ``req:<hex>:no`` rejects."""
    days, for_ever, no = _LABELS[language]
    data = f"req:{request_id.hex}"
    return (
        (Button(days, data=f"{data}:{DAYS}"), Button(for_ever, data=f"{data}:0")),
        (Button(no, data=f"{data}:no"),),
    )
