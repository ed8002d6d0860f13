"""The words of the messages: exact in both languages, well formed and short enough whatever stands in them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.messages.contents import (
    AccessChanged,
    AccessRequest,
    Announcement,
    Content,
    Digest,
    Ended,
    EndsSoon,
    NewSignal,
    OpenModel,
    OrderWaits,
    Reader,
    RequestAnswered,
    SignalClosed,
    SignalFacts,
)
from app.services.messages.format import visible_length
from app.services.messages.markup import problems_of
from app.services.messages.render import render
from tests.services.balance import is_balanced

BERLIN = ZoneInfo("Europe/Berlin")
EN, RU = Reader("en", BERLIN), Reader("ru", BERLIN)
YEAR = datetime.now(BERLIN).year
END = datetime(YEAR, 11, 30, 13, 30, tzinfo=UTC)
SIGNAL = SignalFacts("Shadow Stack", "EUR/USD", "BUY", "1.16243", "1.16526", "1.15986", 0.58, END, is_replay=False)
PAST = SignalFacts("M", "EUR/USD", "SELL", "1", "2", "3", 0.5, END, is_replay=True)
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
            "An admin put back what was before.\nRevoked: <b>A</b> and <b>B</b>.",
            "Администратор вернул то, что было раньше.\nОтозван доступ: <b>A</b> и <b>B</b>.",
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
            SignalClosed(replace(SIGNAL, direction="SELL"), "won", "1.16526", Decimal("1.1")),
            "<b>EUR/USD Sell: target</b> · Shadow Stack\nEntry <code>1.16243</code>, exit <code>1.16526</code>\n"
            "<b>+1.10R</b>",
            "<b>EUR/USD Продажа: цель</b> · Shadow Stack\nВход <code>1.16243</code>, выход <code>1.16526</code>\n"
            "<b>+1.10R</b>",
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
    assert render(NewSignal(SIGNAL, is_missed=True), RU).endswith(
        "\nВход уже пройден. Сообщаем для истории, следовать ему не нужно."
    )
    assert render(NewSignal(PAST, is_missed=False), EN).endswith("\nReplay of past prices, not a trade for today.")
    assert render(SignalClosed(PAST, "won", "1", Decimal(1)), RU).endswith(
        "\nПовтор прошлых цен, а не сделка на сегодня."
    )


@pytest.mark.parametrize(
    ("answer", "by", "english", "russian"),
    [
        ("approved", "Bea & Co", "Approved by Bea &amp; Co.", "Одобрено. Ответ дал(а) Bea &amp; Co."),
        ("rejected", "Bea", "Declined by Bea.", "Отклонено. Ответ дал(а) Bea."),
        ("approved", None, "Approved.", "Одобрено."),
        ("rejected", None, "Declined.", "Отклонено."),
    ],
)
def test_a_request_that_was_answered_says_how_and_by_whom(
    answer: Literal["approved", "rejected"], by: str | None, english: str, russian: str
) -> None:
    answered = replace(ASKED, answer=answer, answered_by=by)
    assert render(answered, EN) == f"{render(ASKED, EN)}\n{english}"
    assert render(answered, RU) == f"{render(ASKED, RU)}\n{russian}"


def test_more_models_than_a_sentence_holds_are_counted() -> None:
    names = tuple(f"M{number}" for number in range(13))
    assert render(Ended(names), EN).startswith("<b>M0</b>, ")
    assert "<b>M9</b> and 3 more ended on their date." in render(Ended(names), EN)
    assert "<b>M9</b> и ещё 3: срок закончился." in render(Ended(names), RU)
    many = AccessChanged(tuple(OpenModel(model, None) for model in names), (), (), None)
    assert render(many, EN).splitlines()[-2:] == ["<b>M9</b>: for ever", "And 3 more in the app."]


@pytest.mark.parametrize("blank", ["", " \n ", "\u200b", "\u3164"])
def test_words_that_nobody_can_see_leave_no_empty_quote(blank: str) -> None:
    assert "blockquote" not in render(AccessChanged((), (), ("A",), blank), EN)
    assert "blockquote" not in render(replace(ASKED, message=blank), EN)


def test_an_announcement_is_the_operators_text_as_it_is() -> None:
    assert render(Announcement("<b>Hello</b> {all}"), RU) == "<b>Hello</b> {all}"


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
        "<b>EUR/USD Buy</b>: stop, \u22121.00R · Shadow Stack\n"
        "Results together: <b>+0.10R</b>\n\n"
        "<b>EUR/USD Buy</b> <code>1.16243</code> · Shadow Stack\n"
        "Missed: <b>EUR/USD Buy</b> <code>1.16243</code> · Shadow Stack"
    )
    assert render(Digest(items, after_quiet_hours=False), RU) == (
        "Сразу несколько: 1 изменение доступа, 2 итога и 2 новых сигнала.\n\n"
        "Модель <b>A</b> открыта для вас бессрочно.\n\n"
        "<b>EUR/USD Покупка</b>: цель, +1.10R · Shadow Stack\n"
        "<b>EUR/USD Покупка</b>: стоп, \u22121.00R · Shadow Stack\n"
        "Итоги вместе: <b>+0.10R</b>\n\n"
        "<b>EUR/USD Покупка</b> <code>1.16243</code> · Shadow Stack\n"
        "Пропущен: <b>EUR/USD Покупка</b> <code>1.16243</code> · Shadow Stack"
    )


def test_a_digest_says_which_signals_are_replayed_and_does_not_count_their_results() -> None:
    items: tuple[Content, ...] = (
        NewSignal(PAST, is_missed=False),
        NewSignal(PAST, is_missed=True),
        SignalClosed(PAST, "won", "1", Decimal(9)),
        SignalClosed(SIGNAL, "won", "1", Decimal(1)),
        SignalClosed(SIGNAL, "expired", "1", Decimal("0.004")),
    )
    assert render(Digest(items, after_quiet_hours=True), EN).splitlines()[2:] == [
        "<b>EUR/USD Sell</b>: target, +9.00R · M, replay",
        "<b>EUR/USD Buy</b>: target, +1.00R · Shadow Stack",
        "<b>EUR/USD Buy</b>: expired, 0.00R · Shadow Stack",
        "Results together: <b>+1.00R</b>",
        "",
        "<b>EUR/USD Sell</b> <code>1</code> · M, replay",
        "Missed: <b>EUR/USD Sell</b> <code>1</code> · M, replay",
    ]
    assert ", повтор" in render(Digest(items, after_quiet_hours=True), RU)


def test_a_digest_tells_of_requests_answers_and_ends_before_results() -> None:
    items: tuple[Content, ...] = (
        SignalClosed(SIGNAL, "won", "1.16526", Decimal("1.10")),
        EndsSoon(("C",), END, 1),
        Ended(("B",)),
        RequestAnswered("A", is_approved=False, ends_at=None, reason=None),
        ASKED,
        Announcement("News"),
    )
    english = render(Digest(items, after_quiet_hours=True), EN)
    assert english.startswith(
        "While it was quiet: 1 change of access, 1 request, 1 answer to a request, 1 reminder, 1 result and "
        "1 piece of news.\n\n"
    )
    starts = [paragraph.split()[0] for paragraph in english.split("\n\n")[1:]]
    assert starts == ["<b>Anna", "Your", "<b>B</b>", "<b>C</b>", "<b>EUR/USD", "News"]
    assert "net" not in english
    assert render(Digest(items, after_quiet_hours=True), RU).startswith(
        "За тихие часы: 1 изменение доступа, 1 запрос, 1 ответ на запрос, 1 напоминание, 1 итог и 1 новость."
    )


def test_a_long_digest_counts_what_has_no_room() -> None:
    text = render(Digest((NewSignal(SIGNAL, is_missed=False),) * 200, after_quiet_hours=True), EN)
    assert "200 new signals" in text
    assert text.splitlines()[-1].startswith("And ")
    assert visible_length(text) <= 4096


_TEXT = st.text(max_size=1200) | st.text(alphabet="<>&;/b\"'\n {}\u05d3\u202e\u200d\u0301\U0001f600", max_size=1200)
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
    st.builds(OrderWaits, asked_by=_TEXT, people=st.integers(1, 10_000), expires_at=st.just(END)),
)  # fmt: skip


@given(
    content=_CONTENT | st.builds(Digest, items=st.lists(_CONTENT, max_size=40).map(tuple)),
    reader=st.sampled_from([EN, RU]),
)
def test_whatever_people_write_telegram_takes_it(content: Content | Digest, reader: Reader) -> None:
    text = render(content, reader)
    assert visible_length(text) <= 4096
    assert [problem for problem in problems_of(text) if problem.code != "empty"] == []
    assert is_balanced(text)


def test_the_largest_message_has_room() -> None:
    many = tuple(OpenModel("W" * 100, END) for _ in range(50))
    content = AccessChanged(many, many, tuple("W" * 100 for _ in range(50)), "W" * 1000, is_undo=True)
    assert visible_length(render(content, RU)) <= 4096
