"""The guarded door beside what others would build.

Usage: ``python -m bench.guard [--rounds 5] [--seconds 4]``. Every server runs from the beginning; each round loads them
one after the other. Prints medians over rounds, and ratios of requests a second: ours to each peer's.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import httpx
import psutil

from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from bench.plots import bars
from bench.rig import Load, Peer, Rounds, bench_database, gunicorn, load, peer_process, save, uvicorn
from tests.factories import ADMIN_ID, PAID_MODEL, launch
from tests.published import publish
from tests.servers import server_process

CONNECTIONS = 64
PATH = f"/api/signals/{PAID_MODEL}/latest"
OURS = "ours"
PEERS = {
    "Starlette + asyncpg": (uvicorn("bench.peers.starlette_asyncpg"), 1.3),
    "FastAPI + ORM session": (uvicorn("bench.peers.fastapi_orm"), 6.0),
    "Flask + SQLAlchemy": (gunicorn("bench.peers.flask_sqlalchemy"), 5.0),
    "constant bytes": (uvicorn("bench.peers.constant"), 0.3),
}
"""How each is run, and how many times its rate ours shall be."""

PRODUCTION = {
    "ENVIRONMENT": "production",
    "PUBLIC_URL": "https://signals.example.com",
    "TELEGRAM_MODE": "off",
    "REQUEST_RATE_LIMIT": "1000000/minute",
}


async def stock(url: str) -> None:
    """Signals to show."""
    engine = create_engine(url, pool_size=2)
    units = Units(engine, DatabaseHealth())
    for number in range(30):
        await publish(units, number)
    await engine.dispose()


def sign_in(url: str, telegram_id: int) -> dict[str, str]:
    answer = httpx.post(f"{url}/api/auth/login", json={"initData": launch(telegram_id)})
    return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}


def grant(url: str, admin: Mapping[str, str], telegram_id: int, model_id: str = PAID_MODEL) -> None:
    path = f"{url}/api/admin/users/{telegram_id}/subscriptions"
    httpx.post(path, json={"model_id": model_id}, headers=dict(admin)).raise_for_status()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        urls = stack.enter_context(bench_database(folder))
        asyncio.run(stock(urls.app))
        server = stack.enter_context(server_process(folder / "ours", urls, more=PRODUCTION))
        ours = Peer(OURS, server.port, psutil.Process(server.process.pid))
        others = [
            stack.enter_context(peer_process(name, command, urls, folder / f"{number}.log"))
            for number, (name, (command, _)) in enumerate(PEERS.items())
        ]
        report(measure(ours, others, rounds=options.rounds, seconds=options.seconds))


def measure(ours: Peer, others: list[Peer], *, rounds: int, seconds: float) -> Rounds:
    """Interleave all servers, and the ways into ours."""
    admin = sign_in(ours.url, ADMIN_ID)
    stale = sign_in(ours.url, 42)
    grant(ours.url, admin, 42)
    fresh = sign_in(ours.url, 42)
    etag = httpx.get(f"{ours.url}{PATH}", headers=fresh).raise_for_status().headers["etag"]
    ways: list[tuple[str, Peer, str, Mapping[str, str], int]] = [(OURS, ours, PATH, fresh, CONNECTIONS)]
    ways += [(peer.name, peer, PATH, fresh, CONNECTIONS) for peer in others]
    ways += [
        ("ours, SQL path", ours, PATH, stale, CONNECTIONS),
        ("ours, 304", ours, PATH, {**fresh, "If-None-Match": etag}, CONNECTIONS),
        ("ours, by the framework's routing", ours, f"{PATH}?way=long", fresh, CONNECTIONS),
        ("ours, 1 connection", ours, PATH, fresh, 1),
        ("Starlette + asyncpg, 1 connection", others[0], PATH, fresh, 1),
    ]
    for _, peer, path, headers, connections in ways:
        load(peer, path, headers, connections=connections, seconds=1)
    found = Rounds()
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", flush=True)
        for name, peer, path, headers, connections in ways:
            found.add(name, load(peer, path, headers, connections=connections, seconds=seconds))
    return found


def report(found: Rounds) -> None:
    medians = {name: found.median(name) for name in found.found}
    ours = medians[OURS]
    print(f"\n{'median of rounds':34} {'requests/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'cpu us':>7}  ours is")
    for name, one in medians.items():
        print(f"{name:34} {one.rate:10.0f} {one.p50:8.2f} {one.p99:8.2f} {one.cpu:7.0f}  {_ratio(name, ours, one)}")
    single = medians["ours, 1 connection"].p99
    print(f"p99 at {CONNECTIONS} connections {ours.p99:.1f} ms (target 100: {_verdict(ours.p99 < 100)})")
    print(f"p99 at 1 connection {single:.2f} ms (target 10: {_verdict(single < 10)})")
    save("guard", {name: [asdict(one) for one in rounds] for name, rounds in found.found.items()})
    bars(
        "guard",
        "Guarded answers a second, one worker, 64 connections",
        {name: medians[name].rate for name in (OURS, *PEERS)},
    )


def _ratio(name: str, ours: Load, one: Load) -> str:
    if name not in PEERS:
        return ""
    ratio, target = ours.rate / one.rate, PEERS[name][1]
    return f"{ratio:5.2f} x (target {target:g}: {_verdict(ratio >= target)})"


def _verdict(is_met: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "met" if is_met else "MISSED"


if __name__ == "__main__":
    main()
