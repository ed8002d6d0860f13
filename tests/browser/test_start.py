"""The page starts: inside Telegram the app, elsewhere a page that says where the app is."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.faults import Faults
from tests.browser.looks import axe, see, shot
from tests.browser.phones import DESKTOP, Phones
from tests.browser.telegram import telegram_asked, telegram_event
from tests.factories import ADMIN_ID
from tests.servers import until

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("language", "title"), [("en", "Signals"), ("ru", "Сигналы")])
async def test_a_launch_signs_in_and_shows_the_signals(
    phones: Phones, new_id: Callable[[], int], language: str, title: str
) -> None:
    page = await phones.open(new_id(), language=language, theme="dark" if language == "ru" else "light")
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    assert "tgWebAppData" not in page.url
    assert await telegram_asked(page, "web_app_ready")
    await axe(page)
    await shot(page, f"start-{language}")


async def test_a_theme_that_changes_in_telegram_changes_the_page(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id())
    await see(page, "Signals")
    await expect(page.locator("html")).to_have_attribute("data-scheme", "light")
    night = {"bg_color": "#17212b", "text_color": "#f5f5f5", "secondary_bg_color": "#232e3c"}
    await telegram_event(page, "theme_changed", {"theme_params": night})
    await expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


async def test_outside_of_telegram_it_says_where_the_app_is(phones: Phones) -> None:
    page = await phones.open_outside(viewport=DESKTOP)
    await see(page, "This app opens inside Telegram")
    await axe(page)
    await shot(page, "start-outside")


async def test_the_admin_screens_are_a_page_of_their_own(phones: Phones) -> None:
    page = await phones.open(ADMIN_ID, path="/admin", viewport=DESKTOP)
    await expect(page).to_have_title("Forex Signals admin")
    await expect(page.get_by_role("navigation").first).to_be_visible()
    await shot(page, "start-admin")


async def test_two_tabs_of_a_person_share_their_storage_and_two_phones_do_not(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    person = new_id()
    first, second = await phones.open(person), await phones.open(person)
    other = await phones.open(person, device="tablet")
    await first.evaluate("localStorage.setItem('shared', 'yes')")
    assert await second.evaluate("localStorage.getItem('shared')") == "yes"
    assert await other.evaluate("localStorage.getItem('shared')") is None


async def test_what_goes_wrong_unseen_is_noticed(phones: Phones, faults: Faults, api: httpx.AsyncClient) -> None:
    page = await phones.open_outside(path="/static/icon.svg")
    assert not faults.surprises()
    await page.evaluate("console.error('something odd')")
    await page.evaluate("setTimeout(() => { throw new Error('unforeseen') })")
    await page.evaluate("fetch('/api/nothing')")
    await page.evaluate("fetch('http://elsewhere.invalid/').catch(() => null)")
    wanted = ("something odd", "unforeseen", "404", "CSP: connect-src")

    async def noticed() -> bool:
        text = "\n".join(faults.surprises())
        return all(fault in text for fault in wanted)

    assert await until(noticed, patience=10) < 10
    faults.expect("something odd|unforeseen|404|CSP|Content Security Policy|elsewhere")
    faults.check()


async def test_what_a_screen_reader_cannot_name_is_noticed(phones: Phones) -> None:
    page = await phones.open_outside(path="/dev/telegram")  # asks for nothing more once it is there
    await page.set_content('<main lang="en"><h1>Title</h1><button></button></main>')
    with pytest.raises(AssertionError, match="button-name"):
        await axe(page)
