"""What is asked too often is refused: by person, by address, whatever a client says about itself."""

from typing import Final

import asyncpg
import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from app.db.database import DatabaseUrls
from app.services.rate_limits import counted_as
from app.settings import Settings
from tests.conftest import client_of, running
from tests.factories import ADMIN_ID, FREE_MODEL, Person, launch, sign_in
from tests.servers import serving

PROXY = "192.0.2.7"
"""The address that the tests' client has."""

NO_UUID = "00000000-0000-4000-8000-000000000001"
OTHER_ADMIN = 9002

COSTLY: Final[tuple[tuple[str, str, object], ...]] = (
    ("GET", "/api/admin/history.csv", None),
    ("GET", "/api/admin/audit/verify", None),
    ("GET", "/api/admin/ledger/verify", None),
    (
        "POST",
        "/api/admin/subscriptions/bulk",
        {"telegram_ids": [1], "grant": [FREE_MODEL], "reason": "t", "dry_run": True},
    ),
    ("POST", "/api/admin/subscriptions/bulk", {"telegram_ids": [1], "grant": [FREE_MODEL], "reason": "t"}),
    ("POST", f"/api/admin/subscriptions/bulk/{NO_UUID}/undo", {"reason": "t"}),
    ("POST", "/api/admin/broadcasts/preview", {"texts": {"en": "Hello", "ru": "Привет"}}),
)

OF_A_USER: Final[tuple[tuple[str, str, object], ...]] = (
    ("GET", "/api/signals", None),
    ("POST", f"/api/signals/{FREE_MODEL}/generate", {}),
    ("GET", f"/api/signals/{FREE_MODEL}/{NO_UUID}", None),
    ("POST", f"/api/signals/{FREE_MODEL}/{NO_UUID}/feedback", {"result": "won"}),
    ("GET", f"/api/models/{FREE_MODEL}/track-record", None),
    ("GET", f"/api/models/{FREE_MODEL}/ledger", None),
    ("GET", "/api/me/history", None),
    ("GET", "/api/me/stats", None),
    ("GET", "/api/me/message-preview", None),
    ("PATCH", "/api/auth/me", {}),
)


def _is_refused(answer: httpx.Response) -> bool:
    if answer.status_code != 429:
        return False
    assert answer.json()["code"] == "rate_limited"
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    return True


async def _ask(person: Person, door: tuple[str, str, object]) -> httpx.Response:
    method, path, body = door
    return await person.request(method, path, **({} if body is None else {"json": body}))


@pytest.fixture
def limited(settings: Settings) -> Settings:
    """Room for every door of a kind once, and a few more for all of an admin's doors together."""
    few = {"costly_rate_limit": f"{len(COSTLY)}/minute", "user_rate_limit": f"{len(OF_A_USER)}/minute"}
    more = {"admin_rate_limit": "30/minute", "admin_telegram_id": (ADMIN_ID, OTHER_ADMIN)}
    return settings.model_copy(update=few | more)


async def test_costly_doors_of_an_admin_share_a_limit(limited: Settings) -> None:
    async with running(limited) as app, client_of(app) as client:
        admin, other = await sign_in(client, ADMIN_ID), await sign_in(client, OTHER_ADMIN)
        assert [door for door in COSTLY if _is_refused(await _ask(admin, door))] == []
        assert [door for door in COSTLY if not _is_refused(await _ask(admin, door))] == []
        assert (await admin.get("/api/admin/stats")).status_code == 200, "the others go on"
        assert (await _ask(other, COSTLY[0])).status_code == 200, "each admin has a count of their own"


async def test_all_doors_of_an_admin_share_another(limited: Settings) -> None:
    async with running(limited) as app, client_of(app) as client:
        admin, other = await sign_in(client, ADMIN_ID), await sign_in(client, OTHER_ADMIN)
        searches = [await admin.get("/api/admin/users", params={"query": f"name{n}"}) for n in range(31)]
        assert [answer.status_code for answer in searches] == [200] * 30 + [429]
        for path in ("/api/admin/history", "/api/admin/models", "/api/admin/monitoring", "/api/admin/users/1"):
            assert _is_refused(await admin.get(path)), path
        assert (await admin.get("/api/auth/me")).status_code == 200
        assert (await other.get("/api/admin/stats")).status_code == 200


async def test_who_is_no_admin_is_told_so_and_uses_nothing_up(limited: Settings) -> None:
    async with running(limited) as app, client_of(app) as client:
        person, admin = await sign_in(client, 42), await sign_in(client, ADMIN_ID)
        answers = [await person.get("/api/admin/history.csv") for _ in range(40)]
        assert {answer.json()["code"] for answer in answers} == {"admin_required"}
        assert (await admin.get("/api/admin/history.csv")).status_code == 200


async def test_doors_that_compute_for_a_user_share_a_limit(limited: Settings) -> None:
    async with running(limited) as app, client_of(app) as client:
        person, other = await sign_in(client, 42), await sign_in(client, 43)
        assert [door for door in OF_A_USER if _is_refused(await _ask(person, door))] == []
        assert [door for door in OF_A_USER if not _is_refused(await _ask(person, door))] == []
        for path in ("/api/auth/my-subscriptions", f"/api/signals/{FREE_MODEL}", f"/api/signals/{FREE_MODEL}/latest"):
            assert (await person.get(path)).status_code == 200, "healing and guarded reads go on"
        assert (await other.get("/api/signals")).status_code == 200


async def _from(client: httpx.AsyncClient, address: str, telegram_id: int = 42) -> httpx.Response:
    headers = {"X-Forwarded-For": address}
    return await client.post("/api/auth/login", json={"initData": launch(telegram_id)}, headers=headers)


async def test_a_person_is_counted_whatever_addresses_they_come_from(
    database: DatabaseUrls, settings: Settings
) -> None:
    behind = settings.model_copy(update={"login_rate_limit": "3/minute", "trusted_proxies": (PROXY,)})
    async with running(behind) as app, client_of(app) as client:
        logins = [await _from(client, f"203.0.113.{n}") for n in range(5)]
        assert [answer.status_code for answer in logins] == [200, 200, 200, 429, 429]
        assert (await _from(client, "203.0.113.9", 43)).status_code == 200
        refresh = logins[0].json()["refresh_token"]
        statuses = []
        for n in range(5):
            headers, body = {"X-Forwarded-For": f"198.51.100.{n}"}, {"refresh_token": refresh}
            answer = await client.post("/api/auth/refresh", json=body, headers=headers)
            statuses.append(answer.status_code)
            refresh = answer.json().get("refresh_token", refresh)
        assert statuses == [200, 200, 200, 429, 429]
    connection = await asyncpg.connect(database.owner)
    assert await connection.fetchval("SELECT count(*) FROM sessions WHERE user_id = 42") == 3, (
        "a refusal leaves nothing"
    )
    await connection.close()


async def test_the_addresses_of_one_ipv6_network_are_one(settings: Settings) -> None:
    behind = settings.model_copy(update={"login_rate_limit": "3/minute", "trusted_proxies": (PROXY,)})
    async with running(behind) as app, client_of(app) as client:
        people = [await _from(client, f"2001:db8:1:2:{n}::{n}", 100 + n) for n in range(1, 6)]
        assert [answer.status_code for answer in people] == [200, 200, 200, 429, 429]
        assert (await _from(client, "2001:db8:1:3::1", 110)).status_code == 200


@pytest.mark.parametrize("trusted", [(), ("198.51.100.1",), ("10.0.0.0/8",)])
async def test_an_address_that_a_client_gives_itself_counts_for_nothing(
    settings: Settings, trusted: tuple[str, ...]
) -> None:
    alone = settings.model_copy(update={"login_rate_limit": "3/minute", "trusted_proxies": trusted})
    async with running(alone) as app, client_of(app) as client:
        people = [await _from(client, f"203.0.113.{n}", 100 + n) for n in range(5)]
        assert [answer.status_code for answer in people] == [200, 200, 200, 429, 429]


async def test_behind_a_proxy_the_address_before_it_counts_and_none_that_was_sent_along(settings: Settings) -> None:
    behind = settings.model_copy(update={"login_rate_limit": "3/minute", "trusted_proxies": (PROXY, "10.0.0.0/8")})
    async with running(behind) as app, client_of(app) as client:
        people = [await _from(client, f"6.6.6.{n}, 203.0.113.1, 10.1.2.3", 100 + n) for n in range(5)]
        assert [answer.status_code for answer in people] == [200, 200, 200, 429, 429]


async def test_sockets_are_counted_by_the_same_address(settings: Settings) -> None:
    behind = settings.model_copy(update={"socket_rate_limit": "2/minute", "trusted_proxies": ("127.0.0.1",)})
    async with running(behind) as app, serving(app) as (_, port):

        async def knock(address: str) -> None:
            async with connect(f"ws://127.0.0.1:{port}/ws", additional_headers={"X-Forwarded-For": address}):
                pass

        await knock("2001:db8:1:2::1")
        await knock("6.6.6.6, 2001:db8:1:2::2")
        with pytest.raises(InvalidStatus):
            await knock("2001:db8:1:2::3")
        await knock("203.0.113.1")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/auth/login", 16_384),
        ("/api/auth/refresh", 65_536),
        ("/api/admin/subscriptions/bulk", 1_048_576),
        ("/api/nope", 65_536),
    ],
)
async def test_a_body_past_its_bound_is_413_before_anybody_is_asked_for(
    client: httpx.AsyncClient, path: str, most: int
) -> None:
    async def parts() -> object:
        yield b" " * most
        yield b" "

    assert (await client.post(path, content=b" " * most)).status_code != 413
    for body in (b" " * (most + 1), parts()):
        answer = await client.post(path, content=body)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "local"),
        (None, "local"),
    ],
)
def test_by_what_an_address_is_counted(address: str | None, counted: str) -> None:
    assert counted_as(address) == counted
