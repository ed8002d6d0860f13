"""Whatever keeps a page from hearing the server: it says so, keeps what it has, and comes back by itself."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.backends import Backend
from tests.browser.faults import Faults
from tests.browser.lines import Line
from tests.browser.looks import see, see_no_more, shot
from tests.browser.phones import Phones
from tests.browser.screens import (
    badge,
    cards,
    come_back,
    flashed,
    is_marked,
    mark,
    section,
    signal_link,
    tab,
    toast,
    watch_for,
)
from tests.browser.test_person import feed_of
from tests.factories import ADMIN_ID, Person, grant, sign_in
from tests.servers import ServerProcess, until

pytestmark = pytest.mark.slow
RECONNECTS = 40_000
"""Milliseconds; the pauses between attempts grow up to 30 s."""
FIRST_ROUND = 40_000
AWAY = "ERR_(CONNECTION|INTERNET_DISCONNECTED|NETWORK_CHANGED|EMPTY_RESPONSE)|WebSocket connection|status of 503"

GAPS = ("Connecting", "Reconnecting", "Offline", "No answer from the server")
"""What a person would see of a gap."""


async def grant_when_served(admin: Person, telegram_id: int) -> None:
    """Grant the paid model as soon as the database is there again."""

    async def granted() -> bool:
        return (await grant(admin, telegram_id)).status_code == 201

    await until(granted, patience=30)


async def open_live(phones: Phones, telegram_id: int, *, path: str = "/", url: str | None = None) -> Page:
    page = await phones.open(telegram_id, path=path, url=url)
    await expect(badge(page, "Live")).to_be_visible()
    return page


async def test_without_a_network_the_page_says_how_old_it_is_and_is_live_again_afterwards(
    phones: Phones, new_id: Callable[[], int], faults: Faults
) -> None:
    faults.expect(AWAY)
    page = await open_live(phones, new_id())
    await expect(cards(page).first).to_be_visible(timeout=FIRST_ROUND)
    await mark(page)
    await page.context.set_offline(True)
    await see(page, re.compile(r"^You are offline\. Showing what we had at \d\d:\d\d\.$"))
    await expect(badge(page, "Offline")).to_be_visible()
    await expect(cards(page).first).to_be_visible()
    await shot(page, "healing-offline")
    await page.context.set_offline(False)
    await see_no_more(page, re.compile("^You are offline"))
    await expect(badge(page, "Live")).to_be_visible()
    assert await is_marked(page)


async def test_a_server_that_was_killed_and_started_again_is_found_and_nothing_is_lost(
    phones: Phones, new_id: Callable[[], int], backend: Backend, backend_admin: Person, faults: Faults
) -> None:
    faults.expect(AWAY)
    telegram_id = new_id()
    page = await open_live(phones, telegram_id, url=backend.url)
    person = await sign_in(backend_admin.client, telegram_id)
    signal = next(item for item in await feed_of(person) if item["status"] == "open")
    await expect(cards(page).filter(has=signal_link(page, signal))).to_be_visible()
    await mark(page)
    backend.kill()
    await expect(badge(page, "Reconnecting")).to_be_visible()
    await see(page, re.compile("^No answer from the server"), patience=20_000)
    await backend.close_signal(signal, "stop")
    backend.start()
    await expect(badge(page, "Live")).to_be_visible(timeout=RECONNECTS)
    await see_no_more(page, re.compile("^No answer from the server"))
    row = page.get_by_role("listitem").filter(has=signal_link(page, signal))
    await expect(row.filter(has_text="Lost").first).to_be_visible(timeout=RECONNECTS)
    await grant(backend_admin, telegram_id)
    await expect(toast(page, "Shadow Stack is open for you")).to_have_count(1)
    assert await is_marked(page)


async def test_a_dead_socket_that_looks_open_is_noticed_by_its_silence(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await page.clock.install()
    line = await Line.lay(page)
    await expect(badge(page, "Live")).to_be_visible()
    opened = line.opened
    line.go_dead()
    await grant(admin, telegram_id)
    await page.clock.run_for(50_000)
    await page.clock.run_for(6_000)
    await expect(toast(page, "Shadow Stack is open for you")).to_have_count(1)
    await expect(badge(page, "Live")).to_be_visible()
    assert line.opened > opened


async def test_coming_back_to_a_dead_socket_proves_it_within_seconds(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    line = await Line.lay(page)
    await expect(badge(page, "Live")).to_be_visible()
    opened = line.opened
    line.go_dead()
    await come_back(page)
    await line.wait_opened(opened + 1)
    await grant(admin, telegram_id)
    await expect(toast(page, "Shadow Stack is open for you")).to_have_count(1)


async def test_a_short_gap_is_nobodys_business(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(AWAY)
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    line = await Line.lay(page)
    await expect(badge(page, "Live")).to_be_visible()
    await watch_for(page, *GAPS)
    opened = line.opened
    await line.hang_up()
    await line.wait_opened(opened + 1)
    await grant(admin, telegram_id)
    await expect(toast(page, "Shadow Stack is open for you")).to_have_count(1)
    assert await flashed(page) == []


async def test_an_access_token_that_ends_is_renewed_without_a_visible_gap(
    phones: Phones, new_id: Callable[[], int], start_server: Callable[..., ServerProcess], faults: Faults
) -> None:
    faults.expect("status of 401")
    server = start_server(ACCESS_TOKEN_TTL="4")
    telegram_id = new_id()
    page = await open_live(phones, telegram_id, url=server.url)
    await mark(page)
    await watch_for(page, *GAPS)
    for _ in range(3):
        async with page.expect_response("**/api/auth/refresh", timeout=15_000) as renewed:
            pass
        assert (await renewed.value).status == 200
    await tab(page, "Models").click()
    await see(page, "1 of 5 open for you")
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        await grant(await sign_in(client, ADMIN_ID), telegram_id)
    await expect(section(page, "Open for you").get_by_role("link", name="Shadow Stack")).to_be_visible()
    assert await flashed(page) == []
    assert await is_marked(page)


async def test_a_page_that_loads_while_the_database_is_away_says_so_and_recovers(
    phones: Phones, new_id: Callable[[], int], backend: Backend, faults: Faults
) -> None:
    faults.expect(AWAY)
    page = await open_live(phones, new_id(), url=backend.url)
    await expect(page.get_by_role("main").get_by_role("link").first).to_be_visible(timeout=FIRST_ROUND)
    async with backend.database_away():
        await page.reload()
        await see(page, "We couldn’t load your signals", patience=30_000)
        await see(page, re.compile("Your access is unchanged"))
        await shot(page, "healing-503")
        await tab(page, "Models").click()
        await see(page, "We couldn’t load the models", patience=30_000)
        await tab(page, "Signals").click()
    await see_no_more(page, "We couldn’t load your signals", patience=RECONNECTS)
    await expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
    await expect(badge(page, "Live")).to_be_visible(timeout=RECONNECTS)


async def test_what_is_on_the_screen_stays_while_the_database_is_away(
    phones: Phones, new_id: Callable[[], int], backend: Backend, backend_admin: Person, faults: Faults
) -> None:
    faults.expect(AWAY)
    telegram_id = new_id()
    page = await open_live(phones, telegram_id, path="/models", url=backend.url)
    await see(page, "1 of 5 open for you")
    async with backend.database_away():
        async with page.expect_response(lambda answer: answer.status == 503, timeout=20_000):
            await come_back(page)
        await see(page, "1 of 5 open for you")
        await expect(section(page, "Open for you").get_by_role("link", name="Logistic Spy")).to_be_visible()
    await grant_when_served(backend_admin, telegram_id)
    await see(page, "2 of 5 open for you", patience=RECONNECTS)
