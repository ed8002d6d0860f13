"""The words of the messages: exact in both languages, well formed and short enough whatever stands in them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.messages.contents import (
    AccessChanged,
    AccessRequest,
    Content,
    Digest,
    Ended,
    EndsSoon,
    NewSignal,
    OpenModel,
    Reader,
    RequestAnswered,
    SignalClosed,
    SignalFacts,
)
from app.services.messages.format import cut, language_of, moment, name, percent, plural, utf16, visible_length, zone_of
from app.services.messages.markup import problems_of
from app.services.messages.render import render

BERLIN = ZoneInfo("Europe/Berlin")
EN, RU = Reader("en", BERLIN), Reader("ru", BERLIN)
YEAR = datetime.now(UTC).year
END = datetime(YEAR, 11, 30, 13, 30, tzinfo=UTC)
SIGNAL = SignalFacts("Shadow Stack", "EUR/USD", "BUY", "1.16243", "1.16526", "1.15986", 0.58, END, is_replay=False)
ASKED = AccessRequest(UUID(int=1), "Anna <b>", "anna", 1000002, "Shadow Stack", "Please & thanks", END)


@pytest.mark.parametrize(
    ("content", "english", "russian"),
    [
        (
            AccessChanged((OpenModel("Shadow Stack", END),), (), (), None),
            "<b>Shadow Stack</b> is open for you until 30 Nov, 14:30.",
            "Модель <b>Shadow Stack</b> открыта для вас до 30 нояб., 14:30.",
        ),
        (
            AccessChanged((OpenModel("A", None), OpenModel("B", END)), (), (), "Paid"),
            "Open for you:\n<b>A</b>: for ever\n<b>B</b>: until 30 Nov, 14:30\n<blockquote>Paid</blockquote>",
            "Для вас открыты:\n<b>A</b>: бессрочно\n<b>B</b>: до 30 нояб., 14:30\n<blockquote>Paid</blockquote>",
        ),
        (
            AccessChanged((), (OpenModel("A", END),), ("B",), "Refund <1>"),
            "<b>A</b> is extended: open until 30 Nov, 14:30.\n<b>B</b> was revoked."
            "\n<blockquote>Refund &lt;1&gt;</blockquote>",
            "Доступ к модели <b>A</b> продлён: до 30 нояб., 14:30.\nДоступ к <b>B</b> отозван."
            "\n<blockquote>Refund &lt;1&gt;</blockquote>",
        ),
        (
            AccessChanged((), (), ("A", "B"), None, is_undo=True),
            "A change was undone.\nRevoked: <b>A</b> and <b>B</b>.",
            "Изменение отменено.\nОтозван доступ: <b>A</b> и <b>B</b>.",
        ),
        (
            EndsSoon(("Shadow Stack",), END, 3),
            "<b>Shadow Stack</b> ends in 3 days, on 30 Nov, 14:30.\nYou can ask to extend in the app.",
            "Доступ к <b>Shadow Stack</b> закончится через 3 дня: 30 нояб., 14:30.\n"
            "Попросить продлить можно в приложении.",
        ),
        (
            EndsSoon(("A", "B"), END, 1),
            "<b>A</b> and <b>B</b> end in 1 day, on 30 Nov, 14:30.\nYou can ask to extend in the app.",
            "Доступ к <b>A</b> и <b>B</b> закончится через 1 день: 30 нояб., 14:30.\n"
            "Попросить продлить можно в приложении.",
        ),
        (
            Ended(("A",)),
            "<b>A</b> ended on its date.\nYou can ask to extend in the app.",
            "<b>A</b>: срок закончился.\nПопросить продлить можно в приложении.",
        ),
        (
            RequestAnswered("A", is_approved=True, ends_at=None, reason=None),
            "Your request is approved: <b>A</b> is open for you for ever.",
            "Запрос одобрен: модель <b>A</b> открыта для вас бессрочно.",
        ),
        (
            RequestAnswered("A", is_approved=False, ends_at=None, reason="Not now"),
            "Your request for <b>A</b> was declined.\n<blockquote>Not now</blockquote>",
            "Запрос на <b>A</b> отклонён.\n<blockquote>Not now</blockquote>",
        ),
        (
            NewSignal(SIGNAL, is_missed=False),
            "<b>EUR/USD Buy</b> · Shadow Stack\nEntry <code>1.16243</code>\n"
            "Stop <code>1.15986</code>, target <code>1.16526</code>\nConfidence 58%, closes by 30 Nov, 14:30",
            "<b>EUR/USD Покупка</b> · Shadow Stack\nВход <code>1.16243</code>\n"
            "Стоп <code>1.15986</code>, цель <code>1.16526</code>\nУверенность 58\u00a0%, закроется до 30 нояб., 14:30",
        ),
        (
            SignalClosed(SIGNAL, "lost", "1.15986", Decimal("-1.00")),
            "<b>EUR/USD Buy: stop</b> · Shadow Stack\nEntry <code>1.16243</code>, exit <code>1.15986</code>\n"
            "<b>\u22121.00R</b>",
            "<b>EUR/USD Покупка: стоп</b> · Shadow Stack\nВход <code>1.16243</code>, выход <code>1.15986</code>\n"
            "<b>\u22121.00R</b>",
        ),
        (
            ASKED,
            "<b>Anna &lt;b&gt;</b> @anna (<code>1000002</code>) asks for <b>Shadow Stack</b>\n"
            "<blockquote>Please &amp; thanks</blockquote>\nAsked 30 Nov, 14:30",
            "<b>Anna &lt;b&gt;</b> @anna (<code>1000002</code>) просит доступ к <b>Shadow Stack</b>\n"
            "<blockquote>Please &amp; thanks</blockquote>\nЗапрос от 30 нояб., 14:30",
        ),
    ],
)
def test_messages_say_what_for_which_model_until_when_and_why(content: Content, english: str, russian: str) -> None:
    assert render(content, EN) == english
    assert render(content, RU) == russian


def test_a_missed_signal_is_told_as_missed_and_a_replay_as_the_past() -> None:
    missed = render(NewSignal(SIGNAL, is_missed=True), EN)
    assert missed.startswith("Missed: <b>EUR/USD Buy</b>")
    assert "not to be followed" in missed
    past = SignalFacts("M", "EUR/USD", "SELL", "1", "2", "3", 0.5, END, is_replay=True)
    assert "Replay" in render(NewSignal(past, is_missed=False), EN)
    assert "Повтор" in render(SignalClosed(past, "won", "1", Decimal(1)), RU)


def test_a_digest_puts_access_first_and_adds_results_up() -> None:
    items: tuple[Content, ...] = (
        NewSignal(SIGNAL, is_missed=True),
        NewSignal(SIGNAL, is_missed=False),
        SignalClosed(SIGNAL, "won", "1.16526", Decimal("1.10")),
        SignalClosed(SIGNAL, "lost", "1.15986", Decimal("-1.00")),
        AccessChanged((OpenModel("A", None),), (), (), None),
    )
    assert render(Digest(items, after_quiet_hours=True), EN) == (
        "While it was quiet: 1 change of access, 2 results and 2 new signals.\n\n"
        "<b>A</b> is open for you for ever.\n\n"
        "<b>EUR/USD Buy</b>: target, +1.10R · Shadow Stack\n"
        "<b>EUR/USD Buy</b>: stop, \u22121.00R · Shadow Stack\n\n"
        "<b>EUR/USD Buy</b> <code>1.16243</code> · Shadow Stack\n"
        "Missed: <b>EUR/USD Buy</b> <code>1.16243</code> · Shadow Stack\n"
        "Results together: <b>+0.10R</b>"
    )
    assert render(Digest(items, after_quiet_hours=False), RU).startswith(
        "Сразу несколько: 1 изменение доступа, 2 итога"
    )


def test_a_long_digest_counts_what_has_no_room() -> None:
    text = render(Digest((NewSignal(SIGNAL, is_missed=False),) * 200, after_quiet_hours=True), EN)
    assert "200 new signals" in text
    assert text.splitlines()[-1].startswith("And ")
    assert visible_length(text) <= 4096


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (21, "21 days", "21 день"),
        (22, "22 days", "22 дня"),
        (25, "25 days", "25 дней"),
    ],
)
def test_numbers_take_the_right_form(number: int, english: str, russian: str) -> None:
    assert plural("en", number, "day", "days") == english
    assert plural("ru", number, "день", "дня", "дней") == russian


def test_moments_are_those_of_the_readers_clock() -> None:
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert moment(before, EN, now=now) == "29 Mar, 01:59"
    assert moment(before + timedelta(minutes=1), EN, now=now) == "29 Mar, 03:00"
    assert moment(before, Reader("en", UTC), now=now) == "29 Mar, 00:59 UTC"
    assert "2026" in moment(before, EN, now=datetime(2027, 1, 1, tzinfo=UTC))


def test_names_cannot_turn_a_line_around_or_break_it() -> None:
    assert name("Anna\n\u202e<b>") == "Anna &lt;b&gt;"
    assert name("דנה") == "\u2068דנה\u2069"
    assert name("x" * 100) == "x" * 63 + "\u2026"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cut(family * 10, 20) == family * 2 + "\u2026"
    assert cut("e\u0301" * 10, 4) == "e\u0301\u2026"


def test_languages_and_zones_have_a_way_out() -> None:
    assert [language_of(code) for code in ("ru", "ru-RU", "RU", "en", "uk", "rub", None)] == [*["ru"] * 3, *["en"] * 4]
    assert zone_of("Nowhere/At_All") is UTC
    assert zone_of(None) is UTC
    assert percent(0.489, "ru", 1) == "48,9\u00a0%"


_TEXT = st.text(max_size=1200)
_NAMES = st.lists(_TEXT, max_size=50).map(tuple)
_OPEN = st.lists(st.builds(OpenModel, name=_TEXT, ends_at=st.none() | st.just(END)), max_size=50).map(tuple)
_FACTS = st.builds(SignalFacts, model=_TEXT, pair=st.just("EUR/USD"), entry=st.just("1"), take_profit=st.just("1"),
    stop_loss=st.just("1"), confidence=st.floats(0, 1), expires_at=st.just(END))  # fmt: skip
_CONTENT: st.SearchStrategy[Content] = st.one_of(
    st.builds(AccessChanged, granted=_OPEN, extended=_OPEN, revoked=_NAMES, reason=st.none() | _TEXT),
    st.builds(EndsSoon, models=_NAMES, ends_at=st.just(END), days=st.sampled_from([1, 3])),
    st.builds(Ended, models=_NAMES),
    st.builds(RequestAnswered, model=_TEXT, ends_at=st.none(), reason=st.none() | _TEXT),
    st.builds(NewSignal, signal=_FACTS),
    st.builds(SignalClosed, signal=_FACTS, exit_price=st.just("1"), result_r=st.decimals(-9, 9, places=2)),
    st.builds(AccessRequest, person=_TEXT, username=st.none() | st.just("anna"), telegram_id=st.just(1), model=_TEXT,
        message=st.none() | _TEXT, asked_at=st.just(END), answered_by=st.none() | _TEXT),
)  # fmt: skip


@given(
    content=_CONTENT | st.builds(Digest, items=st.lists(_CONTENT, max_size=40).map(tuple)),
    reader=st.sampled_from([EN, RU]),
)
def test_whatever_people_write_telegram_takes_it(content: Content | Digest, reader: Reader) -> None:
    text = render(content, reader)
    assert visible_length(text) <= 4096
    assert [problem for problem in problems_of(text) if problem.code != "empty"] == []


def test_the_largest_message_has_room() -> None:
    many = tuple(OpenModel("W" * 100, END) for _ in range(50))
    content = AccessChanged(many, many, tuple("W" * 100 for _ in range(50)), "W" * 1000, is_undo=True)
    assert visible_length(render(content, RU)) <= 4096


@given(text=_TEXT, most=st.integers(2, 100))
def test_cutting_keeps_its_word(text: str, most: int) -> None:
    assert utf16(cut(text, most)) <= most
