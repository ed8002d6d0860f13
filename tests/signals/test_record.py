"""The track record: its figures, its bounds, and how often chance passes for skill."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.schemas.track_record import Record
from app.signals.record import ENOUGH, ClosedSignals, accuracy, baseline, confidence_sequence, measure, verdict, wilson

Counts: TypeAlias = NDArray[np.int64]

MODELS, LOOKS = 2000, 1000


def closed_signals(
    outcomes: str,
    *,
    mirrors: str = "",
    days: list[str] | None = None,
    pairs: list[str] | None = None,
    confidence: list[float] | None = None,
    r: list[float] | None = None,
) -> ClosedSignals:
    """A row a letter: w(on), l(ost), e(xpired). Without ``mirrors`` the opposite of a loss wins."""
    n = len(outcomes)
    won, lost = np.array([o == "w" for o in outcomes], bool), np.array([o == "l" for o in outcomes], bool)
    mirror_won = np.array([o == "w" for o in mirrors], bool) if mirrors else lost
    return ClosedSignals(
        resolved_at=np.array(days or [f"2024-01-01T00:{i // 60:02}:{i % 60:02}" for i in range(n)], "datetime64[s]"),
        pair=np.array(pairs or ["EUR/USD"] * n, np.str_),
        direction=np.ones(n, np.int8),
        confidence=np.array(confidence or [0.6] * n, np.float64),
        won=won,
        expired=~won & ~lost,
        r=np.array(r, np.float64) if r else won.astype(np.float64) - lost,
        mirror_won=mirror_won,
        mirror_r=mirror_won.astype(np.float64) - won,
    )


def measured(closed: ClosedSignals) -> Record:
    record = measure(closed)
    assert record is not None
    return record


@st.composite
def wins_of_n(draw: st.DrawFn, most: int = 3000) -> tuple[int, int]:
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


# Bounds


@pytest.mark.parametrize(
    ("wins", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_the_published_table(wins: int, n: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3."""
    assert wilson(wins, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_one_signal_is_the_closed_form() -> None:
    assert wilson(1, 1) == pytest.approx((1 / (1 + 1.959963984540054**2), 1.0))


@pytest.mark.parametrize("bounds", [wilson, confidence_sequence])
def test_nothing_is_known_without_signals_and_impossible_counts_are_refused(bounds: object) -> None:
    assert callable(bounds)
    assert bounds(0, 0) == (0.0, 1.0)
    for wins, n in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="signals"):
            bounds(wins, n)


def test_one_signal_says_nothing_about_the_rate_for_ever() -> None:
    assert confidence_sequence(1, 1) == pytest.approx((0.0, 1.0), abs=1e-6)
    assert confidence_sequence(0, 1) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_confidence_sequence_refuses_what_the_mixture_finds_twenty_times_less_likely() -> None:
    """Three wins of three: 20p (20p+1) (20p+2) / (20 * 21 * 22) against p^3 is 20 times as much at the lower bound."""
    low, high = confidence_sequence(3, 3)
    assert 20 * low * (20 * low + 1) * (20 * low + 2) / (20 * 21 * 22) / low**3 == pytest.approx(20, rel=1e-6)
    assert high == 1.0


@pytest.mark.parametrize("n", [1, 100, 5000])
def test_all_wins_and_none_reach_the_ends(n: int) -> None:
    assert confidence_sequence(n, n)[1] == wilson(n, n)[1] == 1.0
    assert confidence_sequence(0, n)[0] == wilson(0, n)[0] == 0.0


@given(wins_of_n())
def test_bounds_hold_the_rate_and_mirror_each_other(case: tuple[int, int]) -> None:
    wins, n = case
    for bounds in (wilson, confidence_sequence):
        low, high = bounds(wins, n)
        assert 0 <= low <= wins / n <= high <= 1
        assert (1 - high, 1 - low) == pytest.approx(bounds(n - wins, n), abs=1e-12)


@given(wins_of_n())
def test_more_wins_never_lower_a_bound(case: tuple[int, int]) -> None:
    wins, n = case
    for bounds in (wilson, confidence_sequence):
        fewer, more = bounds(max(0, wins - 1), n), bounds(wins, n)
        assert fewer[0] <= more[0]
        assert fewer[1] <= more[1]


@given(wins_of_n(most=200))
def test_looking_all_the_time_costs_width(case: tuple[int, int]) -> None:
    """Not beyond: where each of very many signals won, Wilson's approximation is the more careful one."""
    (low, high), (sequence_low, sequence_high) = wilson(*case), confidence_sequence(*case)
    assert sequence_low <= low + 1e-9
    assert sequence_high >= high - 1e-9


@given(st.floats(0.2, 0.8))
def test_the_price_of_looking_is_bounded_and_more_signals_pay_it(rate: float) -> None:
    widths = []
    for n in (100, 1000, 10000):
        wins = round(rate * n)
        (low, high), (sequence_low, sequence_high) = wilson(wins, n), confidence_sequence(wins, n)
        assert sequence_high - sequence_low < 2 * (high - low)
        widths.append(sequence_high - sequence_low)
    assert widths == sorted(widths, reverse=True)


@given(st.data(), st.integers(1, 500), st.integers(0, 1500))
def test_candles_without_a_winner_never_help(data: st.DataObject, alive: int, dead: int) -> None:
    """What is better than chance with them, against their baseline, is better than a coin without them.

    So a model of chance earns the verdict against the empirical baseline no more often than a coin against one half.
    """
    wins, n = data.draw(st.integers(0, alive)), alive + dead
    if confidence_sequence(wins, n)[0] > alive / (2 * n):
        assert confidence_sequence(wins, alive)[0] > 0.5


def test_verdict_is_what_the_bounds_say() -> None:
    assert verdict(ENOUGH - 1, cs_low=0.9, cs_high=1, baseline=0.5) == "not_enough_data"
    assert verdict(ENOUGH, cs_low=0.51, cs_high=0.6, baseline=0.5) == "better_than_chance"
    assert verdict(ENOUGH, cs_low=0.4, cs_high=0.49, baseline=0.5) == "worse_than_chance"
    assert verdict(ENOUGH, cs_low=0.5, cs_high=0.6, baseline=0.5) == "not_distinguishable"
    assert verdict(ENOUGH, cs_low=0.4, cs_high=0.5, baseline=0.5) == "not_distinguishable"


# Chance and skill, simulated


@cache
def bounds_of(wins: int, n: int) -> tuple[float, float]:
    return confidence_sequence(wins, n)


def ever_better(wins: Counts, chance: NDArray[np.float64], n: Counts) -> NDArray[np.bool_]:
    """Which models, one a row, earn `better_than_chance` at any look, one a column."""
    earned = np.zeros(len(wins), bool)
    for model, (won, against) in enumerate(zip(wins.tolist(), chance.tolist(), strict=True)):
        for w, c, count in zip(won, against, n.tolist(), strict=True):
            low, high = bounds_of(w, count)
            if verdict(count, cs_low=low, cs_high=high, baseline=c) == "better_than_chance":
                earned[model] = True
                break
    return earned


@pytest.mark.parametrize("alive_share", [1.0, 0.7])
def test_of_coin_flip_models_looked_at_after_every_signal_one_in_twenty_at_most_looks_good(alive_share: float) -> None:
    """On the other candles neither direction wins; the baseline is that of each model's own candles so far."""
    random = np.random.default_rng(20240229)
    alive = random.random((MODELS, LOOKS)) < alive_share
    won = alive & (random.random((MODELS, LOOKS)) < 0.5)
    n = np.arange(1, LOOKS + 1)
    wins, chance = won.cumsum(axis=1), alive.cumsum(axis=1) / (2 * n)
    late = slice(ENOUGH - 1, None)
    share = ever_better(wins[:, late], chance[:, late], n[late]).mean()
    assert 0 < share <= 0.05


def test_before_enough_signals_no_luck_counts() -> None:
    for n in range(1, ENOUGH):
        low, high = confidence_sequence(n, n)
        assert verdict(n, cs_low=low, cs_high=high, baseline=0.5) == "not_enough_data"


def test_a_real_edge_is_found() -> None:
    random = np.random.default_rng(7)
    n = np.arange(ENOUGH, 2001, 50)
    wins = (random.random((300, 2000)) < 0.58).cumsum(axis=1)[:, n - 1]
    assert ever_better(wins, np.full(wins.shape, 0.5), n).mean() > 0.9


# Figures


def test_measure_by_hand() -> None:
    closed = closed_signals(
        "wlelw",
        mirrors="lwlwl",
        days=["2023-12-30", "2023-12-31T23:59:59", "2024-01-01", "2024-01-02", "2024-01-03"],
        pairs=["EUR/USD", "USD/JPY", "EUR/USD", "EUR/USD", "USD/JPY"],
        confidence=[0.6, 0.7, 0.5, 0.8, 0.9],
        r=[1.0, -1.0, -0.25, -1.0, 2.0],
    )
    record = measured(closed)
    assert (record.n, record.wins, record.losses, record.expired) == (5, 2, 2, 1)
    assert record.hit_rate == 0.4
    assert record.baseline == 0.4
    assert (record.ci_low, record.ci_high) == pytest.approx(wilson(2, 5), abs=1e-6)
    assert record.cs_low == pytest.approx(confidence_sequence(2, 5)[0], abs=1e-6)
    assert record.verdict == "not_enough_data"
    assert record.expectancy_r == 0.15
    assert record.profit_factor == 1.333333
    assert record.max_drawdown_r == 2.25
    assert record.longest_losing_run == 3
    assert record.brier == pytest.approx((0.16 + 0.49 + 0.25 + 0.64 + 0.01) / 5)
    assert [(row.pair, row.n, row.wins, row.baseline) for row in record.by_pair] == [
        ("EUR/USD", 3, 1, 0.333333),
        ("USD/JPY", 2, 1, 0.5),
    ]
    assert [(row.year, row.n, row.expectancy_r) for row in record.by_year] == [(2023, 2, 0.0), (2024, 3, 0.25)]
    assert [(each.p, each.hit_rate, each.n) for each in record.calibration] == [(0.7, 0.4, 5)]
    assert [point.r for point in record.equity] == [1.0, 0.0, -0.25, -1.25, 0.75]
    assert record.equity[1].at == datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_no_rows_have_no_record() -> None:
    assert measure(ClosedSignals.empty()) is None
    with pytest.raises(ValueError, match="no closed signals"):
        baseline(ClosedSignals.empty())


def test_one_loss() -> None:
    record = measured(closed_signals("l"))
    assert (record.hit_rate, record.baseline, record.profit_factor) == (0.0, 0.5, 0.0)
    assert (record.max_drawdown_r, record.longest_losing_run) == (1.0, 1)


def test_wins_alone_have_no_profit_factor_and_no_losing_run() -> None:
    record = measured(closed_signals("w" * 120))
    assert record.profit_factor is None
    assert (record.max_drawdown_r, record.longest_losing_run) == (0.0, 0)
    assert (record.ci_high, record.verdict) == (1.0, "better_than_chance")
    assert measured(closed_signals("l" * 120)).verdict == "worse_than_chance"
    assert measured(closed_signals("wl" * 60)).verdict == "not_distinguishable"


def test_bins_hold_equal_counts_and_never_part_equal_confidences() -> None:
    spread = measured(closed_signals("w" * 200, confidence=[i / 1000 for i in range(500, 700)]))
    assert [each.n for each in spread.calibration] == [20] * 10
    lumps = measured(closed_signals("l" * 150 + "w" * 50, confidence=[0.55] * 150 + [0.65] * 50))
    assert [(each.p, each.hit_rate, each.n) for each in lumps.calibration] == [(0.55, 0.0, 150), (0.65, 1.0, 50)]
    assert len(measured(closed_signals("w" * 25, confidence=[0.5 + i / 100 for i in range(25)])).calibration) == 2


def test_equity_is_thinned_between_its_ends() -> None:
    record = measured(closed_signals("w" * 1500))
    assert len(record.equity) == 400
    assert (record.equity[0].r, record.equity[-1].r) == (1.0, 1500.0)
    assert len(measured(closed_signals("w" * 400)).equity) == 400


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("wle"), st.floats(0, 1), st.floats(-3, 3)), min_size=1, max_size=250))
def test_parts_add_up_to_the_whole_and_json_comes_back_the_same(rows: list[tuple[str, float, float]]) -> None:
    letters, confidence, r = zip(*rows, strict=True)
    outcomes, pairs = "".join(letters), ["EUR/USD" if c < 0.5 else "USD/JPY" for c in confidence]
    record = measured(closed_signals(outcomes, pairs=pairs, confidence=list(confidence), r=list(r)))
    assert record.n == record.wins + record.losses + record.expired == len(outcomes)
    for parts in (record.by_pair, record.by_year, record.calibration):
        assert sum(part.n for part in parts) == record.n
    assert sum(row.wins for row in record.by_pair) == record.wins
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert not re.search(r"-0\.0[^0-9]|NaN|Infinity", record.model_dump_json())


# Columns


def test_concatenate_orders_by_closing_and_keeps_ties_in_place() -> None:
    first = closed_signals("wl", days=["2024-01-01", "2024-01-03"], pairs=["A", "B"])
    second = closed_signals("el", days=["2024-01-02", "2024-01-03"], pairs=["LONGER", "D"])
    whole = ClosedSignals.concatenate([first, second])
    assert whole.pair.tolist() == ["A", "LONGER", "B", "D"]
    assert whole.won.tolist() == [True, False, False, False]
    assert whole.resolved_at.dtype == np.dtype("datetime64[s]")
    assert whole.direction.dtype == np.int8
    assert len(ClosedSignals.concatenate([])) == len(ClosedSignals.empty()) == 0


def test_select_keeps_whole_rows() -> None:
    closed = closed_signals("wle", pairs=["A", "B", "C"])
    chosen = closed.select(closed.pair != "B")
    assert (chosen.pair.tolist(), chosen.won.tolist(), chosen.expired.tolist()) == (
        ["A", "C"],
        [True, False],
        [False, True],
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"pairs": ["A"]}, "pair must have"),
        ({"days": ["2024-01-02", "2024-01-01"]}, "in order"),
        ({"days": ["2024-01-02", "NaT"]}, "in order"),
        ({"r": [1.0, float("nan")]}, "finite"),
        ({"confidence": [1.0, float("inf")]}, "finite"),
    ],
)
def test_columns_that_cannot_be_are_refused(wrong: dict[str, list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        closed_signals("wl", **wrong)  # type: ignore[arg-type]


# One line


def test_live_speaks_once_it_has_enough_and_the_backtest_until_then() -> None:
    few, many, tested = (measured(closed_signals("wl" * count)) for count in (49, 50, 200))
    assert accuracy(None, None) is None
    for live, backtest, source, n in (
        (few, None, "live", 98),
        (few, tested, "backtest", 400),
        (many, tested, "live", 100),
        (None, tested, "backtest", 400),
    ):
        answer = accuracy(live, backtest)
        assert answer is not None
        assert (answer.source, answer.n) == (source, n)
    answer = accuracy(many, None)
    assert answer is not None
    assert answer.model_dump(exclude={"source"}) == many.model_dump(include=set(answer.model_dump()) - {"source"})
