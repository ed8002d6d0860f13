"""What a phone downloads before it shows the first screen, and what it does not."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.phones import DESKTOP, Phones
from tests.browser.screens import cards, tab
from tests.factories import ADMIN_ID

pytestmark = pytest.mark.slow
MOST = 120 * 1024
"""Bytes of JavaScript, compressed by gzip."""
FIRST_ROUND = 40_000


async def scripts(page: Page) -> set[str]:
    """The paths of all JavaScript that the page has downloaded."""
    await page.wait_for_load_state("networkidle")
    names: list[str] = await page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    return {httpx.URL(name).path for name in names if re.search(r"\.js($|\?)", name)}


async def named_in(api: httpx.AsyncClient, page: str) -> set[str]:
    """The scripts that a page names itself."""
    return set(re.findall(r"/static/[^\"]+\.js", (await api.get(page)).text))


async def test_the_first_load_is_small(phones: Phones, new_id: Callable[[], int], api: httpx.AsyncClient) -> None:
    page = await phones.open(new_id())
    await expect(cards(page).first).to_be_visible(timeout=FIRST_ROUND)
    loaded = await scripts(page)
    sizes = {}
    for path in loaded:
        request = api.build_request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = await api.send(request, stream=True)
        sizes[path] = len(b"".join([piece async for piece in answer.aiter_raw()]))
        assert answer.status_code == 200
        assert sizes[path] < 1024 or answer.headers["Content-Encoding"] == "gzip", path
    assert await named_in(api, "/") <= loaded
    assert 0 < sum(sizes.values()) <= MOST, sizes


async def test_the_first_load_brings_neither_admin_code_nor_the_chart(
    phones: Phones, new_id: Callable[[], int], api: httpx.AsyncClient
) -> None:
    page = await phones.open(new_id())
    await expect(cards(page).first).to_be_visible(timeout=FIRST_ROUND)
    first = await scripts(page)
    admins = await named_in(api, "/admin") - await named_in(api, "/")
    assert admins
    assert not first & admins
    await cards(page).first.get_by_role("link").click()
    await expect(page.locator("canvas").first).to_be_visible()
    later = await scripts(page) - first
    texts = {path: (await api.get(path)).text for path in first | later}
    drawing = {path for path, text in texts.items() if "createChart" in text or "lightweight" in text.lower()}
    assert drawing, "no script draws the chart"
    assert drawing <= later, "the chart was in the first load"


async def calling_admin(api: httpx.AsyncClient, paths: set[str]) -> set[str]:
    """Those scripts that can ask the server for what only admins may see."""
    return {path for path in paths if "/api/admin/" in (await api.get(path)).text}


async def test_no_screen_of_a_person_ever_loads_admin_code(
    phones: Phones, new_id: Callable[[], int], api: httpx.AsyncClient
) -> None:
    page = await phones.open(new_id())
    for name in ("Models", "Results", "Me", "Signals"):
        await tab(page, name).click()
        await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    assert await calling_admin(api, await scripts(page)) == set()
    admins = await phones.open(ADMIN_ID, path="/admin", viewport=DESKTOP)
    await expect(admins.get_by_role("navigation").first).to_be_visible()
    assert await calling_admin(api, await scripts(admins)), "nobody calls the admins' API by this name"
