"""Why something was not done, in plain text: it stands in messages and beside buttons."""

from dataclasses import dataclass, fields
from typing import Final

from app.errors import AppError
from app.services.messages.contents import Language


@dataclass(frozen=True, slots=True)
class Refusals:
    """A field for each code of an error that a person can cause here; ``other`` for every other one."""

    user_blocked: str
    unknown_user: str
    unknown_model: str
    unknown_request: str
    model_retired: str
    already_active: str
    already_pending: str
    already_decided: str
    invalid_expiry: str
    last_admin: str
    other: str


REFUSALS: Final[dict[Language, Refusals]] = {
    "en": Refusals(
        user_blocked="Your account is blocked.",
        unknown_user="There is nobody with this id.",
        unknown_model="There is no such model.",
        unknown_request="There is no such request any more.",
        model_retired="This model is retired: it cannot be given any more.",
        already_active="This model is open for you for ever.",
        already_pending="You have asked for this model already. The answer comes here.",
        already_decided="This request has been answered already.",
        invalid_expiry="That end lies in the past or too far ahead.",
        last_admin="The last admin cannot be demoted, blocked or deleted.",
        other="This cannot be done. Nothing was changed.",
    ),
    "ru": Refusals(
        user_blocked="Ваш аккаунт заблокирован.",
        unknown_user="Человека с таким ID нет.",
        unknown_model="Такой модели нет.",
        unknown_request="Этого запроса больше нет.",
        model_retired="Модель снята: открыть её больше нельзя.",
        already_active="Эта модель открыта для вас бессрочно.",
        already_pending="Вы уже запросили эту модель. Ответ придёт сюда.",
        already_decided="На этот запрос уже ответили.",
        invalid_expiry="Этот срок уже прошёл или слишком далёк.",
        last_admin="Последнего администратора нельзя понизить, заблокировать или удалить.",
        other="Так сделать нельзя. Ничего не изменилось.",
    ),
}

_KNOWN: Final = frozenset(field.name for field in fields(Refusals))


def refusal(error: AppError, language: Language) -> str:
    """Why an order was refused, as plain text of at most 200 characters."""
    words: str = getattr(REFUSALS[language], error.code if error.code in _KNOWN else "other")
    return words
