"""The backtest's report: complete, self-contained, the same every time, and true to the record."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from app.cli.backtest import backtest
from app.cli.train import models_folder
from app.schemas.track_record import Record
from app.settings import load_settings
from app.signals.artifacts import DataRange, Manifest, Store, code_version
from app.signals.calibration import Calibration
from app.signals.features import FEATURES, feature_hash
from app.signals.record import ClosedSignals
from app.signals.report import Backtest, render_report
from app.signals.report.chance import RUNS, coin_runs, evenly, rivals, with_extremes
from app.signals.report.words import VERDICTS, explained, in_r, percent, span, stamp, summary

NEVER_CLOSED = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Checks that what opens closes, and keeps what tests ask for."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.cells: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.open and self.open[-1] in {"td", "th"}:
            self.cells.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def row(self, head: str) -> str:
        """The cell after the one that says ``head``."""
        return self.cells[self.cells.index(head) + 1]


def closed_signals(
    n: int, *, edge: float = 0.0, seed: int = 1, pairs: tuple[str, ...] = ("EUR/USD", "USD/JPY")
) -> ClosedSignals:
    """``n`` signals six hours apart, of which half and ``edge`` win; one in twenty expires."""
    generator = np.random.default_rng(seed)
    decided = generator.random(n) < 0.95
    won = decided & (generator.random(n) < 0.5 + edge)
    r = np.where(won, 1.0, np.where(decided, -1.0, generator.normal(0, 0.3, n)))
    return ClosedSignals(
        resolved_at=np.datetime64("2023-03-01T00:00:00") + np.arange(n) * np.timedelta64(6, "h"),
        pair=generator.choice(np.array(pairs), n),
        direction=generator.choice(np.array([1, -1], np.int8), n),
        confidence=generator.uniform(0.45, 0.55, n),
        won=won,
        expired=~decided,
        r=r,
        mirror_won=decided & ~won,
        mirror_r=-r,
    )


def manifest(model_id: str = "logistic-spy", **more: object) -> Manifest:
    candles = DataRange(
        source="ecb",
        candles=7126,
        first_closed_at="1999-01-04T15:00:00+00:00",
        last_closed_at="2026-10-30T15:00:00+00:00",
        revision=0,
    )
    made = Manifest(
        model_id=model_id,
        timeframe="1d",
        strategy_version=2,
        feature_hash=feature_hash(),
        code_version=code_version(),
        features=list(FEATURES),
        medians=[0.0] * len(FEATURES),
        calibration=Calibration(slope=1.0, offset=0.0),
        threshold=0.0,
        data={"EUR/USD": candles, "USD/JPY": candles},
        metrics={},
        sha256="ab" * 32,
        backtest_sha256="cd" * 32,
    )
    return made.model_copy(update=more)


def backtest_of(closed: ClosedSignals, *, name: str = "Logistic Spy", purpose: str = "Plain") -> Backtest:
    return Backtest("logistic-spy", name, purpose, (manifest(),), closed)


def measured(model: Backtest) -> Record:
    assert model.record is not None
    return model.record


@pytest.fixture(scope="module")
def model() -> Backtest:
    return backtest_of(closed_signals(1500, edge=0.02))


@pytest.fixture(scope="module")
def html(model: Backtest) -> str:
    return render_report([model, backtest_of(ClosedSignals.empty(), name="Silent One")])


# The page


def test_every_part_is_there(html: str) -> None:
    text = " ".join(Page(html).texts)
    for part in (
        "All models",
        "What was measured, and how",
        "Purged, with an embargo",
        "effective number of signals",
        "Data and versions",
        "European Central Bank",
        "Equity in R, and drawdown",
        "Against random entry and always long",
        "Hit rate by year",
        "Hit rate by pair",
        "Calibration",
        "Numbers",
        "Always long",
        feature_hash(),
        manifest().version,
    ):
        assert part in text, part


def test_nothing_is_loaded_and_nothing_runs(html: str) -> None:
    page = Page(html)
    names = {name for name, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "foreignobject"}
    assert not re.search(r"https?:|//\w|url\((?!#)|@import|@font-face|data:|\son\w+=", html)
    references = [value for _, a in page.tags for name in ("href", "xlink:href", "src") if (value := a.get(name))]
    assert references
    assert all(reference.startswith("#") for reference in references)


def test_names_within_the_page_are_unique_and_lead_somewhere(html: str) -> None:
    page = Page(html)
    names = [name for _, attributes in page.tags if (name := attributes.get("id"))]
    assert len(names) == len(set(names))
    used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"|aria-labelledby="([^"]+)"', html))
    assert {next(filter(None, found)) for found in used} <= set(names)


def test_every_picture_and_table_can_be_heard(html: str) -> None:
    page = Page(html)
    drawings = page.of("svg")
    assert len(drawings) == 8
    assert all(drawing["role"] == "img" and drawing["aria-label"] for drawing in drawings)
    assert len(page.of("caption")) == len(page.of("table")) > 0
    assert all(head.get("scope") in {"row", "col"} for head in page.of("th"))


def test_colours_are_the_pages_own_in_light_and_in_dark(html: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL))
    assert "var(--ink)" in drawings
    assert not re.search(r"(fill|stroke): *#", drawings)
    assert "prefers-color-scheme:dark" in html


def test_the_same_signals_give_the_same_bytes(html: str, model: Backtest) -> None:
    again = render_report([model, backtest_of(ClosedSignals.empty(), name="Silent One")])
    assert again == html


def test_names_are_text_and_never_markup_or_formulas() -> None:
    odd = "<b>A & \"B\"</b> $x^2$ 'c'"
    pairs = ("<i>&$a_b$", "EUR/USD")
    html = render_report([backtest_of(closed_signals(60, pairs=pairs), name=odd, purpose="<script>alert(1)</script>")])
    page = Page(html)
    assert page.texts.count(odd) >= 3
    assert "<i>&$a_b$" in page.texts
    assert "<script>alert(1)</script>" in page.texts
    assert not {"script", "i"} & {name for name, _ in page.tags}


def test_a_report_on_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="no models"):
        render_report([])


def test_a_model_that_never_spoke_is_said_to_be_silent(html: str) -> None:
    assert "never sure enough to speak" in html[html.index("Silent One</h2>") :]


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_few_signals_are_drawn_too(n: int) -> None:
    page = Page(render_report([backtest_of(closed_signals(n))]))
    assert page.row("Signals closed (n)") == str(n)
    assert page.row("Verdict") == "Not enough data yet"


def test_many_signals_stay_small() -> None:
    html = render_report([backtest_of(closed_signals(60_000))])
    assert len(html.encode()) < 250_000


# The numbers


def test_the_numbers_are_those_of_the_record(html: str, model: Backtest) -> None:
    page, record = Page(html), measured(model)
    assert page.row("Signals closed (n)") == f"{record.n:,}"
    assert page.row("Wins (target)") == f"{record.wins:,}"
    assert page.row("Losses (stop)") == f"{record.losses:,}"
    assert page.row("Expired") == f"{record.expired:,}"
    assert page.row("Hit rate") == percent(record.hit_rate)
    assert page.row("95% interval") == span(record.ci_low, record.ci_high)
    assert page.row("Cautious bound (cs_low)") == percent(record.cs_low)
    assert page.row("Chance (baseline)") == percent(record.baseline)
    assert page.row("Verdict") == VERDICTS[record.verdict].text
    assert page.row("Expectancy a signal") == in_r(record.expectancy_r, 3)
    assert page.row("Profit factor") == f"{record.profit_factor:.2f}"
    assert page.row("Deepest drawdown") == in_r(-record.max_drawdown_r, 1)
    assert page.row("Longest losing run") == str(record.longest_losing_run)
    assert page.row("Brier score") == f"{record.brier:.4f}"


def test_each_year_pair_and_group_has_its_row(html: str, model: Backtest) -> None:
    cells, record = Page(html).cells, measured(model)
    for head, row in [(str(row.year), row) for row in record.by_year] + [(row.pair, row) for row in record.by_pair]:
        shown = [f"{row.n:,}", percent(row.hit_rate), span(row.ci_low, row.ci_high), percent(row.baseline)]
        starts = [place + 1 for place, cell in enumerate(cells) if cell == head]
        assert any(cells[start : start + 4] == shown for start in starts), head
    for found in record.calibration:
        assert percent(found.p) in cells


def test_a_signal_that_lost_nothing_has_no_profit_factor() -> None:
    page = Page(render_report([backtest_of(closed_signals(40, edge=0.5).select(closed_signals(40, edge=0.5).won))]))
    assert page.row("Profit factor") == "none lost"


def test_the_verdict_is_said_in_words() -> None:
    better, worse = (backtest_of(closed_signals(1500, edge=edge), name=str(edge)) for edge in (0.15, -0.15))
    assert "is above that" in explained(measured(better))
    assert "is below that" in explained(measured(worse))
    text = " ".join(Page(render_report([better, worse])).texts)
    assert "Of 2 models, 0.15 did better than chance on what it had not seen; -0.15 did worse." in text


def test_that_no_model_beat_chance_is_the_first_thing_said() -> None:
    assert summary([("A", "not_distinguishable"), ("B", None)]).startswith("Of 2 models, none did better than chance")
    assert summary([("A", "not_distinguishable")]) == "On what it had not seen, the model cannot be told from chance."


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(0.114, 2, "+0.11 R"), (-1325.02, 1, "−1,325.0 R"), (-0.0004, 3, "0.000 R"), (0.0, 0, "0 R"), (0.4, 0, "0 R")],
)
def test_results_have_a_sign_unless_they_are_nothing(value: float, digits: int, shown: str) -> None:
    assert in_r(value, digits) == shown


def test_moments_are_as_exact_as_the_timeframe() -> None:
    assert stamp("2026-10-30T15:00:00+00:00", "1d") == "2026-10-30"
    assert stamp("2026-10-30T15:00:00+00:00", "1h") == "2026-10-30 15:00"


# Chance


def test_always_long_takes_the_buys_and_turns_the_sells_round() -> None:
    closed = closed_signals(300)
    model, opposite, coin, long = rivals(closed)
    buys = closed.direction > 0
    assert long.total[-1] == pytest.approx(closed.r[buys].sum() + closed.mirror_r[~buys].sum())
    assert long.hit_rate == pytest.approx((closed.won[buys].sum() + closed.mirror_won[~buys].sum()) / 300)
    assert model.mean_r == pytest.approx(closed.r.mean())
    assert coin.mean_r == pytest.approx((model.mean_r + opposite.mean_r) / 2)
    assert coin.hit_rate == pytest.approx(measured(backtest_of(closed)).baseline)


def test_coins_are_fair_and_fall_the_same_way_every_time() -> None:
    closed = closed_signals(3000, edge=0.1)
    rows = evenly(len(closed), 50)
    runs, again = coin_runs(closed, rows), coin_runs(closed, rows)
    assert (runs.ends == again.ends).all()
    assert len(runs.ends) == RUNS
    assert (runs.low <= runs.high).all()
    assert abs(runs.ends.mean()) < 3 * runs.ends.std() / np.sqrt(RUNS)
    assert runs.ends.max() < closed.r.sum(), "an edge of ten percent is beyond every coin"


def test_within_a_fortnight_all_directions_turn_together() -> None:
    closed = closed_signals(100, edge=0.2)
    fortnight = closed.resolved_at.astype("datetime64[D]").astype(int) // 14
    closed = closed.select(fortnight == fortnight[-50])
    ends = coin_runs(closed, evenly(len(closed), 20)).ends
    assert {round(end, 6) for end in ends} == {round(total, 6) for total in (closed.r.sum(), closed.mirror_r.sum())}


def test_thinning_keeps_the_ends_and_the_extremes() -> None:
    values = np.cumsum(np.random.default_rng(3).normal(size=5000))
    kept = with_extremes(values, 800)
    assert len(kept) <= 800
    assert {0, 4999, int(values.argmin()), int(values.argmax())} <= set(kept.tolist())
    assert (with_extremes(values[:5], 800) == np.arange(5)).all()
    assert evenly(1, 400).tolist() == [0]


# The command


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """`backtest` by itself, with a data folder of its own and no `.env`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name in ("ENVIRONMENT", "MARKET_PROVIDER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data").mkdir()
    cli = typer.Typer()
    cli.command()(backtest)
    return cli


def trained(made: Manifest, closed: ClosedSignals) -> None:
    Store(models_folder(load_settings())).save(made, b"a graph", closed)


def test_without_a_trained_model_the_command_says_what_to_do(command: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 1
    assert "forexsignals train" in result.output
    assert not (tmp_path / "data" / "backtest.html").exists()


def test_models_of_other_code_are_not_reported_on(command: typer.Typer) -> None:
    trained(manifest(code_version="0.0.0"), closed_signals(10))
    result = CliRunner().invoke(command, ["--model", "logistic-spy"])
    assert result.exit_code == 1
    assert "Not trained by this version: logistic-spy. Run `forexsignals train` first." in result.output


def test_the_command_writes_one_file_and_prints_the_table(command: typer.Typer, tmp_path: Path) -> None:
    closed = closed_signals(400)
    trained(manifest(), closed)
    trained(manifest("gray-cardinal", strategy_version=1), ClosedSignals.empty())
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 0, result.output
    html = (tmp_path / "data" / "backtest.html").read_text()
    record = measured(backtest_of(closed))
    assert Page(html).row("Brier score") == f"{record.brier:.4f}"
    assert "Gray Cardinal" in html
    line = next(line for line in result.output.splitlines() if line.startswith("logistic-spy"))
    assert {f"{record.n}", f"{record.hit_rate:.1%}", f"{record.baseline:.1%}", f"{record.brier:.4f}"} <= set(
        line.split()
    )
    assert "Not trained: forest-necromancer, shadow-stack, sniper-80x" in result.output
    assert str(tmp_path / "data" / "backtest.html") in result.output


def test_one_model_can_be_written_elsewhere(command: typer.Typer, tmp_path: Path) -> None:
    trained(manifest(), closed_signals(50))
    result = CliRunner().invoke(command, [str(tmp_path / "r.html"), "--model", "logistic-spy"])
    assert result.exit_code == 0, result.output
    assert Page((tmp_path / "r.html").read_text()).row("Signals closed (n)") == "50"


@pytest.mark.parametrize("arguments", [["--model", "nobody"], ["nowhere/r.html"]])
def test_wrong_arguments_are_refused(command: typer.Typer, arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2


def test_the_plotting_library_is_loaded_only_to_draw() -> None:
    code = "import sys, app.cli.backtest; sys.exit('matplotlib' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
