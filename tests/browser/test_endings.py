"""Sessions that end: logged out elsewhere, shut out, another account, a launch that is too old."""

import time
from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import axe, see, see_no_more, shot
from tests.browser.phones import Phones
from tests.browser.screens import badge, cards, kept_session, tab
from tests.browser.telegram import LIGHT, init_data, launch_path, telegram_asked
from tests.factories import Person, grant, launch, sign_in

pytestmark = pytest.mark.slow
FIRST_ROUND = 40_000
REFUSED = "status of 40[13]"


async def launch_again(page: Page, url: str, signed: str) -> None:
    """Another launch in the same web view: what it keeps between two loads is still there."""
    await page.goto("about:blank")
    await page.goto(url + launch_path("/", signed, LIGHT))


async def test_logging_out_everywhere_ends_this_page_too(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await expect(badge(page, "Live")).to_be_visible()
    elsewhere = await sign_in(admin.client, telegram_id)
    assert (await elsewhere.post("/api/auth/logout-all")).status_code == 204
    await expect(page.get_by_role("heading", name="Your session ended")).to_be_visible()
    await see(page, "Reopen the app from Telegram to go on. Your access is unchanged.")
    await expect(page.get_by_role("navigation")).to_have_count(0)
    assert await kept_session(page) is None
    await axe(page)
    await shot(page, "ending-logged-out")
    await page.get_by_role("button", name="Close the app").click()
    assert await telegram_asked(page, "web_app_close")


async def test_a_page_that_logs_out_everywhere_ends_its_other_tab(
    phones: Phones, new_id: Callable[[], int], faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    other = await phones.open(telegram_id)
    await expect(badge(other, "Live")).to_be_visible()
    page = await phones.open(telegram_id, path="/me/sessions?end=all")
    await page.get_by_role("dialog").get_by_role("button", name="Log out everywhere").click()
    for one in (page, other):
        await see(one, "You are logged out everywhere")


async def test_whoever_is_blocked_sees_nothing_more_and_after_unblocking_everything_again(
    phones: Phones, new_id: Callable[[], int], admin: Person, faults: Faults
) -> None:
    faults.expect(REFUSED)
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await expect(cards(page).first).to_be_visible(timeout=FIRST_ROUND)
    await expect(badge(page, "Live")).to_be_visible()
    path = f"/api/admin/users/{telegram_id}"
    assert (await admin.patch(path, json={"is_blocked": True, "reason": "test"})).status_code == 200
    await expect(page.get_by_role("heading", name="An admin has shut you out")).to_be_visible()
    await expect(cards(page)).to_have_count(0)
    await axe(page)
    await shot(page, "ending-blocked")
    again = await phones.open(telegram_id)
    await see(again, "An admin has shut you out")
    assert (await admin.patch(path, json={"is_blocked": False, "reason": "test"})).status_code == 200
    reopened = await phones.open(telegram_id)
    await expect(cards(reopened).first).to_be_visible()
    await expect(badge(reopened, "Live")).to_be_visible()


async def test_another_account_in_the_same_storage_never_meets_the_first_ones_session(
    phones: Phones, new_id: Callable[[], int], admin: Person
) -> None:
    first, second = new_id(), new_id()
    await sign_in(admin.client, first)
    await grant(admin, first)
    page = await phones.open(first)
    await expect(cards(page, "Shadow Stack").first).to_be_visible(timeout=FIRST_ROUND)
    kept = await kept_session(page)
    assert kept["userId"] == first
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    await launch_again(page, phones.url, init_data(second, language="en"))
    await expect(cards(page, "Logistic Spy").first).to_be_visible()
    await see_no_more(page, "Shadow Stack")
    now = await kept_session(page)
    assert now["userId"] == second
    assert now["refreshToken"] != kept["refreshToken"]
    assert not [body for body in sent if kept["refreshToken"] in body], "the first one's token was used"
    everything = await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert kept["refreshToken"] not in everything
    await tab(page, "Me").click()
    await see(page, f"Person {second}")
    await see_no_more(page, f"Person {first}")


async def test_a_launch_that_is_too_old_asks_to_reopen_from_telegram(
    phones: Phones, new_id: Callable[[], int], faults: Faults
) -> None:
    faults.expect(REFUSED)
    page = await phones.open(new_id())
    await expect(badge(page, "Live")).to_be_visible()
    await launch_again(page, phones.url, launch(new_id(), at=time.time() - 100_000))
    await expect(page.get_by_role("heading", name="This launch is too old")).to_be_visible()
    await see(page, "Telegram’s proof of who you are is good for a day. Close the app and open it again from the bot.")
    await expect(page.get_by_role("navigation")).to_have_count(0)


async def test_an_old_launch_goes_on_as_long_as_its_session_does(phones: Phones, new_id: Callable[[], int]) -> None:
    telegram_id = new_id()
    page = await phones.open(telegram_id)
    await expect(badge(page, "Live")).to_be_visible()
    await launch_again(page, phones.url, launch(telegram_id, at=time.time() - 100_000))
    await expect(badge(page, "Live")).to_be_visible()


async def test_a_launch_with_a_forged_signature_is_refused(
    phones: Phones, new_id: Callable[[], int], faults: Faults
) -> None:
    faults.expect(REFUSED)
    page = await phones.open(new_id())
    await expect(badge(page, "Live")).to_be_visible()
    honest, victim = new_id(), new_id()
    forged = init_data(honest, language="en").replace(str(honest), str(victim))
    await launch_again(page, phones.url, forged)
    await see(page, "Telegram’s launch data was not accepted")
    assert await kept_session(page) is None
