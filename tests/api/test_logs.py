"""The log of a whole day in small: it names requests, and no secret and nobody."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from app.db.database import DatabaseUrls
from tests.factories import ADMIN_ID, BOT_TOKEN, JWT_KEY, PAID_MODEL, Person, grant, launch, revoke, sign_in
from tests.servers import server_process

PASSWORD = "a-password-of-the-database"
METRICS = "a-token-of-the-metrics"
WEBHOOK = "a-secret-of-the-webhook"
PERSON, NAME = 770077007, "Zdislava"


async def _day(client: httpx.AsyncClient, ws_url: str, origin: str) -> set[str]:
    """Do what people and admins do, rightly and wrongly; return every secret used."""
    launches = [launch(PERSON, first_name=NAME), launch(ADMIN_ID)]
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, PERSON, first_name=NAME)
    secrets = {value for each in (admin, person) for value in _tokens(each)}
    await grant(admin, PERSON)
    async with connect(ws_url, origin=origin) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"type": "auth", "token": person.tokens["access_token"]}))
        await socket.recv()
        await revoke(admin, PERSON)
        await socket.recv()
    for header in (f"Bearer {person.tokens['access_token']}x", "Bearer no.such.token", "Basic dXNlcjpwYXNz"):
        await client.get("/api/auth/me", headers={"Authorization": header})
    await person.get(f"/api/signals/{PAID_MODEL}?cursor={NAME}")
    old = person.tokens["refresh_token"]
    await person.refresh()
    secrets |= _tokens(person)
    await client.post("/api/auth/refresh", json={"refresh_token": f"{old}broken"})
    await client.post("/api/auth/login", json={"initData": launches[0].replace("hash=", "hash=0")})
    await client.post("/api/auth/login", content=launches[1])
    await admin.get(f"/api/admin/users?query={NAME}")
    await client.get("/metrics", headers={"Authorization": f"Bearer {METRICS}"})
    await client.post("/api/telegram/webhook", headers={"X-Telegram-Bot-Api-Secret-Token": WEBHOOK}, json={})
    await person.post("/api/auth/logout")
    return secrets | {re.findall(r"hash=(\w+)", each)[0] for each in launches}


def _tokens(person: Person) -> set[str]:
    return {person.tokens["access_token"], person.tokens["refresh_token"]}


@pytest.mark.slow
async def test_no_secret_and_nobody_stands_in_the_log(database: DatabaseUrls, tmp_path: Path) -> None:
    origin = "https://signals.example.org"
    named = database.app.replace("forexsignals_app@", f"forexsignals_app:{PASSWORD}@")
    settings = {
        "ENVIRONMENT": "production",
        "PUBLIC_URL": origin,
        "DATABASE_URL": named,
        "LOG_LEVEL": "debug",
        "METRICS_TOKEN": METRICS,
        "WEBHOOK_SECRET": WEBHOOK,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "JWT_SECRET_KEY": JWT_KEY,
    }
    with server_process(tmp_path, database, more=settings) as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            secrets = await _day(client, server.ws_url, origin)
        server.stop()
        log = server.text()
    for secret in secrets | {PASSWORD, METRICS, WEBHOOK, BOT_TOKEN, BOT_TOKEN.partition(":")[2], JWT_KEY, NAME}:
        assert secret not in log, secret
    assert str(PERSON) not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert len(log.splitlines()) - len(lines) <= 1, "the sentence on standard output at the start"
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) > 12
    assert all(re.fullmatch("[0-9a-f]{16}", line["request_id"]) for line in requests)
    logins = [
        (line["status"], line.get("code"), "user" in line) for line in requests if line["route"] == "/api/auth/login"
    ]
    assert {(200, None, True), (401, "invalid_init_data", False), (422, "validation_error", False)} <= set(logins)
    assert {line["code"] for line in requests if line["status"] == 401} >= {"invalid_token", "invalid_init_data"}
    users = {line["user"] for line in requests if "user" in line}
    assert len(users) == 2
    assert all(re.fullmatch("[0-9a-f]{12}", user) for user in users)
    assert all(datetime.fromisoformat(line["timestamp"]).tzinfo == UTC for line in lines)
