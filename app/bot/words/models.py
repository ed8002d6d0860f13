"""What the bot says about models."""

from dataclasses import dataclass
from typing import Final

from app.services.messages.contents import Language

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelWords:
    head: str
    none: str
    open: str
    free: str
    locked: str
    asked: str
    asked_more: str
    accuracy: str
    signals: Forms
    unmeasured: str
    sources: dict[str, str]
    verdicts: dict[str, str]
    open_page: str
    extend: str
    request: str
    request_of: str
    requested: str


MODELS: Final[dict[Language, ModelWords]] = {
    "en": ModelWords(
        head="Models",
        none="There are no models yet.",
        open="open {end}",
        free="free, open {end}",
        locked="locked",
        asked="locked, asked {at}",
        asked_more="{state}, asked to extend {at}",
        accuracy="hit rate {rate} ({low} to {high}) over {n}, chance {chance}",
        signals=("signal", "signals"),
        unmeasured="accuracy not measured yet",
        sources={"live": "live", "backtest": "backtest"},
        verdicts={
            "not_enough_data": "not enough data yet",
            "better_than_chance": "better than chance",
            "worse_than_chance": "worse than chance",
            "not_distinguishable": "not distinguishable from chance",
        },
        open_page="Open {model}",
        extend="Ask to extend",
        request="Request access",
        request_of="Request {model}",
        requested="Requested. The answer comes here.",
    ),
    "ru": ModelWords(
        head="Модели",
        none="Моделей пока нет.",
        open="открыта {end}",
        free="бесплатная, открыта {end}",
        locked="закрыта",
        asked="закрыта, запрос от {at}",
        asked_more="{state}, запрос на продление от {at}",
        accuracy="доля успешных {rate} (от {low} до {high}) на {n}, наугад {chance}",
        signals=("сигнале", "сигналах", "сигналах"),
        unmeasured="точность ещё не измерена",
        sources={"live": "вживую", "backtest": "бэктест"},
        verdicts={
            "not_enough_data": "данных пока мало",
            "better_than_chance": "лучше случайного",
            "worse_than_chance": "хуже случайного",
            "not_distinguishable": "неотличимо от случайного",
        },
        open_page="Открыть {model}",
        extend="Попросить продлить",
        request="Запросить доступ",
        request_of="Запросить {model}",
        requested="Запрос отправлен. Ответ придёт сюда.",
    ),
}
