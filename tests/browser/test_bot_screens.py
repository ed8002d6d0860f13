"""What the app and the admin screens tell of the bot: whom it reaches, how it writes, what became of each message."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from typing import Final

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.looks import axe, see, see_no_more, shot
from tests.browser.office import choose, figure, office, person_page, rows
from tests.browser.phones import PHONE, Phones
from tests.browser.telegram import telegram_asked, telegram_event
from tests.factories import ADMIN_ID, PAID_MODEL, Person, grant, revoke, sign_in
from tests.servers import ServerProcess
from tests.telegram.bot_api import FakeBotApi, fake_bot_api
from tests.telegram.updates import message_update, write_access_update

pytestmark = pytest.mark.slow

_ids = count(6_500_001)
CANNOT: Final = "The bot cannot write to you."


@pytest.fixture(scope="module")
def bot_server(start_server: Callable[..., ServerProcess]) -> Iterator[tuple[ServerProcess, FakeBotApi]]:
    """A server whose bot writes to a fake Telegram."""
    with fake_bot_api() as fake:
        yield start_server(TELEGRAM_MODE="polling", TELEGRAM_API_URL=fake.url), fake
        fake.check()


@pytest.fixture
def fake(bot_server: tuple[ServerProcess, FakeBotApi]) -> FakeBotApi:
    return bot_server[1]


@pytest.fixture
def url(bot_server: tuple[ServerProcess, FakeBotApi]) -> str:
    return bot_server[0].url


@pytest.fixture
async def boss(url: str) -> AsyncIterator[Person]:
    """The admin of that server."""
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        yield await sign_in(client, ADMIN_ID, allows_write_to_pm=True)


def banner(page: Page) -> Locator:
    return page.get_by_text(CANNOT)


async def shut_out(phones: Phones, url: str, path: str = "/me", **how: object) -> tuple[int, Page]:
    """Somebody whom the bot may not write to, on their phone."""
    telegram_id = next(_ids)
    page = await phones.open(telegram_id, path=path, url=url, allows_write_to_pm=False, **how)  # type: ignore[arg-type]
    await expect(banner(page)).to_be_visible()
    return telegram_id, page


async def test_whom_the_bot_cannot_write_to_allows_it_and_is_reached(
    phones: Phones, url: str, fake: FakeBotApi
) -> None:
    telegram_id, page = await shut_out(phones, url)
    await axe(page)
    await shot(page, "bot-banner-me")
    await page.get_by_role("button", name="Allow").click()
    assert len(await telegram_asked(page, "web_app_request_write_access")) == 1
    fake.push(write_access_update(telegram_id))
    await telegram_event(page, "write_access_requested", {"status": "allowed"})
    await expect(banner(page)).to_have_count(0)


async def test_whoever_declines_is_led_to_the_bot_and_is_reached_after_start(
    phones: Phones, url: str, fake: FakeBotApi
) -> None:
    telegram_id, page = await shut_out(phones, url, "/me/settings")
    await axe(page)
    await page.get_by_role("button", name="Allow").click()
    await telegram_event(page, "write_access_requested", {"status": "cancelled"})
    await page.get_by_role("button", name="Open the bot").click()
    (asked,) = await telegram_asked(page, "web_app_open_tg_link")
    assert re.fullmatch(r"/\w+bot\?start=app", asked.payload["path_full"])
    fake.push(message_update(telegram_id, "/start app"))
    await fake.wait_for(lambda: fake.messages(telegram_id))
    await telegram_event(page, "visibility_changed", {"is_visible": True})
    await expect(banner(page)).to_have_count(0)


async def test_whom_it_reaches_sees_no_banner_and_without_a_bot_nobody_does(
    phones: Phones, url: str, app_server: ServerProcess
) -> None:
    page = await phones.open(next(_ids), path="/me/settings", url=url)
    await see(page, "Messages in the chat")
    await expect(page.get_by_role("group", name="Preview")).to_be_visible()
    await expect(banner(page)).to_have_count(0)
    await see_no_more(page, re.compile("Messages start once the operator has connected the bot"))
    page = await phones.open(next(_ids), path="/me/settings", url=app_server.url, allows_write_to_pm=False)
    await see(page, re.compile("Messages start once the operator has connected the bot"))
    await expect(banner(page)).to_have_count(0)


async def test_the_preview_is_the_real_message_in_the_language_chosen(phones: Phones, url: str) -> None:
    page = await phones.open(next(_ids), path="/me/settings", url=url)
    bubble = page.get_by_role("group", name="Preview", exact=True)
    await expect(bubble).to_contain_text("Confidence")
    for kind, text in {
        "Result": "R",
        "Access": "open for you",
        "Reminder": "days",
        "Digest": "while it was quiet",
    }.items():
        await choose(page, "Which message", kind)
        await expect(bubble).to_contain_text(re.compile(text, re.IGNORECASE))
    await shot(page, "settings-preview", whole=True)
    await choose(page, "Which message", "Signal")
    await page.get_by_role("button", name="Language").click()
    await page.get_by_role("button", name="Русский").click()
    bubble = page.get_by_role("group", name="Как это выглядит", exact=True)
    await expect(bubble).to_contain_text("Уверенность")
    await axe(page)
    await shot(page, "settings-preview-ru", whole=True)


async def test_admins_see_and_find_whom_the_bot_cannot_reach(
    phones: Phones, url: str, boss: Person, fake: FakeBotApi
) -> None:
    reached = (await sign_in(boss.client, next(_ids), first_name="Reached", allows_write_to_pm=True)).telegram_id
    closed = (await sign_in(boss.client, next(_ids), first_name="Closed")).telegram_id
    page = await office(phones, "/people", url=url)
    await expect(rows(page, "Closed")).to_contain_text("Bot not started")
    await expect(rows(page, "Reached")).to_contain_text("Active")
    await page.get_by_label("The bot").select_option("Never started by them")
    await expect(rows(page, "Reached")).to_have_count(0)
    await expect(rows(page, "Closed")).to_be_visible()
    assert "reachability=needs_start" in page.url
    await axe(page)
    await shot(page, "people-reach")
    page = await person_page(phones, closed, url=url)
    await see(page, re.compile("They have not started the bot"))
    page = await person_page(phones, reached, url=url)
    await see(page, "reaches them")
    fake.block(reached)
    await grant(boss, reached, PAID_MODEL)
    await expect(page.get_by_text("Blocked the bot", exact=True)).to_be_visible(timeout=40_000)
    await see(page, re.compile("They have blocked the bot"))


async def test_the_log_tells_every_message_with_what_became_of_it(
    phones: Phones, url: str, boss: Person, fake: FakeBotApi
) -> None:
    reader = await sign_in(boss.client, next(_ids), first_name="Reader", allows_write_to_pm=True)
    await grant(boss, reader.telegram_id, PAID_MODEL)
    await fake.wait_for(lambda: fake.messages(reader.telegram_id))
    await reader.patch("/api/auth/me", json={"notifications": {"access": "off"}})
    await revoke(boss, reader.telegram_id, PAID_MODEL)
    page = await person_page(phones, reader.telegram_id, url=url)
    lines = page.get_by_role("list", name="Messages").get_by_role("listitem")
    await expect(lines.last).to_contain_text("Access: granted")
    await expect(lines.last).to_contain_text("Sent")
    await expect(lines.first).to_contain_text("Access: revoked")
    await expect(lines.first).to_contain_text("Not sent: switched off by them", timeout=30_000)
    await axe(page)
    await shot(page, "person-messages", whole=True)
    phone = await phones.open(
        ADMIN_ID, path=f"/admin/people/{reader.telegram_id}", url=url, viewport=PHONE, language="ru", device="phone-ru"
    )
    await see(phone, re.compile("Доступ: открыт"))
    await shot(phone, "person-messages-ru", whole=True)


async def test_monitoring_shows_the_bot_and_its_outbox(phones: Phones, url: str, boss: Person) -> None:
    assert boss.telegram_id == ADMIN_ID
    page = await office(phones, "/monitoring", url=url)
    await see(page, "Hears and sends")
    await expect(figure(page, "Hears by")).to_have_text("polling")
    await expect(figure(page, "Name")).to_have_text("@forex_signals_test_bot")
    await expect(figure(page, "Sent in 24 hours")).to_have_text(re.compile(r"^\d"))
    await axe(page)
    await shot(page, "monitoring-bot", whole=True)
