"""What the bot says to admins."""

from dataclasses import dataclass
from typing import Final

from app.services.messages.contents import Language

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdminWords:
    usage: str
    nobody: str
    several: str
    candidates: str
    no_model: str
    did_you_mean: str
    all_models: str
    bad_days: str
    person_id: str
    roles: dict[str, str]
    blocked: str
    language: str
    reaches: dict[str, str]
    version: str
    rights_head: str
    no_rights: str
    history_head: str
    requests_head: str
    actions: dict[str, str]
    by_system: str
    by: str
    in_app: str
    grant: str
    grant_for_ever: str
    revoke: str
    days: Forms
    now: str
    not_open: str
    then: str
    reason: str
    no_reason: str
    is_blocked: str
    nothing_to_grant: str
    nothing_to_revoke: str
    model_retired: str
    confirm: str
    cancel: str
    ask_confirm: str
    granted: str
    revoked: str
    new_version: str
    unchanged: str
    cancelled: str
    changed_since: str
    late: str
    note_done: str
    note_unchanged: str
    note_cancelled: str
    note_changed_since: str
    note_late: str
    note_pressed: str
    note_foreign: str
    note_unknown: str
    for_admins: str
    no_requests: str
    position: str
    more_wait: str
    open_now: str
    note_approved: str
    note_rejected: str
    stats_people: str
    stats_new: str
    stats_rights: str
    stats_ending: str
    stats_requests: str
    stats_oldest: str
    stats_signals: str
    stats_models: str
    stats_model: str


ADMIN_WORDS: Final[dict[Language, AdminWords]] = {
    "en": AdminWords(
        usage="Write it as <code>{syntax}</code>\nExample: <code>{example}</code>",
        nobody="Nobody here is called {who}.",
        several="Several people are called {who}. Take the id:",
        candidates="Nobody here is called exactly {who}. Did you mean:",
        no_model="There is no model {model}.",
        did_you_mean="Did you mean {models}?",
        all_models="Models: {models}.",
        bad_days="Days are a whole number from 1 to {most}.",
        person_id="ID <code>{id}</code>",
        roles={"user": "user", "admin": "admin"},
        blocked="blocked by us",
        language="language {language}",
        reaches={
            "ok": "the bot can write to them",
            "needs_start": "has not started the bot",
            "blocked": "has blocked the bot",
            "gone": "their Telegram account is gone",
        },
        version="Version {version}",
        rights_head="Open now:",
        no_rights="Nothing is open.",
        history_head="Last changes:",
        requests_head="Asked for, no answer yet:",
        actions={
            "register": "registered",
            "grant": "granted",
            "extend": "end changed",
            "revoke": "revoked",
            "expire": "ended on its date",
            "role": "role changed",
            "block": "blocked",
            "unblock": "unblocked",
            "undo": "change undone",
            "delete": "deleted",
        },
        by_system="by the system",
        by="by {name}",
        in_app="Open in the app",
        grant="Grant {model} to {person} for {days}.",
        grant_for_ever="Grant {model} to {person} for ever.",
        revoke="Revoke {model} from {person}.",
        days=("day", "days"),
        now="Now: {state}.",
        not_open="not open",
        then="Then: open {end}.",
        reason="Reason: {reason}",
        no_reason="No reason given.",
        is_blocked="Their account is blocked: they cannot use it before it is unblocked.",
        nothing_to_grant="{model} is open for {person} {end} already. There is nothing to change.",
        nothing_to_revoke="{model} is not open for {person}. There is nothing to revoke.",
        model_retired="{model} is retired: it cannot be given any more.",
        confirm="Confirm",
        cancel="Cancel",
        ask_confirm="Shall I do this? The buttons work for 15 minutes.",
        granted="Done: {model} is open for {person} {end}.",
        revoked="Done: {model} is revoked from {person}.",
        new_version="Version {version}.",
        unchanged="Nothing had to change: {model}, {person}.",
        cancelled="Cancelled: {model}, {person}. Nothing was changed.",
        changed_since="The rights of {person} to {model} have changed since. Nothing was done; send the command again.",
        late="Too late: {model}, {person}. Nothing was changed; send the command again.",
        note_done="Done",
        note_unchanged="Nothing had to change",
        note_cancelled="Cancelled",
        note_changed_since="Their rights have changed since. Nothing was done.",
        note_late="This order is older than 15 minutes. Nothing was changed; send it again.",
        note_pressed="This order has been answered already.",
        note_foreign="This is another admin's order.",
        note_unknown="There is no such order any more.",
        for_admins="Only an admin may do this.",
        no_requests="No request waits for an answer.",
        position="Request {at} of {total}",
        more_wait="Waiting for an answer: {n}. /requests",
        open_now="Open {end}.",
        note_approved="Approved",
        note_rejected="Declined",
        stats_people="People: {users}, admins {admins}, blocked {blocked}",
        stats_new="New today {today}, in 7 days {week}; here in the last 24 hours {active}",
        stats_rights="Rights that run: {rights}",
        stats_ending="End within 7 days: {rights}, of people: {people}",
        stats_requests="Requests without an answer: {requests}",
        stats_oldest="the oldest from {at}",
        stats_signals="Signals published: {signals}",
        stats_models="By model:",
        stats_model="{model}: {active}, end within 7 days {ending}, new in 7 days {new}",
    ),
    "ru": AdminWords(
        usage="Формат: <code>{syntax}</code>\nПример: <code>{example}</code>",
        nobody="Никого с именем {who} здесь нет.",
        several="Людей с именем {who} несколько. Укажите ID:",
        candidates="Точно с именем {who} здесь никого нет. Возможно:",
        no_model="Модели {model} нет.",
        did_you_mean="Возможно, {models}?",
        all_models="Модели: {models}.",
        bad_days="Дни: целое число от 1 до {most}.",
        person_id="ID <code>{id}</code>",
        roles={"user": "пользователь", "admin": "администратор"},
        blocked="заблокирован нами",
        language="язык {language}",
        reaches={
            "ok": "бот может писать",
            "needs_start": "не запускал(а) бота",
            "blocked": "заблокировал(а) бота",
            "gone": "аккаунта в Telegram больше нет",
        },
        version="Версия {version}",
        rights_head="Открыто сейчас:",
        no_rights="Ничего не открыто.",
        history_head="Последние изменения:",
        requests_head="Запрошены, ответа пока нет:",
        actions={
            "register": "регистрация",
            "grant": "открыто",
            "extend": "новый срок",
            "revoke": "отозвано",
            "expire": "срок закончился",
            "role": "смена роли",
            "block": "блокировка",
            "unblock": "разблокировка",
            "undo": "отмена изменения",
            "delete": "удаление",
        },
        by_system="система",
        by="{name}",
        in_app="Открыть в приложении",
        grant="Открыть {model} для {person} на {days}.",
        grant_for_ever="Открыть {model} для {person} бессрочно.",
        revoke="Отозвать {model} у {person}.",
        days=("день", "дня", "дней"),
        now="Сейчас: {state}.",
        not_open="закрыта",
        then="Станет: открыта {end}.",
        reason="Причина: {reason}",
        no_reason="Причина не указана.",
        is_blocked="Аккаунт заблокирован: пользоваться моделью можно будет только после разблокировки.",
        nothing_to_grant="{model} уже открыта для {person} {end}. Менять нечего.",
        nothing_to_revoke="{model} для {person} не открыта. Отзывать нечего.",
        model_retired="{model} снята: открыть её больше нельзя.",
        confirm="Подтвердить",
        cancel="Отмена",
        ask_confirm="Выполнить? Кнопки действуют 15 минут.",
        granted="Готово: {model} открыта для {person} {end}.",
        revoked="Готово: {model} у {person} отозвана.",
        new_version="Версия {version}.",
        unchanged="Менять было нечего: {model}, {person}.",
        cancelled="Отменено: {model}, {person}. Ничего не изменилось.",
        changed_since="Права {person} на {model} с тех пор изменились. Ничего не сделано; отправьте команду снова.",
        late="Слишком поздно: {model}, {person}. Ничего не изменилось; отправьте команду снова.",
        note_done="Готово",
        note_unchanged="Менять было нечего",
        note_cancelled="Отменено",
        note_changed_since="Права с тех пор изменились. Ничего не сделано.",
        note_late="Команде больше 15 минут. Ничего не изменилось; отправьте её снова.",
        note_pressed="На эту команду уже ответили.",
        note_foreign="Это команда другого администратора.",
        note_unknown="Этой команды больше нет.",
        for_admins="Это может только администратор.",
        no_requests="Запросов без ответа нет.",
        position="Запрос {at} из {total}",
        more_wait="Ждут ответа: {n}. /requests",
        open_now="Открыта {end}.",
        note_approved="Одобрено",
        note_rejected="Отклонено",
        stats_people="Людей: {users}, администраторов {admins}, заблокировано {blocked}",
        stats_new="Новых сегодня {today}, за 7 дней {week}; были за последние 24 часа {active}",
        stats_rights="Действующих прав: {rights}",
        stats_ending="Закончатся за 7 дней: {rights}, людей: {people}",
        stats_requests="Запросов без ответа: {requests}",
        stats_oldest="самый старый от {at}",
        stats_signals="Опубликовано сигналов: {signals}",
        stats_models="По моделям:",
        stats_model="{model}: {active}, закончатся за 7 дней {ending}, новых за 7 дней {new}",
    ),
}
