"""The monitoring screen's figures, and the ledgers' verification over HTTP."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.resources import Resources
from app.resources.machine import memory_used
from app.resources.metrics import Metrics
from app.resources.monitor import LIMITS
from app.resources.window import Window
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, grant, sign_in

MONITORING = "/api/admin/monitoring"
NAMES = ["response_time", "error_rate", "database_connections", "memory"]


async def _monitoring(admin: Person) -> Json:
    answer = await admin.get(MONITORING)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_four_figures_have_values_limits_and_states(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    found = await _monitoring(admin)
    figures = {figure["name"]: figure for figure in found["figures"]}
    assert list(figures) == NAMES
    limits = [(f["unit"], f["target"], f["alert"]) for f in figures.values()]
    assert limits == [("ms", 100, 500), ("%", 1, 5), ("%", 80, 90), ("%", 70, 85)]
    assert figures["response_time"]["value"] > 0
    assert (figures["error_rate"]["value"], figures["error_rate"]["state"]) == (0, "ok")
    assert 0 < figures["database_connections"]["value"] < 100
    assert figures["memory"]["value"] is None or 0 < figures["memory"]["value"] < 100
    assert all(figure["history"] == [] for figure in figures.values())
    assert (found["process"], found["listener"], found["sockets"]) == (os.getpid(), True, 0)
    assert (found["audit"], found["ledger"]) == (None, None)
    assert found["push"] == {"p50_ms": None, "p99_ms": None, "n": 0}
    assert datetime.fromisoformat(found["started_at"]) < datetime.now(UTC)
    assert len(found["signals_by_model"]) == 5
    assert found["candles"] == []


@pytest.mark.parametrize(
    ("value", "state"), [(None, "no_data"), (0, "ok"), (99.9, "ok"), (100, "warn"), (500, "warn"), (500.1, "alert")]
)
def test_a_figure_is_judged_by_its_two_limits(value: float | None, state: str) -> None:
    assert LIMITS["response_time"].state(value) == state


async def test_the_history_has_a_point_for_each_look_and_forgets_after_an_hour(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    now = datetime.now(UTC)
    for minute in range(70):
        await resources.monitor.sample(now - timedelta(minutes=70 - minute))
    figures = {figure["name"]: figure for figure in (await _monitoring(admin))["figures"]}
    ats = [datetime.fromisoformat(point["at"]) for point in figures["database_connections"]["history"]]
    assert ats == [now - timedelta(minutes=60 - n) for n in range(1, 60)]
    assert all(point["value"] > 0 for point in figures["response_time"]["history"])


async def test_answers_are_counted_by_route_template(client: httpx.AsyncClient, resources: Resources) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await admin.get("/api/admin/users/42")
    await admin.get("/api/admin/users/43")
    await client.get("/nope/4711")
    await client.request("SPOOF", "/api/auth/me")
    value = resources.metrics.registry.get_sample_value

    def answers(method: str, route: str, status: str) -> float | None:
        return value("forexsignals_http_requests_total", {"method": method, "route": route, "status": status})

    assert answers("GET", "/api/admin/users/{telegram_id}", "404") == 2
    assert answers("GET", "unmatched", "404") == 1
    assert answers("POST", "/api/auth/login", "200") == 1
    labels = {"method": "GET", "route": "/api/admin/users/{telegram_id}"}
    assert value("forexsignals_http_request_seconds_count", labels) == 2
    seen = str([sample.labels for family in resources.metrics.registry.collect() for sample in family.samples])
    assert "SPOOF" not in seen
    assert "4711" not in seen


async def test_every_route_is_counted_under_its_whole_template(client: httpx.AsyncClient, resources: Resources) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    for path, item in paths.items():
        for method in item:
            await client.request(method, re.sub(r"{\w+}", "1", path))
    samples = [sample for family in resources.metrics.registry.collect() for sample in family.samples]
    counted = {(s.labels["method"], s.labels["route"]) for s in samples if s.name == "forexsignals_http_requests_total"}
    assert {(method.upper(), path) for path, item in paths.items() for method in item} <= counted


async def test_failures_show_in_the_error_rate(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await sign_in(client, ADMIN_ID)

    async def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("app.routers.admin.users.stats.read_stats", fail)
        assert (await admin.get("/api/admin/stats")).status_code == 500
    figures = {figure["name"]: figure for figure in (await _monitoring(admin))["figures"]}
    assert (figures["error_rate"]["value"], figures["error_rate"]["state"]) == (50.0, "alert")


async def test_the_gate_is_counted_by_path(client: httpx.AsyncClient, resources: Resources) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 403
    await grant(admin, 42)
    assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 200
    await person.refresh()
    assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 200
    assert (await _monitoring(admin))["gate"] == {"version_path": 2, "sql_path": 1, "denied": 1}
    labels = {"path": "version", "answer": "refused"}
    assert resources.metrics.registry.get_sample_value("forexsignals_gate_decisions_total", labels) == 1


async def test_verifications_are_remembered(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await admin.get("/api/admin/audit/verify")
    await admin.get("/api/admin/ledger/verify", params={"model_id": PAID_MODEL})
    found = await _monitoring(admin)
    assert (found["audit"]["ok"], found["ledger"]) == (True, None), "one model is not everything"
    connection = await asyncpg.connect(database.owner)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("UPDATE subscription_history SET reason = 'forged'")
    await connection.close()
    await admin.get("/api/admin/audit/verify")
    await admin.get("/api/admin/ledger/verify")
    found = await _monitoring(admin)
    assert (found["audit"]["ok"], found["ledger"]["ok"]) == (False, True)


async def test_an_empty_ledger_is_intact_and_an_unknown_model_is_404(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    path = "/api/admin/ledger/verify"
    intact = {"ok": True, "signals": 0, "resolutions": 0, "broken": []}
    assert (await admin.get(path)).json() == intact
    assert (await admin.get(path, params={"model_id": PAID_MODEL})).json() == intact
    answer = await admin.get(path, params={"model_id": "nope"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_model")


FOREIGN_SIGNALS = """
INSERT INTO signals (seq, model_id, pair, timeframe, direction, entry, take_profit, stop_loss, confidence, reasons,
    replay, candle_at, created_at, expires_at, model_version, feature_hash, salt, prev_hash, hash)
SELECT n, 'shadow-stack', 'EUR/USD', '1d', 'BUY', 1.1, 1.2, 1.0, 0.6, '[]', false, now() - n * interval '1 day',
    CASE n WHEN 1 THEN now() - interval '25 hours' ELSE now() END, now() + interval '9 days', 'v', 'f', 's', 'p', 'h'
FROM generate_series(1, 3) AS n
"""

FOREIGN_OUTCOME = """
INSERT INTO signal_resolutions
    (model_id, seq, signal_seq, signal_hash, status, exit_price, resolved_at, prev_hash, hash)
VALUES ('shadow-stack', 1, 1, 'h', 'won', 1.2, now(), 'p', 'h')
"""

OLD_CANDLES = """
INSERT INTO candle_series (pair, timeframe, source, candles, newest_opened_at, newest_closed_at, updated_at)
VALUES ('EUR/USD', '1d', 'ecb', 1000, '2026-03-02 15:00+00', '2026-03-03 15:00+00', now())
"""


async def test_what_was_not_signed_by_the_ledger_is_named(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    admin = await sign_in(client, ADMIN_ID)
    connection = await asyncpg.connect(database.owner)
    for statement in (FOREIGN_SIGNALS, FOREIGN_OUTCOME):
        await connection.execute(statement)
    await connection.close()
    path = "/api/admin/ledger/verify"
    report = (await admin.get(path)).json()
    assert (report["ok"], report["signals"], report["resolutions"]) == (False, 3, 1)
    assert {"model_id": PAID_MODEL, "chain": "signals", "seq": 2, "why": "the row does not match its hash"} in report[
        "broken"
    ]
    assert {row["chain"] for row in report["broken"]} == {"signals", "resolutions"}
    assert (await admin.get(path, params={"model_id": "gray-cardinal"})).json()["ok"]
    assert (await admin.get(path, params={"model_id": PAID_MODEL})).json() == report
    assert not (await _monitoring(admin))["ledger"]["ok"]


async def test_a_report_of_a_thousand_breaks_is_long_enough(
    client: httpx.AsyncClient, database: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.ledger_check.MAX_BROKEN", 2)
    admin = await sign_in(client, ADMIN_ID)
    connection = await asyncpg.connect(database.owner)
    await connection.execute(FOREIGN_SIGNALS)
    await connection.close()
    report = (await admin.get("/api/admin/ledger/verify")).json()
    assert (report["ok"], len(report["broken"]), report["signals"]) == (False, 2, 3)


async def test_signals_and_candles_of_the_market_are_told(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    admin = await sign_in(client, ADMIN_ID)
    connection = await asyncpg.connect(database.owner)
    for statement in (FOREIGN_SIGNALS, FOREIGN_OUTCOME, OLD_CANDLES):
        await connection.execute(statement)
    await connection.close()
    found = await _monitoring(admin)
    by_model = {row.pop("model_id"): row for row in found["signals_by_model"]}
    newest = datetime.fromisoformat(by_model[PAID_MODEL].pop("newest_at"))
    assert datetime.now(UTC) - newest < timedelta(minutes=1)
    assert by_model.pop(PAID_MODEL) == {"published": 3, "today": 2, "open": 2}
    assert all(row == {"published": 0, "today": 0, "open": 0, "newest_at": None} for row in by_model.values())
    (series,) = found["candles"]
    assert series == {
        "pair": "EUR/USD",
        "timeframe": "1d",
        "newest_closed_at": "2026-03-03T15:00:00+00:00",
        "is_stale": True,
    }


class Clock:
    """Goes on when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_window_knows_quantiles_and_forgets() -> None:
    clock = Clock()
    window = Window(seconds=300, clock=clock)
    assert (window.quantile(0.95), len(window)) == (None, 0)
    for milliseconds in range(1, 101):
        window.add(milliseconds / 1000)
        clock.now += 1
    for share, exact in ((0.5, 0.05), (0.95, 0.095), (0.99, 0.099), (1, 0.1)):
        found = window.quantile(share)
        assert found is not None
        assert exact <= found <= exact * 1.021
    clock.now += 250
    assert 0 < len(window) <= 50
    assert (window.quantile(0.01) or 0) > 0.05
    clock.now += 300
    assert (window.quantile(0.5), len(window)) == (None, 0)


def test_probes_and_files_do_not_flatter_the_figures() -> None:
    metrics = Metrics()
    for route in ("/healthz", "/static/{name:path}", "unmatched"):
        metrics.answered("GET", route, status=200, took=0.001)
    metrics.answered("GET", "/api/models", status=503, took=0.2)
    assert (len(metrics.recent_answers), len(metrics.recent_failures)) == (1, 1)


def _written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


MACHINE = {"proc/meminfo": "MemTotal:  1000 kB\nMemFree: 100 kB\nMemAvailable:  600 kB\n"}
GROUP = "sys/fs/cgroup/app/"


@pytest.mark.parametrize(
    ("files", "share"),
    [
        ({}, None),
        ({"proc/meminfo": "nonsense: kB\n"}, None),
        (MACHINE, 0.4),
        (MACHINE | {"proc/self/cgroup": "0::/gone\n"}, 0.4),
        (
            MACHINE
            | {
                "proc/self/cgroup": "0::/app/worker\n",
                f"{GROUP}memory.max": "1000\n",
                f"{GROUP}memory.current": "900\n",
                f"{GROUP}memory.stat": "anon 700\ninactive_file 100\n",
                f"{GROUP}worker/memory.max": "max\n",
                f"{GROUP}worker/memory.current": "800\n",
            },
            0.8,
        ),
        (
            MACHINE
            | {
                "proc/self/cgroup": "4:memory:/app\n0::/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "1000",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "950",
                "sys/fs/cgroup/memory/memory.stat": "total_inactive_file 50",
            },
            0.9,
        ),
        (
            MACHINE
            | {
                "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "1000",
                "sys/fs/cgroup/memory.current": "100",
            },
            0.4,
        ),
    ],
)
def test_memory_is_that_of_whichever_is_nearest_to_its_limit(
    tmp_path: Path, files: dict[str, str], share: float | None
) -> None:
    assert memory_used(_written(tmp_path, files)) == (None if share is None else pytest.approx(share))
