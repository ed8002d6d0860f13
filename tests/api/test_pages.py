"""The page, its files, and development without Telegram."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.integrations.telegram.launch import DEMO_VIP
from app.services.demo import plant_demo_vip
from tests.conftest import client_of, running, settings_for
from tests.factories import launch


async def test_the_page_has_no_inline_code_and_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    assert "frame-ancestors 'self' https://web.telegram.org" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|style=| on\w+=|https?://", page.text)
    for name in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert (await client.get(name)).status_code == 200, name


async def test_demo_people_open_the_app_with_a_launch_that_signs_them_in(client: httpx.AsyncClient) -> None:
    page = await client.get("/dev/telegram")
    assert page.headers["cache-control"] == "no-store"
    links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*#tgWebAppData[^"]*)"', page.text)]
    signed = {parse_qs(urlsplit(link).fragment)["tgWebAppData"][0] for link in links}
    people = set()
    for init_data in signed:
        answer = await client.post("/api/auth/login", json={"initData": init_data})
        assert answer.status_code == 200
        people.add(answer.json()["user"]["telegram_id"])
    assert people == {1000001, 1000002, 1000003}


async def test_the_demo_admin_has_a_link_to_the_admin_screens(database: DatabaseUrls, tmp_path: Path) -> None:
    settings = settings_for(database, tmp_path, admin_telegram_id="")
    async with running(settings) as app, client_of(app) as client:
        page = await client.get("/dev/telegram")
        (link,) = [html.unescape(link) for link in re.findall(r'href="(/admin#[^"]*)"', page.text)]
        assert urlsplit(link).path == "/admin"
        launch_data = parse_qs(urlsplit(link).fragment)
        assert launch_data["tgWebAppThemeParams"]
        answer = await client.post("/api/auth/login", json={"initData": launch_data["tgWebAppData"][0]})
        assert (answer.json()["user"]["telegram_id"], answer.json()["user"]["role"]) == (1000001, "admin")
        assert page.text.count('href="/#tgWebAppData') == 6


async def test_who_is_no_admin_has_no_such_link(client: httpx.AsyncClient) -> None:
    assert "/admin#" not in (await client.get("/dev/telegram")).text


async def test_production_has_no_development_door(database: DatabaseUrls, tmp_path: Path) -> None:
    whole = {
        "environment": "production",
        "public_url": "https://app.example.com",
        "jwt_secret_key": "r3al-s1gning-k3y-" * 3,
    }
    async with running(settings_for(database, tmp_path, **whole)) as app, client_of(app) as client:
        assert (await client.get("/dev/telegram")).status_code == 404
        headers = (await client.get("/")).headers
        assert headers["strict-transport-security"]
        assert "connect-src 'self' wss://app.example.com;" in headers["content-security-policy"]
        cors = await client.get("/healthz", headers={"Origin": "http://localhost:5173"})
        assert "access-control-allow-origin" not in cors.headers
        assert (await client.post("/api/auth/login", json={"initData": launch(42)})).status_code == 200


async def test_the_demo_vip_is_one_and_stays_what_admins_make_of_it(units: Units, client: httpx.AsyncClient) -> None:
    for _ in range(2):
        async with units.open() as unit:
            await plant_demo_vip(unit)
    answer = await client.post("/api/auth/login", json={"initData": launch(DEMO_VIP.telegram_id)})
    assert len(answer.json()["access"]["subscriptions"]) == 4
    assert answer.json()["access"]["subscription_version"] == 2


async def test_limits_are_429_with_retry_after(database: DatabaseUrls, tmp_path: Path) -> None:
    settings = settings_for(database, tmp_path, login_rate_limit="3/minute", trusted_proxies="192.0.2.7")
    async with running(settings) as app, client_of(app) as client:

        async def login(address: str) -> httpx.Response:
            headers = {"X-Forwarded-For": address}
            return await client.post("/api/auth/login", json={"initData": "x"}, headers=headers)

        assert [(await login("203.0.113.1")).status_code for _ in range(4)] == [401, 401, 401, 429]
        limited = await login("203.0.113.1")
        assert limited.json()["code"] == "rate_limited"
        assert 1 <= int(limited.headers["retry-after"]) <= 60
        assert (await login("203.0.113.2")).status_code == 401
        assert (await login("6.6.6.6, 203.0.113.1")).status_code == 429
        body = {"refresh_token": "x"}
        assert [(await client.post("/api/auth/refresh", json=body)).status_code for _ in range(4)][-1] == 429
