"""How signals end: the rules one by one, and that the quick judge of histories says what the exact one says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.signals import Direction
from app.signals.bars import Bars, moment, stamps
from app.signals.outcomes import HORIZON, Later, Outcome, Plan, Verdict, resolve, simulate

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def candle(number: int, open_: str, high: str, low: str, close: str) -> Later:
    """The ``number``-th hour after the signal."""
    return Later(START + (number + 1) * HOUR, *(Decimal(price) for price in (open_, high, low, close)))


BUY = Plan(Direction.BUY, Decimal("1.0"), Decimal("1.1"), Decimal("0.9"), START + 4 * HOUR)
SELL = Plan(Direction.SELL, Decimal("1.0"), Decimal("0.9"), Decimal("1.1"), START + 4 * HOUR)
CALM = candle(1, "1", "1.05", "0.95", "1.02")

CASES = {
    "target": (candle(1, "1", "1.1", "0.95", "1"), ("won", "1.1"), ("lost", "1.1")),
    "stop": (candle(1, "1", "1.05", "0.9", "1"), ("lost", "0.9"), ("won", "0.9")),
    "both inside one candle": (candle(1, "1", "1.2", "0.8", "1"), ("lost", "0.9"), ("lost", "1.1")),
    "opens beyond the target": (candle(1, "1.15", "1.2", "0.8", "1"), ("won", "1.15"), ("lost", "1.15")),
    "opens beyond the stop": (candle(1, "0.85", "1.2", "0.8", "1"), ("lost", "0.85"), ("won", "0.85")),
    "opens on the target": (candle(1, "1.1", "1.1", "1.0", "1"), ("won", "1.1"), ("lost", "1.1")),
}


@pytest.mark.parametrize(("decides", "buy", "sell"), CASES.values(), ids=CASES.keys())
def test_rules(decides: Later, buy: tuple[str, str], sell: tuple[str, str]) -> None:
    for plan, (status, exit_price) in ((BUY, buy), (SELL, sell)):
        found = resolve(plan, [CALM, decides, candle(2, "5", "5", "5", "5")])
        assert found is not None
        assert (found.status, found.exit_price, found.resolved_at) == (status, Decimal(exit_price), decides.closed_at)


def test_neither_expires_at_the_close_of_the_horizons_last_candle() -> None:
    calm = [candle(n, "1", "1.05", "0.95", f"1.0{n}") for n in range(5)]
    assert resolve(BUY, calm[:3]) is None
    expired = Outcome("expired", Decimal("1.03"), START + 4 * HOUR)
    assert resolve(BUY, calm[:4]) == expired
    assert resolve(BUY, calm) == expired
    assert resolve(BUY, [*calm[:4], candle(5, "9", "9", "9", "9")]) == expired


def test_gaps_of_the_source_are_not_guessed_over() -> None:
    calm = [candle(n, "1", "1.05", "0.95", f"1.0{n}") for n in range(2)]
    late = candle(7, "1.07", "2", "0.1", "1")
    assert resolve(BUY, calm) is None
    assert resolve(BUY, [*calm, late]) == Outcome("expired", Decimal("1.01"), START + 2 * HOUR)
    assert resolve(BUY, [late]) == Outcome("expired", Decimal("1.07"), BUY.expires_at)
    assert resolve(BUY, []) is None


def test_results_are_told_in_what_was_at_risk() -> None:
    assert BUY.in_r(Decimal("1.1")) == pytest.approx(1)
    assert BUY.in_r(Decimal("0.85")) == pytest.approx(-1.5)
    assert SELL.in_r(Decimal("0.85")) == pytest.approx(1.5)
    assert BUY.mirrored() == SELL
    assert SELL.mirrored() == BUY


# Prices are eighths around 16 and distances halves: exact as floats and as decimals.
_EIGHTH = st.integers(min_value=100, max_value=156).map(lambda n: n / 8)


@st.composite
def _bars(draw: st.DrawFn) -> Bars:
    count = draw(st.integers(HORIZON + 1, HORIZON + 12))
    rows = [sorted(draw(st.lists(_EIGHTH, min_size=4, max_size=4))) for _ in range(count)]
    low, a, b, high = (np.array([row[i] for row in rows]) for i in range(4))
    swap = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    times = [START + n * HOUR for n in range(count + 1)]
    opens, closes = np.where(swap, a, b), np.where(swap, b, a)
    return Bars("EUR/USD", "1h", "import", stamps(times[:-1]), stamps(times[1:]), opens, high, low, closes)


@settings(deadline=None, max_examples=300)
@given(_bars(), st.sampled_from([0.5, 1.0, 2.0, 4.0]))
def test_the_quick_judge_says_what_the_exact_one_says(bars: Bars, distance: float) -> None:
    for sign, direction in ((1, Direction.BUY), (-1, Direction.SELL)):
        found = simulate(bars, np.full(len(bars), distance), 1 if sign > 0 else -1)
        for at in range(len(bars)):
            if at + HORIZON >= len(bars):
                assert found.verdict[at] == Verdict.UNKNOWN
                continue
            exact = resolve(_plan(bars, at, direction, sign * distance), _later(bars, at))
            assert exact is not None
            assert Verdict[exact.status.upper()] == found.verdict[at]
            assert found.r[at] == pytest.approx(_plan(bars, at, direction, sign * distance).in_r(exact.exit_price))
            assert moment(found.closed[at]) == exact.resolved_at


def _plan(bars: Bars, at: int, direction: Direction, step: float) -> Plan:
    entry, move = Decimal(bars.closes[at]), Decimal(step)
    return Plan(direction, entry, entry + move, entry - move, moment(bars.closed[at + HORIZON]))


def _later(bars: Bars, at: int) -> list[Later]:
    return [
        Later(moment(bars.closed[n]), *(Decimal(c[n]) for c in (bars.opens, bars.highs, bars.lows, bars.closes)))
        for n in range(at + 1, len(bars))
    ]
