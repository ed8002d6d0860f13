"""Rotating refresh tokens."""

import asyncio

import asyncpg
import httpx

from app.db.database import DatabaseUrls
from tests.factories import sign_in


async def _age(database: DatabaseUrls, seconds: int) -> None:
    """Let time pass for used tokens."""
    connection = await asyncpg.connect(database.app)
    await connection.execute("UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $1)", float(seconds))
    await connection.close()


async def test_each_refresh_hands_out_new_tokens_with_the_newest_rights(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    before = dict(person.tokens)
    assert (await person.refresh()).status_code == 200
    assert person.tokens["access_token"] != before["access_token"]
    assert person.tokens["refresh_token"] != before["refresh_token"]
    assert (await person.get("/api/auth/me")).status_code == 200


async def test_two_tabs_may_use_the_same_token_within_the_leeway(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    body = {"refresh_token": person.tokens["refresh_token"]}
    answers = await asyncio.gather(*(client.post("/api/auth/refresh", json=body) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.json()["refresh_token"] for answer in answers}) == 5


async def test_late_reuse_ends_the_whole_family_for_good(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    person = await sign_in(client, 42)
    stolen = {"refresh_token": person.tokens["refresh_token"]}
    await person.refresh()
    await _age(database, 31)

    answer = await client.post("/api/auth/refresh", json=stolen)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_revoked")
    assert (await person.refresh()).json()["code"] == "session_revoked"


async def test_another_login_survives_the_theft_of_a_token(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    first, second = await sign_in(client, 42), await sign_in(client, 42)
    stolen = {"refresh_token": first.tokens["refresh_token"]}
    await first.refresh()
    await _age(database, 31)
    await client.post("/api/auth/refresh", json=stolen)
    assert (await second.refresh()).status_code == 200


async def test_unknown_token_is_invalid(client: httpx.AsyncClient) -> None:
    for text in ("nonsense", "\u20ac", "x" * 512):
        answer = await client.post("/api/auth/refresh", json={"refresh_token": text})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


async def test_ended_token_says_so(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    person = await sign_in(client, 42)
    connection = await asyncpg.connect(database.app)
    await connection.execute("UPDATE refresh_tokens SET expires_at = now() - interval '1 second'")
    await connection.close()
    assert (await person.refresh()).json()["code"] == "token_expired"


async def test_only_hashes_are_stored(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    person = await sign_in(client, 42)
    connection = await asyncpg.connect(database.app)
    stored = await connection.fetchval("SELECT string_agg(encode(token_hash, 'escape'), '') FROM refresh_tokens")
    await connection.close()
    assert person.tokens["refresh_token"] not in stored
