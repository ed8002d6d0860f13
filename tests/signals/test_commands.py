"""From a file to a verified signal by the commands alone, with just as many candles as a pair needs."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.db.database import DatabaseUrls
from app.services.market.series import ENOUGH
from app.signals.artifacts import Store
from app.signals.market.sessions import TradingWeek
from app.signals.strategies import STRATEGIES
from tests.conftest import client_of, running, settings_for
from tests.factories import FREE_MODEL, sign_in


def hourly_file(path: Path, count: int, *, seed: int = 7) -> Path:
    """A random walk by the hour, closed at weekends, in a form that traders' programs export."""
    rng, week = np.random.default_rng(seed), TradingWeek(timedelta(hours=1))
    lines, opening, price = ["Gmt time;O;H;L;C;Volume"], datetime(2024, 1, 8, tzinfo=UTC), 1.1
    while len(lines) <= count:
        if week.is_open(opening):
            close = price * (1 + rng.normal(0, 0.0008))
            high = max(price, close) * (1 + rng.exponential(0.0003))
            low = min(price, close) * (1 - rng.exponential(0.0003))
            prices = ";".join(f"{value:.5f}" for value in (price, high, low, close))
            lines.append(f"{opening:%d.%m.%Y %H:%M:%S}.000;{prices};1")
            price = float(f"{close:.5f}")
        opening += timedelta(hours=1)
    path.write_text("\n".join(lines))
    return path


async def run(database: DatabaseUrls, folder: Path, *words: str) -> tuple[int, str]:
    environment = {"DATABASE_URL": database.app, "DATA_DIR": str(folder), "MARKET_PROVIDER": "none"}
    result = await asyncio.to_thread(CliRunner().invoke, cli, list(words), env=environment)
    return result.exit_code, result.output


@pytest.mark.parametrize(("replay_speed", "models"), [("0", list(STRATEGIES)), ("6", [FREE_MODEL])])
async def test_a_file_becomes_models_and_signals(
    database: DatabaseUrls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replay_speed: str, models: list[str]
) -> None:
    monkeypatch.setenv("MARKET_REPLAY_SPEED", replay_speed)
    file = hourly_file(tmp_path / "eurusd.csv", ENOUGH)
    arguments = ("candles", "import", str(file), "--pair", "EUR/USD", "--timeframe", "1h")
    assert (await run(database, tmp_path, *arguments))[1] == f"EUR/USD 1h: {ENOUGH} new, 0 unchanged, 0 replaced\n"
    named = ("--model", models[0]) if len(models) == 1 else ()
    code, said = await run(database, tmp_path, "train", "--pair", "EUR/USD", *named)
    assert (code, said.splitlines()[-1]) == (0, f"{len(models)} trained")
    assert (await run(database, tmp_path, "train", *named))[1] == "Everything is up to date\n"
    manifest = Store(tmp_path / "models").manifest(FREE_MODEL, "1h")
    assert manifest is not None
    assert manifest.data["EUR/USD"].candles == ENOUGH - (ENOUGH // 5 if replay_speed == "6" else 0)

    chosen = settings_for(database, tmp_path, market_replay_speed=float(replay_speed))
    async with running(chosen) as app, client_of(app) as client:
        person = await sign_in(client, 42)
        signal = (await person.post(f"/api/signals/{FREE_MODEL}/generate", json={"pair": "EUR/USD"})).json()["signal"]
        assert (signal["timeframe"], signal["replay"]) == ("1h", True)
    assert (await run(database, tmp_path, "verify-ledger"))[0] == 0
    assert (await run(database, tmp_path, "resolve"))[0] == 0
    assert (await run(database, tmp_path, "resolve", "--recheck"))[0] == 0
    assert (await run(database, tmp_path, "backtest", str(tmp_path / "report.html")))[0] == 0
    assert "EUR/USD" in (tmp_path / "report.html").read_text()


async def test_mistakes_are_told(database: DatabaseUrls, tmp_path: Path) -> None:
    assert (await run(database, tmp_path, "train", "--model", "nobody"))[0] == 2
    assert (await run(database, tmp_path, "train", "--pair", "XXX/YYY"))[0] == 2
    assert (await run(database, tmp_path, "train", "--pair", "EUR/USD"))[0] == 2
    assert (await run(database, tmp_path, "train")) == (0, f"Nothing to learn from: no pair has {ENOUGH} candles\n")
    code, said = await run(database, tmp_path, "backtest")
    assert (code, "forexsignals train" in said) == (1, True)
