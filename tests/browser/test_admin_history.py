"""The history of everybody: found by filters that stand in the address, and saved as a file with the same filters."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.looks import see
from tests.browser.office import FREE_NAME, PAID_NAME, SECOND_MODEL, SECOND_NAME, notice, office, rows, sheet
from tests.browser.phones import PHONE, Phones
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, grant, history, revoke, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def eve(api: httpx.AsyncClient, admin: Person, new_id: Callable[[], int]) -> Person:
    """Somebody with a history of four rows; one reason would be run by a spreadsheet."""
    person = await sign_in(api, new_id(), first_name="Eve", last_name="Past")
    await grant(admin, person.telegram_id, expiry_days=10, reason='=HYPERLINK("http://elsewhere.invalid")')
    await revoke(admin, person.telegram_id)
    await grant(admin, person.telegram_id, SECOND_MODEL, expiry_days=10, reason="Paid, twice")
    return person


async def saved_csv(page: Page, folder: Path) -> tuple[str, list[Json]]:
    """Press the button; the name of the file and its rows."""
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Download what is filtered as CSV").click()
    download = await waiting.value
    path = folder / "saved.csv"
    await download.save_as(path)
    return download.suggested_filename, list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


async def test_the_history_of_a_person_is_found_by_their_name(phones: Phones, eve: Person) -> None:
    page = await office(phones, "/history")
    await page.get_by_role("combobox", name="Person").fill(str(eve.telegram_id))
    await page.get_by_role("option", name="Eve Past").click()
    await expect(rows(page, "Eve Past")).to_have_count(4)
    await page.reload()
    await expect(rows(page, "Eve Past")).to_have_count(4)
    await see(page, "Person: Eve Past")
    await page.get_by_role("button", name="Remove Person: Eve Past").click()
    await expect(page.get_by_role("combobox", name="Person")).to_be_visible()


@pytest.mark.parametrize(
    ("label", "option", "expected"),
    [("Model", SECOND_NAME, 1), ("Action", "Revoked", 1), ("Who", "System", 1), ("Action", "Granted", 2)],
)
async def test_each_filter_narrows_and_survives_a_reload(
    phones: Phones, eve: Person, label: str, option: str, expected: int
) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}")
    await expect(rows(page, "Eve Past")).to_have_count(4)
    await page.get_by_label(label, exact=True).select_option(option)
    await expect(rows(page, "Eve Past")).to_have_count(expected)
    await page.reload()
    await expect(rows(page, "Eve Past")).to_have_count(expected)
    await page.get_by_role("button", name="Clear", exact=True).click()
    await expect(page.get_by_role("combobox", name="Person")).to_be_visible()


async def test_days_narrow_from_both_sides(phones: Phones, eve: Person) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}")
    await page.get_by_role("button", name="From…").click()
    await page.get_by_label("From", exact=True).fill("2031-01-01")
    await page.keyboard.press("Enter")
    await see(page, "No change matches")
    await page.get_by_role("button", name="Remove From 1 Jan").click()
    await expect(rows(page, "Eve Past")).to_have_count(4)
    await page.get_by_role("button", name="To…").click()
    await page.get_by_label("To", exact=True).fill("2020-01-01")
    await page.keyboard.press("Enter")
    await see(page, "No change matches")


async def test_a_row_says_when_what_who_and_why_and_opens_whole(phones: Phones, admin: Person, eve: Person) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}&action=revoke")
    row = rows(page, "Eve Past")
    for text in ("v3", "Revoked", "not open", f"Person {ADMIN_ID}", "test"):
        await expect(row).to_contain_text(text)
    await page.get_by_role("button", name="v3 of Eve Past").click()
    entry = (await history(admin, eve.telegram_id))[2]
    for text in (f"{PAID_NAME} revoked", entry["hash"], entry["prev_hash"], "127.0.0.1", FREE_NAME):
        await expect(sheet(page)).to_contain_text(text)
    await page.keyboard.press("Escape")
    await expect(sheet(page)).to_have_count(0)


async def test_the_file_keeps_the_filters_and_runs_in_no_spreadsheet(
    phones: Phones, admin: Person, eve: Person, tmp_path: Path
) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}&action=grant&model_id={PAID_MODEL}")
    await expect(rows(page, "Eve Past")).to_have_count(1)
    name, found = await saved_csv(page, tmp_path)
    assert name.startswith(f"history-{eve.telegram_id}-{PAID_MODEL}-grant-")
    await expect(notice(page, f"{name} saved")).to_be_visible()
    [row] = found
    assert row["reason"] == '\'=HYPERLINK("http://elsewhere.invalid")'
    assert (row["user_id"], row["action"], row["version"]) == (str(eve.telegram_id), "grant", "2")
    assert row["hash"] == (await history(admin, eve.telegram_id))[1]["hash"]


async def test_the_file_has_all_rows_of_a_person(phones: Phones, eve: Person, tmp_path: Path) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}")
    await expect(rows(page, "Eve Past")).to_have_count(4)
    _, found = await saved_csv(page, tmp_path)
    assert sorted(row["version"] for row in found) == ["1", "2", "3", "4"]
    assert "Paid, twice" in {row["reason"] for row in found}


async def test_a_change_that_is_made_meanwhile_appears(phones: Phones, admin: Person, eve: Person) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}")
    await page.clock.install()
    await page.reload()
    await expect(rows(page, "Eve Past")).to_have_count(4)
    await grant(admin, eve.telegram_id, expiry_days=4)
    await page.clock.run_for(16_000)
    await expect(rows(page, "Eve Past")).to_have_count(5)


async def test_on_a_phone_the_rows_are_cards(phones: Phones, eve: Person) -> None:
    page = await office(phones, f"/history?user_id={eve.telegram_id}", viewport=PHONE)
    await expect(page.get_by_role("list", name="History").get_by_role("listitem")).to_have_count(4)
    await expect(page.get_by_role("table")).to_have_count(0)
