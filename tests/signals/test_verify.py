"""The subscriber's verifier: it needs Python alone, says nothing of an honest ledger and names every forgery."""

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from app.canonical import GENESIS, chain_hash, timestamp
from app.models.signals import Signal, SignalResolution
from app.services.signals.ledger import hashed_fields, hashed_outcome

DOCS = Path(__file__).parents[2] / "docs"
PROGRAM = DOCS / "verify.py"
MODEL = "shadow-stack"
START = datetime(2026, 1, 5, 15, tzinfo=UTC)
SHOWN = ("seq", "prev_hash", "hash", "candle_at", "created_at")
ODD: list[object] = [None, True, -1, 0, 1.5, 10**30, "", "x", "9" * 5000, "\ud800", [], [[]], {}, {"seq": 1}]

Json = dict[str, Any]
Forge = Callable[[Json], object]


def signal_row(seq: int, prev_hash: str, salt: str = "ab") -> Json:
    """An honest live signal; every second one is a SELL."""
    side = 1 if seq % 2 else -1
    candle_at = START + timedelta(days=seq)
    row: Json = {
        "id": str(UUID(int=seq)),
        "seq": seq,
        "model_id": MODEL,
        "pair": "EUR/USD",
        "timeframe": "1d",
        "direction": "BUY" if side > 0 else "SELL",
        "entry": "1.10000",
        "take_profit": str(Decimal("1.10000") + side * Decimal("0.01000")),
        "stop_loss": str(Decimal("1.10000") - side * Decimal("0.01000")),
        "confidence": 0.61,
        "reasons": [{"feature": "rsi_14", "value": "28.4 \u00b1", "effect": "+0.0412"}],
        "replay": seq == 1,
        "candle_at": timestamp(candle_at),
        "created_at": timestamp(candle_at + timedelta(days=1, seconds=2)),
        "expires_at": timestamp(candle_at + timedelta(days=11)),
        "model_version": "2026.1",
        "feature_hash": "f" * 64,
        "salt": salt * 16,
        "prev_hash": prev_hash,
    }
    return {**row, "hash": chain_hash(prev_hash, row)}


def resolution_row(seq: int, prev_hash: str, signal: Json) -> Json:
    status = ("won", "lost", "expired")[seq % 3]
    exit_price = {"won": signal["take_profit"], "lost": signal["stop_loss"], "expired": "1.10100"}[status]
    resolved_at = timestamp(datetime.fromisoformat(signal["candle_at"]) + timedelta(days=5))
    row: Json = {"signal_hash": signal["hash"], "status": status, "exit_price": exit_price, "resolved_at": resolved_at}
    return {**row, "seq": seq, "signal_seq": signal["seq"], "prev_hash": prev_hash, "hash": chain_hash(prev_hash, row)}


def rehash(page: Json) -> None:
    """Make a changed chain consistent again, as somebody who owns the ledger could."""
    before = GENESIS
    for row in page["signals"]:
        row["prev_hash"] = before
        row["hash"] = before = chain_hash(before, {name: row[name] for name in row.keys() - {"hash"}})
    hashes, after = {row["seq"]: row["hash"] for row in page["signals"]}, GENESIS
    for row in page["resolutions"]:
        row["prev_hash"], row["signal_hash"] = after, hashes.get(row["signal_seq"], row["signal_hash"])
        hashed = {name: row[name] for name in ("signal_hash", "status", "exit_price", "resolved_at")}
        row["hash"] = after = chain_hash(after, hashed)
    for chain in ("signals", "resolutions"):
        rows = page[chain]
        page["head"][chain] = {"seq": len(rows), "hash": rows[-1]["hash"] if rows else GENESIS}


def build(signals: int = 8, resolved: int = 6) -> Json:
    """A whole ledger in one page; signals are resolved in an order that is not theirs."""
    page: Json = {"model_id": MODEL, "signals": [], "resolutions": [], "head": {"model_id": MODEL}, "next_from": None}
    for seq in range(1, signals + 1):
        page["signals"].append(signal_row(seq, page["signals"][-1]["hash"] if seq > 1 else GENESIS))
    for seq in range(1, resolved + 1):
        number = min(seq + 1, resolved) if seq % 2 else seq - 1
        before = page["resolutions"][-1]["hash"] if seq > 1 else GENESIS
        page["resolutions"].append(resolution_row(seq, before, page["signals"][number - 1]))
    rehash(page)
    return page


def cut(page: Json, first: int, limit: int) -> Json:
    """What the endpoint answers for a range of seq."""
    end = first + limit
    more = page["head"]["signals"]["seq"] >= end
    rows = {chain: [row for row in page[chain] if first <= row["seq"] < end] for chain in ("signals", "resolutions")}
    return {**copy.deepcopy(page), **copy.deepcopy(rows), "next_from": end if more else None}


def hide_open(page: Json) -> Json:
    """Show what a person without the model sees."""
    closed = {row["signal_seq"] for row in page["resolutions"]}
    page["signals"] = [row if row["seq"] in closed else {n: row[n] for n in SHOWN} for row in page["signals"]]
    return page


def verify(folder: Path, ledger: object, kept: object = None) -> tuple[int, list[str]]:
    """Run the program alone: isolated, without site-packages, away from the project."""
    files = {"LEDGER.json": ledger} | ({"HEAD.json": kept} if kept is not None else {})
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    command = [sys.executable, "-I", "-S", str(PROGRAM), *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={}, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines()


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The program as a module, for the many small cases."""
    module = ModuleType("ledger_verifier")
    exec(compile(PROGRAM.read_text(), PROGRAM, "exec"), module.__dict__)
    return module


def blocks(language: str) -> list[str]:
    """The code blocks of the document."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / "verify.md").read_text(), re.MULTILINE | re.DOTALL)


def test_the_document_holds_the_program_word_for_word() -> None:
    assert blocks("python") == [PROGRAM.read_text()]


def test_the_worked_example_of_the_document_is_true() -> None:
    signal, outcome = (json.loads(block) for block in blocks("json"))
    bare = {name: signal[name] for name in signal.keys() - {"hash"}}
    assert chain_hash(signal["prev_hash"], bare) == signal["hash"]
    assert outcome["signal_hash"] == signal["hash"]
    hashed = {name: outcome[name] for name in ("signal_hash", "status", "exit_price", "resolved_at")}
    assert chain_hash(outcome["prev_hash"], hashed) == outcome["hash"]


def test_an_honest_ledger_is_only_counted(tmp_path: Path) -> None:
    page = build()
    assert verify(tmp_path, page, page) == (
        0,
        [f"{MODEL}: 8 signals recomputed, 0 undisclosed, 6 resolutions; first seq 1, last 8; 0 breaks"],
    )
    status, lines = verify(tmp_path, hide_open(page), {"signal": None, "ledger_head": page["head"]})
    assert status == 0
    assert lines == [f"{MODEL}: 6 signals recomputed, 2 undisclosed, 6 resolutions; first seq 1, last 8; 0 breaks"]
    assert verify(tmp_path, build(0, 0), build(0, 0)["head"])[0] == 0


def test_an_honest_row_is_what_the_product_hashes() -> None:
    made = signal_row(2, GENESIS)
    assert hashed_fields(Signal.model_validate(made)) == {name: made[name] for name in made.keys() - {"hash"}}
    outcome = resolution_row(1, GENESIS, made)
    stored = SignalResolution.model_validate({**outcome, "model_id": MODEL})
    assert chain_hash(GENESIS, hashed_outcome(stored, made["pair"])) == outcome["hash"]


def test_pages_may_come_in_any_order_and_overlap(tmp_path: Path) -> None:
    page = build()
    pages = [cut(page, 7, 3), cut(page, 1, 3), cut(page, 3, 5)]
    assert verify(tmp_path, pages, page)[0] == 0
    assert verify(tmp_path, pages[1:])[0] == 0
    assert f"{MODEL} signals seq 6: missing" in verify(tmp_path, pages[:2])[1]
    pages[1]["signals"][2]["confidence"] = 0.9
    status, lines = verify(tmp_path, pages)
    assert status == 1
    assert lines[0] == f"{MODEL} signals seq 3: given twice, and not the same"


def test_signals_that_were_resolved_between_two_requests_are_no_break(tmp_path: Path) -> None:
    early, late = hide_open(build(8, 4)), hide_open(build(8, 6))
    assert verify(tmp_path, [cut(early, 1, 6), cut(late, 3, 6)], early["head"])[0] == 0
    withheld = build()
    withheld["signals"][2] = {name: withheld["signals"][2][name] for name in SHOWN}
    assert verify(tmp_path, withheld)[1][0] == f"{MODEL} resolutions seq 4: its signal was still not disclosed"


def test_a_kept_head_outside_of_the_pages_is_said_and_not_passed(tmp_path: Path) -> None:
    page = build()
    status, lines = verify(tmp_path, cut(page, 1, 3), page["head"])
    assert status == 2
    assert lines[-1].count("; signals seq 8 of the kept head is not in these pages") == 1
    older = build(4, 2)["head"]
    assert verify(tmp_path, [cut(page, 1, 3), cut(page, 4, 9)], older)[0] == 0
    assert verify(tmp_path, cut(page, 3, 9), older)[0] == 0


EDITS: Json = {
    "id": str(UUID(int=9)), "seq": 3, "model_id": "other", "pair": "GBP/USD", "timeframe": "4h", "direction": "BUY",
    "entry": "1.10001", "take_profit": "1.08000", "stop_loss": "1.12000", "confidence": 0.62, "reasons": [],
    "replay": True, "candle_at": timestamp(START), "created_at": timestamp(START + timedelta(days=3, seconds=3)),
    "expires_at": timestamp(START + timedelta(days=20)), "model_version": "2", "feature_hash": "e" * 64,
    "salt": "c" * 32, "prev_hash": "0" * 64, "hash": "0" * 64,
}  # fmt: skip


@pytest.mark.parametrize("field", EDITS)
def test_an_edited_signal_is_named(field: str, tmp_path: Path) -> None:
    page = build()
    row = page["signals"][1]
    assert EDITS.keys() == row.keys()
    row[field] = EDITS[field]
    status, lines = verify(tmp_path, page)
    assert status == 1
    assert any(line.startswith(f"{MODEL} signals seq {row['seq']}: ") for line in lines), lines


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 9), ("signal_seq", 5), ("signal_seq", 99), ("prev_hash", "1" * 64), ("hash", "1" * 64),
        ("signal_hash", "1" * 64), ("status", "expired"), ("status", "open"), ("exit_price", "1.20000"),
        ("resolved_at", "2026-01-09T15:00:00.000000Z"),
    ],
)  # fmt: skip
def test_an_edited_resolution_is_named(field: str, value: object, tmp_path: Path) -> None:
    page = build()
    row = page["resolutions"][2]
    row[field] = value
    status, lines = verify(tmp_path, page)
    assert status == 1
    assert any(line.startswith(f"{MODEL} resolutions seq {row['seq']}: ") for line in lines), lines


def swap(rows: list[Json], first: int, second: int) -> None:
    rows[first], rows[second] = rows[second], rows[first]


def swap_seqs(page: Json) -> None:
    rows = page["signals"]
    rows[2]["seq"], rows[3]["seq"] = 4, 3
    swap(rows, 2, 3)


FORGERIES: dict[str, Forge] = {
    "delete a signal": lambda p: p["signals"].pop(3),
    "delete the first": lambda p: p["signals"].pop(0),
    "delete the first of both": lambda p: (p["signals"].pop(0), p["resolutions"].pop(0), p["signals"].pop(0)),
    "delete the newest": lambda p: p["signals"].pop(),
    "delete every signal": lambda p: p["signals"].clear(),
    "delete a resolution": lambda p: p["resolutions"].pop(2),
    "delete the newest resolution": lambda p: p["resolutions"].pop(),
    "delete every resolution": lambda p: p["resolutions"].clear(),
    "insert": lambda p: p["signals"].insert(3, signal_row(4, p["signals"][2]["hash"], "cd")),
    "insert and renumber": lambda p: (
        [row.update(seq=row["seq"] + 1) for row in p["signals"][3:]],
        p["signals"].insert(3, signal_row(4, p["signals"][2]["hash"], "cd")),
    ),
    "append": lambda p: p["signals"].append(signal_row(9, p["signals"][-1]["hash"])),
    "repeat": lambda p: p["signals"].insert(3, p["signals"][3]),
    "reorder": lambda p: swap(p["signals"], 2, 3),
    "reorder and renumber": swap_seqs,
    "reorder resolutions": lambda p: swap(p["resolutions"], 2, 3),
    "another head": lambda p: p["head"]["signals"].update(hash="0" * 64),
    "a longer head": lambda p: p["head"]["signals"].update(seq=9),
    "a head of another model": lambda p: p["head"].update(model_id="other"),
    "no first hash": lambda p: p["signals"][0].update(prev_hash="1" * 64),
    "undisclosed with another hash": lambda p: hide_open(p)["signals"][6].update(hash="1" * 64),
    "hide a link": lambda p: hide_open(p)["signals"][7].update(prev_hash="1" * 64),
    "a shorter range": lambda p: p.update(next_from=8),
}

LIES: dict[str, Forge] = {
    "another model's signal": lambda p: p["signals"][1].update(model_id="other"),
    "target on the wrong side": lambda p: p["signals"][1].update(take_profit="1.12000"),
    "stop at the entry": lambda p: p["signals"][1].update(stop_loss="1.10000"),
    "no such direction": lambda p: p["signals"][1].update(direction="HOLD"),
    "created before the candle": lambda p: p["signals"][1].update(created_at=timestamp(START)),
    "live after the fact": lambda p: p["signals"][1].update(created_at=timestamp(START + timedelta(days=9))),
    "live after expiry": lambda p: p["signals"][7].update(created_at=timestamp(START + timedelta(days=90))),
    "replay of odd type": lambda p: p["signals"][1].update(replay="false"),
    "no such status": lambda p: p["resolutions"][1].update(status="open"),
    "won below the target": lambda p: p["resolutions"][2].update(status="won", exit_price="1.10500"),
    "lost above the stop": lambda p: p["resolutions"][3].update(status="lost", exit_price="1.10000"),
    "resolved before the candle": lambda p: p["resolutions"][1].update(resolved_at=timestamp(START)),
    "resolved after expiry": lambda p: p["resolutions"][2].update(resolved_at=timestamp(START + timedelta(days=99))),
    "two resolutions of one signal": lambda p: p["resolutions"][4].update(signal_seq=1),
    "a time without a zone": lambda p: p["signals"][1].update(expires_at="2026-02-01T00:00:00"),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_is_named(forge: Forge, tmp_path: Path) -> None:
    page = build()
    forge(page)
    status, lines = verify(tmp_path, page)
    assert status == 1
    assert all(re.match(rf"{MODEL} (signals|resolutions) seq \S+: \S", line) for line in lines[:-1])
    assert lines[-1].endswith(f"{len(lines) - 1} breaks")


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_that_was_hashed_is_named(lie: Forge, tmp_path: Path) -> None:
    page = build()
    lie(page)
    rehash(page)
    assert verify(tmp_path, page)[0] == 1


def test_a_swapped_outcome_is_named(tmp_path: Path) -> None:
    page = build()
    first, second = page["resolutions"][:2]
    for name in ("signal_seq", "signal_hash"):
        first[name], second[name] = second[name], first[name]
    assert verify(tmp_path, page)[0] == 1
    only_numbers = build()
    first, second = only_numbers["resolutions"][:2]
    first["signal_seq"], second["signal_seq"] = second["signal_seq"], first["signal_seq"]
    status, lines = verify(tmp_path, only_numbers)
    assert status == 1
    assert f"{MODEL} resolutions seq 1: signal_hash is not the hash of its signal" in lines


def test_a_rewritten_or_shortened_ledger_is_caught_by_a_kept_head_alone(tmp_path: Path) -> None:
    kept = build()["head"]
    rewritten = build()
    rewritten["signals"][3]["confidence"] = 0.9
    rehash(rewritten)
    assert verify(tmp_path, rewritten)[0] == 0
    status, lines = verify(tmp_path, rewritten, kept)
    assert status == 1
    assert lines[0] == f"{MODEL} signals seq 8: does not have the hash in the kept head"
    shortened = build(7, 6)
    assert verify(tmp_path, shortened)[0] == 0
    status, lines = verify(tmp_path, shortened, {"head": kept})
    assert status == 1
    assert lines[0] == f"{MODEL} signals seq 8: named by the kept head, but the ledger ends at seq 7"
    assert verify(tmp_path, build(8, 5), kept)[0] == 1


@pytest.mark.parametrize("ledger", [[], 5, None, "x", {}, {"status": 401, "code": "token_expired"}, [[]], [5]])
def test_what_is_no_ledger_is_refused(ledger: object, tmp_path: Path) -> None:
    assert verify(tmp_path, ledger) == (2, [])


@pytest.mark.parametrize("kept", [[], 5, "x", {}, {"signals": {"seq": 1}}, {**build()["head"], "model_id": "other"}])
def test_what_is_no_kept_head_is_refused(kept: object, tmp_path: Path) -> None:
    assert verify(tmp_path, build(), kept)[0] == 2


def paths(value: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value but the value itself."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*above, name)
        yield from paths(inner, (*above, name))


def test_odd_types_anywhere_are_breaks_and_never_tracebacks(
    program: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = hide_open(build(3, 1))
    file = tmp_path / "LEDGER.json"
    for path in paths(honest):
        for odd in ODD:
            page = copy.deepcopy(honest)
            place: Any = page
            for name in path[:-1]:
                place = place[name]
            if json.dumps(place[path[-1]]) == json.dumps(odd) or (path == ("next_from",) and odd == 10**30):
                continue
            place[path[-1]] = odd
            file.write_text(json.dumps(page))
            try:
                status = program.main(str(file))
            except program.ODD:
                status = 2
            assert status == 1 or (status == 2 and path == ("model_id",)), (path, odd)
            printed = capsys.readouterr().out
            assert status == 2 or re.match(r".* (signals|resolutions) seq .+: \S", printed), (path, odd)


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"model_id": NaN}', "\xff", '{"a": ' + "9" * 5000 + "}"])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "LEDGER.json").write_bytes(text.encode("latin-1"))
    command = [sys.executable, "-I", "-S", str(PROGRAM)]
    for arguments in (["LEDGER.json"], ["nowhere.json"], [], ["a", "b", "c"]):
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_forged_name_cannot_write_lines_of_its_own(tmp_path: Path) -> None:
    page = build()
    page["model_id"] = "x: all is well\n\x1b[2J\ud800"
    status, lines = verify(tmp_path, page)
    assert status == 1
    assert all("\x1b" not in line and line.startswith("x: all is well\\n\\x1b") for line in lines)
