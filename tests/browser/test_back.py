"""Telegram's back button: to where one came from, as it was left, and never out of the app."""

from collections.abc import Callable

import pytest
from playwright.async_api import expect

from tests.browser.looks import see
from tests.browser.phones import Phones
from tests.browser.screens import cards
from tests.browser.telegram import telegram_event
from tests.factories import FREE_MODEL, PAID_MODEL

pytestmark = pytest.mark.slow


async def test_coming_back_from_a_signal_finds_the_filter_as_it_was(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id())
    await page.get_by_role("radiogroup").first.locator("label").filter(has_text="Open").click()
    await expect(cards(page).first).to_be_visible(timeout=60_000)
    filtered = page.url
    assert "?" in filtered
    await cards(page).first.get_by_role("link").first.click()
    await see(page, "Plan")
    await telegram_event(page, "back_button_pressed")
    await page.wait_for_url(filtered)
    await expect(page.get_by_role("radio", name="Open")).to_be_checked()


async def test_after_another_view_of_a_model_back_leads_to_the_models(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    page = await phones.open(new_id(), path="/models")
    await page.locator(f'a[href="/models/{FREE_MODEL}"]').first.click()
    await page.get_by_role("radiogroup", name="What to show").locator("label").filter(has_text="Signals").click()
    await page.wait_for_url("**/models/*?*")
    await page.reload()
    await expect(page.get_by_role("radio", name="Signals")).to_be_checked()
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()
    length = await page.evaluate("history.length")
    await page.go_forward()
    await expect(page.get_by_role("heading", name="Logistic Spy", level=1)).to_be_visible()
    assert await page.evaluate("history.length") == length


async def test_from_the_first_page_back_leads_to_its_parent_and_not_out_of_the_app(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    page = await phones.open(new_id(), path=f"/models/{PAID_MODEL}")
    await see(page, "Locked for you")
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()
    await page.locator(f'a[href="/models/{PAID_MODEL}"]').first.click()
    await see(page, "Locked for you")
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()
    assert page.url.startswith(phones.url)
