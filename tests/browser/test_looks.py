"""Every screen, in every window and by day and night: readable by machines, no wider than the window, nothing cut.

A new screen is one line of the tables.
"""

from collections.abc import AsyncIterator
from typing import Final

import pytest
from playwright.async_api import Page, expect

from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.gallery import (
    NARROW_IN_RUSSIAN,
    NEWCOMER,
    ON_DESK,
    ON_PHONE,
    Gallery,
    Screen,
    View,
    furnish,
    turn,
)
from tests.browser.looks import axe, shot
from tests.browser.phones import Phones
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL
from tests.market import Market

pytestmark = pytest.mark.slow

APP: Final = (
    Screen("feed", "/", promises=True),
    Screen("models", "/models", promises=True),
    Screen("model", f"/models/{PAID_MODEL}", promises=True),
    Screen("model-free", f"/models/{FREE_MODEL}"),
    Screen("model-locked", f"/models/{PAID_MODEL}", person=NEWCOMER),
    Screen("model-requested", "/models/forest-necromancer", person=NEWCOMER),
    Screen("signal-open", "{open_signal}", promises=True),
    Screen("signal-closed", "{closed_signal}", promises=True),
    Screen("signal-unknown", f"/signals/{PAID_MODEL}/00000000-0000-0000-0000-000000000000"),
    Screen("results", "/results"),
    Screen("me", "/me", promises=True),
    Screen("access", "/me/access", promises=True),
    Screen("settings", "/me/settings"),
    Screen("sessions", "/me/sessions"),
    Screen("help", "/me/help"),
    Screen("model-unknown", "/models/no-such-model"),
    Screen("not-found", "/me/nothing"),
    Screen("outside", "/", person=None),
)

ADMIN: Final = (
    Screen("admin-dashboard", "/admin", person=ADMIN_ID),
    Screen("admin-people", "/admin/people", person=ADMIN_ID, promises=True),
    Screen("admin-nobody", "/admin/people?query=nobody-at-all", person=ADMIN_ID),
    Screen("admin-person", "/admin/people/{vip}", person=ADMIN_ID, promises=True),
    Screen("admin-unknown", "/admin/people/1", person=ADMIN_ID),
    Screen("admin-requests", "/admin/requests", person=ADMIN_ID),
    Screen("admin-bulk", "/admin/bulk", person=ADMIN_ID),
    Screen("admin-history", "/admin/history", person=ADMIN_ID, promises=True),
    Screen("admin-models", "/admin/models", person=ADMIN_ID),
    Screen("admin-templates", "/admin/templates", person=ADMIN_ID),
    Screen("admin-broadcasts", "/admin/broadcasts", person=ADMIN_ID),
    Screen("admin-broadcast-new", "/admin/broadcasts/new", person=ADMIN_ID),
    Screen("admin-broadcast-draft", "/admin/broadcasts/{draft}", person=ADMIN_ID),
    Screen("admin-monitoring", "/admin/monitoring", person=ADMIN_ID),
    Screen("admin-verification", "/admin/verification", person=ADMIN_ID),
    Screen("admin-not-found", "/admin/nothing", person=ADMIN_ID),
    Screen("admin-closed", "/admin", person=NEWCOMER),
)

LOOKS: Final = [
    *((screen, view) for screen in APP for view in (ON_PHONE, ON_DESK, NARROW_IN_RUSSIAN)),
    *((screen, view) for screen in ADMIN for view in (ON_PHONE, ON_DESK)),
]

ABSENT: Final = {
    "signal-unknown": "404",
    "admin-unknown": "404",
}
"""Screens about what is not there: the page asks for it in vain."""

CUT: Final = r"""
() => {
  const promise = new RegExp(
    "^(Buy|Sell|Покупка|Продажа)$|^\\d{1,3}\\.\\d{2,5}$" +
    "|\\b\\d{1,2}\\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|янв|февр|мар|апр|ма|июн|июл|авг|сент|окт|нояб|дек)");
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = { seen: 0, cut: [] };
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const parent = text.parentElement;
    if (!promise.test(text.data.trim()) || parent.closest("option, script, [hidden]")) continue;
    range.selectNodeContents(parent);
    const place = range.getBoundingClientRect();
    if (place.width <= 1 || !parent.checkVisibility({ visibilityProperty: true })) continue;
    let isHidden = false;
    let isCut = false;
    for (let box = parent; box !== null; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edges = box.getBoundingClientRect();
      if (edges.width <= 1 || edges.height <= 1) isHidden = style.position === "absolute" || isHidden;
      if (style.display !== "inline" && ["hidden", "clip"].includes(style.overflowX)) {
        isCut ||= place.right > edges.right + 1 || place.left < edges.left - 1;
      }
    }
    if (isHidden) continue;
    found.seen += 1;
    if (isCut) found.cut.push(parent.textContent.trim());
  }
  return found;
}
"""
"""Directions, prices and dates that a box cuts off before their end, and how many there are in all."""

BROKEN: Final = r"""
() => {
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("option, script, [hidden]")) continue;
    for (const { 0: word, index } of text.data.matchAll(/(?<![\p{L}\d.,_])[\p{L}\d.,]{2,18}(?![\p{L}\d.,_])/gu)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const pieces = [...range.getClientRects()].filter(({ width }) => width > 1);
      if (new Set(pieces.map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
}
"""
"""Words and numbers that begin on one line and end on the next; names of settings may be broken where they are long."""

WIDER: Final = """
() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return null;
  const isWide = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const wide = [...document.querySelectorAll("body *")].filter(isWide);
  const names = wide.slice(0, 5).map((one) => `${one.tagName}.${one.className} "${one.textContent.slice(0, 40)}"`);
  return `${page.scrollWidth} > ${innerWidth}: ${names.join("; ")}`;
}
"""
"""What makes the page wider than its window."""


@pytest.fixture(scope="module")
async def gallery(
    postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gallery]:
    """The server of these tests, which only look."""
    backend = Backend(postgres, market, tmp_path_factory.mktemp("gallery"), "browser_gallery")
    yield await furnish(backend)
    backend.end()


async def judge(page: Page, screen: Screen) -> None:
    """Everything that holds for every screen."""
    await axe(page)
    assert await page.evaluate(WIDER) is None
    found = await page.evaluate(CUT)
    assert found["cut"] == []
    assert await page.evaluate(BROKEN) == []
    assert not screen.promises or found["seen"] > 0, "nothing on it that could be cut: is it still the screen it was?"


@pytest.mark.parametrize(("screen", "view"), LOOKS, ids=lambda part: part.name)
async def test_a_screen_is_readable_by_day_and_by_night(
    phones: Phones, gallery: Gallery, screen: Screen, view: View
) -> None:
    if screen.name in ABSENT:
        phones.faults.expect(ABSENT[screen.name])
    page = await gallery.open(phones, screen, view, "light")
    await expect(page.locator("html")).to_have_attribute("lang", view.language)
    for theme in ("light", "dark"):
        await turn(page, theme)
        await judge(page, screen)
        await shot(page, f"look-{screen.name}-{view.name}-{theme}", whole=True)


async def test_what_is_cut_broken_or_too_wide_is_noticed(phones: Phones, gallery: Gallery) -> None:
    page = await gallery.open(phones, Screen("feed", "/"), ON_PHONE, "light")
    assert (await page.evaluate(CUT))["cut"] == []
    await page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", '<p id="trap"><span>27 Nov 2026, 18:00</span></p>')"""
    )
    await page.locator("#trap").evaluate(
        "(one) => Object.assign(one.style, { width: '60px', overflow: 'hidden', whiteSpace: 'nowrap' })"
    )
    assert (await page.evaluate(CUT))["cut"] == ["27 Nov 2026, 18:00"]
    await page.locator("#trap").evaluate("(one) => Object.assign(one.style, { width: '9px', whiteSpace: 'normal' })")
    assert "Nov" in await page.evaluate(BROKEN)
    await page.locator("#trap").evaluate("(one) => Object.assign(one.style, { width: '2000px' })")
    assert "27 Nov 2026" in await page.evaluate(WIDER)
