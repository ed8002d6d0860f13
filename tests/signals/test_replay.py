"""The replay in real processes: signals appear, run and end; when the process that steps it dies, another goes on."""

import asyncio
import warnings
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.services.market.clock import market_moment
from app.services.signals.resolve import recheck
from app.services.signals.verify import ledger_models, verify_ledgers
from app.services.training import train_models
from app.signals.artifacts import Store
from app.signals.market.provider import Quote
from tests.factories import FREE_MODEL, sign_in
from tests.push.sockets import screen
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow
TAKEOVER = 10


@pytest.fixture
async def learnt(market_units: Units, tmp_path: Path) -> Path:
    """A data folder with two models that have learnt nothing of what the replay will show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trained = await train_models(
            market_units,
            Store(tmp_path / "var" / "models"),
            models={FREE_MODEL, "gray-cardinal"},
            timeframes=None,
            replays=True,
            force=False,
            report=lambda _: None,
        )
    assert trained == 2
    return tmp_path


async def test_signals_appear_run_and_end_and_another_process_takes_over(
    learnt: Path, market_database: DatabaseUrls, market_units: Units, newest_quotes: list[Quote]
) -> None:
    async with market_units.open() as unit:
        began = await market_moment(unit, "1d")
    with (
        server_process(learnt, market_database, MARKET_REPLAY_SPEED="120") as first,
        server_process(learnt, market_database, MARKET_REPLAY_SPEED="120") as second,
    ):
        assert await _told(first, wanted={"signal", "signal_resolved"}, patience=30)
        stepping, other = (first, second) if "market's scheduler" in first.text() else (second, first)
        stepping.kill()

        async def goes_on() -> bool:
            return "market's scheduler" in other.text()

        assert await until(goes_on, patience=TAKEOVER) < TAKEOVER
        assert await _told(other, wanted={"signal", "signal_resolved"}, patience=30)
    connection = await asyncpg.connect(market_database.app)
    rows = await connection.fetch("SELECT replay, candle_at, created_at FROM signals")
    doubles = await connection.fetchval(
        "SELECT count(*) - count(DISTINCT (model_id, pair, timeframe, candle_at)) FROM signals"
    )
    await connection.close()
    assert (doubles, {row["replay"] for row in rows}) == (0, {True})
    closes = {quote.opened_at: quote.closed_at for quote in newest_quotes}
    assert min(closes[row["candle_at"]] for row in rows) >= began
    async with market_units.open() as unit:
        assert (await recheck(unit))[1] == []
    async with market_units.open() as unit:
        assert (await verify_ledgers(unit, await ledger_models(unit), {})).broken == []


async def _told(server: ServerProcess, *, wanted: set[str], patience: float) -> bool:
    """Follow a socket until it has heard every kind of frame that is wanted, each with the ledger's head."""
    async with httpx.AsyncClient(base_url=server.url) as client:
        person = await sign_in(client, 42)
    missing = set(wanted)
    async with asyncio.timeout(patience), screen(server.ws_url, person.tokens["access_token"]) as opened:
        while missing:
            frame = await opened.next(patience=patience)
            if frame["type"] in wanted:
                assert frame["signal"]["replay"]
                assert frame["ledger_head"]["signals"]["seq"] >= frame["signal"]["seq"]
                missing.discard(frame["type"])
    return not missing
