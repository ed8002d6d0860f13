"""Where things stand on the admin screens, and the ways to them."""

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.browser.phones import DESKTOP, Phones
from tests.factories import ADMIN_ID

PAID_NAME: Final = "Shadow Stack"
FREE_NAME: Final = "Logistic Spy"
SECOND_MODEL: Final = "gray-cardinal"
SECOND_NAME: Final = "Gray Cardinal"


async def office(
    phones: Phones,
    path: str = "",
    *,
    admin_id: int = ADMIN_ID,
    viewport: tuple[int, int] = DESKTOP,
    url: str | None = None,
    language: str = "en",
) -> Page:
    """The admin screens at this path, for an admin at a desk."""
    return await phones.open(
        admin_id, path=f"/admin{path}", viewport=viewport, device="desk", url=url, language=language
    )


async def person_page(phones: Phones, telegram_id: int, *, url: str | None = None) -> Page:
    """The page of one person, loaded."""
    page = await office(phones, f"/people/{telegram_id}", url=url)
    await expect(page.get_by_role("table", name="Access")).to_be_visible()
    return page


def rows(page: Page, name: str) -> Locator:
    """Rows of a table whose text has this in it."""
    return page.get_by_role("row").filter(has_text=name)


def sheet(page: Page) -> Locator:
    """The one question that is open."""
    return page.get_by_role("dialog")


def entries(page: Page) -> Locator:
    """A person's history, newest first."""
    return page.get_by_role("list", name="History").get_by_role("listitem")


def words(text: str) -> str:
    """A pattern for a text whose spaces may be of any kind."""
    return r"\s+".join(re.escape(word) for word in text.split())


def notice(page: Page, text: str) -> Locator:
    """A notice that begins like this."""
    return page.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{words(text)}"))


def figure(page: Page, label: str) -> Locator:
    """The value under a label of a list of facts."""
    return page.locator("dl > div").filter(has=page.get_by_text(label, exact=True)).locator("dd")


async def choose(page: Page, group: str, option: str) -> None:
    """Press one of a few that stand side by side."""
    options = page.get_by_role("radiogroup", name=group, exact=True).locator("label")
    await options.filter(has_text=re.compile(rf"^{words(option)}$")).click()


async def standing(page: Page, item: str, reason: str, verb: str) -> None:
    """Change a person's role or block, or delete them: the menu, the question, its reason, its verb."""
    await page.get_by_role("button", name="More for this person").click()
    await page.get_by_role("menuitem", name=item).click()
    await sheet(page).get_by_label("Reason").fill(reason)
    await sheet(page).get_by_role("button", name=verb, exact=True).click()
