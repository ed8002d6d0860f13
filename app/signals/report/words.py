"""Numbers and verdicts as people read them."""

from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from app.models.market import Timeframe
from app.schemas.track_record import Record, Verdict
from app.signals.record import ENOUGH

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class VerdictWords(NamedTuple):
    """``colour`` is a token of ``drawing.TOKENS``."""

    glyph: str
    text: str
    colour: str


VERDICTS: Final[dict[Verdict, VerdictWords]] = {
    "better_than_chance": VerdictWords("↑", "Better than chance", "won"),
    "not_distinguishable": VerdictWords("≈", "Not distinguishable from chance", "ink"),
    "worse_than_chance": VerdictWords("↓", "Worse than chance", "lost"),
    "not_enough_data": VerdictWords("…", "Not enough data yet", "ink-2"),
}

SOURCES: Final = {
    "ecb": "European Central Bank, euro foreign exchange reference rates (crosses derived from the rates of the euro)",
    "twelvedata": "Twelve Data",
}
"""By the ``source`` of candles; any other one is shown as it is."""


def percent(rate: float) -> str:
    return f"{rate:.1%}"


def span(low: float, high: float) -> str:
    """Two rates: 48.6–53.2%."""
    return f"{low * 100:.1f}–{high * 100:.1f}%"


def count(n: float) -> str:
    return f"{n:,.0f}"


def in_r(value: float, digits: int = 2) -> str:
    """A result in R with its sign, a true minus and thin thousands: +0.11 R."""
    shown = f"{value:+,.{digits}f}"
    return f"{shown if float(shown.replace(',', '')) else shown[1:]} R".replace("-", "−")


def day(moment: datetime | np.datetime64) -> str:
    """24 Feb 2010."""
    at = moment if isinstance(moment, datetime) else moment.astype("datetime64[s]").item()
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def stamp(iso: str, timeframe: Timeframe) -> str:
    """A moment in ISO 8601 as exactly as the timeframe needs it: the day, or the minute."""
    return iso[:10] if timeframe == "1d" else iso[:16].replace("T", " ")


def explained(record: Record) -> str:
    """Why the verdict is what it is, in a sentence or two."""
    chance = f"Random entries on the same candles hit {percent(record.baseline)}."
    bound = f"The cautious bound, {percent(record.cs_low)},"
    match record.verdict:
        case "better_than_chance":
            return f"{chance} {bound} is above that."
        case "not_distinguishable":
            return f"{chance} {bound} is not above that: luck is not ruled out."
        case "worse_than_chance":
            return f"{chance} Every hit rate that the signals leave possible is below that."
        case "not_enough_data":
            return f"{chance} Nothing is said about fewer than {ENOUGH} closed signals."


def summary(verdicts: list[tuple[str, Verdict | None]]) -> str:
    """What came out, in a sentence; by model's name."""
    better = [name for name, verdict in verdicts if verdict == "better_than_chance"]
    worse = [name for name, verdict in verdicts if verdict == "worse_than_chance"]
    models = "1 model" if len(verdicts) == 1 else f"{len(verdicts)} models"
    if len(verdicts) == 1 and not better and not worse:
        return "On what it had not seen, the model cannot be told from chance."
    start = f"Of {models}, {', '.join(better) or 'none'} did better than chance on what it had not seen"
    return f"{start}; {', '.join(worse)} did worse." if worse else f"{start}."
