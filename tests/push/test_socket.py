"""The socket's contract, against a real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
import websockets

from app.db.database import DatabaseUrls
from tests.factories import (
    ADMIN_ID,
    BOT_TOKEN,
    FREE_MODEL,
    JWT_KEY,
    PAID_MODEL,
    Person,
    grant,
    launch,
    revoke,
    sign_in,
    soon,
)
from tests.push.sockets import raw_screen, screen
from tests.servers import ServerProcess, server_process

pytestmark = pytest.mark.slow


@pytest.fixture
async def server(database: DatabaseUrls, tmp_path: Path, event_bus: str) -> AsyncIterator[ServerProcess]:
    with server_process(
        tmp_path, database, EVENT_BUS=event_bus, FRAME_RATE_LIMIT="40/minute", SOCKETS_PER_USER="3"
    ) as running:
        yield running


@pytest.fixture
async def http(server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url) as client:
        yield client


@pytest.fixture
async def admin(http: httpx.AsyncClient) -> Person:
    return await sign_in(http, ADMIN_ID)


async def test_every_change_reaches_the_screen_and_says_why(
    http: httpx.AsyncClient, server: ServerProcess, admin: Person
) -> None:
    person = await sign_in(http, 42)
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        await grant(admin, 42, expiry_days=3, reason="Paid")
        frame = await live.next()
        assert frame | {"subscriptions": [], "at": ""} == {
            "type": "subscription_update",
            "subscription_version": 2,
            "subscriptions": [],
            "granted": [PAID_MODEL],
            "revoked": [],
            "action": "grant",
            "reason": "Paid",
            "at": "",
        }
        assert [r["model_id"] for r in frame["subscriptions"]] == [FREE_MODEL, PAID_MODEL]
        await revoke(admin, 42)
        frame = await live.next()
        assert (frame["subscription_version"], frame["revoked"], frame["action"]) == (3, [PAID_MODEL], "revoke")
        await grant(admin, 42, expiry_date=soon(0.6))
        assert (await live.next())["granted"] == [PAID_MODEL]
        frame = await live.next()
        assert (frame["revoked"], frame["action"]) == ([PAID_MODEL], "expire")
        asked = await person.post("/api/subscription-requests", json={"model_id": PAID_MODEL})
        assert (await live.next_of("request_update"))["status"] == "pending"
        path = f"/api/admin/subscription-requests/{asked.json()['id']}/reject"
        await admin.post(path, json={"reason": "no"})
        frame = await live.next_of("request_update")
        assert (frame["status"], frame["reason"], frame["model_id"]) == ("rejected", "no", PAID_MODEL)


async def test_block_delete_and_logout_all_close_the_screen(
    http: httpx.AsyncClient, server: ServerProcess, admin: Person
) -> None:
    blocked, deleted, out = [await sign_in(http, i) for i in (1, 2, 3)]
    async with (
        screen(server.ws_url, blocked.tokens["access_token"]) as first,
        screen(server.ws_url, deleted.tokens["access_token"]) as second,
        screen(server.ws_url, out.tokens["access_token"]) as third,
    ):
        await admin.patch("/api/admin/users/1", json={"is_blocked": True, "reason": "x"})
        await admin.delete("/api/admin/users/2", params={"reason": "x"})
        await out.post("/api/auth/logout-all")
        assert await first.close_code() == 4403
        assert await second.close_code() == 4403
        assert await third.close_code() == 4401
    async with raw_screen(server.ws_url) as again:
        await again.send(type="auth", token=blocked.tokens["access_token"])
        assert await again.close_code() == 4403


async def test_foreign_origins_are_refused_at_the_handshake(server: ServerProcess) -> None:
    for origin in ("https://evil.example", "null", "http://localhost.evil.example", "https://web.telegram.org"):
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with raw_screen(server.ws_url, origin=origin):
                pass
        assert refused.value.response.status_code == 403
    async with raw_screen(server.ws_url, origin="http://localhost:5173") as allowed:
        await allowed.send(type="ping")
        assert await allowed.close_code() == 4401


@pytest.mark.parametrize(
    "first",
    ["nonsense", "[]", '{"type":"auth"}', '{"type":"auth","token":"x"}', '{"type":"ping"}', b"\x00", "{" * 50_000],
)
async def test_a_first_frame_that_is_no_authentication_is_4401(server: ServerProcess, first: str | bytes) -> None:
    async with raw_screen(server.ws_url) as stranger:
        await stranger.connection.send(first)
        assert await stranger.close_code() == 4401


async def test_silence_is_4408(server: ServerProcess) -> None:
    async with raw_screen(server.ws_url) as stranger:
        assert await stranger.close_code() == 4408


async def test_ping_nonsense_and_the_limits(http: httpx.AsyncClient, server: ServerProcess) -> None:
    token = (await sign_in(http, 42)).tokens["access_token"]
    async with screen(server.ws_url, token) as live:
        await live.send(type="ping")
        assert await live.next() == {"type": "pong"}
        await live.connection.send("nonsense")
        assert await live.next() == {"type": "notice", "code": "invalid_frame"}
        async with screen(server.ws_url, token), screen(server.ws_url, token), raw_screen(server.ws_url) as fourth:
            await fourth.send(type="auth", token=token)
            assert await fourth.close_code() == 4429
        for _ in range(50):
            await live.connection.send(json.dumps({"type": "ping"}))
        assert await live.close_code() == 4429
    async with screen(server.ws_url, token) as live:
        await live.connection.send("x" * 70_000)
        assert await live.close_code() == 1009


async def test_renewal_keeps_the_socket_and_refuses_somebody_else(
    http: httpx.AsyncClient, server: ServerProcess
) -> None:
    person, other = await sign_in(http, 42), await sign_in(http, 43)
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        await person.refresh()
        await live.send(type="auth", token=person.tokens["access_token"])
        assert (await live.next())["type"] == "ready"
        await live.send(type="auth", token=other.tokens["access_token"])
        assert await live.close_code() == 4401


async def test_a_token_that_ends_is_announced_and_then_closes(database: DatabaseUrls, tmp_path: Path) -> None:
    with server_process(tmp_path, database, ACCESS_TOKEN_TTL="3") as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            person = await sign_in(client, 42)
            async with screen(server.ws_url, person.tokens["access_token"]) as live:
                assert await live.next() == {"type": "reauth"}
                await person.refresh()
                await live.send(type="auth", token=person.tokens["access_token"])
                assert (await live.next())["type"] == "ready"
                assert await live.next() == {"type": "reauth"}
                assert await live.close_code() == 4401


async def test_a_returning_screen_is_told_what_it_missed(
    http: httpx.AsyncClient, server: ServerProcess, admin: Person
) -> None:
    person = await sign_in(http, 42)
    token = person.tokens["access_token"]
    await grant(admin, 42, reason="Paid")
    await revoke(admin, 42)
    await grant(admin, 42, "gray-cardinal", reason="Instead")
    async with raw_screen(server.ws_url) as live:
        await live.send(type="auth", token=token, since={"version": 2})
        ready = await live.next()
        assert (ready["recovered"], ready["subscription_version"], ready["heartbeat"]) == (True, 4, 25)
        frame = await live.next()
        assert (frame["granted"], frame["revoked"], frame["reason"]) == (["gray-cardinal"], [PAID_MODEL], "Instead")
    for since in (None, {"version": 99}):
        async with raw_screen(server.ws_url) as live:
            await live.send(type="auth", token=token, **({"since": since} if since else {}))
            assert (await live.next())["recovered"] is False
            assert await live.silent()


async def test_a_cut_listener_loses_nothing(
    http: httpx.AsyncClient, server: ServerProcess, admin: Person, database: DatabaseUrls
) -> None:
    people = [await sign_in(http, i) for i in range(1, 6)]
    superuser = await asyncpg.connect(database.owner)
    cut = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'forexsignals-bus' AND datname = current_database()"""
    screens = [screen(server.ws_url, person.tokens["access_token"]) for person in people]
    lives = [await opened.__aenter__() for opened in screens]
    try:
        for _ in range(3):
            for person, live in zip(people, lives, strict=True):
                await superuser.execute(cut)
                answer = await grant(admin, person.telegram_id, expiry_days=1)
                assert answer.status_code == 201
                frame = await live.next_of("subscription_update")
                assert frame["subscription_version"] == answer.json()["subscription_version"]
    finally:
        for opened in screens:
            await opened.__aexit__(None, None, None)
        await superuser.close()


async def test_two_processes_push_to_each_others_screens(
    http: httpx.AsyncClient,
    server: ServerProcess,
    admin: Person,
    database: DatabaseUrls,
    tmp_path: Path,
    event_bus: str,
) -> None:
    person = await sign_in(http, 42)
    token = person.tokens["access_token"]
    with server_process(tmp_path / "second", database, EVENT_BUS=event_bus) as second:
        async with (
            httpx.AsyncClient(base_url=second.url) as other_http,
            screen(server.ws_url, token) as here,
            screen(second.ws_url, token) as there,
        ):
            await grant(admin, 42)
            assert [(await live.next())["subscription_version"] for live in (here, there)] == [2, 2]
            elsewhere = Person(other_http, ADMIN_ID, admin.tokens)
            await revoke(elsewhere, 42)
            assert [(await live.next())["subscription_version"] for live in (here, there)] == [3, 3]


async def test_no_secret_is_logged_even_when_everything_is(database: DatabaseUrls, tmp_path: Path) -> None:
    with server_process(tmp_path, database, LOG_LEVEL="debug") as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            person = await sign_in(client, 42)
            first = dict(person.tokens)
            async with screen(server.ws_url, person.tokens["access_token"]) as live:
                await person.refresh()
                await live.send(type="auth", token=person.tokens["access_token"])
                assert (await live.next())["type"] == "ready"
            await client.post("/api/auth/login", json={"initData": launch(42) + "0"})
            await client.get("/api/auth/me", headers={"Authorization": "Bearer eyJhbGciOi.forged.token"})
        log = server.text()
    assert "route=/api/auth/login" in log
    for secret in (first["access_token"], first["refresh_token"], person.tokens["access_token"], BOT_TOKEN, JWT_KEY):
        assert secret[:20] not in log
    assert "eyJ" not in log
    assert "hash=" not in log


async def test_sigterm_closes_screens_with_1012_and_exits_cleanly(
    http: httpx.AsyncClient, server: ServerProcess
) -> None:
    person = await sign_in(http, 42)
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        server.process.terminate()
        assert await live.close_code() == 1012
    assert await asyncio.to_thread(server.process.wait, 20) == 0
    assert "Traceback" not in server.text()
