"""A place where every screen has something to show: signals open and closed, ends that are near, a long name."""

from dataclasses import dataclass
from typing import Final

import httpx
from playwright.async_api import Page

from tests.browser.backends import Backend
from tests.browser.phones import DESKTOP, NARROW, PHONE, Phones
from tests.browser.telegram import THEMES, telegram_event
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, grant, sign_in
from tests.market import PAIRS
from tests.servers import until

VIP: Final = 7_000_000_402
NEWCOMER: Final = 7_000_000_403
NAMES: Final = {ADMIN_ID: "Ada", VIP: "Maximiliana-Konstantinovna Rimskaya-Korsakova", NEWCOMER: "Nina"}
OTHER_MODELS: Final = ("forest-necromancer", "gray-cardinal")

DRAFT: Final = {
    "texts": {
        "en": '<b>Maintenance</b> on <i>Sunday</i>: read <a href="https://example.com">what changes</a> & when',
        "ru": "<b>Обслуживание</b> в воскресенье.\n\nЧто изменится: <code>версия 2</code>",
    },
    "audience": {"model_id": PAID_MODEL, "language": "en"},
}
"""A broadcast of which Telegram would refuse the first text."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One line of the table of screens. ``{open_signal}`` and ``{closed_signal}`` in the path are addresses.

    ``{vip}`` and ``{draft}`` are ids: of a person and of a broadcast that is being written.
    """

    name: str
    path: str
    person: int | None = VIP
    """Who looks; nobody is a plain browser."""
    promises: bool = False
    """A direction, a price or an end is on it, which must never be cut."""


@dataclass(frozen=True, slots=True)
class View:
    """A window and the language in it."""

    name: str
    size: tuple[int, int]
    language: str = "en"


ON_PHONE: Final = View("phone", PHONE)
ON_DESK: Final = View("desk", DESKTOP)
NARROW_IN_RUSSIAN: Final = View("narrow", NARROW, "ru")


@dataclass(frozen=True, slots=True)
class Gallery:
    """The server and where its signals are."""

    backend: Backend
    paths: dict[str, str]

    async def open(self, phones: Phones, screen: Screen, view: View, theme: str) -> Page:
        """The screen with everything on it loaded."""
        path = screen.path.format(**self.paths)
        language, viewport, url = view.language, view.size, self.backend.url
        if screen.person is None:
            page = await phones.open_outside(path=path, theme=theme, language=language, viewport=viewport, url=url)
        else:
            page = await phones.open(
                screen.person,
                path=path,
                theme=theme,
                language=language,
                viewport=viewport,
                url=url,
                device=screen.name,
                first_name=NAMES[screen.person],
            )
        await settled(page)
        return page


async def settled(page: Page) -> None:
    """Wait until nothing on the page is being loaded any more."""
    await page.locator("main, h1").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.locator('[aria-busy="true"]').first.wait_for(state="detached")
    await page.evaluate("document.fonts.ready.then(() => null)")


async def turn(page: Page, theme: str) -> None:
    """Night falls in Telegram, or the sun rises."""
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    if await page.evaluate("window.Telegram !== undefined"):
        await telegram_event(page, "theme_changed", {"theme_params": dict(THEMES[theme])})
    await page.locator(f'html[data-scheme="{theme}"]').wait_for()


async def _generate(person: Person, model: str, pair: str) -> Json:
    answer = await person.post(f"/api/signals/{model}/generate", json={"pair": pair})
    assert answer.status_code == 200, answer.text
    return answer.json()["signal"]


def _path(signal: Json) -> str:
    return f"/signals/{signal['model_id']}/{signal['id']}"


async def furnish(backend: Backend) -> Gallery:
    """Fill the server of a gallery."""
    async with httpx.AsyncClient(base_url=backend.url, timeout=30) as client:
        admin = await sign_in(client, ADMIN_ID, first_name=NAMES[ADMIN_ID])
        vip = await sign_in(client, VIP, first_name=NAMES[VIP])
        newcomer = await sign_in(client, NEWCOMER, first_name=NAMES[NEWCOMER])
        await grant(admin, VIP, PAID_MODEL, expiry_days=2, reason="Paid, invoice 2077")
        await grant(admin, VIP, OTHER_MODELS[0], expiry_days=20)
        await grant(admin, VIP, OTHER_MODELS[1])
        await newcomer.post("/api/subscription-requests", json={"model_id": OTHER_MODELS[0], "message": "A friend"})
        first = await _generate(vip, PAID_MODEL, PAIRS[0])
        await vip.post(f"/api/signals/{PAID_MODEL}/{first['id']}/feedback", json={"result": "won"})
        await backend.close_signal(first, "target")

        async def has_closed() -> bool:
            return bool((await vip.get(f"/api{_path(first)}")).json()["signal"]["status"] != "open")

        await until(has_closed, patience=30)
        kept = [await _generate(vip, model, PAIRS[1]) for model in (FREE_MODEL, PAID_MODEL)]
        fresh = next(signal for signal in kept if signal is not None)
        draft = await admin.post("/api/admin/broadcasts", json=DRAFT)
    paths = {
        "closed_signal": _path(first),
        "open_signal": _path(fresh),
        "vip": str(VIP),
        "draft": draft.json()["id"],
    }
    return Gallery(backend, paths)
