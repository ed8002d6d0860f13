"""Monitoring and verification: what is well is shown to be, and what was forged is named."""

import re
from collections.abc import AsyncIterator, Callable, Iterator

import asyncpg
import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.looks import see, shot
from tests.browser.office import PAID_NAME, figure, office, rows
from tests.browser.phones import PHONE, Phones
from tests.factories import ADMIN_ID, PAID_MODEL, Person, grant, sign_in
from tests.market import PAIRS, Market
from tests.servers import ServerProcess

pytestmark = pytest.mark.slow

FORGED = 42


@pytest.fixture(scope="module")
def archive(postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A server whose past is forged by these tests, each of which puts it right again."""
    backend = Backend(postgres, market, tmp_path_factory.mktemp("archive"), "browser_archive")
    yield backend
    backend.end()


@pytest.fixture
async def keeper(archive: Backend) -> AsyncIterator[Person]:
    """The admin of that server: one person with a past of two rows, one signal in the ledger."""
    async with httpx.AsyncClient(base_url=archive.url, timeout=30) as client:
        admin = await sign_in(client, ADMIN_ID)
        await sign_in(client, FORGED, first_name="Kay")
        await grant(admin, FORGED)
        await grant(admin, ADMIN_ID)
        answer = await admin.post(f"/api/signals/{PAID_MODEL}/generate", json={"pair": PAIRS[0]})
        assert answer.json()["signal"] is not None, answer.text
        yield admin


async def forge(archive: Backend, statement: str) -> None:
    """What only the database's owner can do: change rows past every rule."""
    connection = await asyncpg.connect(archive.owner_url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(statement)
    await connection.close()


def check_of(page: Page, title: str) -> Locator:
    """One of the two checks."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator("section").filter(has=heading)


async def press_check(page: Page, title: str) -> Locator:
    check = check_of(page, title)
    await check.get_by_role("button", name="Check now").click()
    return check


async def test_an_untouched_history_is_shown_to_be_intact(phones: Phones, archive: Backend, keeper: Person) -> None:
    page = await office(phones, "/verification", url=archive.url)
    check = await press_check(page, "Access history")
    await expect(check).to_contain_text("Intact")
    await expect(check).to_contain_text("4 rows of 2 people")
    await expect(check.get_by_role("table")).to_have_count(0)


async def test_a_row_forged_by_the_databases_owner_is_named(phones: Phones, archive: Backend, keeper: Person) -> None:
    page = await office(phones, "/verification", url=archive.url)
    where = f"WHERE user_id = {FORGED} AND version = 2"
    await forge(archive, f"UPDATE subscription_history SET reason = 'forged' {where}")
    check = await press_check(page, "Access history")
    await expect(check).to_contain_text("1 break")
    await expect(rows(page, str(FORGED))).to_contain_text("v2")
    await rows(page, str(FORGED)).get_by_role("link").click()
    await expect(page.get_by_role("heading", name="Kay", level=1)).to_be_visible()
    await page.goto(f"{archive.url}/admin/monitoring")
    await expect(figure(page, "Access history")).to_contain_text("Broken")
    await page.goto(f"{archive.url}/admin/people")
    banner = page.get_by_role("status").filter(has_text="The verification of the history found changed rows.")
    await expect(banner.get_by_role("link", name="Monitoring")).to_be_visible()
    await shot(page, "away")
    phone = await phones.open(ADMIN_ID, path="/admin", url=archive.url, viewport=PHONE, device="away-phone")
    await see(phone, "The verification of the history found changed rows.")
    await shot(phone, "away-phone")
    await forge(archive, f"UPDATE subscription_history SET reason = 'test' {where}")
    await page.goto(f"{archive.url}/admin/verification")
    await expect(await press_check(page, "Access history")).to_contain_text("Intact")
    await page.goto(f"{archive.url}/admin/people")
    await expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    await expect(banner).to_have_count(0)


async def test_a_right_without_a_history_is_named(phones: Phones, archive: Backend, keeper: Person) -> None:
    page = await office(phones, "/verification", url=archive.url)
    stolen = f"user_id = {FORGED} AND model_id = 'gray-cardinal'"
    await forge(
        archive,
        "INSERT INTO user_subscriptions (user_id, model_id, source, is_active)"
        f" VALUES ({FORGED}, 'gray-cardinal', 'admin', true)",
    )
    check = await press_check(page, "Access history")
    await expect(check).to_contain_text("1 break")
    await expect(rows(page, str(FORGED)).filter(has=page.get_by_role("link"))).to_be_visible()
    await forge(archive, f"DELETE FROM user_subscriptions WHERE {stolen}")


async def test_an_untouched_ledger_is_intact_and_a_forged_signal_is_named(
    phones: Phones, archive: Backend, keeper: Person
) -> None:
    page = await office(phones, "/verification", url=archive.url)
    check = await press_check(page, "Signal ledger")
    await expect(check).to_contain_text("Intact")
    known = (await keeper.get("/api/admin/ledger/verify")).json()
    assert known["signals"] > 0
    await expect(check).to_contain_text(f"{known['signals']} signals, {known['resolutions']} outcomes")
    better = "UPDATE signals SET take_profit = take_profit {} 0.0001 WHERE model_id = 'shadow-stack' AND seq = 1"
    await forge(archive, better.format("+"))
    await press_check(page, "Signal ledger")
    row = check_of(page, "Signal ledger").get_by_role("row").filter(has_text=PAID_NAME)
    await expect(row.first).to_contain_text(re.compile(r"signals.*1"))
    await see(page, "Somebody changed these rows past the product.")
    await forge(archive, better.format("-"))


async def test_the_monitored_figures_are_shown_each_with_its_state_and_limits(phones: Phones, admin: Person) -> None:
    known = (await admin.get("/api/admin/monitoring")).json()
    page = await office(phones, "/monitoring")
    await see(page, f"Process {known['process']}, up since", patience=10_000)
    for name in ("Response time, p95", "Error rate", "Database connections", "Memory"):
        await expect(page.get_by_role("img", name=name)).to_be_visible()
    for limit in ("warn 100 ms", "alert 500 ms", "warn 80%", "alert 90%", "warn 70%", "alert 85%"):
        await see(page, limit)
    await expect(figure(page, "Listener")).to_have_text("hears")
    await expect(figure(page, "Sockets open")).to_have_text("1")


async def test_workers_are_shown_together_each_with_its_health(
    phones: Phones, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(WEB_CONCURRENCY="2")
    page = await office(phones, "/monitoring", url=server.url)
    await see(page, "2 processes together", patience=20_000)
    name = page.get_by_text(re.compile(r"^\d+ · "))
    await expect(name).to_have_count(2)
    await expect(page.get_by_text("hears", exact=True)).to_have_count(3, timeout=20_000)
    await shot(page, "monitoring-workers", whole=True)


async def test_what_happens_meanwhile_is_on_the_figures_after_five_seconds(
    phones: Phones, api: httpx.AsyncClient, new_id: Callable[[], int]
) -> None:
    page = await office(phones, "/monitoring")
    await page.clock.install()
    await page.reload()
    before = int((await figure(page, "Refused, no right").inner_text()).replace(",", ""))
    person = await sign_in(api, new_id())
    assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 403
    await page.clock.run_for(6_000)
    await expect(figure(page, "Refused, no right")).to_have_text(f"{before + 1:,}")


async def test_the_counts_of_the_dashboard_lead_to_their_lists(phones: Phones, admin: Person) -> None:
    stats = (await admin.get("/api/admin/stats")).json()
    page = await office(phones)
    counts = page.get_by_role("region", name="Counts")
    await expect(counts.get_by_role("link").first).to_contain_text(f"{stats['users']:,}")
    for name, title in [
        ("End in 7 days", "People"),
        ("Requests waiting", "Requests"),
        ("Change to screen", "Monitoring"),
    ]:
        await counts.get_by_role("link").filter(has_text=name).click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        await page.go_back()
        await expect(counts).to_be_visible()
