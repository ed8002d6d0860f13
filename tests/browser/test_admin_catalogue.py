"""What is sold: models and the templates of them, created, changed, retired and deleted."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.faults import Faults
from tests.browser.looks import axe, see
from tests.browser.office import FREE_NAME, PAID_NAME, notice, office, sheet
from tests.browser.phones import Phones
from tests.factories import ADMIN_ID, Json, Person, grant, sign_in
from tests.market import Market

pytestmark = pytest.mark.slow

BUYER = 42


@pytest.fixture(scope="module")
def shop(postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A server whose catalogue these tests change."""
    backend = Backend(postgres, market, tmp_path_factory.mktemp("shop"), "browser_shop")
    yield backend
    backend.end()


@pytest.fixture
async def keeper(shop: Backend) -> AsyncIterator[Person]:
    """The admin of that server; somebody called Kay is registered."""
    async with httpx.AsyncClient(base_url=shop.url, timeout=30) as client:
        await sign_in(client, BUYER, first_name="Kay")
        yield await sign_in(client, ADMIN_ID)


async def make_model(keeper: Person, model_id: str) -> None:
    answer = await keeper.post("/api/admin/models", json={"id": model_id, "name": model_id.title()})
    assert answer.status_code == 201, answer.text


async def found(keeper: Person, kind: str, name: str) -> Json:
    """A model or a template as the API has it; None where there is none of this name."""
    return next((one for one in (await keeper.get(f"/api/admin/{kind}")).json() if one["name"] == name), None)


def row(page: Page, name: str) -> Locator:
    button = page.get_by_role("button", name=f"Edit {name}", exact=True)
    return page.get_by_role("listitem").filter(has=button)


async def edit(page: Page, name: str) -> Locator:
    """Open the form of a row."""
    await page.get_by_role("button", name=f"Edit {name}", exact=True).click()
    return sheet(page)


async def test_every_model_is_listed_with_what_it_measured(phones: Phones, shop: Backend, keeper: Person) -> None:
    await grant(keeper, BUYER)
    page = await office(phones, "/models", url=shop.url)
    await expect(row(page, FREE_NAME)).to_contain_text("Free")
    await expect(row(page, FREE_NAME)).to_contain_text("95% interval")
    await expect(row(page, PAID_NAME)).to_contain_text("1 person holds it")
    await see(page, "It can’t be typed in.")


async def test_a_model_is_created_and_can_be_granted_at_once(phones: Phones, shop: Backend, keeper: Person) -> None:
    page = await office(phones, "/models", url=shop.url)
    await page.get_by_role("button", name="New model").click()
    form = sheet(page)
    await form.get_by_label("Name").fill("Night Owl")
    await expect(form.get_by_label("ID")).to_have_value("night-owl")
    await form.get_by_label("Description").fill("Trades at night.")
    await axe(page)
    await form.get_by_role("button", name="Create").click()
    await expect(notice(page, "Night Owl created")).to_be_visible()
    await expect(row(page, "Night Owl")).to_contain_text("Not measured yet")
    assert (await grant(keeper, BUYER, "night-owl")).status_code == 201


async def test_what_is_wrong_with_a_model_stands_at_its_field(
    phones: Phones, shop: Backend, keeper: Person, faults: Faults
) -> None:
    faults.expect("409")
    page = await office(phones, "/models", url=shop.url)
    await page.get_by_role("button", name="New model").click()
    form = sheet(page)
    await form.get_by_role("button", name="Create").click()
    await expect(form).to_contain_text("A name is needed.")
    await expect(form).to_contain_text("Small letters, digits and hyphens")
    await form.get_by_label("Name").fill(PAID_NAME)
    await form.get_by_role("button", name="Create").click()
    await expect(form).to_contain_text("A model with this ID exists already.")
    await form.get_by_role("button", name="Cancel").click()
    await expect(form).to_have_count(0)


async def test_a_renamed_model_is_called_so_in_the_app(phones: Phones, shop: Backend, keeper: Person) -> None:
    await make_model(keeper, "grey")
    page = await office(phones, "/models", url=shop.url)
    form = await edit(page, "Grey")
    await form.get_by_label("Name").fill("Silver")
    await form.get_by_role("button", name="Save").click()
    await expect(notice(page, "Silver saved")).to_be_visible()
    phone = await phones.open(BUYER, path="/models", url=shop.url)
    await see(phone, "Silver")


async def test_retiring_a_model_says_whom_it_concerns_and_ends_its_sale(
    phones: Phones, shop: Backend, keeper: Person
) -> None:
    await make_model(keeper, "sunset")
    await grant(keeper, BUYER, "sunset")
    page = await office(phones, "/models", url=shop.url)
    form = await edit(page, "Sunset")
    await form.get_by_role("switch", name="On sale").click()
    await expect(form).to_contain_text("1 person holds it and will keep it until it ends.")
    await form.get_by_role("button", name="Save").click()
    await expect(row(page, "Sunset")).to_contain_text("Retired")
    assert (await grant(keeper, ADMIN_ID, "sunset")).json()["code"] == "model_retired"


async def test_a_model_that_is_in_use_is_not_deleted_but_may_be_retired(
    phones: Phones, shop: Backend, keeper: Person
) -> None:
    await make_model(keeper, "used")
    await grant(keeper, BUYER, "used")
    page = await office(phones, "/models", url=shop.url)
    await (await edit(page, "Used")).get_by_role("button", name="Delete…").click()
    question = sheet(page)
    await expect(question.get_by_role("heading", name="Used can’t be deleted")).to_be_visible()
    await expect(question).to_contain_text("1 person holds it now")
    await question.get_by_role("button", name="Retire it instead").click()
    await expect(notice(page, "Used retired")).to_be_visible()
    assert not (await found(keeper, "models", "Used"))["is_active"]


async def test_a_model_that_nothing_refers_to_is_deleted(phones: Phones, shop: Backend, keeper: Person) -> None:
    await make_model(keeper, "typo")
    page = await office(phones, "/models", url=shop.url)
    await (await edit(page, "Typo")).get_by_role("button", name="Delete…").click()
    await expect(sheet(page)).to_contain_text("This can’t be undone.")
    await sheet(page).get_by_role("button", name="Delete Typo").click()
    await expect(notice(page, "Typo deleted")).to_be_visible()
    await expect(row(page, "Typo")).to_have_count(0)
    assert await found(keeper, "models", "Typo") is None


async def test_a_template_is_created_and_applied(phones: Phones, shop: Backend, keeper: Person) -> None:
    page = await office(phones, "/templates", url=shop.url)
    await page.get_by_role("button", name="New template").click()
    form = sheet(page)
    await form.get_by_role("button", name="Create").click()
    await expect(form).to_contain_text("Choose at least one model.")
    await form.get_by_label("Name").fill("Starter")
    await form.get_by_role("checkbox", name=PAID_NAME).check(force=True)
    await form.get_by_role("radio", name="Tree").check(force=True)
    await axe(page)
    await form.get_by_role("button", name="Create").click()
    await expect(notice(page, "Starter created")).to_be_visible()
    await expect(row(page, "Starter")).to_contain_text("1 model")
    made = await found(keeper, "templates", "Starter")
    assert (made["subscriptions"], made["icon"]) == (["shadow-stack"], "tree")
    await page.goto(f"{shop.url}/admin/people/{BUYER}")
    await page.get_by_role("button", name="Apply a template…").click()
    await expect(sheet(page).get_by_label("Template").get_by_role("option", name="Starter")).to_have_count(1)


async def test_a_template_is_changed_by_what_was_changed_in_it(phones: Phones, shop: Backend, keeper: Person) -> None:
    body = {"name": "Weekly", "subscriptions": ["shadow-stack"], "description": "Old words"}
    made = (await keeper.post("/api/admin/templates", json=body)).json()
    page = await office(phones, "/templates", url=shop.url)
    form = await edit(page, "Weekly")
    await form.get_by_role("checkbox", name=FREE_NAME).check(force=True)
    await keeper.patch(f"/api/admin/templates/{made['id']}", json={"description": "New words"})
    await form.get_by_role("button", name="Save").click()
    await expect(notice(page, "Weekly saved")).to_be_visible()
    await expect(row(page, "Weekly")).to_contain_text("2 models")
    changed = await found(keeper, "templates", "Weekly")
    assert (set(changed["subscriptions"]), changed["description"]) == ({"shadow-stack", "logistic-spy"}, "New words")


async def test_a_template_name_is_taken_once(phones: Phones, shop: Backend, keeper: Person, faults: Faults) -> None:
    faults.expect("409")
    page = await office(phones, "/templates", url=shop.url)
    await page.get_by_role("button", name="New template").click()
    await sheet(page).get_by_label("Name").fill("Premium Trader")
    await sheet(page).get_by_role("checkbox", name=PAID_NAME).check(force=True)
    await sheet(page).get_by_role("button", name="Create").click()
    await expect(sheet(page)).to_contain_text("A template with this name exists already.")


async def test_a_deleted_template_leaves_what_was_granted_through_it(
    phones: Phones, shop: Backend, keeper: Person
) -> None:
    made = (await keeper.post("/api/admin/templates", json={"name": "Gone", "subscriptions": ["sniper-80x"]})).json()
    await keeper.post(f"/api/admin/users/{BUYER}/template", json={"template_id": made["id"], "reason": "test"})
    page = await office(phones, "/templates", url=shop.url)
    await (await edit(page, "Gone")).get_by_role("button", name="Delete…").click()
    await expect(sheet(page)).to_contain_text("Everybody keeps the models that were granted through it.")
    await sheet(page).get_by_role("button", name="Delete Gone").click()
    await expect(row(page, "Gone")).to_have_count(0)
    kept = (await keeper.get(f"/api/admin/users/{BUYER}")).json()["access"]["subscriptions"]
    assert "sniper-80x" in {right["model_id"] for right in kept}
