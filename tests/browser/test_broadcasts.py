"""One message to many: written, kept, tried on oneself, sent by a real bot to a fake Telegram, watched, stopped."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.faults import Faults
from tests.browser.looks import axe, see, see_no_more, shot
from tests.browser.office import choose, figure, notice, office, sheet, words
from tests.browser.phones import DESKTOP, NARROW, PHONE, Phones
from tests.factories import ADMIN_ID, PAID_MODEL, Person, grant, sign_in
from tests.servers import ServerProcess, until
from tests.telegram.bot_api import FakeBotApi, fake_bot_api

pytestmark = pytest.mark.slow

READERS: Final = 12
_ids = count(6_000_001)


@dataclass(frozen=True, slots=True)
class Desk:
    """A server whose bot writes to a fake Telegram, with people of its own."""

    server: ServerProcess
    fake: FakeBotApi
    admin: Person

    async def reader(self, *, model: str = PAID_MODEL, **user: object) -> int:
        """Somebody who holds a model and can be written to."""
        person = await sign_in(self.admin.client, next(_ids), **{"allows_write_to_pm": True, **user})
        answer = await grant(self.admin, person.telegram_id, model)
        assert answer.is_success, answer.text
        return person.telegram_id

    def told(self, telegram_id: int, text: str) -> bool:
        """Whether somebody has this text in their chat."""
        return any(message.plain == text for message in self.fake.messages(telegram_id))


@pytest.fixture(scope="module")
def bot_server(start_server: Callable[..., ServerProcess]) -> Iterator[tuple[ServerProcess, FakeBotApi]]:
    """A slow bot: a broadcast is seen on its way."""
    with fake_bot_api() as fake:
        yield start_server(TELEGRAM_MODE="polling", TELEGRAM_API_URL=fake.url, TELEGRAM_SEND_RATE="4"), fake
        fake.check()


@pytest.fixture
async def desk(bot_server: tuple[ServerProcess, FakeBotApi]) -> AsyncIterator[Desk]:
    server, fake = bot_server
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        admin = await sign_in(client, ADMIN_ID, allows_write_to_pm=True)
        yield Desk(server, fake, admin)


async def open_editor(phones: Phones, desk: Desk) -> Page:
    """A new broadcast, at a desk."""
    page = await office(phones, "/broadcasts/new", url=desk.server.url)
    await expect(page.get_by_label("English", exact=True).first).to_be_visible()
    return page


def area(page: Page, language: str = "English") -> Locator:
    return page.get_by_role("textbox", name=language)


async def draft_id(page: Page) -> str:
    """The id of the draft, once it has one."""
    await page.wait_for_url(re.compile(r"/admin/broadcasts/[0-9a-f-]{36}$"))
    return page.url.rpartition("/")[2]


async def saved(page: Page) -> None:
    await expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


async def still(page: Page) -> None:
    """Wait until nothing fades in or out any more."""
    await page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => null)")


async def stored(desk: Desk, broadcast_id: str) -> dict[str, object]:
    answer = await desk.admin.get(f"/api/admin/broadcasts/{broadcast_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def judge_in_the_dark(phones: Phones, desk: Desk, address: str, name: str) -> None:
    """The same screen on a narrow phone, in Russian, by night."""
    path, url = httpx.URL(address).path, desk.server.url
    page = await phones.open(ADMIN_ID, path=path, url=url, theme="dark", language="ru", viewport=NARROW, device=name)
    await see(page, re.compile("Здравствуйте"))
    await axe(page)
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= NARROW[0]
    await shot(page, name, whole=True)


async def test_a_draft_is_kept_while_one_writes_and_nothing_is_lost_by_leaving(phones: Phones, desk: Desk) -> None:
    page = await open_editor(phones, desk)
    await see(page, "Nothing is written yet")
    await area(page).press_sequentially("We move to new servers")
    found = await draft_id(page)
    await saved(page)
    await expect(area(page)).to_be_focused()
    await area(page).press_sequentially(" on Sunday")
    await page.get_by_role("link", name="All broadcasts").click()
    row = page.get_by_role("row").filter(has_text="We move to new servers on Sunday")
    await expect(row).to_contain_text("Draft")
    await row.get_by_role("link").click()
    await expect(area(page)).to_have_value("We move to new servers on Sunday")
    assert (await stored(desk, found))["texts"] == {"en": "We move to new servers on Sunday"}
    await page.get_by_role("button", name="Delete the draft").click()
    await sheet(page).get_by_role("button", name="Delete the draft").click()
    await expect(notice(page, "Draft deleted")).to_be_visible()
    assert (await desk.admin.get(f"/api/admin/broadcasts/{found}")).status_code == 404


async def test_buttons_put_markup_around_the_selection_and_the_bubble_shows_it(phones: Phones, desk: Desk) -> None:
    page = await open_editor(phones, desk)
    await area(page).fill("Read the news & more")
    await see(page, re.compile(words("20 of 4,096")))
    tools = page.get_by_role("group", name="Formatting: English")
    await area(page).evaluate("(area) => area.setSelectionRange(9, 13)")
    await tools.get_by_role("button", name="Bold").click()
    await expect(area(page)).to_have_value("Read the <b>news</b> & more")
    bubble = page.get_by_role("group", name="English", exact=True)
    await expect(bubble.locator("strong")).to_have_text("news")
    await see(page, "Write &lt; for <, and &amp; for &.")
    await page.get_by_role("button", name=re.compile("^Line 1, column")).click()
    assert await area(page).evaluate("(area) => area.value[area.selectionStart]") == "&"
    await page.keyboard.type("and")
    await see_no_more(page, re.compile("Telegram would refuse this"))
    await area(page).evaluate("(area) => area.setSelectionRange(0, 4)")
    await tools.get_by_role("button", name="Link").click()
    await sheet(page).get_by_label("Address").fill("example.com/news?a=1&b=2")
    await sheet(page).get_by_role("button", name="Insert the link").click()
    await expect(area(page)).to_have_value(
        '<a href="https://example.com/news?a=1&amp;b=2">Read</a> the <b>news</b> and more'
    )
    await expect(bubble.get_by_role("link", name="Read")).to_have_attribute("href", "https://example.com/news?a=1&b=2")
    await area(page).press("Control+a")
    await area(page).press("Control+i")
    await expect(bubble.locator("em")).to_have_text("Read the news and more")
    await area(page).fill("<script>alert(1)</script><b>bold</b>")
    await expect(bubble.locator("script")).to_have_count(0)
    await see(page, re.compile("Telegram does not know this tag"))
    await expect(page.get_by_role("button", name="Send…")).to_be_disabled()


async def test_a_broadcast_is_tried_sent_watched_and_kept_with_its_result(
    phones: Phones, desk: Desk, faults: Faults
) -> None:
    readers = [await desk.reader(language_code="ru" if at % 2 else "en") for at in range(READERS)]
    stranger = await desk.reader(allows_write_to_pm=False)
    page = await open_editor(phones, desk)
    await area(page).fill("Hello, <b>reader</b>")
    await area(page, "Russian").fill("Здравствуйте, <b>читатель</b>")
    await page.get_by_label("Have open").select_option("Shadow Stack")
    await see(page, re.compile(words(f"Reaches {READERS} of {READERS + 1} people: the bot cannot write to 1")))
    await see(page, re.compile(words(f"English: {READERS // 2}, Russian: {READERS // 2}")))
    await axe(page)
    await shot(page, "broadcast-editor")
    await page.get_by_role("button", name="Send a test to me").click()
    await expect(notice(page, "The test is on its way to your chat")).to_be_visible()
    await desk.fake.wait_for(lambda: desk.told(ADMIN_ID, "Hello, reader"))
    late = await desk.reader()
    await page.get_by_role("button", name="Send…").click()
    question = sheet(page)
    await expect(question).to_contain_text("Hello, reader")
    await expect(question.get_by_role("heading")).to_have_text(re.compile(words(f"Send to {READERS + 1} people?")))
    await expect(question.get_by_role("button", name=re.compile("^Send to"))).not_to_have_attribute("aria-busy", "true")
    await still(page)
    await axe(page)
    await shot(page, "broadcast-start")
    later = await desk.reader()
    faults.expect("409")
    await question.get_by_role("button", name=re.compile("^Send to")).click()
    await expect(question.get_by_role("alert")).to_contain_text(
        f"The audience has changed: {READERS + 3} match now, it was {READERS + 2}. Nothing has been sent."
    )
    assert not desk.told(late, "Hello, reader")
    await question.get_by_role("button", name=re.compile(words(f"Send to {READERS + 2} people"))).click()
    await expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    desk.fake.block(later)
    await see(page, re.compile(r"^\d+ of 15 done"))
    await axe(page, without=("region",))  # the notices
    await shot(page, "broadcast-sending")
    await see(page, re.compile(words(f"{READERS + 1} people have got it")), patience=30_000)
    await expect(figure(page, "Sent")).to_contain_text(str(READERS + 1))
    await expect(figure(page, "Unreachable").first).to_have_text("2")
    await shot(page, "broadcast-sent")
    sent = page.url
    for telegram_id in [*readers[::2], late]:
        assert desk.told(telegram_id, "Hello, reader")
    assert desk.told(readers[1], "Здравствуйте, читатель")
    assert not desk.told(later, "Hello, reader")
    assert not desk.fake.messages(stranger)
    await page.get_by_role("link", name="All broadcasts").click()
    await expect(page.get_by_role("row").filter(has_text="Hello, reader")).to_contain_text("With Shadow Stack")
    await axe(page, without=("region",))
    await shot(page, "broadcasts")
    await judge_in_the_dark(phones, desk, page.url, "broadcasts-narrow")
    await judge_in_the_dark(phones, desk, sent, "broadcast-sent-narrow")


async def test_a_broadcast_is_stopped_on_its_way(phones: Phones, desk: Desk) -> None:
    readers = [await desk.reader(model="gray-cardinal") for _ in range(10)]
    page = await open_editor(phones, desk)
    await area(page).fill("Too early")
    await page.get_by_label("Have open").select_option("Gray Cardinal")
    await see(page, re.compile(words("Reaches 10 of 10 people")))
    await page.get_by_role("button", name="Send…").click()
    await sheet(page).get_by_role("button", name=re.compile("^Send to")).click()
    await desk.fake.wait_for(lambda: any(desk.told(one, "Too early") for one in readers))
    await page.get_by_role("button", name="Cancel…").click()
    await expect(sheet(page)).to_contain_text("The others do not get it.")
    await sheet(page).get_by_role("button", name="Cancel the broadcast").click()
    await see(page, re.compile("^Stopped:"))
    await expect(page.get_by_role("button", name="Cancel…")).to_have_count(0)
    assert sum(desk.told(one, "Too early") for one in readers) < len(readers)
    await shot(page, "broadcast-cancelled")


async def test_a_broadcast_is_scheduled_in_the_admins_zone_and_called_off(phones: Phones, desk: Desk) -> None:
    await desk.reader(model="forest-necromancer")
    page = await open_editor(phones, desk)
    await area(page).fill("Later")
    await page.get_by_label("Have open").select_option("Forest Necromancer")
    await choose(page, "When", "At a time")
    await page.get_by_label("Date and time").fill("2020-01-01T00:00")
    await see(page, "This moment has passed")
    await expect(page.get_by_role("button", name="Schedule…")).to_be_disabled()
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    await page.get_by_label("Date and time").fill(f"{day}T18:00")
    await page.get_by_role("button", name="Schedule…").click()
    await expect(sheet(page)).to_contain_text(re.compile(r"18:00 \(Berlin, UTC\+\d\)"))
    await sheet(page).get_by_role("button", name=re.compile("^Schedule for")).click()
    await see(page, re.compile(r"^Starts \d+.*18:00"))
    found = await stored(desk, page.url.rpartition("/")[2])
    assert found["state"] == "scheduled"
    await shot(page, "broadcast-scheduled")
    await page.get_by_role("button", name="Cancel…").click()
    await expect(sheet(page)).to_contain_text("Nobody gets it.")
    await sheet(page).get_by_role("button", name="Cancel the broadcast").click()
    await see(page, re.compile("^Stopped:"))


async def test_a_test_that_cannot_arrive_says_what_to_do(phones: Phones, desk: Desk) -> None:
    second = await sign_in(desk.admin.client, next(_ids))
    await desk.admin.patch(f"/api/admin/users/{second.telegram_id}", json={"role": "admin", "reason": "test"})
    path, url = "/admin/broadcasts/new", desk.server.url
    page = await phones.open(second.telegram_id, path=path, url=url, viewport=DESKTOP, allows_write_to_pm=False)
    await area(page).fill("For me")
    await page.get_by_role("button", name="Send a test to me").click()
    told = notice(page, "The test could not reach you")
    await expect(told).to_contain_text("press Start")
    await expect(told.get_by_role("button", name="Open the bot")).to_be_visible()
    await desk.admin.patch(f"/api/admin/users/{second.telegram_id}", json={"role": "user", "reason": "test"})


async def test_without_a_bot_drafts_are_kept_and_nothing_can_be_sent(
    phones: Phones, admin: Person, app_server: ServerProcess
) -> None:
    page = await office(phones, "/broadcasts/new", viewport=PHONE)
    await see(page, re.compile("The bot is off, so nothing can be sent"))
    await area(page).fill("One day")
    found = await draft_id(page)

    async def is_kept() -> bool:
        return bool((await admin.get(f"/api/admin/broadcasts/{found}")).json()["texts"] == {"en": "One day"})

    await until(is_kept, patience=10)
    for name in ("Send a test to me", "Send…"):
        await expect(page.get_by_role("button", name=name)).to_be_disabled()
    await axe(page)
    await shot(page, "broadcast-bot-off", whole=True)
    await admin.delete(f"/api/admin/broadcasts/{found}")
