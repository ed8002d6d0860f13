"""From closed signals to the figures that people read."""

from datetime import UTC, datetime
from typing import Final, Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

from app.schemas.track_record import Accuracy, CalibrationBin, EquityPoint, PairRecord, Record, YearRecord
from app.signals.record.bounds import ENOUGH, confidence_sequence, verdict, wilson
from app.signals.record.closed import ClosedSignals

CALIBRATION_BINS: Final = 10
"""At most; each of at least as many signals as there are bins."""

EQUITY_POINTS: Final = 400
"""At most."""

TINY: Final = 1e-9
"""Sums of R, and of squares of chances, below this are nothing."""


class _Results(TypedDict):
    n: int
    wins: int
    hit_rate: float
    ci_low: float
    ci_high: float
    baseline: float
    expectancy_r: float


def baseline(closed: ClosedSignals) -> float:
    """Hit rate to expect of a fair coin that picks the direction, on the same candles with the same distances.

    Exact, not simulated: the mean over both directions. Raises ValueError without rows.
    """
    if not len(closed):
        raise ValueError("no closed signals")
    return (np.count_nonzero(closed.won) + np.count_nonzero(closed.mirror_won)) / (2 * len(closed))


def design_effect(closed: ClosedSignals) -> float:
    """How many times fewer independent signals there are than signals; at least 1.

    Signals that share candles, by overlapping in time or on pairs that move together, win and lose together. What each
    won beyond chance, and beyond what all of them won on average, is added up by fortnights; the sums vary as much more
    than under independence as there are signals too many (Kish, Survey Sampling, 1965: the design effect of clusters).
    """
    surprise = closed.won - (closed.won.astype(np.float64) + closed.mirror_won) / 2
    surprise -= surprise.mean()
    independent = float((surprise**2).sum())
    if independent < TINY:
        return 1.0
    fortnights = closed.resolved_at.astype("datetime64[D]").astype(np.int64) // 14
    sums = np.bincount(fortnights - fortnights[0], weights=surprise)
    return max(1.0, float((sums**2).sum()) / independent)


def measure(closed: ClosedSignals) -> Record | None:
    """The record of these signals; None without any."""
    if not len(closed):
        return None
    results = _results(closed)
    effect = design_effect(closed)
    cs_low, cs_high = confidence_sequence(results["wins"] / effect, results["n"] / effect)
    expired = int(np.count_nonzero(closed.expired))
    total = np.cumsum(closed.r)
    years = closed.resolved_at.astype("datetime64[Y]").astype(np.int64) + 1970
    return Record(
        **results,
        losses=results["n"] - results["wins"] - expired,
        expired=expired,
        cs_low=cs_low,
        verdict=verdict(results["n"], cs_low=cs_low, cs_high=cs_high, baseline=results["baseline"]),
        profit_factor=_profit_factor(closed.r),
        max_drawdown_r=_max_drawdown(total),
        longest_losing_run=_longest_run(~closed.won),
        brier=float(np.mean((closed.confidence - closed.won) ** 2)),
        by_pair=[
            PairRecord(pair=str(pair), **_results(closed.select(closed.pair == pair)))
            for pair in np.unique(closed.pair)
        ],
        by_year=[YearRecord(year=int(year), **_results(closed.select(years == year))) for year in np.unique(years)],
        calibration=_calibration(closed.confidence, closed.won),
        equity=_equity(closed.resolved_at, total),
    )


def accuracy(live: Record | None, backtest: Record | None) -> Accuracy | None:
    """Live once it has enough signals to say anything, else the backtest, else what there is. Replay never counts."""
    if live is not None and (live.n >= ENOUGH or backtest is None):
        return _accuracy_of(live, source="live")
    return None if backtest is None else _accuracy_of(backtest, source="backtest")


def _accuracy_of(record: Record, *, source: Literal["live", "backtest"]) -> Accuracy:
    return Accuracy(
        source=source,
        hit_rate=record.hit_rate,
        ci_low=record.ci_low,
        ci_high=record.ci_high,
        cs_low=record.cs_low,
        baseline=record.baseline,
        n=record.n,
        verdict=record.verdict,
    )


def _results(closed: ClosedSignals) -> _Results:
    n, wins = len(closed), int(np.count_nonzero(closed.won))
    ci_low, ci_high = wilson(wins, n)
    return _Results(
        n=n,
        wins=wins,
        hit_rate=wins / n,
        ci_low=ci_low,
        ci_high=ci_high,
        baseline=baseline(closed),
        expectancy_r=float(closed.r.mean()),
    )


def _profit_factor(r: NDArray[np.float64]) -> float | None:
    lost = float(-r[r < 0].sum())
    return float(r[r > 0].sum()) / lost if lost > TINY else None


def _max_drawdown(total: NDArray[np.float64]) -> float:
    """Deepest fall of a running sum below its peak so far; the first peak is 0, where it started."""
    peaks = np.maximum(np.maximum.accumulate(total), 0)
    return float((peaks - total).max())


def _longest_run(flags: NDArray[np.bool_]) -> int:
    """Most true flags in a row."""
    ends = np.flatnonzero(~np.concatenate(([False], flags, [False])))
    return int(np.diff(ends).max()) - 1


def _calibration(confidence: NDArray[np.float64], won: NDArray[np.bool_]) -> list[CalibrationBin]:
    """Bins of about equal counts, by rising confidence; equal confidences are never parted."""
    order = np.argsort(confidence, kind="stable")
    ranked, hits = confidence[order], won[order]
    bins = min(CALIBRATION_BINS, max(1, len(ranked) // CALIBRATION_BINS))
    cuts = ranked[np.arange(bins) * len(ranked) // bins]
    starts = np.unique(np.searchsorted(ranked, cuts, side="left"))
    ends = np.append(starts[1:], len(ranked))
    return [
        CalibrationBin(p=float(ranked[start:end].mean()), hit_rate=float(hits[start:end].mean()), n=int(end - start))
        for start, end in zip(starts, ends, strict=True)
    ]


def _equity(resolved_at: NDArray[np.datetime64], total: NDArray[np.float64]) -> list[EquityPoint]:
    """The running sum of R, thinned evenly; the first and the last signal stay."""
    rows = np.linspace(0, len(total) - 1, min(len(total), EQUITY_POINTS)).round().astype(np.int64)
    seconds = resolved_at.astype("datetime64[s]").astype(np.int64)
    return [EquityPoint(at=datetime.fromtimestamp(int(seconds[i]), UTC), r=float(total[i])) for i in rows]
