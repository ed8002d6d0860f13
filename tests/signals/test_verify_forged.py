"""The subscriber's verifier before pages that were touched: a break or a refusal, never "ok", never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.signals.test_verify import (
    MODEL,
    PROGRAM,
    Forge,
    Json,
    build,
    rehash,
    signal_row,
    swap,
    verify,
)


def verify_text(folder: Path, ledger: str, kept: str | None = None) -> tuple[int, list[str]]:
    """Run the program on files of these very bytes."""
    files = {"LEDGER.json": ledger} | ({"HEAD.json": kept} if kept is not None else {})
    for name, content in files.items():
        (folder / name).write_text(content)
    command = [sys.executable, "-I", "-S", str(PROGRAM), *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={}, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines()


PRICES = [
    "NaN",
    "-NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "1_000.0",
    " 1.11000",
    "-1.10000",
    "\u0661.\u0661",
    "1",
]


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("name", ["entry", "take_profit", "stop_loss"])
def test_what_is_no_price_is_named_though_it_was_hashed(name: str, price: str, tmp_path: Path) -> None:
    page = build()
    page["signals"][2][name] = price
    rehash(page)
    status, lines = verify(tmp_path, page)
    assert status == 1
    assert lines[0].startswith(f"{MODEL} signals seq 3: ")


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("status", ["won", "lost", "expired"])
def test_what_is_no_exit_is_named_though_it_was_hashed(status: str, price: str, tmp_path: Path) -> None:
    page = build()
    row = next(row for row in page["resolutions"] if row["status"] == status)
    row["exit_price"] = price
    rehash(page)
    code, lines = verify(tmp_path, page)
    assert code == 1
    assert lines[0].startswith(f"{MODEL} resolutions seq {row['seq']}: ")


@pytest.mark.parametrize("name", sorted(signal_row(1, "0" * 64).keys() - {"hash", "prev_hash", "seq"}))
def test_a_signal_without_a_field_is_named_though_it_was_hashed(name: str, tmp_path: Path) -> None:
    for forged in ({}, {name: None}, {name: 2}):
        page = build()
        del page["signals"][2][name]
        page["signals"][2].update(forged)
        rehash(page)
        status, lines = verify(tmp_path, page)
        assert status == 1
        assert lines[0].startswith(f"{MODEL} signals seq 3: ")


@pytest.mark.parametrize("name", build()["resolutions"][0])
def test_a_resolution_without_a_field_is_named(name: str, tmp_path: Path) -> None:
    page = build()
    del page["resolutions"][2][name]
    assert verify(tmp_path, page)[0] == 1


@pytest.mark.parametrize("name", build())
def test_a_page_without_a_part_is_named_or_refused(name: str, tmp_path: Path) -> None:
    page = build()
    del page[name]
    assert verify(tmp_path, page)[0] == (2 if name == "model_id" else 1)


@pytest.mark.parametrize("confidence", [-0.1, 1.5, 2, True, "0.61", None, []])
def test_a_confidence_that_is_none_is_named_though_it_was_hashed(confidence: object, tmp_path: Path) -> None:
    page = build()
    page["signals"][2]["confidence"] = confidence
    rehash(page)
    assert verify(tmp_path, page)[0] == 1


HANDS: dict[str, Forge] = {
    "one changed price": lambda p: p["signals"][2].update(entry="1.10001"),
    "one dropped signal": lambda p: p["signals"].pop(2),
    "two swapped": lambda p: swap(p["signals"], 2, 3),
    "a changed outcome": lambda p: p["resolutions"][0].update(status="won", exit_price="1.20000"),
    "a changed exit": lambda p: p["resolutions"][1].update(exit_price="1.10001"),
    "a moved end": lambda p: p["resolutions"][1].update(resolved_at=p["resolutions"][2]["resolved_at"]),
}


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
@pytest.mark.parametrize("kept", [None, build()["head"]], ids=["alone", "with a head"])
def test_one_touch_of_a_saved_page_is_named(hand: Forge, kept: Json | None, tmp_path: Path) -> None:
    page = build()
    hand(page)
    status, lines = verify(tmp_path, page, kept)
    assert status == 1
    assert not lines[-1].endswith(" 0 breaks")


def nest(depth: int) -> list[str]:
    return ["[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth]


def test_no_depth_of_nesting_anywhere_is_ok_or_a_traceback(tmp_path: Path) -> None:
    honest = json.dumps(build(2, 1))
    places = ('"1.10000"', "0.61", '"seq": 2', '"next_from": null', f'"model_id": "{MODEL}"', '"lost"')
    for depth in (100, 480, 960, 20_000):
        for deep in nest(depth):
            for place in places:
                assert place in honest
                name, colon, _ = place.rpartition(": ")
                assert verify_text(tmp_path, honest.replace(place, f"{name}{colon}{deep}", 1))[0] in {1, 2}
            assert verify_text(tmp_path, deep)[0] == 2
            assert verify_text(tmp_path, f"[{honest},{deep}]")[0] in {1, 2}
            assert verify_text(tmp_path, honest, deep)[0] == 2


def test_numbers_that_json_has_not_and_names_given_twice_are_refused(tmp_path: Path) -> None:
    honest = json.dumps(build())
    for number in ("NaN", "Infinity", "-Infinity"):
        assert verify_text(tmp_path, honest.replace("0.61", number, 1)) == (2, [])
    assert verify_text(tmp_path, honest.replace("0.61", "1e400", 1))[0] == 1
    twice = honest.replace('"entry": ', '"entry": "9.00000", "entry": ', 1)
    assert verify_text(tmp_path, twice) == (2, [])
    for cut in (honest[:-1], honest + honest, "<html>", ""):
        assert verify_text(tmp_path, cut) == (2, [])


def test_what_the_forger_adds_to_a_row_is_named(tmp_path: Path) -> None:
    page: Json = build()
    page["signals"][2]["note"] = "trust me"
    assert verify(tmp_path, page)[0] == 1
