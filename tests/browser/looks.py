"""What tests do with a page: look, judge, keep a picture."""

import os
import re
from functools import cache
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import FRONTEND, ROOT
from tests.factories import Json

PATIENCE: Final = 10_000
"""Milliseconds; a page that is loaded shows what it has long before."""

SHOTS: Final = ROOT / "var" / "screenshots"

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def see(page: Page, text: str | re.Pattern[str], *, patience: float = PATIENCE) -> Locator:
    """Wait until somebody can read this text; return the first place where it stands."""
    place = page.get_by_text(text).filter(visible=True).first
    await expect(place).to_be_visible(timeout=patience)
    return place


async def see_no_more(page: Page, text: str | re.Pattern[str], *, patience: float = PATIENCE) -> None:
    """Wait until this text can be read nowhere."""
    await expect(page.get_by_text(text).filter(visible=True)).to_have_count(0, timeout=patience)


@cache
def _axe_source() -> str:
    return (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()


async def axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing against WCAG 2.2 AA; ``without`` names rules that do not apply here."""
    await page.evaluate(_axe_source())
    options = {
        "runOnly": {"type": "tag", "values": _RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
        "preload": False,
    }
    report: Json = await page.evaluate("(options) => axe.run(document, options)", options)
    assert not report["violations"], "\n".join(_violation(found) for found in report["violations"])


def _violation(found: Json) -> str:
    nodes = "\n".join(f"  {node['target']}: {node['failureSummary']}" for node in found["nodes"][:5])
    return f"{found['id']} ({found['impact']}): {found['help']}\n{nodes}"


async def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture below ``var/screenshots`` if ``SCREENSHOTS=1``: of the window, or of the whole page."""
    if os.environ.get("SCREENSHOTS") != "1":
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    await page.evaluate("document.fonts.ready.then(() => null)")
    await page.screenshot(path=SHOTS / f"{name}.png", full_page=whole, animations="disabled", caret="hide")
