"""Development without Telegram: opens the app just as a Telegram client would. Not mounted in production."""

import time
from collections.abc import Mapping
from html import escape
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.integrations.telegram.launch import DEMO_PEOPLE, DemoPerson, demo_init_data, launch_hash
from app.settings import Settings

_LIGHT: Final = {
    "bg_color": "#ffffff",
    "secondary_bg_color": "#f1f3f5",
    "text_color": "#11161c",
    "hint_color": "#707b87",
    "link_color": "#2481cc",
    "button_color": "#2481cc",
    "button_text_color": "#ffffff",
}
_DARK: Final = {
    "bg_color": "#1a212a",
    "secondary_bg_color": "#11161d",
    "text_color": "#f1f4f7",
    "hint_color": "#8e99a5",
    "link_color": "#6cb4f5",
    "button_color": "#2b72b8",
    "button_text_color": "#ffffff",
}
_THEMES: Final[Mapping[str, Mapping[str, str]]] = {"Light": _LIGHT, "Dark": _DARK}

_PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Open the app as a demo person</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/dev/telegram.css">
</head>
<body>
<main>
<h1>Open the app as a demo person</h1>
<p>Development only. Each link opens the app with launch data signed when this page was loaded, as a Telegram client
would. Reload the page once its links are older than a day.</p>
<p lang="ru">Только для разработки. Каждая ссылка открывает приложение так, как это делает Telegram.</p>
<ul>
{people}
</ul>
</main>
</body>
</html>
"""

_PERSON: Final = """<li>
<h2><bdi>{name}</bdi></h2>
<p>@{username}, id {telegram_id}, language {language}: {role}</p>
<p class="links">{links}</p>
</li>"""

_STYLE: Final = """:root {
  color-scheme: light dark;
  --page: #f1f3f5; --card: #fff; --ink: #11161c; --hint: #5d6570; --link: #0b62bd;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #11161d; --card: #1a212a; --ink: #f1f4f7; --hint: #9aa5b1; --link: #6cb4f5; }
}
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/20px -apple-system, Roboto, "Segoe UI", Inter, sans-serif;
}
main { max-width: 640px; margin: 0 auto; padding: 24px 12px; }
h1 { font-size: 22px; line-height: 27px; margin: 0 0 12px; }
h2 { font-size: 16px; line-height: 21px; margin: 0; }
p { margin: 0 0 8px; color: var(--hint); }
ul { list-style: none; margin: 20px 0 0; padding: 0; display: grid; gap: 12px; }
li { background: var(--card); border-radius: 14px; padding: 14px; }
.links { display: flex; gap: 24px; margin: 0; }
a { color: var(--link); font-weight: 600; }
.links a { min-height: 44px; min-width: 44px; display: inline-flex; align-items: center; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
"""


def dev_telegram_router(settings: Settings) -> APIRouter:
    """``/dev/telegram``: the demo people, each with freshly signed launches in a light and a dark theme.

    Who is an admin at login has one more, which opens the admin screens.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/dev/telegram")
    async def people() -> HTMLResponse:
        now, admins = int(time.time()), settings.admin_telegram_id
        rows = (
            _row(person, settings.telegram_token, now, is_admin=person.telegram_id in admins) for person in DEMO_PEOPLE
        )
        return HTMLResponse(_PAGE.format(people="\n".join(rows)), headers=_PRIVATE)

    @router.get("/dev/telegram.css")
    async def style() -> Response:
        return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    return router


def _row(person: DemoPerson, bot_token: str, now: int, *, is_admin: bool) -> str:
    init_data = demo_init_data(person, bot_token=bot_token, auth_date=now)
    launches = [(label, "/" + launch_hash(init_data, theme=theme)) for label, theme in _THEMES.items()]
    if is_admin:
        launches.append(("Admin screens", "/admin" + launch_hash(init_data, theme=_LIGHT)))
    return _PERSON.format(
        name=escape(f"{person.first_name} {person.last_name}"),
        username=escape(person.username),
        telegram_id=person.telegram_id,
        language=escape(person.language_code),
        role=escape(person.role_label),
        links=" ".join(f'<a href="{escape(address)}">{label}</a>' for label, address in launches),
    )
