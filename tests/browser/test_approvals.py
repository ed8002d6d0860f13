"""Two admins at two desks: what one asks for, the other one carries out."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.async_api import expect

from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.looks import axe, see, shot
from tests.browser.office import office, sheet
from tests.browser.phones import PHONE, Phones
from tests.factories import ADMIN_ID, PAID_MODEL, grant, sign_in
from tests.market import Market

pytestmark = pytest.mark.slow

SECOND = ADMIN_ID + 1
PEOPLE = range(9101, 9104)


@pytest.fixture(scope="module")
def house(postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    rule = {"REQUIRE_SECOND_ADMIN": "1", "SECOND_ADMIN_OVER": "1", "ADMIN_TELEGRAM_ID": f"{ADMIN_ID},{SECOND}"}
    backend = Backend(postgres, market, tmp_path_factory.mktemp("house"), "browser_approvals", **rule)
    yield backend
    backend.end()


async def test_a_deletion_waits_on_one_desk_and_is_carried_out_on_the_other(house: Backend, phones: Phones) -> None:
    async with httpx.AsyncClient(base_url=house.url, timeout=30) as client:
        admin = await sign_in(client, ADMIN_ID)
        await sign_in(client, SECOND, first_name="Vera", last_name="Second")
        for each in PEOPLE:
            await sign_in(client, each, first_name="Mallory")
            await grant(admin, each)
        desk = await office(phones, f"/people/{PEOPLE[0]}", url=house.url)
        await desk.get_by_role("button", name="More for this person").click()
        await desk.get_by_role("menuitem", name="Delete…").click()
        question = sheet(desk)
        await question.get_by_role("textbox").first.fill("asked for it")
        await question.get_by_role("button", name="Delete for good").click()
        await see(desk, "It waits for another admin now, under Approvals. Nothing has changed yet.")
        order = {"telegram_ids": list(PEOPLE), "revoke": [PAID_MODEL], "reason": "a ring of bots"}
        assert (await admin.post("/api/admin/subscriptions/bulk", json=order)).status_code == 202
        other = await office(phones, "/approvals", admin_id=SECOND, url=house.url)
        await see(other, "Delete Mallory")
        await shot(other, "approvals-desktop")
        await axe(other)
        deletion = other.get_by_role("article").filter(has_text="Delete Mallory")
        await deletion.get_by_role("button", name="Approve…").click()
        await shot(other, "approvals-sheet")
        await sheet(other).get_by_role("button", name="Approve and carry out").click()
        await see(other, re.compile(r"^Approved by .+, 1.person changed$"))
        assert (await admin.get(f"/api/admin/users/{PEOPLE[0]}")).status_code == 404
        await expect(other.get_by_role("article")).to_have_count(1)
        for language in ("en", "ru"):
            small = await office(
                phones, "/approvals", admin_id=SECOND, url=house.url, viewport=PHONE, language=language
            )
            await expect(small.get_by_role("article")).to_have_count(1)
            await shot(small, f"approvals-phone-{language}")
