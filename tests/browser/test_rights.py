"""Rights that change while somebody looks: seen at once, told once, never shown older than they are."""

import asyncio
import re
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.faults import Faults
from tests.browser.lines import Line
from tests.browser.looks import see, see_no_more
from tests.browser.phones import Phones
from tests.browser.screens import (
    badge,
    cards,
    come_back,
    flashed,
    is_marked,
    mark,
    painted,
    section,
    tab,
    toast,
    watch_for,
)
from tests.factories import FREE_MODEL, PAID_MODEL, Json, Person, grant, revoke, sign_in, soon
from tests.servers import until

pytestmark = pytest.mark.slow
FIRST_ROUND = 40_000
REFUSED = "status of 403"
"""A page that asks for what has just been taken away is told so."""
RIGHTS = "**/api/auth/my-subscriptions"


async def open_with_model(phones: Phones, admin: Person, telegram_id: int, **right: Json) -> Page:
    """The feed of somebody who holds the paid model and sees its signals."""
    await sign_in(admin.client, telegram_id)
    assert (await grant(admin, telegram_id, **right)).status_code == 201
    page = await phones.open(telegram_id)
    await expect(cards(page, "Shadow Stack").first).to_be_visible(timeout=FIRST_ROUND)
    await expect(badge(page, "Live")).to_be_visible()
    return page


async def test_what_is_revoked_leaves_the_feed_and_the_models_at_once(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await open_with_model(phones, admin, telegram_id)
    await mark(page)
    await revoke(admin, telegram_id)
    await expect(cards(page, "Shadow Stack")).to_have_count(0)
    await expect(toast(page, "Shadow Stack was revoked")).to_contain_text("Reason: test")
    await expect(cards(page, "Logistic Spy").first).to_be_visible()
    await tab(page, "Models").click()
    await expect(section(page, "Locked").get_by_role("link", name="Shadow Stack")).to_be_visible()
    assert await is_marked(page)


async def test_an_open_signal_of_a_revoked_model_becomes_the_way_to_its_paywall(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    page = await open_with_model(phones, admin, telegram_id)
    await cards(page, "Shadow Stack").first.get_by_role("link").click()
    await see(page, "Plan")
    await revoke(admin, telegram_id)
    await see(page, "This model is no longer open for you")
    for gone in ("Plan", "Entry", "Why"):
        await see_no_more(page, gone)
    await expect(page.locator("canvas")).to_have_count(0)
    await page.get_by_role("link", name="See the model").click()
    await see(page, "Locked for you")


async def test_the_open_page_of_a_revoked_model_shows_it_locked(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    page = await open_with_model(phones, admin, telegram_id)
    await tab(page, "Models").click()
    await section(page, "Open for you").get_by_role("link", name="Shadow Stack").click()
    await see(page, "Open for ever")
    await page.get_by_role("radiogroup", name="What to show").locator("label", has_text="Signals").click()
    await expect(cards(page).first).to_be_visible()
    await revoke(admin, telegram_id)
    await see(page, "Locked for you")
    await expect(cards(page)).to_have_count(0)


async def test_a_right_ends_to_the_second_though_nobody_tells_the_page(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    telegram_id = new_id()
    await open_with_model(phones, admin, telegram_id, expiry_days=1)
    page = await phones.open(telegram_id, device="tablet")
    line = await Line.lay(page)
    await expect(badge(page, "Live")).to_be_visible()
    await revoke(admin, telegram_id)
    end = soon(12)
    ends_at = datetime.fromisoformat(end).timestamp()
    await grant(admin, telegram_id, expiry_date=end)
    await expect(toast(page, "Shadow Stack is open for you")).to_be_visible()
    faults.expect("my-subscriptions|ERR_FAILED")
    line.cut()
    await page.route("**/api/**", lambda route: route.abort())
    await expect(cards(page, "Shadow Stack").first).to_be_visible(timeout=(ends_at - time.time()) * 1000)
    await expect(cards(page, "Shadow Stack")).to_have_count(0, timeout=(ends_at - time.time() + 2) * 1000)
    assert time.time() >= ends_at - 0.5, "it ended before its time"
    await expect(cards(page, "Logistic Spy").first).to_be_visible()


async def test_an_end_is_told_once_however_many_ways_it_is_learnt(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await open_with_model(phones, admin, telegram_id, expiry_date=soon(6))
    await expect(cards(page, "Shadow Stack")).to_have_count(0, timeout=20_000)
    told = toast(page, "Shadow Stack ended on its date")
    await expect(told).to_have_count(1, timeout=20_000)
    async with page.expect_response(RIGHTS):
        await come_back(page)
    await painted(page)
    await expect(told).to_have_count(1)


async def test_a_late_answer_never_brings_an_older_state_back(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path="/models")
    await see(page, "1 of 5 open for you")
    await expect(badge(page, "Live")).to_be_visible()
    read, release = asyncio.Event(), asyncio.Event()

    async def delay(route: Route) -> None:
        answer = await route.fetch()
        read.set()
        await release.wait()
        await route.fulfill(response=answer)

    await page.route(RIGHTS, delay, times=1)
    async with page.expect_response(RIGHTS) as late:
        await come_back(page)
        await asyncio.wait_for(read.wait(), 10)
        await grant(admin, telegram_id)
        await see(page, "2 of 5 open for you")
        await watch_for(page, "1 of 5 open for you")
        release.set()
    old = await (await late.value).json()
    assert [right["model_id"] for right in old["subscriptions"]] == [FREE_MODEL], "the late answer was not an older one"
    await painted(page)
    assert await flashed(page) == []
    await expect(toast(page, "revoked")).to_have_count(0)
    await expect(section(page, "Open for you").get_by_role("link", name="Shadow Stack")).to_be_visible()


async def test_what_changed_while_there_was_no_network_is_right_afterwards_and_told_once(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|WebSocket connection")
    telegram_id = new_id()
    page = await open_with_model(phones, admin, telegram_id)
    line = await Line.lay(page)
    await expect(cards(page, "Shadow Stack").first).to_be_visible()
    await expect(badge(page, "Live")).to_be_visible()
    line.cut()
    await page.context.set_offline(True)
    await see(page, re.compile("^You are offline"))
    await revoke(admin, telegram_id)
    await grant(admin, telegram_id, "gray-cardinal")
    await painted(page)
    await expect(cards(page, "Shadow Stack").first).to_be_visible()
    line.mend()
    await page.context.set_offline(False)
    await expect(cards(page, "Shadow Stack")).to_have_count(0)
    await expect(badge(page, "Live")).to_be_visible()
    for told in ("Gray Cardinal is open for you", "Shadow Stack was revoked"):
        await expect(toast(page, told)).to_have_count(1)
    async with page.expect_response(RIGHTS):
        await come_back(page)
    await painted(page)
    for told in ("Gray Cardinal is open for you", "Shadow Stack was revoked"):
        await expect(toast(page, told)).to_have_count(1)


async def test_one_tab_learns_from_the_other_what_its_own_socket_never_said(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    deaf = await phones.open(telegram_id, path="/models")
    line = await Line.lay(deaf)
    await expect(badge(deaf, "Live")).to_be_visible()
    line.cut()
    other = await phones.open(telegram_id)
    await expect(badge(other, "Live")).to_be_visible()
    await grant(admin, telegram_id)
    await expect(toast(other, "Shadow Stack is open for you")).to_be_visible()
    await see(deaf, "2 of 5 open for you")
    await expect(section(deaf, "Open for you").get_by_role("link", name="Shadow Stack")).to_be_visible()


async def test_a_page_without_a_socket_finds_out_by_what_other_answers_carry(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    line = await Line.lay(page)
    await expect(badge(page, "Live")).to_be_visible()
    line.cut()
    await grant(admin, telegram_id)
    await tab(page, "Models").click()
    await expect(section(page, "Open for you").get_by_role("link", name="Shadow Stack")).to_be_visible()
    await expect(toast(page, "Shadow Stack is open for you")).to_have_count(1)


async def test_a_link_to_a_signal_of_a_model_that_is_not_held_shows_its_paywall(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    holder, stranger = new_id(), new_id()
    person = await sign_in(admin.client, holder)
    await grant(admin, holder)
    signals: list[str] = []

    async def there() -> bool:
        items = (await person.get(f"/api/signals/{PAID_MODEL}")).json()["items"]
        signals[:] = [item["id"] for item in items]
        return bool(signals)

    await until(there, patience=40)
    page = await phones.open(stranger, path=f"/signals/{PAID_MODEL}/{signals[0]}")
    await see(page, "This model is not open for you")
    await see_no_more(page, "Entry")
