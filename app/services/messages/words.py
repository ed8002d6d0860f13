"""The words of the messages, in both languages. A text is a field: one that a language lacks does not type-check."""

from dataclasses import dataclass
from typing import Final, Literal

from app.services.messages.contents import Language

Forms = tuple[str, ...]
"""One and other in English; one, few and many in Russian."""

Status = Literal["won", "lost", "expired"]
Answer = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Words:
    """``{...}`` is filled in; nothing else of a text changes."""

    granted: str
    granted_many: str
    extended: str
    extended_many: str
    revoked: str
    revoked_many: str
    put_back: str
    ends_soon: str
    ends_soon_many: str
    days: Forms
    ask_to_extend: str
    ended: str
    ended_many: str
    approved: str
    rejected: str
    buy: str
    sell: str
    entry: str
    plan: str
    confidence: str
    replay: str
    replayed: str
    missed: str
    missed_why: str
    statuses: dict[Status, str]
    exit: str
    quiet: str
    crowd: str
    changes: Forms
    reminders: Forms
    answers: Forms
    requests: Forms
    news: Forms
    results: Forms
    signals: Forms
    net: str
    more: str
    others: str
    wants: str
    asked_at: str
    answered: dict[Answer, str]
    answered_by: dict[Answer, str]
    orders: Forms
    order: dict[str, str]
    order_waits: str
    order_until: str
    people: Forms


EN: Final = Words(
    granted="{model} is open for you {end}.",
    granted_many="Open for you:",
    extended="{model} is extended: open {end}.",
    extended_many="Extended:",
    revoked="{model} was revoked.",
    revoked_many="Revoked: {models}.",
    put_back="An admin put back what was before.",
    ends_soon="{models} ends in {days}, on {at}.",
    ends_soon_many="{models} end in {days}, on {at}.",
    days=("day", "days"),
    ask_to_extend="You can ask to extend in the app.",
    ended="{models} ended on its date.",
    ended_many="{models} ended on their date.",
    approved="Your request is approved: {model} is open for you {end}.",
    rejected="Your request for {model} was declined.",
    buy="Buy",
    sell="Sell",
    entry="Entry {price}",
    plan="Stop {stop}, target {target}",
    confidence="Confidence {share}, closes by {at}",
    replay="Replay of past prices, not a trade for today.",
    replayed="{line}, replay",
    missed="Missed: {head}",
    missed_why="Its entry has passed. It is told for the record, not to be followed.",
    statuses={"won": "target", "lost": "stop", "expired": "expired"},
    exit="Entry {entry}, exit {exit}",
    quiet="While it was quiet: {counts}.",
    crowd="Several at once: {counts}.",
    changes=("change of access", "changes of access"),
    reminders=("reminder", "reminders"),
    answers=("answer to a request", "answers to requests"),
    requests=("request", "requests"),
    news=("piece of news", "pieces of news"),
    results=("result", "results"),
    signals=("new signal", "new signals"),
    net="Results together: {r}",
    more="And {n} more in the app.",
    others="{n} more",
    wants="{person} asks for {model}",
    asked_at="Asked {at}",
    answered={"approved": "Approved.", "rejected": "Declined."},
    answered_by={"approved": "Approved by {name}.", "rejected": "Declined by {name}."},
    orders=("order that waits", "orders that wait"),
    order={
        "role": "change a role",
        "deletion": "delete a person",
        "bulk": "carry out a bulk order",
        "batch_undo": "undo a bulk order",
        "change_undo": "undo a change of role",
    },
    order_waits="{person} wants to {order} ({people}) and needs a second admin.",
    order_until="It waits until {at}. Decide on the admin screens, under Approvals.",
    people=("person", "people"),
)

RU: Final = Words(
    granted="Модель {model} открыта для вас {end}.",
    granted_many="Для вас открыты:",
    extended="Доступ к модели {model} продлён: {end}.",
    extended_many="Продлены:",
    revoked="Доступ к {model} отозван.",
    revoked_many="Отозван доступ: {models}.",
    put_back="Администратор вернул то, что было раньше.",
    ends_soon="Доступ к {models} закончится через {days}: {at}.",
    ends_soon_many="Доступ к {models} закончится через {days}: {at}.",
    days=("день", "дня", "дней"),
    ask_to_extend="Попросить продлить можно в приложении.",
    ended="{models}: срок закончился.",
    ended_many="{models}: срок закончился.",
    approved="Запрос одобрен: модель {model} открыта для вас {end}.",
    rejected="Запрос на {model} отклонён.",
    buy="Покупка",
    sell="Продажа",
    entry="Вход {price}",
    plan="Стоп {stop}, цель {target}",
    confidence="Уверенность {share}, закроется до {at}",
    replay="Повтор прошлых цен, а не сделка на сегодня.",
    replayed="{line}, повтор",
    missed="Пропущен: {head}",
    missed_why="Вход уже пройден. Сообщаем для истории, следовать ему не нужно.",
    statuses={"won": "цель", "lost": "стоп", "expired": "истёк"},
    exit="Вход {entry}, выход {exit}",
    quiet="За тихие часы: {counts}.",
    crowd="Сразу несколько: {counts}.",
    changes=("изменение доступа", "изменения доступа", "изменений доступа"),
    reminders=("напоминание", "напоминания", "напоминаний"),
    answers=("ответ на запрос", "ответа на запросы", "ответов на запросы"),
    requests=("запрос", "запроса", "запросов"),
    news=("новость", "новости", "новостей"),
    results=("итог", "итога", "итогов"),
    signals=("новый сигнал", "новых сигнала", "новых сигналов"),
    net="Итоги вместе: {r}",
    more="И ещё {n} в приложении.",
    others="ещё {n}",
    wants="{person} просит доступ к {model}",
    asked_at="Запрос от {at}",
    answered={"approved": "Одобрено.", "rejected": "Отклонено."},
    answered_by={"approved": "Одобрено. Ответ дал(а) {name}.", "rejected": "Отклонено. Ответ дал(а) {name}."},
    orders=("распоряжение ждёт решения", "распоряжения ждут решения", "распоряжений ждут решения"),
    order={
        "role": "сменить роль",
        "deletion": "удалить человека",
        "bulk": "выполнить массовое изменение",
        "batch_undo": "отменить массовое изменение",
        "change_undo": "отменить смену роли",
    },
    order_waits="{person} хочет {order} ({people}), нужно согласие второго администратора.",
    order_until="Ждёт до {at}. Решить можно на экранах администратора, раздел «Согласования».",
    people=("человек", "человека", "человек"),
)

WORDS: Final[dict[Language, Words]] = {"en": EN, "ru": RU}
