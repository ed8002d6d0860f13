"""One person's page: what an admin changes there is on that person's phone at that moment, and in the history."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import see, see_no_more
from tests.browser.office import (
    FREE_NAME,
    PAID_NAME,
    choose,
    entries,
    notice,
    person_page,
    rows,
    sheet,
    standing,
    words,
)
from tests.browser.phones import Phones
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, grant, history, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def ada(api: httpx.AsyncClient, new_id: Callable[[], int]) -> Person:
    """Somebody with the free model, in version 1."""
    return await sign_in(api, new_id(), first_name="Ada", last_name="Lovelace")


async def phone_of(phones: Phones, person: Person, path: str = "/") -> Page:
    """Their phone, which hears of changes."""
    page = await phones.open(person.telegram_id, path=path, first_name="Ada", last_name="Lovelace")
    await expect(page.get_by_text("Live", exact=True).first).to_be_visible()
    return page


def effect(desk: Page) -> Locator:
    """What the grant form says that it will do."""
    return desk.locator("form p[aria-live]")


async def newest(admin: Person, person: Person) -> Json:
    """The last row of a person's history."""
    return (await history(admin, person.telegram_id))[-1]


async def test_a_grant_with_a_term_and_a_reason_is_on_the_phone_at_that_moment(
    phones: Phones, admin: Person, ada: Person
) -> None:
    phone = await phone_of(phones, ada)
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name=f"{PAID_NAME}: grant").click()
    await choose(desk, "For", "90 days")
    await desk.get_by_label("Reason").fill("Paid, invoice 2077")
    await expect(effect(desk)).to_contain_text(f"{PAID_NAME} opens now and ends")
    await expect(effect(desk)).to_contain_text("Version 1 becomes 2.")
    await desk.get_by_role("button", name="Grant for 90 days").click()
    await see(phone, f"{PAID_NAME} is open for you")
    await see(phone, re.compile("Reason: Paid, invoice 2077"))
    await expect(notice(desk, f"{PAID_NAME} granted")).to_contain_text("Version 2")
    await expect(rows(desk, PAID_NAME)).to_contain_text("90 days left")
    entry = await newest(admin, ada)
    assert (entry["action"], entry["reason"], entry["admin_id"]) == ("grant", "Paid, invoice 2077", ADMIN_ID)


async def test_a_grant_for_ever_says_so_before_and_after(phones: Phones, ada: Person) -> None:
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name=f"{PAID_NAME}: grant").click()
    await choose(desk, "For", "For ever")
    await see(desk, f"{PAID_NAME} opens now, for ever.")
    await desk.get_by_role("button", name="Grant for ever").click()
    await expect(rows(desk, PAID_NAME)).to_contain_text("For ever")


async def test_an_end_in_the_past_is_refused_beside_its_field(phones: Phones, admin: Person, ada: Person) -> None:
    desk = await person_page(phones, ada.telegram_id)
    await choose(desk, "For", "Until…")
    await desk.get_by_label("End", exact=True).fill("2020-01-01T00:00")
    await desk.get_by_role("button", name="Grant until then").click()
    await see(desk, "The end must lie in the future")
    assert len(await history(admin, ada.telegram_id)) == 1


async def test_thirty_more_days_are_undone_by_the_notice(phones: Phones, admin: Person, ada: Person) -> None:
    await grant(admin, ada.telegram_id, expiry_days=5)
    phone = await phone_of(phones, ada)
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name=f"{PAID_NAME}: add 30 days").click()
    done = notice(desk, f"{PAID_NAME} extended by 30 days")
    await expect(done).to_contain_text("Version 3")
    await see(phone, f"{PAID_NAME} was extended")
    await see(desk, re.compile(r"^3[45]\sdays left"))
    await done.get_by_role("button", name="Undo").click()
    await expect(notice(desk, "Undone, version 4")).to_be_visible()
    await see(desk, re.compile(r"^[45]\sdays left"))
    rights = [entry["new_subscriptions"] for entry in await history(admin, ada.telegram_id)]
    assert rights[3] == rights[1] != rights[2]


async def test_a_revocation_asks_once_with_its_effects_and_closes_on_the_phone(
    phones: Phones, admin: Person, ada: Person
) -> None:
    await grant(admin, ada.telegram_id, expiry_days=5)
    phone = await phone_of(phones, ada, f"/models/{PAID_MODEL}")
    await see_no_more(phone, "Locked for you")
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name=f"{PAID_NAME}: revoke").click()
    question = sheet(desk)
    await expect(question.get_by_role("heading", name=f"Revoke {PAID_NAME} from Ada Lovelace?")).to_be_visible()
    await expect(question).to_contain_text("It closes on their screen at once")
    await expect(question).to_contain_text("Version 2 becomes 3. You can undo: that writes version 4.")
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_have_count(0)
    assert len(await history(admin, ada.telegram_id)) == 2
    await desk.get_by_role("button", name=f"{PAID_NAME}: revoke").click()
    await question.get_by_label("Reason").fill("The card was refused")
    await question.get_by_role("button", name=f"Revoke {PAID_NAME}").click()
    await see(phone, f"{PAID_NAME} was revoked")
    await see(phone, re.compile("Reason: The card was refused"))
    await see(phone, "Locked for you")
    await expect(rows(desk, PAID_NAME)).to_contain_text("Not open")
    assert (await newest(admin, ada))["action"] == "revoke"


async def test_the_newest_change_is_undone_from_the_history_with_a_reason(
    phones: Phones, admin: Person, ada: Person
) -> None:
    await grant(admin, ada.telegram_id, expiry_days=5)
    desk = await person_page(phones, ada.telegram_id)
    await expect(entries(desk).get_by_role("button", name="Undo…")).to_have_count(1)
    await entries(desk).first.get_by_role("button", name="Undo…").click()
    await expect(sheet(desk)).to_contain_text("It writes version 3")
    await sheet(desk).get_by_role("button", name="Undo the change").click()
    await see(desk, "The history needs a reason")
    await sheet(desk).get_by_label("Reason").fill("Wrong person")
    await sheet(desk).get_by_role("button", name="Undo the change").click()
    await expect(notice(desk, "Undone, version 3")).to_be_visible()
    await expect(rows(desk, PAID_NAME)).to_contain_text("Not open")
    entry = await newest(admin, ada)
    assert (entry["action"], entry["reason"]) == ("undo", "Wrong person")


async def test_the_history_says_what_who_why_and_in_which_version(phones: Phones, admin: Person, ada: Person) -> None:
    await grant(admin, ada.telegram_id, expiry_days=7, reason="Paid in cash")
    desk = await person_page(phones, ada.telegram_id)
    await expect(entries(desk)).to_have_count(2)
    entry = entries(desk).first
    for text in ("v2", f"{PAID_NAME} granted, 7 days", f"Person {ADMIN_ID}", "“Paid in cash”", "127.0.0.1"):
        await expect(entry).to_contain_text(text)
    await expect(entries(desk).last).to_contain_text("Registered")
    await expect(entries(desk).last).to_contain_text("System")
    found = await newest(admin, ada)
    await expect(entry).to_contain_text(found["hash"][:4])


async def test_a_template_opens_all_its_models_after_saying_what_it_does(
    phones: Phones, admin: Person, ada: Person
) -> None:
    phone = await phone_of(phones, ada)
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name="Apply a template…").click()
    question = sheet(desk)
    await question.get_by_label("Template").select_option("Premium Trader")
    for text in (f"{PAID_NAME} opens now", "Forest Necromancer opens now", f"{FREE_NAME} is open for ever already."):
        await expect(question).to_contain_text(text)
    await question.get_by_label("Reason").fill("A gift")
    await question.get_by_role("button", name="Apply the template").click()
    await expect(notice(desk, "Premium Trader applied")).to_contain_text("Version 2")
    await see(phone, re.compile(words("1 more model opened for you")))
    for name in (PAID_NAME, "Forest Necromancer"):
        await expect(rows(desk, name)).to_contain_text("by a template")


async def test_a_block_closes_the_app_on_the_phone_and_an_unblock_opens_it(
    phones: Phones, ada: Person, faults: Faults
) -> None:
    faults.expect("403")
    phone = await phone_of(phones, ada)
    desk = await person_page(phones, ada.telegram_id)
    await standing(desk, "Block…", "Chargeback", "Block")
    await expect(notice(desk, "Blocked")).to_be_visible()
    await see(phone, "An admin has shut you out")
    await see_no_more(phone, "Signals")
    await expect(desk.get_by_role("banner").or_(desk.locator("header")).first).to_contain_text("Blocked by us")
    await standing(desk, "Unblock…", "It was a mistake", "Unblock")
    await expect(notice(desk, "Unblocked")).to_be_visible()
    again = await phone_of(phones, ada)
    await expect(again.get_by_role("heading", name="Signals", level=1)).to_be_visible()


async def test_a_block_without_a_reason_is_not_made(phones: Phones, admin: Person, ada: Person) -> None:
    desk = await person_page(phones, ada.telegram_id)
    await standing(desk, "Block…", "", "Block")
    await expect(sheet(desk)).to_contain_text("The history needs a reason")
    assert len(await history(admin, ada.telegram_id)) == 1


async def test_an_admin_is_made_and_unmade(phones: Phones, admin: Person, ada: Person) -> None:
    desk = await person_page(phones, ada.telegram_id)
    await standing(desk, "Make admin…", "Joins the team", "Make admin")
    await expect(notice(desk, "Is an admin now")).to_be_visible()
    await expect(desk.locator("header").get_by_text("Admin", exact=True)).to_be_visible()
    assert (await ada.get("/api/admin/stats")).status_code == 200
    await standing(desk, "Remove the admin role…", "Leaves the team", "Remove the role")
    await expect(notice(desk, "Is no admin any more")).to_be_visible()
    assert (await ada.get("/api/admin/stats")).json()["code"] == "admin_required"


@pytest.mark.parametrize(
    ("item", "verb"),
    [("Remove the admin role…", "Remove the role"), ("Block…", "Block"), ("Delete…", "Delete for good")],
)
async def test_the_last_admin_is_refused_with_words(
    phones: Phones, admin: Person, faults: Faults, item: str, verb: str
) -> None:
    faults.expect("409")
    only = (await admin.get("/api/admin/users", params={"role": "admin"})).json()["items"]
    assert [person["telegram_id"] for person in only] == [ADMIN_ID]
    desk = await person_page(phones, ADMIN_ID)
    await standing(desk, item, "test", verb)
    question = sheet(desk)
    await expect(question.get_by_role("alert")).to_contain_text("This is the last admin.")
    await expect(question).to_contain_text("This is your own account.")
    await question.get_by_role("button", name="Keep it").click()
    assert (await admin.get("/api/admin/stats")).status_code == 200


async def test_a_deleted_person_is_gone_and_their_history_stays(
    phones: Phones, admin: Person, ada: Person, faults: Faults
) -> None:
    faults.expect("404")
    await grant(admin, ada.telegram_id)
    desk = await person_page(phones, ada.telegram_id)
    await desk.get_by_role("button", name="More for this person").click()
    await desk.get_by_role("menuitem", name="Delete…").click()
    for text in ("2 rights to models end at once.", "The history stays", "There is no undo."):
        await expect(sheet(desk)).to_contain_text(text)
    await sheet(desk).get_by_label("Reason").fill("Asked for it")
    await sheet(desk).get_by_role("button", name="Delete for good").click()
    await expect(notice(desk, "Ada Lovelace was deleted")).to_be_visible()
    await expect(desk.get_by_role("heading", name="People", level=1)).to_be_visible()
    page = await phones.open(ADMIN_ID, path=f"/admin/people/{ada.telegram_id}", device="desk")
    await see(page, "Nobody by this ID is registered")
    await page.get_by_role("link", name="The history of this ID").click()
    await see(page, re.compile("Deleted"))
    assert (await newest(admin, ada))["action"] == "delete"


async def test_two_admins_see_each_others_changes_and_no_undo_destroys_a_newer_one(
    phones: Phones, admin: Person, ada: Person, faults: Faults
) -> None:
    faults.expect("409")
    await grant(admin, ada.telegram_id, expiry_days=5)
    desk = await person_page(phones, ada.telegram_id)
    await entries(desk).first.get_by_role("button", name="Undo…").click()
    await sheet(desk).get_by_label("Reason").fill("Wrong person")
    await grant(admin, ada.telegram_id, expiry_days=5)
    await sheet(desk).get_by_role("button", name="Undo the change").click()
    await expect(sheet(desk).get_by_role("alert")).to_contain_text("Something has changed since then.")
    await sheet(desk).get_by_role("button", name="Keep it").click()
    await expect(entries(desk)).to_have_count(3)
    assert [entry["action"] for entry in await history(admin, ada.telegram_id)] == ["register", "grant", "extend"]
