"""The report as a page."""

from collections.abc import Sequence
from html import escape

from app.schemas.track_record import Record
from app.signals.report.backtest import Backtest
from app.signals.report.method import material, method
from app.signals.report.rates import Scale, interval, rate_axis, scale_of
from app.signals.report.section import SILENT, section
from app.signals.report.style import STYLE
from app.signals.report.words import VERDICTS, count, percent, span, summary

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render_report(models: Sequence[Backtest]) -> str:
    """One HTML document: no script, nothing loaded, light and dark. The same models give the same bytes.

    Raises ValueError without models.
    """
    if not models:
        raise ValueError("no models to report on")
    keys = [f"m{number}" for number in range(1, len(models) + 1)]
    sections = "".join(section(key, model) for key, model in zip(keys, models, strict=True))
    came_out = summary([(model.name, model.record.verdict if model.record else None) for model in models])
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Backtest: {escape(', '.join(model.name for model in models))}</title><style>{STYLE}</style></head>\n"
        f'<body><main><header><h1>Backtest</h1><p class="lead">{escape(came_out)}</p>{_contents(keys, models)}'
        f"</header>{_overview(keys, models)}{method()}{material(models)}{sections}</main></body></html>\n"
    )


def _contents(keys: Sequence[str], models: Sequence[Backtest]) -> str:
    places = [("overview", "All models"), ("method", "How it was measured"), ("data", "Data and versions")]
    places += [(key, model.name) for key, model in zip(keys, models, strict=True)]
    links = "".join(f'<li><a href="#{key}">{escape(name)}</a></li>' for key, name in places)
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _overview(keys: Sequence[str], models: Sequence[Backtest]) -> str:
    scale = scale_of([model.record for model in models if model.record])
    rows = "".join(_row(key, model, scale) for key, model in zip(keys, models, strict=True))
    note = (
        "Dot: hit rate. Whiskers: 95% interval. Thin tail: the cautious bound that holds however often one looks and "
        "allows for signals that overlap. Dashed: chance on the same candles. Only if the tail clears the dashed line "
        "is a model better than chance."
    )
    return (
        f'<h2 id="overview">All models</h2><div class="card">{rows}<div class="model axis">'
        f'{rate_axis("axis", scale)}</div><p class="note">{note}</p></div>'
    )


def _row(key: str, model: Backtest, scale: Scale) -> str:
    who = f'<div class="who"><b>{escape(model.name)}</b><p class="purpose">{escape(model.purpose)}</p></div>'
    if model.record is None:
        return f'<div class="model">{who}<span class="rate">–</span><p class="meta">No signals. {SILENT}</p></div>'
    record = model.record
    drawn = interval(f"{key}-row", record, scale, name=model.name)
    return (
        f'<div class="model">{who}<span class="rate">{percent(record.hit_rate)}</span><div>{drawn}</div>'
        f'<div class="said">{_verdict(record)}<p class="meta"><span>95% interval '
        f"{span(record.ci_low, record.ci_high)}</span><span>n {count(record.n)}</span>"
        f"<span>chance {percent(record.baseline)}</span></p></div></div>"
    )


def _verdict(record: Record) -> str:
    words = VERDICTS[record.verdict]
    return f'<b class="{words.colour}"><span aria-hidden="true">{words.glyph}</span> {words.text}</b>'
