"""The ledger: whole as it is written, and broken wherever anybody puts a hand on it."""

import json
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.canonical import GENESIS, chain_hash
from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.models.signals import Signal, SignalResolution
from app.schemas.signals import LedgerHead
from app.services.signals.ledger import NEVER_WRITTEN, hashed_fields, hashed_outcome, ledger_head, stored_signals
from app.services.signals.resolve import Difference, recheck, resolve_open
from app.services.signals.verify import Break, ledger_models, verify_ledgers
from tests.factories import FREE_MODEL, PAID_MODEL, sign_in
from tests.signals.conftest import PAIRS
from tests.signals.test_commands import run
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


UNREADABLE = {
    "a candle that never opened": "candle_at = 'infinity'",
    "a candle before all time": "candle_at = '-infinity'",
    "an end that never comes": "expires_at = 'infinity'",
    "an end before Christ": "expires_at = '0044-03-15 BC'",
    "an end too far away": "expires_at = '20000-01-01'",
    "never made": "created_at = 'infinity'",
    "made before Christ": "created_at = '0044-03-15 BC'",
    "an entry": "entry = 'NaN'",
    "a target": "take_profit = 'NaN'",
    "a stop": "stop_loss = 'NaN'",
    "a confidence": "confidence = 'NaN'",
    "a pair": "pair = 'XXX/YYY'",
    "a direction": "direction = 'HOLD'",
    "a number in a reason": """reasons = '[{"feature": "rsi_14", "value": 1e400, "effect": "1"}]'""",
    "a long number in a reason": "reasons = jsonb_set(reasons, '{0,value}', repeat('9', 5000)::jsonb)",
    "depth in a reason": "reasons = jsonb_set(reasons, '{0,value}', (repeat('[', 2500) || repeat(']', 2500))::jsonb)",
    "reasons that are none": "reasons = '{}'",
}
"""What a superuser may write into a signal once the table's own checks are gone."""

PLANS = ("candle", "end", "entry", "target", "stop", "pair", "direction")
"""What a signal is judged by."""

UNCHECKED = """ALTER TABLE signals DROP CONSTRAINT ck_signals_direction, DROP CONSTRAINT ck_signals_confidence;
    UPDATE signals SET {} WHERE seq = 2"""


@pytest.mark.parametrize("name", UNREADABLE)
async def test_a_signal_that_cannot_be_read_is_named_and_the_others_are_checked(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls, name: str
) -> None:
    await forge(market_database, UNCHECKED.format(UNREADABLE[name]))
    await forge(market_database, "UPDATE signals SET confidence = 0.99 WHERE seq = 6")
    await rehash(market_units, market_database, 2)
    async with market_units.open() as unit:
        report = await verify_ledgers(unit, [FREE_MODEL], {FREE_MODEL: ledger})
    assert (report.signals, report.resolutions) == (6, 4)
    of_signals = [one for one in report.broken if one.chain == "signals"]
    assert Break(FREE_MODEL, "signals", 2, NEVER_WRITTEN) in of_signals
    assert Break(FREE_MODEL, "signals", 6, "the row does not match its hash") in of_signals
    assert {one.seq for one in of_signals} <= {2, 3, 6}


async def rehash(units: Units, database: DatabaseUrls, seq: int) -> None:
    """Give a forged signal the hash that it would have, where it would have one."""
    async with units.open() as unit:
        (signal,) = [one async for one in stored_signals(unit, FREE_MODEL) if one.seq == seq]
    try:
        hash_ = chain_hash(signal.prev_hash, hashed_fields(signal))
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return
    await forge(database, f"UPDATE signals SET hash = '{hash_}' WHERE seq = {seq}")


@pytest.mark.parametrize("name", [name for name in UNREADABLE if any(word in name.split() for word in PLANS)])
async def test_a_signal_that_cannot_be_judged_is_named_and_the_others_are_judged(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls, name: str
) -> None:
    await forge(market_database, UNCHECKED.format(UNREADABLE[name]))
    async with market_units.open() as unit:
        assert await recheck(unit) == (6, [Difference(FREE_MODEL, 2, NEVER_WRITTEN)])


ENDS = {
    "never ended": "resolved_at = 'infinity'",
    "ended before Christ": "resolved_at = '0044-03-15 BC'",
    "never written": "created_at = 'infinity'",
    "written before Christ": "created_at = '0044-03-15 BC'",
    "an exit": "exit_price = 'NaN'",
}


@pytest.mark.parametrize("forgery", ENDS.values(), ids=ENDS)
async def test_a_resolution_that_cannot_be_read_is_named_and_the_others_are_checked(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls, forgery: str
) -> None:
    await forge(market_database, f"UPDATE signal_resolutions SET {forgery} WHERE seq = 2")
    await forge(market_database, "UPDATE signal_resolutions SET exit_price = exit_price + 1 WHERE seq = 4")
    found = await breaks(market_units)
    assert Break(FREE_MODEL, "resolutions", 2, NEVER_WRITTEN) in found
    assert Break(FREE_MODEL, "resolutions", 4, "the row does not match its hash") in found
    assert {(one.chain, one.seq) for one in found} == {("resolutions", 2), ("resolutions", 4)}
    async with market_units.open() as unit:
        count, differences = await recheck(unit)
    assert (count, len(differences)) == (6, 1 if "created_at" in forgery else 2)


async def test_candles_without_prices_and_forgotten_models_end_no_judging(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls
) -> None:
    later = "FROM signals s WHERE s.seq = 2 AND c.pair = s.pair AND c.opened_at > s.candle_at"
    await forge(market_database, f"UPDATE candles c SET high = 'NaN', open = 'NaN' {later}")
    await forge(market_database, f"DELETE FROM subscription_models WHERE id = '{FREE_MODEL}'")
    async with market_units.open() as unit:
        count, differences = await recheck(unit)
    assert count == 6
    assert Difference(FREE_MODEL, 2, "a candle after it holds no prices") in differences
    assert {one.signal_seq for one in differences} <= {2, 5}


async def test_a_forged_signal_holds_up_no_other(
    ledger: LedgerHead, market_units: Units, market_database: DatabaseUrls
) -> None:
    await forge(market_database, "DELETE FROM signal_resolutions; UPDATE signals SET pair = 'XXX/YYY' WHERE seq = 2")
    async with market_units.open() as unit:
        assert {signal.seq for signal in await resolve_open(unit)} == {1, 3, 4}


EARLY = "created_at lies before the candle that decided had closed"
FALLS = "created_at lies before that of the row before"

MOMENTS = {
    "the same for all": ("created_at = (SELECT max(created_at) FROM signal_resolutions)", []),
    "before its candle": ("created_at = resolved_at - interval '1 second' WHERE seq = 1", [(1, EARLY)]),
    "after the next": ("created_at = created_at + interval '1 day' WHERE seq = 2", [(3, FALLS)]),
    "long before": (
        "created_at = created_at - interval '99 years' WHERE seq = 4",
        [(4, EARLY), (4, FALLS)],
    ),
}


@pytest.mark.parametrize(("forgery", "expected"), MOMENTS.values(), ids=MOMENTS)
async def test_when_an_outcome_was_written_is_told_in_order_and_after_its_candle(
    ledger: LedgerHead,
    market_units: Units,
    market_database: DatabaseUrls,
    forgery: str,
    expected: list[tuple[int, str]],
) -> None:
    await forge(market_database, f"UPDATE signal_resolutions SET {forgery}")
    assert [(one.seq, one.why) for one in await breaks(market_units)] == expected


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
    ledger: LedgerHead, market_database: DatabaseUrls, tmp_path: Path
) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(json.dumps({"signal": None, "ledger_head": ledger.model_dump()}))
    code, said = await run(market_database, tmp_path, "verify-ledger", "--head", str(kept))
    assert (code, "6 signals and 4 resolutions: intact" in said) == (0, True)
    assert (await run(market_database, tmp_path, "resolve", "--recheck"))[0] == 0
    await forge(market_database, "UPDATE signals SET entry = entry + 0.001, expires_at = 'infinity' WHERE seq = 2")
    code, said = await run(market_database, tmp_path, "verify-ledger", "--model", FREE_MODEL)
    assert (code, f"{FREE_MODEL}, signals 2: {NEVER_WRITTEN}" in said) == (1, True)
    code, said = await run(market_database, tmp_path, "resolve", "--recheck")
    assert (code, f"{FREE_MODEL}, signal 2: {NEVER_WRITTEN}" in said) == (1, True)


async def test_a_question_that_checks_nothing_is_refused(
    ledger: LedgerHead, market_database: DatabaseUrls, tmp_path: Path
) -> None:
    kept = tmp_path / "head.json"

    async def verify(*words: str, head: object = None) -> tuple[int, str]:
        if head is not None:
            kept.write_text(json.dumps(head))
            words = (*words, "--head", str(kept))
        code, said = await run(market_database, tmp_path, "verify-ledger", *words)
        return code, " ".join(said.replace("\u2502", " ").split())

    whole = ledger.model_dump()
    code, said = await verify("--model", "typo")
    assert (code, FREE_MODEL in said, PAID_MODEL in said) == (2, True, True)
    code, said = await verify("--model", PAID_MODEL, head=whole)
    assert (code, f"this is no head of {PAID_MODEL}, but of {FREE_MODEL}" in said) == (2, True)
    nothings: list[object] = [[], [[]], {}, "head"]
    for nothing in nothings:
        assert (await verify(head=nothing))[0] == 2
    kept.write_text("[]{")
    assert (await run(market_database, tmp_path, "verify-ledger", "--head", str(kept)))[0] == 2
    assert await verify("--model", PAID_MODEL) == (0, "0 signals and 0 resolutions: intact")
    assert (await verify("--model", FREE_MODEL, head=[whole, {**whole, "model_id": PAID_MODEL}]))[0] == 0
    longer = {**whole, "signals": {"seq": 7, "hash": "0" * 64}}
    code, said = await verify("--model", FREE_MODEL, head=longer)
    assert (code, "signals 7: the row that was kept as head is gone" in said) == (1, True)
    code, said = await verify("--model", "gone", head={**whole, "model_id": "gone"})
    assert (code, "gone, signals 6: the row that was kept as head is gone" in said) == (1, True)
