"""Asking for a locked model: a message, the steps, and the answer, each seen as it happens."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.looks import axe, see, see_no_more, shot
from tests.browser.phones import Phones
from tests.browser.screens import is_marked, mark, section, toast
from tests.browser.telegram import telegram_asked, telegram_event
from tests.factories import PAID_MODEL, Json, Person
from tests.servers import until

pytestmark = pytest.mark.slow
MAIN_BUTTON = "web_app_setup_main_button"


async def main_button(page: Page) -> Json:
    """How Telegram's main button stands."""
    return (await telegram_asked(page, MAIN_BUTTON))[-1].payload


async def offered(page: Page, text: str) -> None:
    """Wait until the main button says so and can be pressed."""

    async def there() -> bool:
        asked = await telegram_asked(page, MAIN_BUTTON)
        button = asked[-1].payload if asked else {}
        return bool(button.get("is_visible") and button.get("is_active") and button.get("text") == text)

    await until(there, patience=10)


async def ask(page: Page, message: str, *, button: str = "Request access") -> None:
    await offered(page, button)
    await page.get_by_role("textbox", name="Message to the admin").fill(message)
    await telegram_event(page, "main_button_pressed")
    await see(page, "Access requested")


async def pending(admin: Person, telegram_id: int) -> Json:
    """The person's request that waits, as the admin has it."""
    answer = await admin.get("/api/admin/subscription-requests", params={"status": "pending", "limit": 100})
    own = [item for item in answer.json()["items"] if item["user_id"] == telegram_id]
    assert len(own) == 1
    return own[0]


async def test_a_request_is_sent_with_telegrams_main_button_and_shows_its_steps(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await ask(page, "A friend told me of you")
    steps = page.get_by_role("listitem").filter(has_text="An admin decides")
    await expect(steps).to_have_attribute("aria-current", "step")
    await see(page, "A friend told me of you")
    assert not (await main_button(page))["is_visible"]
    assert (await pending(admin, telegram_id))["message"] == "A friend told me of you"
    await axe(page)
    await shot(page, "request-pending")
    await page.reload()
    await see(page, "Access requested")
    await telegram_event(page, "back_button_pressed")
    await expect(section(page, "Locked").get_by_text("Requested")).to_have_count(1)


async def test_an_approval_opens_the_page_by_itself(phones: Phones, new_id: Callable[[], int], admin: Person) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await ask(page, "")
    await mark(page)
    request = await pending(admin, telegram_id)
    answer = await admin.post(f"/api/admin/subscription-requests/{request['id']}/approve", json={"reason": "welcome"})
    assert answer.status_code == 200, answer.text
    await see(page, "Open for ever")
    await see_no_more(page, "Access requested")
    await expect(toast(page, "Shadow Stack is open for you")).to_contain_text("Reason: welcome")
    assert await is_marked(page)


async def test_a_refusal_says_why_and_one_may_ask_again(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await ask(page, "First try")
    request = await pending(admin, telegram_id)
    path = f"/api/admin/subscription-requests/{request['id']}/reject"
    assert (await admin.post(path, json={"reason": "full for now"})).status_code == 200
    await expect(toast(page, "Your request for Shadow Stack was declined")).to_contain_text("Reason: full for now")
    await see(page, "You may ask again.")
    await expect(page.get_by_role("main")).to_contain_text("Reason: full for now")
    await see_no_more(page, "Access requested")
    await shot(page, "request-declined")
    await ask(page, "Second try", button="Ask again")
    assert (await pending(admin, telegram_id))["message"] == "Second try"
    await see_no_more(page, "You may ask again.")


async def test_a_request_that_is_pressed_twice_is_sent_once(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id, path=f"/models/{PAID_MODEL}")
    await offered(page, "Request access")
    for _ in range(2):
        await telegram_event(page, "main_button_pressed")
    await see(page, "Access requested")
    await see_no_more(page, "You have asked for this already. It waits for an answer.")
    await pending(admin, telegram_id)
