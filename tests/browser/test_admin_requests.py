"""The queue of requests: made on a phone, answered at a desk, seen on the phone."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.looks import see
from tests.browser.office import PAID_NAME, notice, office, person_page, rows, sheet
from tests.browser.phones import Phones
from tests.browser.telegram import telegram_event
from tests.factories import PAID_MODEL, Person, history, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def asker(api: httpx.AsyncClient, new_id: Callable[[], int]) -> Person:
    """Somebody who wants more than the free model."""
    telegram_id = new_id()
    return await sign_in(api, telegram_id, first_name="Asker", last_name=str(telegram_id))


async def ask(person: Person, message: str = "A friend told me") -> None:
    answer = await person.post("/api/subscription-requests", json={"model_id": PAID_MODEL, "message": message})
    assert answer.status_code == 201


def card(page: Page, person: Person) -> Locator:
    return page.get_by_role("article").filter(has_text=str(person.telegram_id))


async def phone_of(phones: Phones, person: Person, seen: str = "Locked for you") -> Page:
    """Their phone, at the page of the model that they want."""
    page = await phones.open(
        person.telegram_id, path=f"/models/{PAID_MODEL}", first_name="Asker", last_name=str(person.telegram_id)
    )
    await see(page, seen)
    return page


async def test_a_request_made_on_a_phone_appears_in_the_queue_by_itself(phones: Phones, asker: Person) -> None:
    desk = await office(phones, "/requests")
    await desk.clock.install()
    await desk.reload()
    await expect(desk.get_by_role("heading", name="Requests", level=1)).to_be_visible()
    await expect(desk.get_by_role("radio", name="Waiting")).to_be_checked()
    await expect(card(desk, asker)).to_have_count(0)
    phone = await phone_of(phones, asker)
    await phone.get_by_label("Message to the admin").fill("A friend told me")
    await telegram_event(phone, "main_button_pressed")
    await see(phone, "Access requested")
    await desk.clock.run_for(16_000)
    await expect(card(desk, asker)).to_contain_text("A friend told me")
    await expect(card(desk, asker)).to_contain_text(PAID_NAME)
    await expect(desk.get_by_role("navigation").get_by_role("link", name="Requests")).to_contain_text(re.compile(r"\d"))


async def test_an_approval_opens_the_phone_and_is_undone_by_the_notice(
    phones: Phones, admin: Person, asker: Person
) -> None:
    await ask(asker)
    phone = await phone_of(phones, asker, "Access requested")
    desk = await office(phones, "/requests")
    await card(desk, asker).get_by_role("button", name="Approve, 30 days").click()
    done = notice(desk, f"{PAID_NAME} opened for")
    await expect(done).to_contain_text("Version 2")
    await expect(card(desk, asker)).to_have_count(0)
    await see(phone, f"{PAID_NAME} is open for you")
    await done.get_by_role("button", name="Undo").click()
    await expect(notice(desk, "Undone, version 3")).to_be_visible()
    await see(phone, "Locked for you")
    assert [entry["action"] for entry in await history(admin, asker.telegram_id)] == ["register", "grant", "undo"]


async def test_an_approval_of_another_length_is_one_more_press(phones: Phones, admin: Person, asker: Person) -> None:
    await ask(asker)
    desk = await office(phones, "/requests")
    await card(desk, asker).get_by_role("button", name="Another length").click()
    await card(desk, asker).get_by_role("button", name="Approve, for ever").click()
    await expect(notice(desk, f"{PAID_NAME} opened for")).to_be_visible()
    rights = {one["model_id"]: one for one in (await history(admin, asker.telegram_id))[-1]["new_subscriptions"]}
    assert rights[PAID_MODEL]["expires_at"] is None


async def test_a_rejection_needs_a_reason_which_the_phone_shows(phones: Phones, asker: Person) -> None:
    await ask(asker)
    phone = await phone_of(phones, asker, "Access requested")
    desk = await office(phones, "/requests")
    await card(desk, asker).get_by_role("button", name="Reject…").click()
    verb = sheet(desk).get_by_role("button", name="Reject the request")
    await expect(verb).to_be_disabled()
    await expect(sheet(desk)).to_contain_text("A reason is needed: the person reads it")
    await sheet(desk).get_by_label("Reason").fill("Only for clients")
    await verb.click()
    await expect(notice(desk, "Rejected: Asker")).to_be_visible()
    await see(phone, re.compile("Reason: Only for clients"))
    await see(phone, re.compile("You may ask again."))
    await desk.get_by_role("radiogroup", name="Which requests").get_by_text("Rejected").click()
    await expect(card(desk, asker)).to_contain_text("Only for clients")
    await desk.reload()
    await expect(card(desk, asker)).to_contain_text("Only for clients")


async def test_who_was_second_is_told_that_it_has_been_answered(phones: Phones, admin: Person, asker: Person) -> None:
    phones.faults.expect("409")
    await ask(asker)
    desk = await office(phones, "/requests")
    await expect(card(desk, asker)).to_be_visible()
    waiting = await admin.get("/api/admin/subscription-requests", params={"status": "pending", "limit": 100})
    found = next(one for one in waiting.json()["items"] if one["user_id"] == asker.telegram_id)
    await admin.post(f"/api/admin/subscription-requests/{found['id']}/reject", json={"reason": "No"})
    await card(desk, asker).get_by_role("button", name="Approve, 30 days").click()
    await expect(notice(desk, "Another admin was first: this request has been answered already.")).to_be_visible()
    await expect(card(desk, asker)).to_have_count(0)


async def test_a_request_is_answered_on_the_page_of_the_person_too(phones: Phones, asker: Person) -> None:
    await ask(asker, "Second try")
    desk = await person_page(phones, asker.telegram_id)
    await expect(rows(desk, PAID_NAME)).to_contain_text("Second try")
    await desk.get_by_role("button", name=f"Approve the request for {PAID_NAME}").click()
    await sheet(desk).get_by_role("button", name="Approve", exact=True).click()
    await expect(notice(desk, f"{PAID_NAME}: request approved")).to_contain_text("Version 2")
    await expect(rows(desk, PAID_NAME)).to_contain_text("by request")
