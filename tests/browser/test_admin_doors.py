"""Who may see the admin screens, and finding one's way through them with the keyboard alone."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import see, see_no_more
from tests.browser.office import PAID_NAME, office, rows, sheet
from tests.browser.phones import DESKTOP, Phones
from tests.factories import ADMIN_ID, Person, grant, history, sign_in

pytestmark = pytest.mark.slow

PATHS = ("", "/people", f"/people/{ADMIN_ID}", "/requests", "/bulk", "/history", "/models", "/templates", "/monitoring")


@pytest.mark.parametrize("path", PATHS)
async def test_who_is_no_admin_sees_no_admin_screen(phones: Phones, new_id: Callable[[], int], path: str) -> None:
    asked: list[str] = []
    page = await phones.open(new_id(), viewport=DESKTOP)
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{phones.url}/admin{path}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("These screens are for admins")
    await expect(page.get_by_role("navigation")).to_have_count(0)
    assert not [url for url in asked if "/api/admin/" in url]


async def test_who_is_no_admin_finds_no_way_to_them_in_the_app(phones: Phones, new_id: Callable[[], int]) -> None:
    page = await phones.open(new_id(), path="/me")
    await expect(page.get_by_role("heading", level=1).first).to_be_visible()
    await expect(page.locator('a[href^="/admin"]')).to_have_count(0)


async def test_nobody_sees_them_outside_of_telegram(phones: Phones) -> None:
    page = await phones.open_outside(path="/admin/people", viewport=DESKTOP)
    await see(page, "This app opens inside Telegram")
    await expect(page.get_by_role("navigation", name="Sections")).to_have_count(0)


async def test_an_admin_demoted_while_looking_is_shut_out(
    phones: Phones, api: httpx.AsyncClient, admin: Person, new_id: Callable[[], int], faults: Faults
) -> None:
    faults.expect("403")
    second = await sign_in(api, new_id(), first_name="Second")
    path = f"/api/admin/users/{second.telegram_id}"
    assert (await admin.patch(path, json={"role": "admin", "reason": "test"})).status_code == 200
    page = await office(phones, "/people", admin_id=second.telegram_id)
    await expect(page.get_by_role("table", name="People")).to_be_visible()
    assert (await admin.patch(path, json={"role": "user", "reason": "test"})).status_code == 200
    await see(page, "These screens are for admins")
    await expect(page.get_by_role("table")).to_have_count(0)
    await page.go_back()
    await page.goto(f"{phones.url}/admin/history")
    await see(page, "These screens are for admins")


async def test_who_is_made_an_admin_while_looking_is_let_in(
    phones: Phones, api: httpx.AsyncClient, admin: Person, new_id: Callable[[], int]
) -> None:
    second = await sign_in(api, new_id())
    path = f"/api/admin/users/{second.telegram_id}"
    page = await office(phones, admin_id=second.telegram_id)
    await see(page, "These screens are for admins")
    await admin.patch(path, json={"role": "admin", "reason": "test"})
    await expect(page.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()
    await admin.patch(path, json={"role": "user", "reason": "test"})
    await see_no_more(page, "Dashboard")


async def test_ctrl_k_finds_a_person(phones: Phones, api: httpx.AsyncClient, new_id: Callable[[], int]) -> None:
    telegram_id = new_id()
    await sign_in(api, telegram_id, first_name="Zora", last_name=f"Neale{telegram_id}")
    page = await office(phones, "/monitoring")
    await expect(page.get_by_role("heading", name="Monitoring", level=1)).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type(f"neale{telegram_id}")
    await expect(page.get_by_role("option", name="Zora")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=f"Zora Neale{telegram_id}", level=1)).to_be_visible()


async def test_ctrl_k_finds_a_screen_and_esc_leaves_things_as_they_were(phones: Phones) -> None:
    page = await office(phones, "/requests")
    await expect(page.get_by_role("heading", name="Requests", level=1)).to_be_visible()
    await page.keyboard.press("Control+k")
    await expect(sheet(page)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(sheet(page)).to_have_count(0)
    await expect(page.get_by_role("heading", name="Requests", level=1)).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("verif")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Verification", level=1)).to_be_visible()


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on something that matches; a person would give up after a while, too."""
    for _ in range(80):
        if await page.evaluate("(one) => document.activeElement?.matches(one) === true", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by Tab")


@pytest.fixture
async def four(api: httpx.AsyncClient, new_id: Callable[[], int]) -> list[int]:
    """Four people of one family, in the order of their ids."""
    ids = [new_id() for _ in range(4)]
    for first_name, telegram_id in zip(("Ann", "Ben", "Cat", "Dan"), ids, strict=True):
        await sign_in(api, telegram_id, first_name=first_name, last_name=f"Keys{ids[0]}")
    return ids


async def test_the_list_of_people_is_walked_picked_and_opened_by_keys(phones: Phones, four: list[int]) -> None:
    family = f"Keys{four[0]}"
    page = await office(phones, f"/people?query={family}&sort=telegram_id")
    await expect(rows(page, family)).to_have_count(4)
    await tab_to(page, '[role="region"][aria-label="People"]')
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(":focus")).to_contain_text("Ben")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(":focus")).to_contain_text("Ann")
    await page.keyboard.press("Space")
    chosen = page.get_by_role("region", name="Selected people")
    await expect(chosen).to_contain_text("1 selected")
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Shift+Space")
    await expect(chosen).to_contain_text("3 selected")
    await expect(rows(page, family).get_by_role("checkbox", checked=True)).to_have_count(3)
    await page.keyboard.press("End")
    await expect(page.locator(":focus")).to_contain_text("Dan")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=f"Dan {family}", level=1)).to_be_visible()


async def test_a_question_is_asked_answered_and_left_by_keys(phones: Phones, admin: Person, four: list[int]) -> None:
    await grant(admin, four[0], expiry_days=5)
    page = await office(phones, f"/people/{four[0]}")
    await expect(page.get_by_role("button", name=f"{PAID_NAME}: revoke")).to_be_visible()
    opener = f'button[aria-label="{PAID_NAME}: revoke"]'
    await tab_to(page, opener)
    await page.keyboard.press("Enter")
    await expect(sheet(page)).to_be_visible()
    await expect(sheet(page).get_by_label("Reason")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(sheet(page)).to_have_count(0)
    await expect(page.locator(opener)).to_be_focused()
    assert len(await history(admin, four[0])) == 2
    await page.keyboard.press("Enter")
    await page.keyboard.type("By keys alone")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(rows(page, PAID_NAME)).to_contain_text("Not open")
    assert (await history(admin, four[0]))[-1]["reason"] == "By keys alone"


async def test_the_menu_of_a_person_is_walked_by_arrows(phones: Phones, four: list[int]) -> None:
    page = await office(phones, f"/people/{four[1]}")
    await expect(page.get_by_role("button", name="More for this person")).to_be_visible()
    await tab_to(page, 'button[aria-label="More for this person"]')
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(":focus")).to_contain_text("Make admin…")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(sheet(page).get_by_role("heading", name="Block Ben")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator('button[aria-label="More for this person"]')).to_be_focused()
