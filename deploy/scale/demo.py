"""Two app hosts, two bus nodes, a primary and a replica: what is lost when each of them dies, and for how long.

Usage: ``python -m deploy.scale.demo [--loopback]``. Each host is a network namespace; with ``--loopback``, or where
namespaces are not allowed, an address. Needs haproxy and nats-server. Exits 1 if anything was lost.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import websockets

from app.integrations.telegram.launch import sign_init_data
from deploy.scale.network import need, network
from deploy.scale.shop import ADMIN_ID, BOT_TOKEN, Shop

PERSON = 42
MODELS = ("shadow-stack", "forest-necromancer", "gray-cardinal", "sniper-80x")


@dataclass(slots=True)
class Screen:
    """A person's open app: one socket, opened again whenever it is lost, through whichever address it was given."""

    url: str
    token: str
    version: int = 0
    opened: int = 0
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self) -> None:
        while True:
            with suppress(OSError, websockets.WebSocketException, TimeoutError):
                async with websockets.connect(self.url, open_timeout=2, ping_interval=1, ping_timeout=2) as socket:
                    await socket.send(json.dumps({"type": "auth", "token": self.token}))
                    async for frame in socket:
                        await self._take(json.loads(frame))
            await asyncio.sleep(0.1)

    async def _take(self, frame: dict[str, object]) -> None:
        async with self.heard:
            if frame["type"] == "ready":
                self.opened += 1
            version = frame.get("subscription_version")
            if isinstance(version, int):
                self.version = max(self.version, version)
            self.heard.notify_all()

    async def shows(self, version: int, *, patience: float = 30) -> float:
        """Wait until the screen shows a version; return the seconds."""
        began = time.perf_counter()
        async with asyncio.timeout(patience), self.heard:
            await self.heard.wait_for(lambda: self.version >= version)
        return time.perf_counter() - began


class Story:
    """The admin, the person, and what the admin's orders were answered with."""

    def __init__(self, shop: Shop, client: httpx.AsyncClient) -> None:
        self.shop = shop
        self.client = client
        self.tokens: dict[int, str] = {}
        self.confirmed = 0
        self.turn = 0

    async def sign_in(self, telegram_id: int) -> None:
        user = json.dumps({"id": telegram_id, "first_name": "Demo"})
        data = sign_init_data({"user": user, "auth_date": str(int(time.time()))}, bot_token=BOT_TOKEN)
        answer = await self.client.post(f"{self.shop.edge_url}/api/auth/login", json={"initData": data})
        self.tokens[telegram_id] = answer.raise_for_status().json()["access_token"]

    async def order(self, base: str) -> int | None:
        """Grant or revoke, in turns; the version that was confirmed, None where the order was refused."""
        model = MODELS[(self.turn // 2) % len(MODELS)]
        path = f"{base}/api/admin/users/{PERSON}/subscriptions"
        headers = {"Authorization": f"Bearer {self.tokens[ADMIN_ID]}"}
        try:
            if self.turn % 2 == 0:
                answer = await self.client.post(path, json={"model_id": model}, headers=headers)
            else:
                answer = await self.client.delete(f"{path}/{model}", headers=headers)
        except httpx.HTTPError:
            return None
        if not answer.is_success:
            return None
        self.turn += 1
        version: int = answer.json()["subscription_version"]
        self.confirmed = max(self.confirmed, version)
        return version

    async def order_until_confirmed(self, base: str, *, patience: float = 60) -> tuple[int, float]:
        began = time.monotonic()
        while (version := await self.order(base)) is None:
            if time.monotonic() - began > patience:
                raise SystemExit("orders are refused for ever")
            await asyncio.sleep(0.02)
        return version, time.monotonic() - began


def say(text: str) -> None:
    print(text, flush=True)


async def tell(shop: Shop) -> bool:
    """The story; whether nothing was lost."""
    async with httpx.AsyncClient(timeout=5) as client:
        story = Story(shop, client)
        for telegram_id in (ADMIN_ID, PERSON):
            await story.sign_in(telegram_id)
        async with _screens(shop, story.tokens[PERSON]) as (at_second, at_edge):
            await _push_across(story, at_second)
            await _bus_node_dies(story, at_second)
            await _app_host_dies(story, at_edge)
            return await _primary_dies(story, at_second, at_edge)


@asynccontextmanager
async def _screens(shop: Shop, token: str) -> AsyncIterator[tuple[Screen, Screen]]:
    """One screen on the second host itself, one through the edge."""
    urls = (shop.url_of("app2"), shop.edge_url)
    screens = [Screen(f"ws://{urlsplit(url).netloc}/ws", token) for url in urls]
    tasks = [asyncio.create_task(screen.run()) for screen in screens]
    for screen in screens:
        await screen.shows(1)
    yield screens[0], screens[1]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _push_across(story: Story, screen: Screen) -> None:
    took = []
    for _ in range(20):
        version, _ = await story.order_until_confirmed(story.shop.url_of("app1"))
        took.append(await screen.shows(version))
    median, worst = (1000 * sorted(took)[at] for at in (10, -1))
    say(f"20 orders on app1, seen on a socket of app2 {median:.1f} ms after the answer, at worst {worst:.1f} ms")


async def _bus_node_dies(story: Story, screen: Screen) -> None:
    story.shop.host("bus1").kill()
    worst = 0.0
    for _ in range(20):
        version, waited = await story.order_until_confirmed(story.shop.url_of("app1"))
        worst = max(worst, waited + await screen.shows(version))
        await asyncio.sleep(0.05)
    say(f"bus node killed: no order refused, the slowest push took {worst:.2f} s")


async def _app_host_dies(story: Story, screen: Screen) -> None:
    story.shop.host("app1").kill()
    began, refused = time.monotonic(), 0
    version = None
    while version is None:
        version = await story.order(story.shop.edge_url)
        refused += version is None
    ordered = time.monotonic() - began
    await screen.shows(version)
    say(
        f"app host killed: orders through the edge refused for {ordered:.2f} s ({refused} of them), "
        f"the edge's screen right after {time.monotonic() - began:.2f} s"
    )


async def _primary_dies(story: Story, *screens: Screen) -> bool:
    """Orders go on while the primary is killed and the replica promoted."""
    shop = story.shop
    for _ in range(10):
        await story.order_until_confirmed(shop.edge_url)
    began = time.monotonic()
    shop.host("db1").kill()
    await shop.promote()
    promoted = time.monotonic() - began
    version, waited = await story.order_until_confirmed(shop.edge_url)
    refused = promoted + waited
    for screen in screens:
        await screen.shows(version)
    healed = time.monotonic() - began
    found = await shop.asks("db2", f"SELECT max(version) FROM subscription_history WHERE user_id = {PERSON}")
    rows = await shop.asks("db2", f"SELECT count(*) FROM subscription_history WHERE user_id = {PERSON}")
    lost = (
        0 if isinstance(rows, int) and isinstance(found, int) and rows == found >= story.confirmed else story.confirmed
    )
    say(f"primary killed, replica promoted after {promoted:.2f} s: writes refused for {refused:.2f} s")
    say(f"every screen right after {healed:.2f} s")
    say(f"confirmed changes: {story.confirmed}, in the promoted history: {found}, lost: {lost}")
    return lost == 0


async def main(folder: Path, *, loopback: bool) -> bool:
    logs = folder / "logs"
    logs.mkdir(parents=True)
    with network(logs, namespaces=not loopback) as net:
        say(f"hosts: {net.kind} ({net.cidr})")
        shop = Shop(net, folder)
        await shop.open()
        say("ready: app1, app2 behind haproxy; bus1, bus2; db1 -> db2, every commit waits for db2")
        return await tell(shop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loopback", action="store_true")
    parser.add_argument("--keep", type=Path, help="keep data and logs in this folder")
    options = parser.parse_args()
    need(("haproxy", "nats-server"))
    with tempfile.TemporaryDirectory(prefix="fs-") as temporary:
        fine = asyncio.run(main(options.keep or Path(temporary), loopback=options.loopback))
    raise SystemExit(0 if fine else 1)
