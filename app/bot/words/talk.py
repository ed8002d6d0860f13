"""What the bot says to everybody. ``{...}`` is filled in; texts are in Telegram's HTML, labels of buttons are not."""

from dataclasses import dataclass
from typing import Final

from app.services.messages.contents import Language

Forms = tuple[str, ...]
"""One and other in English; one, few and many in Russian."""


@dataclass(frozen=True, slots=True)
class TalkWords:
    greeting: str
    open_app: str
    free_open: str
    unknown_command: str
    not_a_command: str
    help_head: str
    help_admin: str
    example: str
    out_of_date: str
    more: str
    status_head: str
    nothing_open: str
    how_to_ask: str
    next_reminder: str
    reminder_days: Forms
    reminders_off: str
    pending_head: str
    asked_at: str
    request_pending: str
    request_approved: str
    request_approved_over: str
    request_rejected: str


TALK: Final[dict[Language, TalkWords]] = {
    "en": TalkWords(
        greeting=(
            "<b>Forex Signals</b>: signals of trading models, with entry, stop and target.\n\n"
            "Each model shows how often it hit, how sure that is, and what chance reaches on the same candles. "
            "It is measured, not promised, and it is not advice: what you trade is your own decision."
        ),
        open_app="Open the app",
        free_open="Open for you: {models}.",
        unknown_command="I do not know this command. /help lists those that I know.",
        not_a_command=(
            "I only read commands: /status says what is open for you, /models lists the models, /help the rest. "
            "Signals and everything else are in the app."
        ),
        help_head="What I can do:",
        help_admin="For admins:",
        example="Example: {command}",
        out_of_date="This button is out of date.",
        more="And {n} more.",
        status_head="Open for you:",
        nothing_open="No model is open for you.",
        how_to_ask="/models lists all of them; ask for one by its button.",
        next_reminder="Next reminder: {at}, {days} before the end.",
        reminder_days=("day", "days"),
        reminders_off="Reminders are off. /settings turns them on.",
        pending_head="Asked for, no answer yet:",
        asked_at="{model}, asked {at}",
        request_pending="Your request for {model} waits for an answer since {at}. The answer comes here.",
        request_approved="Your request for {model} was approved: it is open for you {end}.",
        request_approved_over="Your request for {model} was approved on {at}. It is not open any more.",
        request_rejected="Your request for {model} was declined on {at}.",
    ),
    "ru": TalkWords(
        greeting=(
            "<b>Forex Signals</b>: сигналы торговых моделей с входом, стопом и целью.\n\n"
            "У каждой модели видно, как часто она попадает, насколько это надёжно и что на тех же свечах даёт случай. "
            "Это измерено, а не обещано, и это не совет: чем торговать, решаете вы."
        ),
        open_app="Открыть приложение",
        free_open="Для вас открыто: {models}.",
        unknown_command="Такой команды я не знаю. Все команды показывает /help.",
        not_a_command=(
            "Я понимаю только команды: /status покажет, что для вас открыто, /models перечислит модели, "
            "/help покажет остальное. Сигналы и всё прочее есть в приложении."
        ),
        help_head="Что я умею:",
        help_admin="Для администраторов:",
        example="Пример: {command}",
        out_of_date="Эта кнопка устарела.",
        more="И ещё {n}.",
        status_head="Для вас открыты:",
        nothing_open="Для вас пока не открыта ни одна модель.",
        how_to_ask="/models покажет все модели; доступ запрашивается кнопкой.",
        next_reminder="Следующее напоминание: {at}, за {days} до конца.",
        reminder_days=("день", "дня", "дней"),
        reminders_off="Напоминания выключены. Включить их можно в /settings.",
        pending_head="Запрошены, ответа пока нет:",
        asked_at="{model}, запрос от {at}",
        request_pending="Запрос на {model} ждёт ответа, отправлен {at}. Ответ придёт сюда.",
        request_approved="Запрос на {model} одобрен: модель открыта для вас {end}.",
        request_approved_over="Запрос на {model} был одобрен {at}. Сейчас модель закрыта.",
        request_rejected="Запрос на {model} отклонён {at}.",
    ),
}
