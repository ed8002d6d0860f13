"""Signing in."""

import time

import httpx
import pytest
from jose import jwt

from tests.factories import ADMIN_ID, FREE_MODEL, JWT_KEY, Person, history, launch, sign_in

CLAIMS = {"iss", "aud", "sub", "sid", "role", "ver", "subs", "iat", "nbf", "exp", "jti"}


async def test_new_person_is_registered_with_the_free_models(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42, username="arthur", is_premium=True, language_code="en")

    assert person.tokens["user"]["username"] == "arthur"
    assert person.tokens["user"]["role"] == "user"
    assert person.tokens["user"]["is_premium"] is True
    assert [r["model_id"] for r in person.access["subscriptions"]] == [FREE_MODEL]
    assert person.access["subscriptions"][0] | {"granted_at": ""} == {
        "model_id": FREE_MODEL,
        "model_name": "Logistic Spy",
        "granted_at": "",
        "expires_at": None,
        "source": "basic",
    }
    assert person.access["subscription_version"] == 1


async def test_configured_admin_is_admin_at_login(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    assert admin.tokens["user"]["role"] == "admin"
    assert (await admin.get("/api/admin/stats")).status_code == 200


async def test_second_login_writes_no_history_and_updates_the_profile(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42, username="old")
    again = await sign_in(client, 42, username="new")

    assert again.tokens["user"]["username"] == "new"
    assert [(row["version"], row["action"]) for row in await history(admin, 42)] == [(1, "register")]


async def test_access_token_holds_every_claim(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    token = person.tokens["access_token"]
    claims = jwt.decode(token, JWT_KEY, algorithms=["HS256"], audience="forexsignals-app", issuer="forexsignals")

    assert set(claims) == CLAIMS
    assert claims["sub"] == "42"
    assert claims["subs"] == {FREE_MODEL: None}
    assert claims["ver"] == 1
    assert isinstance(claims["iat"], float)
    assert claims["exp"] - claims["nbf"] == person.tokens["expires_in"] == 900


async def test_user_data_is_accepted_and_ignored(client: httpx.AsyncClient) -> None:
    body = {"initData": launch(42), "userData": {"id": ADMIN_ID, "role": "admin"}}
    answer = await client.post("/api/auth/login", json=body)
    assert answer.json()["user"]["telegram_id"] == 42
    assert answer.json()["user"]["role"] == "user"


@pytest.mark.parametrize(
    ("init_data", "code"),
    [
        ("", "invalid_init_data"),
        ("user=%7B%7D&auth_date=1&hash=00", "invalid_init_data"),
        (launch(42).replace("Person", "Parson"), "invalid_init_data"),
        (launch(42) + "&user=%7B%22id%22%3A9001%7D", "invalid_init_data"),
        (launch(42, is_bot=True), "invalid_init_data"),
        (launch(42, at=time.time() - 90_000), "init_data_expired"),
        (launch(42, at=time.time() + 3_600), "invalid_init_data"),
    ],
)
async def test_untrusted_launch_data_is_401(client: httpx.AsyncClient, init_data: str, code: str) -> None:
    answer = await client.post("/api/auth/login", json={"initData": init_data})
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("body", [{}, {"initData": 1}, {"initData": "x", "extra": 1}, {"initData": "\x00"}, [], None])
async def test_wrong_shape_is_422(client: httpx.AsyncClient, body: object) -> None:
    answer = await client.post("/api/auth/login", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")


async def test_too_large_login_is_413(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/auth/login", json={"initData": "x" * 17_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


async def test_deep_nesting_is_no_server_error(client: httpx.AsyncClient) -> None:
    for body in (b"[" * 16_000, b'{"initData":' + b"[" * 16_000, b"\xff\xfe", b'{"initData": "\\ud800"}'):
        answer = await client.post("/api/auth/login", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 401, 422}, answer.text


async def test_sessions_are_listed_and_ended_one_by_one(client: httpx.AsyncClient) -> None:
    first, second = await sign_in(client, 42), await sign_in(client, 42)
    other = await sign_in(client, 43)
    listed = (await second.get("/api/auth/sessions")).json()
    assert [row["current"] for row in listed] == [True, False]

    own = next(row["id"] for row in listed if not row["current"])
    assert (await other.delete(f"/api/auth/sessions/{own}")).status_code == 404
    assert (await second.delete(f"/api/auth/sessions/{own}")).status_code == 204
    assert (await first.refresh()).json()["code"] == "session_revoked"
    assert (await second.refresh()).status_code == 200


async def test_logout_ends_the_refresh_token(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    assert (await person.post("/api/auth/logout")).status_code == 204
    assert (await person.refresh()).json()["code"] == "session_revoked"


async def test_logout_all_is_immediate_and_a_login_in_the_same_second_works(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    assert (await person.post("/api/auth/logout-all")).status_code == 204
    again = await sign_in(client, 42)
    assert (await person.get("/api/auth/me")).json()["code"] == "session_revoked"
    assert (await person.refresh()).json()["code"] == "session_revoked"
    assert (await again.get("/api/auth/me")).status_code == 200


async def test_preferences_are_kept_over_logins(client: httpx.AsyncClient) -> None:
    person: Person = await sign_in(client, 42, language_code="en")
    patch = {"language_code": "ru", "timezone": "Asia/Tokyo", "notifications": {"signal": "off"}}
    answer = await person.patch("/api/auth/me", json=patch)
    assert answer.json()["preferences"].items() >= patch.items()

    again = await sign_in(client, 42, language_code="en")
    assert again.tokens["user"]["language_code"] == "ru"
    assert (await again.patch("/api/auth/me", json={"timezone": "Mars/Base"})).status_code == 422
