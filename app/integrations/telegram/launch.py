"""Signing launch data as Telegram does, for development and tests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from app.integrations.telegram.init_data import data_hash

_LEFT_BARE: Final = "!~*'()"  # what a browser's encodeURIComponent leaves, beside letters, digits, "-", "_" and "."


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be in development."""

    telegram_id: int
    first_name: str
    last_name: str
    username: str
    language_code: str
    role_label: str


DEMO_VIP: Final = DemoPerson(1000003, "Vera", "Demo-Vip", "demo_vera", "en", "a VIP")

DEMO_PEOPLE: Final = (
    DemoPerson(1000001, "Ada", "Demo-Admin", "demo_ada", "en", "an admin"),
    DemoPerson(1000002, "Борис", "Пример", "demo_boris", "ru", "has the free model"),
    DEMO_VIP,
)


def sign_init_data(fields: Mapping[str, str], *, bot_token: str) -> str:
    """Return the query string of ``fields`` with its ``hash``."""
    return _query({**fields, "hash": data_hash(fields, bot_token)})


def demo_init_data(person: DemoPerson, *, bot_token: str, auth_date: int) -> str:
    """Launch data of a demo person, signed as at ``auth_date`` (seconds since 1970)."""
    user = {
        "id": person.telegram_id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "allows_write_to_pm": True,
    }
    fields = {
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "chat_instance": "-3788475317572404878",
        "chat_type": "sender",
        "auth_date": str(auth_date),
    }
    return sign_init_data(fields, bot_token=bot_token)


def launch_hash(
    init_data: str, *, version: str = "8.0", platform: str = "tdesktop", theme: Mapping[str, str] | None = None
) -> str:
    """The end of the page's address, from ``#`` on, as a Telegram client appends it."""
    parts = {
        "tgWebAppData": init_data,
        "tgWebAppVersion": version,
        "tgWebAppPlatform": platform,
        "tgWebAppThemeParams": json.dumps(dict(theme or {}), separators=(",", ":")),
    }
    return "#" + _query(parts)


def _query(parts: Mapping[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe=_LEFT_BARE)}" for name, value in parts.items())
