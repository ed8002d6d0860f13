"""The ledger: whole as it is written, and broken wherever anybody puts a hand on it."""

import json
from pathlib import Path

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner

from app.canonical import GENESIS, chain_hash
from app.cli import cli
from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.models.signals import Signal, SignalResolution
from app.resources import Resources
from app.schemas.signals import LedgerHead
from app.services.signals.ledger import hashed_fields, hashed_outcome, ledger_head
from app.services.signals.resolve import recheck, resolve_open
from app.services.signals.verify import Break, ledger_models, verify_ledgers
from tests.factories import FREE_MODEL, sign_in
from tests.signals.conftest import PAIRS
from tests.signals.test_engine import close, signal_of


@pytest.fixture
async def ledger(trader: httpx.AsyncClient, market_units: Units) -> LedgerHead:
    """Six signals of which four have ended; the head of the ledger."""
    person = await sign_in(trader, 42)
    first = [await signal_of(person, pair=pair) for pair in PAIRS]
    for signal, step in zip(first, ("target", "stop", "stop"), strict=True):
        await close(market_units, signal, step)
    second = [await signal_of(person, pair=pair) for pair in PAIRS]
    await close(market_units, second[0], "target")
    async with market_units.open() as unit:
        assert len(await resolve_open(unit)) == 4
    async with market_units.open() as unit:
        return await ledger_head(unit, FREE_MODEL)


async def breaks(units: Units, head: LedgerHead | None = None) -> list[Break]:
    async with units.open() as unit:
        report = await verify_ledgers(unit, await ledger_models(unit), {head.model_id: head} if head else {})
    return report.broken


async def test_every_hash_can_be_computed_from_the_stored_rows(
    ledger: LedgerHead, market_database: DatabaseUrls
) -> None:
    connection = await asyncpg.connect(market_database.app)
    signals = await connection.fetch("SELECT * FROM signals ORDER BY seq")
    resolutions = await connection.fetch("SELECT * FROM signal_resolutions ORDER BY seq")
    await connection.close()
    head = GENESIS
    for number, row in enumerate(signals, 1):
        signal = Signal(**{**row, "reasons": json.loads(row["reasons"])})
        assert (signal.seq, signal.prev_hash) == (number, head)
        head = chain_hash(head, hashed_fields(signal))
        assert head == signal.hash
    assert (ledger.signals.seq, ledger.signals.hash) == (6, head)
    head = GENESIS
    for row in resolutions:
        resolution = SignalResolution(**row)
        head = chain_hash(head, hashed_outcome(resolution, signals[resolution.signal_seq - 1]["pair"]))
        assert (head, resolution.signal_hash) == (resolution.hash, signals[resolution.signal_seq - 1]["hash"])
    assert (ledger.resolutions.seq, ledger.resolutions.hash) == (4, head)


FORGERIES = {
    "a price": "UPDATE signals SET entry = entry + 0.001 WHERE seq = 2",
    "digits that no hash sees": "UPDATE signals SET entry = entry + 0.000004 WHERE seq = 2",
    "no number": "UPDATE signals SET entry = 'NaN' WHERE seq = 2",
    "more in a reason": "UPDATE signals SET reasons = jsonb_set(reasons, '{0,note}', '1') WHERE seq = 2",
    "digits of an exit": "UPDATE signal_resolutions SET exit_price = exit_price + 0.000004 WHERE seq = 2",
    "a direction": """UPDATE signals SET direction = CASE direction WHEN 'BUY' THEN 'SELL' ELSE 'BUY' END,
        take_profit = stop_loss, stop_loss = take_profit WHERE seq = 3""",
    "a moment": "UPDATE signals SET created_at = created_at - interval '1 day' WHERE seq = 2",
    "a replay made live": "UPDATE signals SET replay = false WHERE seq = 1",
    "a confidence": "UPDATE signals SET confidence = 0.99 WHERE seq = 2",
    "reasons": "UPDATE signals SET reasons = '[{\"feature\": 1}]' WHERE seq = 2",
    "a pair that is none": "UPDATE signals SET pair = 'XXX/YYY' WHERE seq = 2",
    "a deleted signal": "DELETE FROM signals WHERE seq = 2",
    "the first signal": "DELETE FROM signals WHERE seq = 1",
    "signals reordered": "UPDATE signals SET seq = CASE seq WHEN 5 THEN 6 ELSE 5 END + 100 WHERE seq IN (5, 6)",
    "an inserted signal": """INSERT INTO signals SELECT (jsonb_populate_record(s, jsonb_build_object(
        'id', gen_random_uuid(), 'seq', 7, 'candle_at', s.candle_at + interval '1 day'))).*
        FROM signals s WHERE seq = 6""",
    "an outcome": "UPDATE signal_resolutions SET status = 'won' WHERE status = 'lost'",
    "an exit": "UPDATE signal_resolutions SET exit_price = exit_price + 0.001 WHERE seq = 2",
    "a deleted outcome": "DELETE FROM signal_resolutions WHERE seq = 3",
    "an inserted outcome": """INSERT INTO signal_resolutions SELECT (jsonb_populate_record(r, jsonb_build_object(
        'seq', 5, 'signal_seq', 5, 'prev_hash', r.hash))).* FROM signal_resolutions r WHERE seq = 4""",
    "outcomes exchanged": """UPDATE signal_resolutions SET signal_seq = signal_seq + 100;
        UPDATE signal_resolutions SET signal_seq = CASE signal_seq WHEN 101 THEN 2 WHEN 102 THEN 1 ELSE signal_seq - 100
        END""",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
async def test_whatever_a_superuser_does_is_found(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls, forgery: str
) -> None:
    assert await breaks(market_units, ledger) == []
    await forge(market_database, forgery)
    found = await breaks(market_units)
    assert found
    assert {one.model_id for one in found} == {FREE_MODEL}


async def forge(database: DatabaseUrls, statements: str) -> None:
    connection = await asyncpg.connect(database.owner)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(statements)
    await connection.close()


CUTS = {
    "signals": "DELETE FROM signals WHERE seq = 6",
    "resolutions": "DELETE FROM signal_resolutions WHERE seq = 4",
    "everything": "DELETE FROM signal_resolutions; DELETE FROM signals",
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS.keys())
async def test_a_head_that_was_kept_shows_a_tail_that_was_cut(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls, cut: str
) -> None:
    await forge(market_database, cut)
    assert await breaks(market_units) == []
    async with market_units.open() as unit:
        report = await verify_ledgers(unit, [FREE_MODEL], {FREE_MODEL: ledger})
    assert "the row that was kept as head is gone" in {one.why for one in report.broken}


ANOTHER_PAST = """UPDATE candles c SET open = s.entry, high = s.entry, low = s.entry, close = s.entry
    FROM signals s JOIN signal_resolutions r ON r.signal_seq = s.seq
    WHERE s.seq = 2 AND c.pair = s.pair AND c.closed_at = r.resolved_at"""


async def test_an_outcome_that_the_candles_do_not_give_is_found(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls
) -> None:
    async with market_units.open() as unit:
        assert await recheck(unit) == (6, [])
    await forge(market_database, ANOTHER_PAST)
    async with market_units.open() as unit:
        count, differences = await recheck(unit)
    assert count == 6
    assert 2 in {one.signal_seq for one in differences}


async def test_resolving_again_gives_the_same_bytes(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls
) -> None:
    columns = "model_id, seq, signal_seq, signal_hash, status, exit_price, resolved_at, prev_hash, hash"
    query = f"SELECT {columns} FROM signal_resolutions ORDER BY seq"
    connection = await asyncpg.connect(market_database.app)
    before = await connection.fetch(query)
    await forge(market_database, "DELETE FROM signal_resolutions")
    async with market_units.open() as unit:
        await resolve_open(unit)
    assert await connection.fetch(query) == before
    await connection.close()


async def test_the_command_names_model_and_place_and_exits_with_1(
    ledger: LedgerHead, market_resources: Resources, market_database: DatabaseUrls, tmp_path: Path
) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(json.dumps({"signal": None, "ledger_head": ledger.model_dump()}))
    environment = {"DATABASE_URL": market_database.app, "DATA_DIR": str(tmp_path)}

    async def run(*words: str) -> tuple[int, str]:
        import asyncio

        result = await asyncio.to_thread(CliRunner().invoke, cli, list(words), env=environment)
        return result.exit_code, result.output

    code, said = await run("verify-ledger", "--head", str(kept))
    assert (code, "6 signals and 4 resolutions: intact" in said) == (0, True)
    assert (await run("resolve", "--recheck"))[0] == 0
    await forge(market_database, "UPDATE signals SET entry = entry + 0.001 WHERE seq = 2")
    code, said = await run("verify-ledger", "--model", FREE_MODEL)
    assert (code, f"{FREE_MODEL}, signals 2: the row does not match its hash" in said) == (1, True)
    kept.write_text("[]{")
    assert (await run("verify-ledger", "--head", str(kept)))[0] == 2
