"""The list of people: found, filtered and sorted in the address, chosen by hand or by what they have in common."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.looks import see, see_no_more
from tests.browser.office import PAID_NAME, SECOND_MODEL, SECOND_NAME, notice, office, rows, sheet
from tests.browser.phones import PHONE, Phones
from tests.factories import Person, grant, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def trio(api: httpx.AsyncClient, new_id: Callable[[], int]) -> list[int]:
    """Three people of one family name that nobody else has, in the order of their ids."""
    ids = [new_id() for _ in range(3)]
    for first_name, telegram_id in zip(("Ada", "Bea", "Cleo"), ids, strict=True):
        family = f"Trio{ids[0]}"
        await sign_in(
            api, telegram_id, first_name=first_name, last_name=family, username=f"{first_name}_{ids[0]}".lower()
        )
    return ids


@pytest.mark.parametrize("what", ["first name", "username", "id"])
async def test_a_person_is_found_by_name_by_username_and_by_id(phones: Phones, trio: list[int], what: str) -> None:
    family = f"Trio{trio[0]}"
    sought = {"first name": f"Bea {family}", "username": f"@bea_{trio[0]}", "id": str(trio[1])}[what]
    page = await office(phones, "/people")
    await page.get_by_label("Name, @name or ID").fill(sought)
    await expect(page.get_by_text("1 of", exact=False).first).to_be_visible()
    await expect(rows(page, family)).to_have_count(1)
    await expect(rows(page, "Bea")).to_be_visible()


async def test_the_search_survives_a_reload(phones: Phones, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    page = await office(phones, "/people")
    await page.get_by_label("Name, @name or ID").fill(family)
    await expect(rows(page, family)).to_have_count(3)
    await page.wait_for_url(f"**/admin/people?query={family}")
    await page.reload()
    await expect(page.get_by_label("Name, @name or ID")).to_have_value(family)
    await expect(rows(page, family)).to_have_count(3)
    await page.get_by_role("button", name="Clear", exact=True).click()
    await expect(page.get_by_label("Name, @name or ID")).to_have_value("")


async def test_filters_stand_in_the_address_and_survive_a_reload(
    phones: Phones, admin: Person, trio: list[int]
) -> None:
    family = f"Trio{trio[0]}"
    await grant(admin, trio[0], SECOND_MODEL, expiry_days=2)
    await grant(admin, trio[1], SECOND_MODEL, expiry_days=60)
    page = await office(phones, f"/people?query={family}")
    await page.get_by_label("Model", exact=True).select_option(SECOND_NAME)
    await expect(rows(page, family)).to_have_count(2)
    await page.get_by_label("Ends", exact=True).select_option("Within 7 days")
    await expect(rows(page, family)).to_have_count(1)
    await page.reload()
    await expect(rows(page, family)).to_have_count(1)
    await expect(rows(page, "Ada")).to_be_visible()
    assert f"model_id={SECOND_MODEL}" in page.url
    await page.get_by_role("button", name="Remove Ends before").click()
    await expect(rows(page, family)).to_have_count(2)
    await page.get_by_role("button", name=f"Remove {SECOND_NAME}").click()
    await expect(rows(page, family)).to_have_count(3)


async def test_blocked_people_and_admins_are_filtered(phones: Phones, admin: Person, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    await admin.patch(f"/api/admin/users/{trio[2]}", json={"is_blocked": True, "reason": "test"})
    page = await office(phones, f"/people?query={family}")
    await page.get_by_label("State", exact=True).select_option("Blocked")
    await expect(rows(page, family)).to_have_count(1)
    await expect(rows(page, "Cleo")).to_contain_text("Blocked")
    await page.get_by_label("Role", exact=True).select_option("Admins")
    await see(page, "Nobody matches")
    await page.get_by_role("button", name="Clear the filters").click()
    await see_no_more(page, "Nobody matches")


async def test_a_column_sorts_and_its_order_survives_a_reload(phones: Phones, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    page = await office(phones, f"/people?query={family}")
    head = page.get_by_role("columnheader", name="Telegram ID")
    await head.get_by_role("button").click()
    await expect(head).to_have_attribute("aria-sort", "ascending")
    people = rows(page, family).get_by_role("rowheader")
    await expect(people).to_contain_text(["Ada", "Bea", "Cleo"])
    await head.get_by_role("button").click()
    await expect(head).to_have_attribute("aria-sort", "descending")
    await expect(people).to_contain_text(["Cleo", "Bea", "Ada"])
    await page.reload()
    await expect(page.get_by_role("columnheader", name="Telegram ID")).to_have_attribute("aria-sort", "descending")
    await expect(people).to_contain_text(["Cleo", "Bea", "Ada"])


async def test_sorted_by_the_next_end_the_soonest_is_first(phones: Phones, admin: Person, trio: list[int]) -> None:
    for telegram_id, days in zip(trio, (40, 4, 14), strict=True):
        await grant(admin, telegram_id, expiry_days=days)
    page = await office(phones, f"/people?query=Trio{trio[0]}&sort=telegram_id")
    await page.get_by_label("Sort: ID, ascending").select_option("Next end")
    await expect(rows(page, f"Trio{trio[0]}").get_by_role("rowheader")).to_contain_text(["Bea", "Cleo", "Ada"])


async def test_all_that_match_are_selected_by_the_filter_and_not_by_the_page(phones: Phones, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    page = await office(phones, f"/people?query={family}")
    await page.get_by_role("checkbox", name=f"Select Ada {family}").check(force=True)
    chosen = page.get_by_role("region", name="Selected people")
    await expect(chosen).to_contain_text("1 selected")
    await chosen.get_by_role("button", name="Select all 3 that match").click()
    await expect(chosen).to_contain_text("All 3 that match")
    await expect(rows(page, family).get_by_role("checkbox", checked=True)).to_have_count(3)
    await chosen.get_by_role("link", name="Extend…").click()
    await expect(page.get_by_role("heading", name="Bulk change", level=1)).to_be_visible()
    await expect(page.get_by_role("complementary")).to_contain_text(family)
    await expect(page.get_by_role("radio", name="Extend")).to_be_checked()


async def test_the_selection_is_cleared_by_its_cross(phones: Phones, trio: list[int]) -> None:
    page = await office(phones, f"/people?query=Trio{trio[0]}")
    await page.get_by_role("checkbox", name="Select all 3 that match").check(force=True)
    chosen = page.get_by_role("region", name="Selected people")
    await chosen.get_by_role("button", name="Clear the selection").click()
    await expect(chosen).to_have_count(0)
    await expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


async def test_a_change_elsewhere_is_on_the_row_after_a_change_here(phones: Phones, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    page = await office(phones, f"/people?query={family}")
    await rows(page, "Ada").get_by_role("link").first.click()
    await page.get_by_role("button", name=f"{PAID_NAME}: grant").click()
    await page.get_by_role("button", name="Grant for 30 days").click()
    await expect(notice(page, f"{PAID_NAME} granted")).to_be_visible()
    await page.locator("header").get_by_role("link", name="People").click()
    await expect(rows(page, "Ada")).to_contain_text("30 days")
    await expect(page.get_by_label("Name, @name or ID")).to_have_value(family)


async def test_on_a_phone_the_table_is_cards_and_the_side_bar_a_menu(phones: Phones, trio: list[int]) -> None:
    family = f"Trio{trio[0]}"
    page = await office(phones, f"/people?query={family}", viewport=PHONE)
    people = page.get_by_role("list", name="People").get_by_role("listitem")
    await expect(people).to_have_count(3)
    await expect(page.get_by_role("table")).to_have_count(0)
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("navigation").get_by_role("link", name="Requests").click()
    await expect(page.get_by_role("heading", name="Requests", level=1)).to_be_visible()
    await page.go_back()
    await people.filter(has_text="Bea").get_by_role("link").click()
    await expect(page.get_by_role("heading", name=f"Bea {family}", level=1)).to_be_visible()
    await page.get_by_role("button", name="Grant access…").click()
    await expect(sheet(page).get_by_role("heading", name="Grant access")).to_be_visible()
