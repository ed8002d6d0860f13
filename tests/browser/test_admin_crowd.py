"""A hundred thousand people: the list shows a few of them at a time, and reads on while one scrolls."""

import re
from collections.abc import AsyncIterator
from typing import Final

import asyncpg
import pytest
from playwright.async_api import Page, expect

from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.office import PAID_NAME, office, rows
from tests.browser.phones import PHONE, Phones
from tests.market import Market
from tests.servers import until

pytestmark = pytest.mark.slow

CROWD: Final = 100_000
FIRST: Final = 20_000_001
LAST: Final = FIRST + CROWD - 1
MOST_ROWS: Final = 80
"""As many as the window shows and some above and below."""

PEOPLE: Final = f"""
INSERT INTO users (telegram_id, first_name, last_name, last_active, created_at)
SELECT {FIRST} - 1 + n, 'Person', n::text, now() - n * interval '1 minute', now() - interval '1 year'
FROM generate_series(1, {CROWD}) AS n
"""

RIGHTS: Final = f"""
INSERT INTO user_subscriptions (user_id, model_id, source, is_active, expiry_date)
SELECT {FIRST} - 1 + n, 'shadow-stack', 'admin', true, now() + interval '1 day' + n * interval '1 minute'
FROM generate_series(1, {CROWD}, 10) AS n
"""


@pytest.fixture(scope="module")
async def crowd(
    postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """A server with a hundred thousand people, one in ten with a right that ends."""
    backend = Backend(postgres, market, tmp_path_factory.mktemp("crowd"), "browser_crowd")
    connection = await asyncpg.connect(backend.owner_url)
    for statement in (PEOPLE, RIGHTS, "ANALYZE users, user_subscriptions"):
        await connection.execute(statement)
    await connection.close()
    yield backend.url
    backend.end()


async def row_count(page: Page) -> int:
    return await page.locator("tbody tr").count()


async def last_row(page: Page) -> int:
    """The lowest of the people that are drawn."""
    return int(await page.locator("tr[aria-rowindex]").last.get_attribute("aria-rowindex") or 0)


async def test_the_list_scrolls_through_thousands_with_a_bounded_number_of_rows(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people?sort=telegram_id", url=crowd)
    table = page.get_by_role("region", name="People")
    await expect(table.get_by_role("table")).to_have_attribute("aria-rowcount", str(CROWD + 2))
    most = await row_count(page)
    await table.hover()
    while (before := await last_row(page)) < 2_000:
        await page.mouse.wheel(0, 2_000)

        async def has_moved(before: int = before) -> bool:
            return await last_row(page) > before

        await until(has_moved, patience=20)
        most = max(most, await row_count(page))
    await expect(page.locator(f'tr[aria-rowindex="{await last_row(page)}"]')).to_contain_text("Person")
    assert 10 < most <= MOST_ROWS


async def focused_row(page: Page) -> int:
    """Where the keyboard stands."""
    return int(await page.locator("tr:focus-within").get_attribute("aria-rowindex") or 0)


async def test_the_far_end_is_one_press_away(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people?sort=telegram_id", url=crowd)
    await page.get_by_role("columnheader", name="Telegram ID").get_by_role("button").click()
    await expect(page.locator('tr[aria-rowindex="2"]')).to_contain_text(f"Person {CROWD}")
    assert await row_count(page) <= MOST_ROWS


async def test_the_keyboard_reaches_rows_that_were_not_read_before(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people?sort=telegram_id", url=crowd)
    await expect(page.locator('tr[aria-rowindex="2"]')).to_be_visible()
    await page.get_by_role("region", name="People").focus()
    reached = 0
    while reached < 300:

        async def has_moved(reached: int = reached) -> bool:
            await page.keyboard.press("End")
            await expect(page.locator(":focus")).to_contain_text(re.compile(r"Person \d+"))
            return await focused_row(page) > reached

        await until(has_moved, patience=20)
        reached = await focused_row(page)


async def test_coming_back_from_a_person_finds_the_list_where_it_was_left(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people?sort=telegram_id", url=crowd)
    await expect(page.locator('tr[aria-rowindex="2"]')).to_be_visible()
    table = page.get_by_role("region", name="People")
    await table.evaluate("(one) => one.scrollTo({ top: 42 * 60 })")
    link = rows(page, "Person 70").get_by_role("link")
    await link.click()
    await expect(page.get_by_role("heading", name="Person 70", level=1)).to_be_visible()
    await page.locator("header").get_by_role("link", name="People").click()
    await expect(link).to_be_in_viewport()


async def test_one_of_a_hundred_thousand_is_found_by_id(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people", url=crowd)
    await page.get_by_label("Name, @name or ID").fill(str(LAST))
    await expect(rows(page, f"Person {CROWD}")).to_be_visible()
    await expect(page.get_by_text("of 100,001 people")).to_be_visible()


async def test_a_filter_counts_all_that_match(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people", url=crowd)
    await page.get_by_label("Model", exact=True).select_option(PAID_NAME)
    await expect(page.get_by_role("status").filter(has_text="of 100,001 people")).to_contain_text("10,000")
    await page.get_by_role("checkbox", name="Select all 10,000 that match").check(force=True)
    await expect(page.get_by_role("region", name="Selected people")).to_contain_text("All 10,000 that match")


async def test_more_than_a_change_can_take_are_not_selected_at_once(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people", url=crowd)
    await expect(page.get_by_role("checkbox", name="Select all 100,001 that match")).to_be_disabled()
    await rows(page, "Person 1").first.get_by_role("checkbox").check(force=True)
    await expect(page.get_by_role("region", name="Selected people")).to_contain_text("up to 10,000 people")


async def test_on_a_phone_the_cards_are_as_few(phones: Phones, crowd: str) -> None:
    page = await office(phones, "/people?sort=telegram_id", url=crowd, viewport=PHONE)
    cards = page.get_by_role("list", name="People").get_by_role("listitem")
    await expect(cards.nth(1)).to_contain_text("Person 1")
    for place in (100, 250, 400):
        card = page.locator(f'li[aria-posinset="{place}"]')
        for _ in range(200):
            if await card.count():
                break
            await page.evaluate("window.scrollBy(0, 800)")
            await page.wait_for_timeout(16)
        await expect(card).to_contain_text(f"Person {place - 1}")
        assert await cards.count() <= MOST_ROWS
