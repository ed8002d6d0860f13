"""Two languages and any time zone: chosen once, kept, and never mixed."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.browser.looks import axe, see, shot
from tests.browser.phones import NARROW, Phones
from tests.browser.telegram import telegram_event
from tests.factories import PAID_MODEL, Person, grant, sign_in

pytestmark = pytest.mark.slow

SCREENS: Final = {
    "/": ("Signals", "Сигналы"),
    "/models": ("Models", "Модели"),
    "/models/logistic-spy": ("Logistic Spy", "Logistic Spy"),
    f"/models/{PAID_MODEL}": ("Shadow Stack", "Shadow Stack"),
    "/results": ("Results", "Итоги"),
    "/me": ("Me", "Профиль"),
    "/me/access": ("My access", "Мой доступ"),
    "/me/settings": ("Settings", "Настройки"),
    "/me/sessions": ("Sessions", "Сеансы"),
    "/me/help": ("Help", "Справка"),
}

NAMES: Final = re.compile(
    r"Logistic Spy|Shadow Stack|Forest Necromancer|Gray Cardinal|Sniper 80x|Forex Signals|Telegram|Person|TradingView|"
    r"[A-Z]{3}/[A-Z]{3}|UTC|Berlin|Headless|Chrome|Chromium|Linux|iOS|Safari|Start|Brier|Wilson|SHA|JSON|RFC|ECB|Android|\bid\b"
)
"""What is called the same in both languages."""

_TEXTS: Final = """
() => {
  const names = ["aria-label", "placeholder", "title", "alt"];
  const named = [...document.querySelectorAll(names.map((name) => `[${name}]`).join())];
  const heard = named.flatMap((one) => names.map((name) => one.getAttribute(name) ?? ""));
  return [document.body.innerText, ...heard].join(" / ");
}
"""


async def leftovers(page: Page, language: str) -> list[str]:
    """Words of the other language that can be read or heard on the page."""
    texts = NAMES.sub(" ", await page.evaluate(_TEXTS))
    other = r"[a-f0-9]*[A-Za-z]{2,}" if language == "ru" else r"[А-Яа-яЁё]+"
    return [word for word in re.findall(other, texts) if not re.fullmatch(r"[a-f0-9]+", word)]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_no_screen_mixes_its_language_with_the_other(
    phones: Phones, new_id: Callable[[], int], language: str
) -> None:
    telegram_id = new_id()
    found = {}
    for path, titles in SCREENS.items():
        page = await phones.open(telegram_id, path=path, language=language, viewport=NARROW)
        title = titles[0] if language == "en" else titles[1]
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await expect(page.locator("html")).to_have_attribute("lang", language)
        if words := await leftovers(page, language):
            found[path] = words
        await shot(page, f"language-{language}{path.replace('/', '-')}", whole=True)
        await page.close()
    assert found == {}


async def choose(page: Page, setting: str, choice: str) -> None:
    """Open a setting's sheet and choose in it."""
    await page.get_by_role("button", name=setting, exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name=choice).first.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_language_chosen_in_the_settings_stays_after_reopening(
    phones: Phones, new_id: Callable[[], int]
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path="/me/settings")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await choose(page, "Language", "Русский")
    await expect(page.get_by_role("heading", name="Настройки", level=1)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "ru")
    await axe(page)
    await telegram_event(page, "back_button_pressed")
    await expect(page.get_by_role("heading", name="Профиль", level=1)).to_be_visible()
    reopened = await phones.open(telegram_id)
    await expect(reopened.get_by_role("heading", name="Сигналы", level=1)).to_be_visible()
    elsewhere = await phones.open(telegram_id, device="tablet")
    await expect(elsewhere.get_by_role("heading", name="Сигналы", level=1)).to_be_visible()


async def test_dates_are_told_in_the_zone_that_was_chosen(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    await sign_in(admin.client, telegram_id)
    await grant(admin, telegram_id, expiry_date="2031-03-05T20:30:00+00:00")
    model = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await see(model, re.compile(r"Open until 5.Mar.2031, 21:30"))
    page = await phones.open(telegram_id, path="/me/settings")
    await page.get_by_role("button", name="Time zone", exact=True).click()
    await page.get_by_role("searchbox", name="City or UTC offset").fill("tokyo")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await page.get_by_role("dialog").get_by_role("button", name=re.compile("Tokyo")).click()
    await see(page, re.compile("Tokyo"))
    reopened = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await see(reopened, re.compile(r"Open until 6.Mar.2031, 05:30"))


async def test_a_setting_that_was_not_saved_goes_back_and_says_so(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id(), path="/me/settings")
    await expect(page.get_by_role("button", name="Language", exact=True)).to_be_visible()
    await page.route("**/api/auth/me", lambda route: route.abort("connectionfailed"))
    phones.faults.expect("ERR_CONNECTION_FAILED")
    await choose(page, "Language", "Русский")
    await see(page, re.compile("The setting is back to what it was|Настройка осталась прежней"))
    await expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
