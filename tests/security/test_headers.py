"""What the answers say beside their bodies, and which methods do nothing."""

import pytest

from app.settings import Settings
from tests.conftest import client_of, running
from tests.security.conftest import House

HSTS = "strict-transport-security"


@pytest.mark.parametrize(
    ("url", "said"),
    [("https://app.example.com", "max-age=31536000; includeSubDomains"), ("http://app.example.com", None)],
)
async def test_a_house_with_https_says_so_for_a_year(settings: Settings, url: str, said: str | None) -> None:
    async with running(settings.model_copy(update={"public_url": url})) as app, client_of(app) as client:
        for path in ("/", "/healthz", "/api/app", "/api/nope", "/static/nope.js"):
            assert (await client.get(path)).headers.get(HSTS) == said, path
        policy = (await client.get("/")).headers["content-security-policy"]
        assert ("connect-src 'self' wss://app.example.com" in policy) is (said is not None)


async def test_no_door_redirects(house: House) -> None:
    pages = ["/", "/admin", "/signals", "/me", "/static", "/docs"]
    for path in [*pages, *(door.address for door in house.doors if door.method == "GET")]:
        for address in (path, f"{path}/", f"/{path}"):
            answer = await house.client.get(address, headers=house.admin.headers)
            assert not 300 <= answer.status_code < 400, address
            assert "location" not in answer.headers, address


async def test_what_only_reads_changes_nothing(house: House) -> None:
    before = await house.state()
    for door in (door for door in house.doors if door.method == "GET"):
        for person in (house.admin, house.victim):
            await door.knock(house.client, person.headers)
    assert await house.state() == before


async def test_trace_is_refused(house: House) -> None:
    for path in ("/", "/healthz", "/api/app", "/api/auth/me", "/api/admin/stats"):
        answer = await house.client.request("TRACE", path, headers=house.admin.headers)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed"), path
