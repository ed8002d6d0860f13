"""How a model has done: its record in live signals, in replayed ones, and in the backtest.

Rates are 0..1; R is the result in units of what the signal risked: (exit - entry) * direction / |entry - stop|.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, FiniteFloat

from app.schemas.base import Read, UtcDatetime

Verdict: TypeAlias = Literal["not_enough_data", "better_than_chance", "worse_than_chance", "not_distinguishable"]


def _six_digits(value: float) -> float:
    """Rounded; zero has no sign."""
    return round(value, 6) + 0.0


Figure = Annotated[FiniteFloat, AfterValidator(_six_digits)]
"""A finite number with six digits behind the point."""

Rate = Annotated[Figure, Field(ge=0, le=1)]
"""A share or a probability, 0..1."""

Count = Annotated[int, Field(ge=0)]


class Results(Read):
    """Closed signals in short. ``n`` counts expired ones too; a win is a target hit; ``hit_rate = wins / n``.

    ``ci_low``, ``ci_high``: 95 % interval for the hit rate at one look (Wilson). ``baseline``: the hit rate of random
    entries on the same candles with the same distances and horizon. ``expectancy_r``: mean R of a signal.
    """

    n: Count
    wins: Count
    hit_rate: Rate
    ci_low: Rate
    ci_high: Rate
    baseline: Rate
    expectancy_r: Figure


class PairRecord(Results):
    pair: str


class YearRecord(Results):
    """``year``: that of closing, UTC."""

    year: int


class CalibrationBin(Read):
    """Signals of similar confidence: ``p`` is what they promised on average, ``hit_rate`` what they kept."""

    p: Rate
    hit_rate: Rate
    n: Count


class EquityPoint(Read):
    """``r``: the sum of R of every signal closed up to then."""

    at: UtcDatetime
    r: Figure


class Record(Results):
    """Closed signals of one source.

    ``cs_low``: lower bound of a 95 % confidence sequence, valid however often one looks. ``profit_factor``: R won per R
    lost, null where none was lost. ``max_drawdown_r``: deepest fall of the summed R below its peak so far, >= 0.
    ``longest_losing_run``: signals in a row that did not win. ``brier``: mean of (confidence - won)^2.
    """

    losses: Count
    expired: Count
    cs_low: Rate
    verdict: Verdict
    profit_factor: Figure | None
    max_drawdown_r: Annotated[Figure, Field(ge=0)]
    longest_losing_run: Count
    brier: Rate
    by_pair: list[PairRecord]
    by_year: list[YearRecord]
    calibration: list[CalibrationBin]
    equity: list[EquityPoint]


class TrackRecord(Read):
    """By source. ``live``: published before the outcome could be known. ``replay``: made on past data. ``backtest``:
    walk-forward, on what the model never saw. Null where nothing has closed.
    """

    model_id: str
    live: Record | None
    replay: Record | None
    backtest: Record | None


class Accuracy(Read):
    """The record in one line; ``source`` says where it was measured."""

    source: Literal["live", "backtest"]
    hit_rate: Rate
    ci_low: Rate
    ci_high: Rate
    cs_low: Rate
    baseline: Rate
    n: Count
    verdict: Verdict
