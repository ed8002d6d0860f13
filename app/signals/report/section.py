"""A model's part of the report."""

from collections.abc import Sequence
from html import escape

from app.schemas.track_record import PairRecord, Record, YearRecord
from app.signals.report.backtest import Backtest
from app.signals.report.chance import RUNS, Rival, coin_runs, evenly, rivals
from app.signals.report.curves import against_chance, equity
from app.signals.report.drawing import POINTS
from app.signals.report.markup import Cell, as_table, card, figure, legend, table
from app.signals.report.rates import by_pair, by_year, calibration, interval, scale_of
from app.signals.report.words import VERDICTS, count, day, explained, in_r, percent, span


def section(key: str, model: Backtest) -> str:
    """``key`` is unique within the page: the section's anchor, and the start of its pictures' names."""
    record = model.record
    cards = _cards(key, model, record) if record else card("No signals", f"<p>{escape(SILENT)}</p>")
    serials = "".join(f'<p class="serial">{escape(line)}</p>' for line in _serials(model))
    return (
        f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(model.name)}</h2>'
        f'<p class="purpose">{escape(model.purpose)}</p>{serials}{cards}</section>'
    )


SILENT = "It was never sure enough to speak on what it had not seen: there is nothing to measure."


def _serials(model: Backtest) -> list[str]:
    return [
        f"{made.model_id} · {made.timeframe} · v{made.version} · features {made.feature_hash[:12]} "
        f"· code {made.code_version}"
        for made in model.manifests
    ]


def _cards(key: str, model: Backtest, record: Record) -> str:
    others = rivals(model.closed)
    first = _hit_rate(key, model, record) + _calibration(key, model, record)
    cards = [
        _numbers(model, record),
        _equity(key, model, record),
        _against_chance(key, model, others),
        _by_year(key, model, record),
        _by_pair(key, model, record),
    ]
    last = f'<div class="all">{_compared(others)}</div>'
    return f'<div class="grid"><div class="stack">{first}</div>{"".join(cards)}{last}</div>'


def _hit_rate(key: str, model: Backtest, record: Record) -> str:
    drawn = interval(f"{key}-rate", record, scale_of([record]), name=model.name, labelled=True)
    words = VERDICTS[record.verdict]
    content = (
        f'<div class="ends"><span class="big">{percent(record.hit_rate)}</span><p class="meta">95% interval'
        f"<b>{span(record.ci_low, record.ci_high)}</b>n {count(record.n)}</p></div>{drawn}"
        f'<p class="verdict"><b class="{words.colour}"><span aria-hidden="true">{words.glyph}</span> {words.text}.</b> '
        f"{escape(explained(record))} {_worth(model, record)}</p>"
    )
    return card("Hit rate", content)


def _worth(model: Backtest, record: Record) -> str:
    if record.n == 1:
        return ""
    return f"For this, the {count(record.n)} signals count as {count(model.effective_n)} independent ones."


def _numbers(model: Backtest, record: Record) -> str:
    buys = float((model.closed.direction > 0).mean())
    factor = "none lost" if record.profit_factor is None else f"{record.profit_factor:.2f}"
    constant = record.baseline**2 - 2 * record.baseline * record.hit_rate + record.hit_rate
    rows: list[Sequence[Cell]] = [
        ("Signals closed (n)", count(record.n)),
        ("Effective number of signals", count(model.effective_n)),
        ("Wins (target)", count(record.wins)),
        ("Losses (stop)", count(record.losses)),
        ("Expired", count(record.expired)),
        ("Hit rate", percent(record.hit_rate)),
        ("95% interval", span(record.ci_low, record.ci_high)),
        ("Cautious bound (cs_low)", percent(record.cs_low)),
        ("Chance (baseline)", percent(record.baseline)),
        ("Verdict", (VERDICTS[record.verdict].text, VERDICTS[record.verdict].colour)),
        ("Expectancy a signal", in_r(record.expectancy_r, 3)),
        ("Profit factor", factor),
        ("Deepest drawdown", in_r(-record.max_drawdown_r, 1)),
        ("Longest losing run", count(record.longest_losing_run)),
        ("Brier score", f"{record.brier:.4f}"),
        ("Brier score of chance", f"{constant:.4f}"),
        ("Share of buys", percent(buys)),
    ]
    return card("Numbers", table(f"{model.name}: numbers", ("Figure", "Value"), rows))


def _equity(key: str, model: Backtest, record: Record) -> str:
    first, last = model.closed.resolved_at[[0, -1]]
    marks = [("", "sum of R"), ("hatch", "deepest fall (hatched)"), ("fall", "below its peak so far")]
    return figure(
        "Equity in R, and drawdown",
        f"Every signal from {day(first)} to {day(last)}, 1 R at risk in each, costs not deducted",
        equity(f"{key}-equity", model.closed, name=model.name),
        aside=in_r(record.expectancy_r * record.n, 0),
        key=legend(marks),
    )


def _against_chance(key: str, model: Backtest, others: list[Rival]) -> str:
    rows = evenly(len(model.closed), POINTS // 2)
    runs = coin_runs(model.closed, rows)
    below = int((runs.ends < others[0].total[-1]).sum())
    marks = [("", "the model"), ("buy", "always long"), ("dashed", "random, on average"), ("band", "90% of coins")]
    return figure(
        "Against random entry and always long",
        f"Sum of R on the same candles. Of {RUNS} runs in which a coin turned the model's directions round, fortnight "
        f"by fortnight, {below} ended lower than the model",
        against_chance(f"{key}-chance", model.closed, others, runs, rows, model.name),
        key=legend(marks),
    )


def _by_year(key: str, model: Backtest, record: Record) -> str:
    return figure(
        "Hit rate by year",
        "Dashed: chance in that year. Intervals take no account of signals that move together: no verdict by year",
        by_year(f"{key}-year", record.by_year, name=model.name),
        more=as_table(_results("year", record.by_year)),
    )


def _by_pair(key: str, model: Backtest, record: Record) -> str:
    return figure(
        "Hit rate by pair",
        "Dashed: chance on that pair. Intervals take no account of signals that overlap: no verdict by pair",
        by_pair(f"{key}-pair", record.by_pair, name=model.name),
        more=as_table(_results("pair", record.by_pair)),
    )


def _results(kind: str, rows: Sequence[PairRecord] | Sequence[YearRecord]) -> str:
    cells: list[Sequence[Cell]] = [
        (
            row.pair if isinstance(row, PairRecord) else str(row.year),
            count(row.n),
            percent(row.hit_rate),
            span(row.ci_low, row.ci_high),
            percent(row.baseline),
            in_r(row.expectancy_r, 3),
        )
        for row in rows
    ]
    heads = (kind.capitalize(), "n", "Hit rate", "95% interval", "Chance", "Expectancy")
    return table(f"Results by {kind}", heads, cells)


def _calibration(key: str, model: Backtest, record: Record) -> str:
    counts = [found.n for found in record.calibration]
    each = count(counts[0]) if min(counts) == max(counts) else f"{count(min(counts))} to {count(max(counts))}"
    each += " signal" if each == "1" else " signals"
    parts = "1 group" if len(counts) == 1 else f"{len(counts)} groups"
    bins: list[Sequence[Cell]] = [
        (percent(found.p), percent(found.hit_rate), count(found.n)) for found in record.calibration
    ]
    heads = ("Confidence (said)", "Hit rate (came true)", "n")
    return figure(
        "Calibration",
        f"Across: the confidence that signals came with. Upwards: how many won. {parts} of {each} by "
        "confidence; on the dashed line, what was said came true",
        calibration(f"{key}-calibration", record.calibration, name=model.name),
        aside=f"Brier {record.brier:.4f}",
        more=as_table(table("Calibration, by groups of signals", heads, bins)),
    )


def _compared(others: list[Rival]) -> str:
    rows: list[Sequence[Cell]] = [
        (rival.name, percent(rival.hit_rate), in_r(rival.mean_r, 3), in_r(rival.total[-1], 0)) for rival in others
    ]
    content = table("Four ways of choosing a direction", ("Direction", "Hit rate", "R a signal", "Sum of R"), rows)
    note = "From the same entries, with the same distances and horizon; only the direction differs"
    return card("The same candles in other hands", content, note=note)
