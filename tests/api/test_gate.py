"""The gate: order, codes, paths, headers."""

import asyncio
import base64
import hmac
import json
import string
import time
from collections.abc import Callable

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import jwt

from app.resources import Resources
from tests.factories import ADMIN_ID, FREE_MODEL, JWT_KEY, PAID_MODEL, Json, Person, grant, revoke, sign_in, soon

LATEST = f"/api/signals/{PAID_MODEL}/latest"


def _claims(person: Person) -> dict[str, Json]:
    body = person.tokens["access_token"].split(".")[1]
    claims: dict[str, Json] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _forged(person: Person, change: Callable[[dict[str, Json]], None], key: str = JWT_KEY) -> Person:
    claims = _claims(person)
    change(claims)
    return Person(person.client, person.telegram_id, {"access_token": jwt.encode(claims, key, algorithm="HS256")})


async def test_without_a_token_it_is_401_missing(client: httpx.AsyncClient) -> None:
    answer = await client.get(LATEST)
    assert (answer.status_code, answer.json()["code"]) == (401, "missing_token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["Basic abc", "Bearer", "Bearer a.b.c", "Bearer \xe9", "nonsense", "Bearer " + "x" * 20_000]
)
async def test_malformed_is_401_invalid(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get(LATEST, headers={b"Authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "role", "ver", "subs", "iat", "nbf", "exp", "jti"])
async def test_every_claim_is_required(client: httpx.AsyncClient, claim: str) -> None:
    person = await sign_in(client, 42)
    answer = await _forged(person, lambda claims: claims.pop(claim)).get("/api/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "somebody"},
        {"aud": "another-app"},
        {"aud": ["forexsignals-app"]},
        {"sub": 42},
        {"sub": "042"},
        {"sub": "-1"},
        {"sub": "9" * 16},
        {"ver": "1"},
        {"ver": True},
        {"ver": 0},
        {"ver": 1.0},
        {"exp": "9999999999"},
        {"exp": 9e9},
        {"exp": True},
        {"iat": "1"},
        {"iat": time.time() + 3600},
        {"nbf": int(time.time()) + 3600},
        {"subs": []},
        {"subs": {"a": "b"}},
        {"subs": {"a": True}},
        {"sid": "not-a-uuid"},
        {"role": None},
        {"jti": ""},
    ],
)
async def test_every_claim_is_typed(client: httpx.AsyncClient, wrong: dict[str, Json]) -> None:
    person = await sign_in(client, 42)
    answer = await _forged(person, lambda claims: claims.update(wrong)).get("/api/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def _with_header(claims: Json, header: bytes) -> str:
    """A token with whatever header, signed over it with our key."""
    parts = [base64.urlsafe_b64encode(part).rstrip(b"=") for part in (header, json.dumps(claims).encode())]
    digest = hmac.digest(JWT_KEY.encode(), b".".join(parts), "sha256")
    return b".".join([*parts, base64.urlsafe_b64encode(digest).rstrip(b"=")]).decode()


async def test_another_key_another_algorithm_and_crit_are_refused(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    claims = _claims(person)
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    unsigned = [base64.urlsafe_b64encode(b'{"alg":"%s","typ":"JWT"}' % alg) for alg in (b"none", b"None", b"nOnE")]
    private = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    foreign = [{"kid": "1"}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example"}, {"zip": "DEF"}]
    tokens = [
        *(jwt.encode(claims, JWT_KEY, algorithm="HS256", headers=header) for header in foreign),
        jwt.encode(claims, JWT_KEY, algorithm="HS256", headers={"jwk": {"kty": "oct", "k": "AAAA"}}),
        jwt.encode(claims, JWT_KEY, algorithm="HS256", headers={"typ": "at+jwt"}),
        jwt.encode(claims, private.decode(), algorithm="RS256"),
        _with_header(claims, b'{"alg":"hs256","typ":"JWT"}'),
        _with_header(claims, b'{"alg":"HS256","alg":"none","typ":"JWT"}'),
        jwt.encode(claims, "another-key-of-thirty-two-bytes-and-more", algorithm="HS256"),
        jwt.encode(claims, JWT_KEY, algorithm="HS512"),
        jwt.encode(claims, JWT_KEY, algorithm="HS256", headers={"crit": ["x"], "x": 1}),
        *(f"{header.rstrip(b'=').decode()}.{payload}." for header in unsigned),
        *(f"{header.rstrip(b'=').decode()}.{payload}.AAAA" for header in unsigned),
    ]
    for token in tokens:
        answer = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


async def test_a_token_is_written_in_one_way_only(client: httpx.AsyncClient) -> None:
    """The last character of a signature of 32 bytes has two bits that no byte uses."""
    person = await sign_in(client, 42)
    token = person.tokens["access_token"]
    head, last = token[:-1], token[-1]
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    others = [alphabet[alphabet.index(last) ^ bits] for bits in (1, 2, 3)]
    written = [*(head + other for other in others), f"{token}=", f"{token}==", f"{token}.", token.replace(".", "=.", 1)]
    for wrong in written:
        answer = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {wrong}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), wrong[-3:]
    assert (await person.get("/api/auth/me")).status_code == 200


async def test_ended_token_is_401_expired(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    past = int(time.time()) - 10
    ended = _forged(person, lambda c: c.update(iat=float(past - 900), nbf=past - 900, exp=past))
    assert (await ended.get("/api/auth/me")).json()["code"] == "token_expired"


async def test_a_token_for_nobody_is_unknown_user(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    answer = await _forged(person, lambda claims: claims.update(sub="4242")).get("/api/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_user")


async def test_unknown_model_is_404_before_any_right(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    for model_id in ("nope", "no%00pe", "NOPE", "a" * 50):
        answer = await person.get(f"/api/signals/{model_id}/latest")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_model")
    assert (await client.get("/api/signals/nope/latest")).json()["code"] == "missing_token"


async def test_not_held_is_403_with_the_model(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    answer = await person.get(LATEST)
    assert (answer.status_code, answer.json()["code"]) == (403, "subscription_required")
    assert answer.json()["model_id"] == PAID_MODEL
    assert answer.headers["x-subscription-version"] == "1"


async def test_equal_versions_pass_without_sql_and_newer_ones_with_it(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    decisions = resources.gate.decisions

    assert (await person.get(f"/api/signals/{FREE_MODEL}/latest")).status_code == 200
    assert decisions == {("version", "allowed"): 1}

    await grant(admin, 42)
    answer = await person.get(LATEST)
    assert answer.status_code == 200
    assert (answer.headers["x-subscription-version"], answer.headers["x-token-stale"]) == ("2", "1")
    assert decisions[("sql", "allowed")] == 1

    await person.refresh()
    answer = await person.get(LATEST)
    assert answer.status_code == 200
    assert "x-token-stale" not in answer.headers
    assert decisions[("version", "allowed")] == 2


async def test_a_revoked_right_is_refused_on_the_very_next_request(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await grant(admin, 42)
    await person.refresh()
    assert (await person.get(LATEST)).status_code == 200
    await revoke(admin, 42)
    assert (await person.get(LATEST)).json()["code"] == "subscription_required"


async def test_a_forged_claim_opens_nothing_once_versions_differ(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    forged = _forged(person, lambda c: c.update(ver=99, subs={PAID_MODEL: None}, role="admin"))
    assert (await forged.get(LATEST)).json()["code"] == "subscription_required"
    assert (await forged.get("/api/admin/stats")).json()["code"] == "admin_required"


async def test_a_right_ends_to_the_second_on_both_paths(client: httpx.AsyncClient) -> None:
    admin, stale = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    end = time.time() + 2.2  # the token rounds it down to a second
    await grant(admin, 42, expiry_date=soon(2.2))
    fresh = await sign_in(client, 42)
    assert [(await p.get(LATEST)).status_code for p in (stale, fresh)] == [200, 200]
    await asyncio.sleep(end - time.time())
    assert [(await p.get(LATEST)).status_code for p in (stale, fresh)] == [403, 403]


async def test_block_holds_from_the_next_request_and_admins_lose_their_role_at_once(client: httpx.AsyncClient) -> None:
    admin, other = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await admin.patch("/api/admin/users/42", json={"role": "admin", "reason": "help"})
    assert (await other.get("/api/admin/stats")).status_code == 200
    await admin.patch("/api/admin/users/42", json={"role": "user", "reason": "thanks"})
    assert (await other.get("/api/admin/stats")).json()["code"] == "admin_required"
    await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "abuse"})
    answer = await other.get("/api/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "user_blocked")
    assert answer.headers["x-subscription-version"] == "4"
    assert (await other.refresh()).json()["code"] == "user_blocked"
