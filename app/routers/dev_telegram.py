"""Development without Telegram: opens the app just as a Telegram client would. Not mounted in production."""

import time
from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.integrations.telegram.launch import DEMO_PEOPLE, DemoPerson, demo_init_data, launch_hash
from app.settings import Settings

_LIGHT = {"bg_color": "#ffffff", "secondary_bg_color": "#f1f3f5", "text_color": "#11161c", "hint_color": "#707b87",
          "link_color": "#2481cc", "button_color": "#2481cc", "button_text_color": "#ffffff"}  # fmt: skip
_DARK = {"bg_color": "#1a212a", "secondary_bg_color": "#11161d", "text_color": "#f1f4f7", "hint_color": "#8e99a5",
         "link_color": "#6cb4f5", "button_color": "#2b72b8", "button_text_color": "#ffffff"}  # fmt: skip

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Open the app as somebody</title>
<link rel="stylesheet" href="/static/app.css">
</head>
<body>
<main>
<h1>Open the app as somebody</h1>
<p>Development only. Each link carries launch data signed just now with the bot token, as Telegram would.</p>
<p lang="ru">Только для разработки. Каждая ссылка открывает приложение так, как это делает Telegram.</p>
<ul class="people">{people}</ul>
</main>
</body>
</html>
"""


def dev_telegram_router(settings: Settings) -> APIRouter:
    """``/dev/telegram``: demo people, each with a freshly signed launch."""
    router = APIRouter(include_in_schema=False)

    @router.get("/dev/telegram")
    async def people() -> HTMLResponse:
        now = int(time.time())
        token = settings.telegram_token
        rows = [_row(person, demo_init_data(person, bot_token=token, auth_date=now)) for person in DEMO_PEOPLE]
        return HTMLResponse(_PAGE.format(people="".join(rows)), headers={"Cache-Control": "no-store"})

    return router


def _row(person: DemoPerson, init_data: str) -> str:
    name = escape(f"{person.first_name} {person.last_name}")
    light, dark = (escape(f"/{launch_hash(init_data, theme=theme)}") for theme in (_LIGHT, _DARK))
    return (
        f'<li class="card"><strong>{name}</strong> <span class="hint">{person.telegram_id}, {escape(person.about)}</span>'
        f'<span class="links"><a href="{light}">light</a> <a href="{dark}">dark</a></span></li>'
    )
