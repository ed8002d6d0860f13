"""What a Telegram client does around the page: it signs, appends its hash, draws buttons, tells and is told."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from playwright.async_api import Page

from app.integrations.telegram.launch import launch_hash, sign_init_data
from tests.factories import BOT_TOKEN, Json

VERSION: Final = "8.0"

LIGHT: Final[Mapping[str, str]] = {
    "accent_text_color": "#007aff",
    "bg_color": "#ffffff",
    "bottom_bar_bg_color": "#f2f2f2",
    "button_color": "#007aff",
    "button_text_color": "#ffffff",
    "destructive_text_color": "#ff3b30",
    "header_bg_color": "#f8f8f8",
    "hint_color": "#8e8e93",
    "link_color": "#007aff",
    "secondary_bg_color": "#efeff4",
    "section_bg_color": "#ffffff",
    "section_header_text_color": "#6d6d72",
    "section_separator_color": "#c8c7cc",
    "subtitle_text_color": "#8e8e93",
    "text_color": "#000000",
}
"""Telegram for iOS, day."""

DARK: Final[Mapping[str, str]] = {
    "accent_text_color": "#3e88f7",
    "bg_color": "#000000",
    "bottom_bar_bg_color": "#1d1d1d",
    "button_color": "#3e88f7",
    "button_text_color": "#ffffff",
    "destructive_text_color": "#eb5545",
    "header_bg_color": "#1a1a1a",
    "hint_color": "#98989e",
    "link_color": "#3e88f7",
    "secondary_bg_color": "#1c1c1d",
    "section_bg_color": "#2c2c2e",
    "section_header_text_color": "#8d8e93",
    "section_separator_color": "#545458",
    "subtitle_text_color": "#98989e",
    "text_color": "#ffffff",
}
"""Telegram for iOS, night."""

THEMES: Final[Mapping[str, Mapping[str, str]]] = {"light": LIGHT, "dark": DARK}

CLIENT: Final = """
(() => {
  const zero = { top: 0, bottom: 0, left: 0, right: 0 };
  const answers = {
    web_app_request_viewport: () => ["viewport_changed",
      { height: innerHeight, width: innerWidth, is_expanded: true, is_state_stable: true }],
    web_app_request_safe_area: () => ["safe_area_changed", zero],
    web_app_request_content_safe_area: () => ["content_safe_area_changed", zero],
    web_app_request_theme: () => ["theme_changed", { theme_params: %(theme)s }],
  };
  window.telegramEvents = [];
  window.TelegramWebviewProxy = {
    postEvent(name, payload) {
      window.telegramEvents.push({ name, payload: payload ? JSON.parse(payload) : null });
      const answer = answers[name];
      if (answer) setTimeout(() => window.Telegram.WebView.receiveEvent(...answer()), 0);
    },
  };
})();
"""
"""Stands where the client's own object stands in a phone's web view; keeps what the page asked for."""


@dataclass(frozen=True, slots=True)
class PostedEvent:
    """Something that the page asked of Telegram."""

    name: str
    payload: Json


def client_script(theme: Mapping[str, str]) -> str:
    """The script that stands for the client; it runs before those of the page."""
    return CLIENT % {"theme": json.dumps(dict(theme))}


def init_data(telegram_id: int, *, language: str, start_param: str | None = None, **user: object) -> str:
    """Launch data of a person, signed now."""
    person = {
        "id": telegram_id,
        "first_name": f"Person {telegram_id}",
        "last_name": "",
        "language_code": language,
        "allows_write_to_pm": True,
        **user,
    }
    fields = {
        "user": json.dumps(person, ensure_ascii=False, separators=(",", ":")),
        "chat_instance": "-3788475317572404878",
        "chat_type": "sender",
        "auth_date": str(int(time.time())),
        **({"start_param": start_param} if start_param else {}),
    }
    return sign_init_data(fields, bot_token=BOT_TOKEN)


def launch_path(path: str, signed: str, theme: Mapping[str, str], *, start_param: str | None = None) -> str:
    """The address below the server's that Telegram for iOS opens."""
    query = f"?tgWebAppStartParam={quote(start_param, safe='')}" if start_param else ""
    return path + query + launch_hash(signed, version=VERSION, platform="ios", theme=theme)


async def telegram_event(page: Page, name: str, payload: Json = None) -> None:
    """Something happens in Telegram, such as ``back_button_pressed`` or ``theme_changed``; the page is told."""
    await page.evaluate("([name, payload]) => window.Telegram.WebView.receiveEvent(name, payload)", [name, payload])


async def telegram_asked(page: Page, name: str | None = None) -> list[PostedEvent]:
    """What the page has asked of Telegram since it was loaded, oldest first; of one name, if that is given."""
    events = [PostedEvent(**event) for event in await page.evaluate("window.telegramEvents")]
    return [event for event in events if name in {None, event.name}]
