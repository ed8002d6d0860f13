"""A person's way through the app: sign in, see what is open, be granted a model, follow a signal to its end."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.backends import Backend
from tests.browser.looks import axe, see, see_no_more, shot
from tests.browser.phones import Phones
from tests.browser.screens import cards, is_marked, mark, section, signal_link, tab, toast
from tests.browser.telegram import telegram_asked, telegram_event
from tests.factories import FREE_MODEL, PAID_MODEL, Json, Person, grant, sign_in
from tests.servers import until

pytestmark = pytest.mark.slow
ROUND = 40_000
"""Milliseconds; the market's scheduler looks at new candles at least every 30 s."""

LEVELS = {"entry": "entry", "stop": "stop_loss", "target": "take_profit"}


async def feed_of(person: Person, *, least: int = 1) -> list[Json]:
    """The signals that the server gives a person, once there are any: a new server needs a moment for its first."""
    items: list[Json] = []

    async def there() -> bool:
        items[:] = (await person.get("/api/signals")).json()["items"]
        return len(items) >= least

    await until(there, patience=ROUND / 1000)
    return items


async def test_a_new_person_sees_the_free_model_open_and_all_others_locked(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    page = await phones.open(new_id())
    await tab(page, "Models").click()
    await see(page, "1 of 5 open for you")
    await expect(section(page, "Open for you").get_by_role("link")).to_have_text(["Logistic Spy"])
    await expect(section(page, "Open for you")).to_contain_text("Free")
    locked = section(page, "Locked").get_by_role("link")
    await expect(locked).to_have_count(4)
    await expect(locked.filter(has_text="Logistic Spy")).to_have_count(0)


async def test_the_feed_of_a_new_person_holds_signals_of_the_free_model_only(
    phones: Phones, new_id: Callable[[], int], api: httpx.AsyncClient
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    items = await feed_of(await sign_in(api, telegram_id))
    assert {item["model_id"] for item in items} == {FREE_MODEL}
    await expect(cards(page)).to_have_count(len(items))
    await expect(cards(page, "Logistic Spy")).to_have_count(len(items))
    await see_no_more(page, "Shadow Stack")
    await axe(page)


async def test_a_grant_is_told_with_model_end_and_reason(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await see(page, "Live")
    order = {"expiry_date": "2031-03-05T11:00:00+00:00", "reason": "paid by card"}
    assert (await grant(admin, telegram_id, **order)).status_code == 201
    told = toast(page, "Shadow Stack is open for you")
    await expect(told).to_contain_text(re.compile(r"Until 5.Mar.2031 · Reason: paid by card"))
    await told.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("heading", name="Shadow Stack", level=1)).to_be_visible()
    await see(page, re.compile("Open until 5.Mar.2031, 12:00"))
    await expect(told).to_have_count(0)


async def test_a_granted_model_moves_to_the_open_ones_in_place_and_its_signals_appear(
    phones: Phones, new_id: Callable[[], int], admin: Person, api: httpx.AsyncClient
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await expect(cards(page, "Logistic Spy").first).to_be_visible(timeout=ROUND)
    await expect(cards(page, "Shadow Stack")).to_have_count(0)
    await tab(page, "Models").click()
    await expect(section(page, "Locked").get_by_role("link", name="Shadow Stack")).to_be_visible()
    await mark(page)
    await grant(admin, telegram_id)
    await expect(section(page, "Open for you").get_by_role("link", name="Shadow Stack")).to_be_visible()
    await expect(section(page, "Locked").get_by_role("link", name="Shadow Stack")).to_have_count(0)
    await see(page, "2 of 5 open for you")
    await tab(page, "Signals").click()
    of_model = [one for one in await feed_of(await sign_in(api, telegram_id)) if one["model_id"] == PAID_MODEL]
    assert of_model
    await expect(cards(page, "Shadow Stack")).to_have_count(len(of_model))
    assert await is_marked(page), "the page was loaded again"


async def test_signals_of_a_granted_model_slide_into_an_open_feed(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await expect(cards(page, "Logistic Spy").first).to_be_visible(timeout=ROUND)
    await see(page, "Live")
    await grant(admin, telegram_id)
    await expect(cards(page, "Shadow Stack").first).to_be_visible()


async def test_a_tapped_signal_shows_its_chart_its_plan_and_its_reasons(
    phones: Phones, new_id: Callable[[], int], api: httpx.AsyncClient
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    signal = (await feed_of(await sign_in(api, telegram_id)))[0]
    word = {"BUY": "Buy", "SELL": "Sell"}[signal["direction"]]
    await cards(page).get_by_role("link", name=f"{signal['pair']} {word}").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(signal["pair"])
    chart = page.get_by_role("img", name=f"Chart of {signal['pair']} from")
    await expect(chart.locator("canvas").first).to_be_visible()
    prices = [f"{name} {signal[field]}" for name, field in LEVELS.items()]
    plan = f"{word} {', '.join([signal['pair'], *prices])}"
    await expect(page.get_by_role("img", name=plan).last).to_be_visible()
    for reason in signal["reasons"]:
        await see(page, reason["value"])
    await see(page, "Why")
    await see(page, re.compile("^Not investment advice"))
    await axe(page)
    await shot(page, "person-signal", whole=True)


async def test_a_tap_on_a_drawing_leads_where_the_rest_of_its_row_does(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    page = await phones.open(new_id())
    rail = cards(page).first.get_by_role("img")
    await expect(rail).to_be_visible(timeout=ROUND)
    box = await rail.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await see(page, "Plan")
    await telegram_event(page, "back_button_pressed")
    await tab(page, "Models").click()
    interval = section(page, "Locked").get_by_role("img", name=re.compile("^Hit rate")).first
    await interval.scroll_into_view_if_needed()
    box = await interval.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await see(page, "Locked for you")


async def test_a_signal_ends_before_the_readers_eyes_and_their_own_answer_counts_in_results(
    phones: Phones, new_id: Callable[[], int], backend: Backend
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, url=backend.url)
    async with httpx.AsyncClient(base_url=backend.url, timeout=30) as client:
        items = await feed_of(await sign_in(client, telegram_id))
    signal = next(item for item in items if item["status"] == "open")
    await signal_link(page, signal).click()
    await see(page, "Plan")
    await expect(page.get_by_role("radio", name="Won")).to_have_count(0)
    await backend.close_signal(signal, "target")
    await expect(page.get_by_role("radio", name="Won")).to_be_visible(timeout=ROUND)
    await see(page, "Result")
    await page.get_by_text("Won", exact=True).last.click()
    await expect(page.get_by_role("radio", name="Won")).to_be_checked()
    await telegram_event(page, "back_button_pressed")
    await tab(page, "Results").click()
    await see(page, "1 of 1 won")
    await expect(page.get_by_text("Logistic Spy").first).to_be_visible()
    await axe(page)
    await shot(page, "person-results", whole=True)


async def test_a_deep_link_leads_to_its_model_and_back_to_the_models(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id(), start_param=f"model_{PAID_MODEL}")
    await expect(page.get_by_role("heading", name="Shadow Stack", level=1)).to_be_visible()
    await see(page, "Locked for you")
    assert "tgWebAppData" not in page.url
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()


async def test_a_deep_link_that_means_nothing_opens_the_feed(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id(), start_param="model_../../me")
    await expect(page.get_by_role("heading", name="Signals", level=1)).to_be_visible()


async def test_telegrams_back_button_is_there_below_a_tab_and_goes_back(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    async def is_shown(page: Page) -> bool:
        asked = await telegram_asked(page, "web_app_setup_back_button")
        return bool(asked) and asked[-1].payload["is_visible"]

    page = await phones.open(new_id())
    await tab(page, "Models").click()
    await section(page, "Locked").get_by_role("link", name="Shadow Stack").click()
    await see(page, "Locked for you")
    assert await is_shown(page)
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()
    assert not await is_shown(page)


async def test_a_page_opened_by_its_address_goes_back_to_its_parent(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id(), path=f"/models/{PAID_MODEL}")
    await see(page, "Locked for you")
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()


@pytest.mark.parametrize(("path", "title"), [("/", "Signals"), ("/models", "Models"), ("/me/access", "My access")])
async def test_a_screen_can_be_read_in_the_dark(
    phones: Phones, new_id: Callable[[], int], path: str, title: str
) -> None:
    page = await phones.open(new_id(), path=path, theme="dark")
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    await see(page, "Logistic Spy")
    await axe(page)
    await telegram_event(page, "theme_changed", {"theme_params": {"bg_color": "#ffffff", "text_color": "#000000"}})
    await expect(page.locator("html")).to_have_attribute("data-scheme", "light")
    await axe(page)
