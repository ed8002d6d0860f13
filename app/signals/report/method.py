"""What was measured, and how, in plain words; and what it was measured on."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from app.models.market import Timeframe
from app.signals.artifacts import DataRange
from app.signals.dataset import EMBARGO, FIRST_SHARE, STEPS, VALIDATION_SHARE
from app.signals.features import RANGE
from app.signals.market.provider import LENGTHS
from app.signals.outcomes import BARRIER, HORIZON
from app.signals.record import ENOUGH
from app.signals.report.backtest import Backtest
from app.signals.report.markup import Cell, card, table
from app.signals.report.words import SOURCES, count, day, percent, stamp

_METHOD: Final = (
    (
        "Walk-forward",
        f"The first {FIRST_SHARE:.0%} of the history is only learnt from. The rest is cut into {STEPS} stretches; for "
        "each, a model is fitted anew on nothing but what came before, and its signals in that stretch are what this "
        f"report counts. The last {VALIDATION_SHARE:.0%} before a stretch is kept out of the fitting: there the "
        "probabilities are calibrated and, for a model that speaks rarely, the threshold is chosen.",
    ),
    (
        "Purged, with an embargo",
        f"How a signal ends is known only up to {HORIZON} candles later. Candles whose outcome reaches into what is "
        "calibrated on or judged are therefore left out of what comes before, and judging starts another "
        f"{EMBARGO} candles later. No feature looks at a later candle.",
    ),
    (
        "A win",
        f"A signal enters at the close of its candle. Target and stop lie {BARRIER} average true ranges ({RANGE} "
        f"candles) away, on either side; it runs for at most {HORIZON} candles. The target is a win, the stop a loss, "
        "both inside of one candle a loss. Neither in time: expired at the last close. Expired signals count in n, "
        "and not as wins. A candle that opens beyond a level fills at its opening.",
    ),
    (
        "R",
        "A result in units of what was at risk between entry and stop. Every signal risks 1 R, nothing is compounded. "
        "Signals overlap, so a sum of R is no account's balance. No spread, commission, swap or slippage is deducted.",
    ),
    (
        "Chance",
        "The hit rate of random entries on the same candles, with the same distances and horizon: the mean of what the "
        "signal's direction and the opposite one did, worked out exactly. It is below 50% because on some candles "
        "neither direction wins. A hit rate says something only against this line.",
    ),
    (
        "Intervals and verdict",
        "Whiskers are the 95% interval of Wilson, for one look and for signals that are independent. They are not: "
        "signals overlap in time, pairs move together, and so they win and lose together. The whiskers, above all "
        "those of a year or a pair, are narrower than they should be. The verdict rests on the thin tail instead: the "
        "lower end of a 95% confidence sequence, which holds however often one looks, for the effective number of "
        "signals. That is the number of independent signals that would vary as much as these do from fortnight to "
        "fortnight. "
        f"Only if the tail clears the chance line is a model better than chance; below {ENOUGH} signals no verdict.",
    ),
    (
        "What this does not show",
        "The future. All of this is the past, and several models were tried on the same past: the best of them looks "
        "better than it is. Published signals are counted apart, in each model's live record.",
    ),
)

_FIXINGS: Final = (
    "Reference rates are set once a day and are not prices at which one can trade: a daily candle has one price, and "
    "what the market did in between is not seen."
)


def method() -> str:
    items = "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(text)}</dd></div>" for term, text in _METHOD)
    return f'<h2 id="method">What was measured, and how</h2><div class="card prose"><dl>{items}</dl></div>'


def material(models: Sequence[Backtest]) -> str:
    """The candles and the versions behind the report."""
    learnt = _learnt(models)
    sources = sorted({part.source for _, _, part in learnt})
    named = "; ".join(f"{source}: {SOURCES[source]}" for source in sources if source in SOURCES)
    note = f"Sources: {named or ', '.join(sources) or 'none'}. {_FIXINGS if 'ecb' in sources else ''}"
    ranges = table(
        "Candles that the models learnt from and were judged on, by timeframe and pair; closes in UTC",
        ("Pair", "Timeframe", "Source", "Candles", "First close", "Last close"),
        [_range_row(*entry) for entry in learnt],
    )
    versions = table(
        "Versions",
        ("Model", "Timeframe", "Version", "Speaks from", "Code", "Features"),
        [row for model in models for row in _version_rows(model)],
    )
    made = f"{_judged(models)} {_features(models)}"
    cards = card("Candles", ranges, note=note) + card("Versions", versions, note=made)
    return f'<h2 id="data">Data and versions</h2>{cards}'


def _learnt(models: Sequence[Backtest]) -> list[tuple[Timeframe, str, DataRange]]:
    """Every range once, from the finest timeframe to the coarsest."""
    found: dict[tuple[Timeframe, str, DataRange], None] = {}
    for model in models:
        for manifest in model.manifests:
            found |= {(manifest.timeframe, pair, part): None for pair, part in manifest.data.items()}
    order = tuple(LENGTHS)
    return sorted(found, key=lambda entry: (order.index(entry[0]), entry[1], entry[2].last_closed_at))


def _range_row(timeframe: Timeframe, pair: str, part: DataRange) -> Sequence[Cell]:
    first, last = (stamp(at, timeframe) for at in (part.first_closed_at, part.last_closed_at))
    return pair, timeframe, part.source, count(part.candles), first, last


def _version_rows(model: Backtest) -> Iterable[Sequence[Cell]]:
    for manifest in model.manifests:
        threshold = percent(manifest.threshold) if manifest.threshold else "always"
        version, features = (manifest.version, "code"), (manifest.feature_hash[:12], "code")
        yield model.name, manifest.timeframe, version, threshold, (manifest.code_version, "code"), features


def _judged(models: Sequence[Backtest]) -> str:
    ends = [moment for model in models if len(model.closed) for moment in model.closed.resolved_at[[0, -1]]]
    if not ends:
        return "No signal was judged."
    return f"Signals that were judged closed from {day(min(ends))} to {day(max(ends))}."


def _features(models: Sequence[Backtest]) -> str:
    """The definitions that the models look through, in full."""
    found = {manifest.feature_hash: len(manifest.features) for model in models for manifest in model.manifests}
    return " ".join(f"{number} features, defined by what has SHA-256 {digest}." for digest, number in found.items())
