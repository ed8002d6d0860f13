"""Signals and results in the chat: to their holders, as they want them, never as new what is over."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.db.unit import Units
from app.models.signals import Signal
from app.services.market.candles import store_candles
from app.services.notifications.plan import tell_signals
from app.services.signals.ledger import Draft, publish_once
from app.services.signals.records import end_signals
from app.signals.market.provider import Quote
from tests.factories import FREE_MODEL, PAID_MODEL
from tests.notifications.outbox import Outbox, SkippingClock, choose, choose_quiet, give, meet, take
from tests.telegram.bot_api import FakeBotApi

ANNA = 6001
BORIS = 6002
HOUR = timedelta(hours=1)
CANDLE = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - HOUR
PAIRS = ("EUR/USD", "GBP/USD", "AUD/USD", "NZD/USD", "USD/CHF", "USD/CAD")


async def _begin(units: Units) -> None:
    """What was published before anybody was told anything is no news."""
    async with units.open() as unit:
        await tell_signals(unit)


async def _publish(
    units: Units, pairs: Sequence[str] = ("EUR/USD",), *, model_id: str = PAID_MODEL, confidence: str = "0.58"
) -> list[Signal]:
    """Signals of the candle that has just closed, and the news of them."""
    found = []
    async with units.open() as unit:
        for pair in pairs:
            draft = Draft(
                model_id=model_id,
                pair=pair,
                timeframe="1h",
                direction="BUY",
                entry=Decimal("1.10000"),
                take_profit=Decimal("1.11000"),
                stop_loss=Decimal("1.09000"),
                confidence=Decimal(confidence),
                reasons=[],
                candle_at=CANDLE,
                expires_at=CANDLE + 12 * HOUR,
                past_from=datetime.now(UTC) + HOUR,
                model_version="test",
                feature_hash="0" * 64,
            )
            found.append((await publish_once(unit, draft))[0])
    await _tell(units)
    return found


async def _tell(units: Units) -> None:
    for _ in range(2):
        async with units.open() as unit:
            await tell_signals(unit)


async def _close(units: Units, *, high: str, low: str, pairs: Sequence[str] = ("EUR/USD",)) -> None:
    """The next candle closes, in time, and decides what it decides."""
    opened = datetime.now(UTC) - timedelta(minutes=2)
    async with units.open() as unit:
        prices = (Decimal("1.1"), Decimal(high), Decimal(low), Decimal("1.1"))
        quotes = [Quote(pair, opened, *prices, opened + timedelta(minutes=1)) for pair in pairs]
        await store_candles(unit, quotes, timeframe="1h", source="test")
    async with units.open() as unit:
        await end_signals(unit)
    await _tell(units)


async def test_a_signal_and_its_result_reach_its_holders_alone(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    await give(units, ANNA)
    await outbox.drain()
    await _begin(units)
    await _publish(units)
    await outbox.drain()
    told = telegram.messages(ANNA)[-1].plain
    assert told.startswith("EUR/USD Buy · Shadow Stack\nEntry 1.10000\nStop 1.09000, target 1.11000\nConfidence 58%")
    await _close(units, high="1.12", low="1.095")
    await outbox.drain()
    assert (
        telegram.messages(ANNA)[-1].plain == "EUR/USD Buy: target · Shadow Stack\nEntry 1.10000, exit 1.11000\n+1.00R"
    )
    assert await outbox.rows(BORIS) == []
    assert [state[:3] for state in await outbox.states(ANNA)][1:] == [
        ("signal", "new", "sent"),
        ("resolved", "won", "sent"),
    ]


async def test_what_was_published_before_is_no_news_and_nothing_is_told_twice(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await _publish(units, ["GBP/USD"], model_id=FREE_MODEL)
    assert await outbox.rows(ANNA) == []
    await _publish(units, ["EUR/USD"], model_id=FREE_MODEL)
    await outbox.drain()
    assert [row.subject for row in await outbox.rows(ANNA)] == [f"signal:{FREE_MODEL}:2"]


@pytest.mark.parametrize(
    ("choice", "silent"),
    [
        ({"notifications": {}}, [False]),
        ({"notifications": {"signal": "off"}}, []),
        ({"notifications": {"signal": "silent"}}, [True]),
        ({"notifications": {"signal": "off"}, "signal_modes": {FREE_MODEL: "on"}}, [False]),
        ({"signal_modes": {FREE_MODEL: "off"}}, []),
        ({"signal_modes": {FREE_MODEL: "silent"}}, [True]),
        ({"min_confidence": 0.58}, [False]),
        ({"min_confidence": 0.59}, []),
    ],
)
async def test_people_get_the_signals_that_they_want(
    units: Units, outbox: Outbox, telegram: FakeBotApi, choice: dict[str, object], silent: list[bool]
) -> None:
    await meet(units, ANNA)
    await choose(units, ANNA, **choice)
    await _begin(units)
    await _publish(units, model_id=FREE_MODEL)
    await outbox.drain()
    assert [message.silent for message in telegram.messages(ANNA)] == silent


async def test_a_choice_made_while_a_signal_waits_counts(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await _begin(units)
    await _publish(units, model_id=FREE_MODEL)
    await choose(units, ANNA, notifications={"signal": "off"})
    await outbox.drain()
    assert await outbox.states(ANNA) == [("signal", "new", "skipped", "muted")]


async def test_a_revoked_model_tells_nothing_more(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await choose(units, ANNA, notifications={"access": "off"})
    await give(units, ANNA)
    await _begin(units)
    await _publish(units)
    await take(units, ANNA)
    await outbox.drain()
    assert ("signal", "new", "skipped", "not_held") in await outbox.states(ANNA)
    assert telegram.messages(ANNA) == []


async def test_a_signal_whose_entry_has_passed_is_told_as_missed(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await _begin(units)
    await _publish(units, model_id=FREE_MODEL)
    await _close(units, high="1.105", low="1.095")
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain.startswith("Missed: EUR/USD Buy · ")


async def test_a_signal_that_ended_while_it_waited_is_told_by_its_result(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await _begin(units)
    await _publish(units, model_id=FREE_MODEL)
    await _close(units, high="1.105", low="1.08")
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain.startswith("EUR/USD Buy: stop")
    assert message.plain.endswith("\n\u22121.00R")
    assert ("signal", "new", "skipped", "outdated") in await outbox.states(ANNA)


async def test_many_at_once_are_one_message(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await _begin(units)
    await _publish(units, PAIRS, model_id=FREE_MODEL)
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain.startswith("Several at once: 6 new signals.")
    assert {row.message_id for row in await outbox.rows(ANNA)} == {message.message_id}


async def test_the_night_ends_with_one_digest_of_signals_and_results(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await choose_quiet(units, ANNA)
    await _begin(units)
    await _publish(units, PAIRS[:2], model_id=FREE_MODEL)
    await outbox.drain()
    await _close(units, high="1.12", low="1.095", pairs=PAIRS[:1])
    await outbox.drain()
    assert telegram.calls == []
    assert isinstance(outbox.clock, SkippingClock)
    outbox.clock.ahead += 4 * HOUR
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain.startswith("While it was quiet: 1 result and 1 new signal.")
    assert "EUR/USD Buy: target, +1.00R" in message.plain
