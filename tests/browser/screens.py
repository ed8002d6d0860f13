"""Where things stand on the screens of a person."""

from playwright.async_api import Locator, Page

from tests.factories import Json

_MARK = "window.stillTheSamePage"

_WATCH = """
(texts) => {
  window.flashed = [];
  new MutationObserver(() => {
    const shown = document.body.innerText;
    window.flashed.push(...texts.filter((text) => shown.includes(text) && !window.flashed.includes(text)));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""


def tab(page: Page, name: str) -> Locator:
    """One of the four ways through the app."""
    return page.get_by_role("navigation").get_by_role("link", name=name, exact=True)


def section(page: Page, title: str) -> Locator:
    """A heading and what belongs to it."""
    return page.get_by_role("region", name=title, exact=True)


def cards(page: Page, model: str | None = None) -> Locator:
    """The cards of open signals; of one model, if its name is given."""
    found = page.get_by_role("article")
    return found if model is None else found.filter(has_text=model)


def signal_link(page: Page, signal: Json) -> Locator:
    """The way to one signal, from its card or its row."""
    return page.locator(f"a[href$='/{signal['id']}']")


def toast(page: Page, text: str) -> Locator:
    """Notices with this text, or a part of it."""
    return page.get_by_role("listitem").filter(has_text=text)


def badge(page: Page, word: str) -> Locator:
    """The live badge while it shows this word."""
    return page.locator("header").get_by_text(word, exact=True)


async def mark(page: Page) -> None:
    """Leave a mark that a reload would take away."""
    await page.evaluate(f"{_MARK} = true")


async def is_marked(page: Page) -> bool:
    """Whether the page has not been loaded again since it was marked."""
    return bool(await page.evaluate(f"{_MARK} === true"))


async def come_back(page: Page) -> None:
    """The person leaves the app for another window and comes back: the page asks what it missed."""
    await page.evaluate("window.dispatchEvent(new Event('focus'))")


async def painted(page: Page) -> None:
    """Wait until what the page knows by now is on the screen."""
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")


async def kept_session(page: Page) -> Json:
    """What the page keeps of a session between two loads."""
    return await page.evaluate("JSON.parse(sessionStorage.getItem('forexsignals.session'))")


async def watch_for(page: Page, *texts: str) -> None:
    """From now on notice these texts, however shortly they are on the screen."""
    await page.evaluate(_WATCH, list(texts))


async def flashed(page: Page) -> list[str]:
    """Those of the texts watched for that were seen, even if they are gone again."""
    seen: list[str] = await page.evaluate("window.flashed")
    return seen
