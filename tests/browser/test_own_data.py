"""One's own data from the settings: the file, and the end of the account."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import axe, see, shot
from tests.browser.phones import NARROW, Phones
from tests.browser.screens import badge, kept_session, section
from tests.factories import Person, grant, history, sign_in

pytestmark = pytest.mark.slow
REFUSED = "status of 40[13]"

WORDS = {
    "en": ("Your data", "Download my data", "Your data is ready", "Delete account", "Delete your account?", "DELETE"),
    "ru": ("Ваши данные", "Скачать мои данные", "Данные готовы", "Удалить аккаунт", "Удалить аккаунт?", "УДАЛИТЬ"),
}


async def test_the_file_holds_what_the_server_has_about_the_person(
    phones: Phones, new_id: Callable[[], int], admin: Person, tmp_path: Path
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path="/me/settings", first_name="Wilhelmina")
    await expect(section(page, "Your data")).to_be_visible()
    await grant(admin, telegram_id)
    await section(page, "Your data").get_by_role("button", name="Download my data").click()
    sheet = page.get_by_role("dialog", name="Your data is ready")
    await expect(sheet).to_contain_text("A JSON file of")
    async with page.expect_download() as saving:
        await sheet.get_by_role("button", name="Save the file").click()
    saved = await saving.value
    assert saved.suggested_filename.startswith("forexsignals-my-data-")
    await saved.save_as(tmp_path / "data.json")
    data = json.loads((tmp_path / "data.json").read_text())
    assert (data["version"], data["profile"]["telegram_id"]) == (1, telegram_id)
    assert data["profile"]["first_name"] == "Wilhelmina"
    assert [row["action"] for row in data["history"]] == ["register", "grant"]
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await sheet.get_by_role("button", name="Copy the text").click()
    await expect(sheet.get_by_role("button", name="Copied")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied)["profile"] == data["profile"]


async def test_whoever_deletes_the_account_is_out_everywhere_and_new_when_they_come_back(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    elsewhere = await phones.open(telegram_id, device="tablet")
    await expect(badge(elsewhere, "Live")).to_be_visible()
    await grant(admin, telegram_id)
    page = await phones.open(telegram_id, path="/me/settings")
    sheet = await _asked(page, "en")
    await expect(sheet).to_contain_text("Shadow Stack")
    verb = sheet.get_by_role("button", name="Delete for good")
    await expect(verb).to_be_disabled()
    await see(page, "Type DELETE first.")
    await sheet.get_by_role("textbox").fill("DELETE")
    await verb.click()
    for one in (page, elsewhere):
        await expect(one.get_by_role("heading", name="Your account is deleted")).to_be_visible()
        assert await kept_session(one) is None
    await axe(page)
    await shot(page, "ending-deleted")
    assert [row["action"] for row in await history(admin, telegram_id)] == ["register", "grant", "delete"]
    again = await phones.open(telegram_id, path="/models")
    await see(again, "1 of 5 open for you")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_section_and_its_sheets_can_be_read(
    phones: Phones, new_id: Callable[[], int], admin: Person, language: str, theme: str
) -> None:
    """On a narrow phone, with nothing cut, in both languages and by day and night."""
    telegram_id = new_id()
    await sign_in(admin.client, telegram_id, language_code=language)
    for model in ("shadow-stack", "gray-cardinal", "forest-necromancer", "sniper-80x"):
        await grant(admin, telegram_id, model)
    title, download, ready, _, _, word = WORDS[language]
    page = await phones.open(telegram_id, path="/me/settings", language=language, theme=theme, viewport=NARROW)
    await section(page, title).scroll_into_view_if_needed()
    await shot(page, f"own-data-{language}-{theme}")
    await section(page, title).get_by_role("button", name=download).click()
    await expect(page.get_by_role("dialog", name=ready)).to_be_visible()
    await _still(page)
    await axe(page)
    await shot(page, f"own-data-file-{language}-{theme}")
    await page.keyboard.press("Escape")
    sheet = await _asked(page, language)
    await axe(page)
    await shot(page, f"own-data-delete-{language}-{theme}")
    await sheet.get_by_role("textbox").fill(word)
    await shot(page, f"own-data-delete-typed-{language}-{theme}")
    width = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


async def _asked(page: Page, language: str) -> Locator:
    title, _, _, remove, question, _ = WORDS[language]
    await section(page, title).get_by_role("button", name=remove).click()
    sheet = page.get_by_role("dialog", name=question)
    await expect(sheet).to_be_visible()
    await _still(page)
    return sheet


async def _still(page: Page) -> None:
    """Wait until what opens has opened: axe judges colours as they are at that moment."""
    await page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => null)")
