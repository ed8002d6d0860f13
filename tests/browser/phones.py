"""Opening the app: a phone for each person, with Telegram around it or without."""

from dataclasses import dataclass, field
from typing import Final

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.faults import Faults
from tests.browser.looks import PATIENCE
from tests.browser.telegram import THEMES, client_script, init_data, launch_path

PHONE: Final = (390, 844)
NARROW: Final = (360, 740)
DESKTOP: Final = (1280, 800)

_LOCALES: Final = {"en": "en-GB", "ru": "ru-RU"}


@dataclass(slots=True)
class Phones:
    """The phones of a test. Pages of one person on one device share storage and channels, as tabs do."""

    browser: Browser
    url: str
    faults: Faults
    _contexts: dict[tuple[int | None, str], BrowserContext] = field(default_factory=dict)

    async def open(
        self,
        telegram_id: int,
        *,
        path: str = "/",
        theme: str = "light",
        language: str = "en",
        viewport: tuple[int, int] = PHONE,
        start_param: str | None = None,
        device: str = "phone",
        url: str | None = None,
        **user: object,
    ) -> Page:
        """Launch the app for this person, as Telegram for iOS does; a second time it is a second tab.

        ``device`` names another phone of the same person, ``url`` another server, ``user`` more of what Telegram tells
        of people, such as ``first_name``.
        """
        page = await self._page(telegram_id, device, theme, language, viewport)
        await page.add_init_script(client_script(THEMES[theme]))
        signed = init_data(telegram_id, language=language, start_param=start_param, **user)
        address = launch_path(path, signed, THEMES[theme], start_param=start_param)
        await page.goto((url or self.url) + address)
        return page

    async def open_outside(
        self,
        *,
        path: str = "/",
        theme: str = "light",
        language: str = "en",
        viewport: tuple[int, int] = PHONE,
        url: str | None = None,
    ) -> Page:
        """Open the address in a plain browser: nobody has signed anything."""
        page = await self._page(None, "browser", theme, language, viewport)
        await page.goto((url or self.url) + path)
        return page

    async def close(self) -> None:
        for context in self._contexts.values():
            await context.close()
        self._contexts.clear()

    async def _page(
        self, telegram_id: int | None, device: str, theme: str, language: str, viewport: tuple[int, int]
    ) -> Page:
        context = self._contexts.get((telegram_id, device))
        if context is None:
            is_phone = viewport[0] < 720
            context = await self.browser.new_context(
                locale=_LOCALES[language],
                timezone_id="Europe/Berlin",
                device_scale_factor=2 if is_phone else 1,
                has_touch=is_phone,
                reduced_motion="reduce",
            )
            context.set_default_timeout(PATIENCE)
            await self.faults.watch(context)
            self._contexts[telegram_id, device] = context
        page = await context.new_page()
        await page.set_viewport_size(ViewportSize(width=viewport[0], height=viewport[1]))
        await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        return page
