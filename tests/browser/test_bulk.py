"""Bulk changes: a dry run that predicts, the change as predicted, everybody's result, and the way back."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import see
from tests.browser.office import PAID_NAME, choose, figure, office, rows, sheet, words
from tests.browser.phones import Phones
from tests.factories import PAID_MODEL, Json, Person, grant, history, revoke, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def crew(api: httpx.AsyncClient, new_id: Callable[[], int]) -> list[int]:
    """Four people of one family name that nobody else has."""
    ids = [new_id() for _ in range(4)]
    for first_name, telegram_id in zip(("Ann", "Ben", "Cat", "Dan"), ids, strict=True):
        await sign_in(api, telegram_id, first_name=first_name, last_name=f"Crew{ids[0]}")
    return ids


async def who_by_ids(page: Page, *ids: int) -> None:
    await choose(page, "Who", "By ID")
    await page.get_by_label("Telegram IDs").fill("\n".join(str(one) for one in ids))
    await page.get_by_role("button", name="Next").click()


async def what(page: Page, verb: str = "Grant", *, days: int | None = 30, reason: str = "Outage, our apology") -> None:
    """The second step, up to the prediction."""
    await choose(page, "Action", verb)
    await page.get_by_role("checkbox", name=PAID_NAME).check(force=True)
    if days is not None:
        await page.get_by_label("Number of days").fill(str(days))
    await page.get_by_label("Reason, shown to each person").fill(reason)
    await page.get_by_role("button", name="Dry run").click()
    await expect(page.get_by_label("People of this change").or_(page.get_by_text("Nobody here"))).to_be_visible()


async def figures(page: Page, *labels: str) -> list[str]:
    return [(await figure(page, label).locator("strong").inner_text()).strip() for label in labels]


async def rights(admin: Person, telegram_id: int) -> Json:
    """What the newest row of a history says that somebody holds."""
    found = (await history(admin, telegram_id))[-1]["new_subscriptions"]
    return {one["model_id"]: one["expires_at"] for one in found}


async def test_the_dry_run_predicts_and_changes_nothing(phones: Phones, admin: Person, crew: list[int]) -> None:
    await grant(admin, crew[0])  # for ever: nothing to add
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew, 99_999_999)
    await what(page)
    await see(page, re.compile("Nothing has been changed"))
    assert await figures(page, "Will change", "Match", "Stay as they are", "Can’t be changed") == ["3", "5", "1", "1"]
    for name in ("Ben", "Cat", "Dan"):
        await expect(rows(page, name)).to_contain_text("no access")
    await choose(page, "Part of the people", "Stay1")
    await expect(rows(page, "Ann")).to_contain_text("Holds it for ever")
    await choose(page, "Part of the people", "Can’t1")
    await expect(rows(page, "99 999 999")).to_contain_text("Not registered, or deleted")
    assert [len(await history(admin, one)) for one in crew] == [2, 1, 1, 1]


async def test_the_change_does_what_was_predicted_and_tells_everybody(
    phones: Phones, admin: Person, crew: list[int]
) -> None:
    phone = await phones.open(crew[1], first_name="Ben", last_name=f"Crew{crew[0]}")
    await expect(phone.get_by_text("Live", exact=True).first).to_be_visible()
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page, reason="Outage on 17 Nov")
    predicted = {name: await rows(page, name).locator("time").inner_text() for name in ("Ann", "Ben", "Cat", "Dan")}
    await page.get_by_role("button", name="Grant to 4 people").click()
    await see(page, "Done: 4 people changed.")
    assert await figures(page, "Changed", "Matched", "Stayed as they were", "Couldn’t change") == ["4", "4", "0", "0"]
    for name, end in predicted.items():
        await expect(rows(page, name)).to_contain_text(end)
        await expect(rows(page, name)).to_contain_text("1becomes2")
    await see(phone, re.compile("Reason: Outage on 17 Nov"))
    found = [(await history(admin, one))[-1] for one in crew]
    assert {(one["action"], one["version"], one["reason"]) for one in found} == {("grant", 2, "Outage on 17 Nov")}
    assert len({one["batch_id"] for one in found}) == 1


async def test_people_are_chosen_by_a_filter(phones: Phones, admin: Person, crew: list[int]) -> None:
    await grant(admin, crew[0], expiry_days=3)
    await grant(admin, crew[1], expiry_days=3)
    page = await office(phones, "/bulk")
    await page.get_by_label("Name, @name or ID").fill(f"Crew{crew[0]}")
    await see(page, re.compile(r"^4\sof"))
    await page.get_by_label("Have open").select_option(PAID_NAME)
    await see(page, re.compile(r"^2\sof"))
    await page.get_by_role("button", name="Next").click()
    await what(page, "Extend")
    assert await figures(page, "Will change", "Match") == ["2", "2"]
    await page.get_by_role("button", name="Extend for 2 people").click()
    await see(page, "Done: 2 people changed.")
    assert [PAID_MODEL in await rights(admin, one) for one in crew] == [True, True, False, False]


async def test_extending_leaves_out_who_does_not_have_it(phones: Phones, admin: Person, crew: list[int]) -> None:
    await grant(admin, crew[0], expiry_days=3)
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page, "Extend")
    assert await figures(page, "Will change", "Stay as they are") == ["1", "3"]
    await choose(page, "Part of the people", "Stay3")
    await expect(rows(page, "Ben")).to_contain_text("Doesn’t have it")


async def test_a_revocation_of_many_is_an_alarm_with_its_count(phones: Phones, admin: Person, crew: list[int]) -> None:
    for one in crew[:2]:
        await grant(admin, one, expiry_days=3)
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page, "Revoke", days=None)
    await see(page, "2 people lose access at once and are told why.")
    await page.get_by_role("button", name="Revoke from 2 people").click()
    await see(page, "Done: 2 people changed.")
    assert [PAID_MODEL in await rights(admin, one) for one in crew] == [False] * 4


async def test_what_is_missing_is_said_at_its_field(phones: Phones, crew: list[int]) -> None:
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await page.get_by_label("Number of days").fill("0")
    await page.get_by_role("button", name="Dry run").click()
    for text in (
        "Choose at least one model.",
        "A whole number from 1 to 36,500.",
        "Give a reason: every person will read it.",
    ):
        await see(page, text)


async def test_ids_that_are_none_and_ids_given_twice_are_told(phones: Phones, crew: list[int]) -> None:
    page = await office(phones, "/bulk")
    await choose(page, "Who", "By ID")
    await page.get_by_label("Telegram IDs").fill(f"{crew[0]}, {crew[0]} {crew[1]}\nabc")
    await see(page, "1 repetition left out")
    await see(page, "1 entry is no ID: abc")
    await see(page, "2 people")


async def test_the_batch_is_undone_and_who_changed_since_is_a_conflict(
    phones: Phones, admin: Person, crew: list[int]
) -> None:
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page)
    await page.get_by_role("button", name="Grant to 4 people").click()
    await see(page, "Done: 4 people changed.")
    await revoke(admin, crew[3])
    await page.get_by_role("button", name="Undo…").click()
    await expect(sheet(page).get_by_role("heading", name="Undo this change for 4 people?")).to_be_visible()
    await sheet(page).get_by_role("button", name="Undo for 4 people").click()
    await expect(sheet(page)).to_contain_text("Give a reason: every person will read it.")
    await sheet(page).get_by_label("Reason").fill("Wrong list")
    await sheet(page).get_by_role("button", name="Undo for 4 people").click()
    await see(page, "Undone for 3 people.")
    await see(page, re.compile(words("1 person was changed since then")))
    await choose(page, "Part of the people", "Conflicts1")
    await expect(rows(page, "Dan")).to_contain_text("Changed since, so left as it is now")
    for one in crew[:3]:
        entry = (await history(admin, one))[-1]
        assert (entry["action"], entry["reason"], entry["version"]) == ("undo", "Wrong list", 3)
        assert PAID_MODEL not in await rights(admin, one)
    assert (await history(admin, crew[3]))[-1]["action"] == "revoke"
    await expect(page.get_by_role("button", name="Undo…")).to_have_count(0)


async def test_a_situation_that_changed_since_the_dry_run_stops_the_change(
    phones: Phones, admin: Person, crew: list[int], faults: Faults
) -> None:
    faults.expect("409")
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page)
    await grant(admin, crew[2])  # for ever: the prediction for Cat holds no more
    await page.get_by_role("button", name="Grant to 4 people").click()
    stopped = page.get_by_role("alert")
    await expect(stopped).to_contain_text("so it stopped. Nothing has been changed.")
    await expect(stopped).to_contain_text("Predicted: 4 to change. Now: 3.")
    assert [len(await history(admin, one)) for one in crew] == [1, 1, 2, 1]
    await page.get_by_role("button", name="Grant to 3 people").click()
    await see(page, "Done: 3 people changed.")
    assert [len(await history(admin, one)) for one in crew] == [2, 2, 2, 2]


async def test_a_result_without_an_answer_is_done_once_when_it_is_tried_again(
    phones: Phones, admin: Person, crew: list[int], faults: Faults
) -> None:
    faults.expect("ERR_FAILED|net::")
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew)
    await what(page)
    path = "**/api/admin/subscriptions/bulk"

    async def lose_the_answer(route: Json) -> None:
        await route.fetch()
        await route.abort()

    await page.route(path, lose_the_answer)
    await page.get_by_role("button", name="Grant to 4 people").click()
    await see(page, re.compile("No answer came. It may have been carried out"))
    await page.unroute(path)
    await page.get_by_role("button", name="Grant to 4 people").click()
    await see(page, "Done: 4 people changed.")
    assert [len(await history(admin, one)) for one in crew] == [2, 2, 2, 2]


async def test_a_template_is_granted_to_many(phones: Phones, admin: Person, crew: list[int]) -> None:
    page = await office(phones, "/bulk?do=template")
    await who_by_ids(page, *crew)
    await page.get_by_label("Template", exact=True).last.select_option("Premium Trader")
    await page.get_by_label("Reason, shown to each person").fill("A gift")
    await page.get_by_role("button", name="Dry run").click()
    await page.get_by_role("button", name="Grant to 4 people").click()
    await see(page, "Done: 4 people changed.")
    for one in crew:
        assert {PAID_MODEL, "forest-necromancer"} <= set(await rights(admin, one))


async def test_everybodys_result_is_saved_as_a_file_that_no_spreadsheet_runs(
    phones: Phones, api: httpx.AsyncClient, crew: list[int], new_id: Callable[[], int], tmp_path: Path
) -> None:
    evil = new_id()
    await sign_in(api, evil, first_name="=1+1", last_name="Formula")
    page = await office(phones, "/bulk")
    await who_by_ids(page, *crew, evil)
    await what(page)
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Save everybody as CSV").click()
    saved = tmp_path / "saved.csv"
    await (await waiting.value).save_as(saved)
    found = {row["telegram_id"]: row for row in csv.DictReader(io.StringIO(saved.read_text("utf-8-sig")))}
    assert set(found) == {str(one) for one in (*crew, evil)}
    assert found[str(evil)]["name"].startswith("'=1+1")
    assert {row["model_id"] for row in found.values()} == {PAID_MODEL}
    assert {(row["outcome"], row["version"], row["new_version"]) for row in found.values()} == {("changed", "1", "2")}
