"""uvicorn's WebSocket implementations beside each other: memory, sockets opened a second, a broadcast.

Usage: ``python -m bench.sockets [--sockets 2000]``. Each serves the smallest application that greets and waits, in a
process of its own; then one frame of 1.4 KB is sent to everybody.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from app.db.database import DatabaseUrls
from bench.rig import Peer, peer_process, save
from bench.screens import allow_many_files, open_screens

NAMES = {
    "ours (sansio, bounded)": "app.ws.transport:BoundedSocket",
    "websockets-sansio": "websockets-sansio",
    "wsproto": "wsproto",
    "websockets (legacy)": "websockets",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """KiB an idle socket, sockets opened a second, microseconds of processor time a socket of a broadcast."""

    kib: float
    opened_a_second: float
    broadcast_us: float


def command(implementation: str) -> list[str]:
    """A server of one implementation; uvicorn's own command takes no class, so ours is named in Python."""
    options = f"ws={implementation!r}, ws_per_message_deflate=False, log_level='error', access_log=False"
    program = f"import uvicorn; uvicorn.run('bench.peers.echo_socket:app', port=PORT, lifespan='off', {options})"
    return [sys.executable, "-c", program]


async def measure(peer: Peer, sockets: int) -> Cost:
    heard = asyncio.Semaphore(0)

    def hear(_person: int, frame: dict[str, object], _at: float) -> None:
        if frame["type"] == "signal":
            heard.release()

    before, began = peer.memory(), time.perf_counter()
    screens = await open_screens(peer.port, [(number, "token") for number in range(sockets)], hear)
    opened = sockets / (time.perf_counter() - began)
    await asyncio.sleep(2)
    kib, cpu = (peer.memory() - before) * 1024 / sockets, peer.cpu()
    async with httpx.AsyncClient() as client:
        await client.get(peer.url)
    for _ in screens:
        await heard.acquire()
    took = (peer.cpu() - cpu) * 1e6 / sockets
    for screen in screens:
        screen.close()
    return Cost(kib, opened, took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=2000)
    options = parser.parse_args()
    allow_many_files()
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for number, (name, implementation) in enumerate(NAMES.items()):
            log = Path(temporary) / f"{number}.log"
            with peer_process(name, command(implementation), DatabaseUrls("", ""), log) as peer:
                found[name] = asyncio.run(measure(peer, options.sockets))
    print(f"{'':28} {'KiB':>6} {'opened/s':>9} {'broadcast us':>13}")
    for name, one in found.items():
        print(f"{name:28} {one.kib:6.1f} {one.opened_a_second:9.0f} {one.broadcast_us:13.0f}")
    save("sockets", {name: asdict(one) for name, one in found.items()})


if __name__ == "__main__":
    main()
