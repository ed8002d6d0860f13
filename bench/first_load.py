"""How quickly the Mini App opens on a slow phone: Chromium with a CPU four times slower and Lighthouse's "Fast 3G".

Usage: ``python -m bench.first_load [--rounds 5]``. Starts a server of its own on an empty database. Prints medians over
rounds, each with an empty cache: first paint, and when the first screen shows data and reacts to a tap.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.telegram import LIGHT, client_script, init_data, launch_path
from tests.servers import server_process

SLOWER = 4
FAST_3G = {
    "offline": False,
    "latency": 150,  # ms a round trip
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
TARGET_MS = 2000
BUDGET_KIB = 120


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds from the start of the navigation; bytes of JavaScript as they came over the network."""

    painted: float
    interactive: float
    script_bytes: float


async def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, server_process(Path(folder), None) as server:
        found = find_chromium(Path(folder))
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=found.executable,
                args=list(FLAGS),
                env={**os.environ, **found.environment},
                chromium_sandbox=False,
            )
            loads = [await _load(browser, server.url, 7_000_000 + number) for number in range(rounds)]
            await browser.close()
    painted = statistics.median(load.painted for load in loads)
    interactive = statistics.median(load.interactive for load in loads)
    kib = loads[0].script_bytes / 1024
    print(f"first load, CPU x{SLOWER} slower, Fast 3G, empty cache, median of {rounds}:")
    print(f"  first contentful paint {painted:7.0f} ms")
    print(f"  data shown, reacts     {interactive:7.0f} ms   (target < {TARGET_MS})")
    print(f"  JavaScript, compressed {kib:7.1f} KiB  (budget {BUDGET_KIB} as gzip; browsers take brotli)")


async def _load(browser: Browser, url: str, telegram_id: int) -> Load:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.add_init_script(client_script(LIGHT))
    cdp = await context.new_cdp_session(page)
    await cdp.send("Network.enable")
    await cdp.send("Network.emulateNetworkConditions", FAST_3G)
    await cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    scripts = _count_scripts(cdp)
    started = time.perf_counter()
    await page.goto(url + launch_path("/", init_data(telegram_id, language="en"), LIGHT), wait_until="commit")
    await page.get_by_role("navigation").get_by_role("link", name="Models").wait_for()
    await page.locator("main h1").wait_for()
    await page.locator("[aria-busy=true]").wait_for(state="detached")
    interactive = (time.perf_counter() - started) * 1000
    painted = await _first_paint(page)
    await context.close()
    return Load(painted=painted, interactive=interactive, script_bytes=sum(scripts.values()))


def _count_scripts(cdp: CDPSession) -> dict[str, float]:
    """Bytes of each script by request, filled in as they arrive."""
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    cdp.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))

    def finished(event: dict[str, float | str]) -> None:
        if kinds.get(str(event["requestId"])) == "Script":
            sizes[str(event["requestId"])] = float(event["encodedDataLength"])

    cdp.on("Network.loadingFinished", finished)
    return sizes


async def _first_paint(page: Page) -> float:
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    return float(await page.evaluate(script))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asyncio.run(main(parser.parse_args().rounds))
