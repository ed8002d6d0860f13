"""Caddy as it is deployed: it hides what is inside, adds nothing to answers, and says who asks."""

from pathlib import Path

import httpx
import pytest

from app.db.database import DatabaseUrls
from app.main.security_headers import POLICY
from tests.conftest import running, settings_for
from tests.deploy.edges import CADDY, caddy
from tests.factories import launch
from tests.push.sockets import raw_screen
from tests.servers import serving

pytestmark = pytest.mark.skipif(CADDY is None, reason="caddy is not installed")


async def _login(client: httpx.AsyncClient, number: int) -> int:
    """Sign in while claiming an address of one's own, which nobody shall believe."""
    claim = {"X-Forwarded-For": f"192.0.2.{number}"}
    return (await client.post("/api/auth/login", json={"initData": launch(number)}, headers=claim)).status_code


async def test_the_edge_hides_metrics_and_changes_no_policy(database: DatabaseUrls, tmp_path: Path) -> None:
    settings = settings_for(
        database,
        tmp_path,
        metrics_token="a-token-for-tests-only",
        trusted_proxies="127.0.0.1",
        login_rate_limit="2/minute",
    )
    async with running(settings) as app, serving(app) as (_, inner), caddy([inner], tmp_path) as port:
        bearer = {"Authorization": "Bearer a-token-for-tests-only"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for path in ("/metrics", "/metrics/"):
                assert (await client.get(path, headers=bearer)).status_code == 404
            assert (await client.get(f"http://127.0.0.1:{inner}/metrics", headers=bearer)).status_code == 200
            page = await client.get("/")
            assert page.status_code == 200
            assert page.headers.get_list("content-security-policy") == [POLICY]
            large = await client.post("/api/auth/login", content=b"x" * 3_000_000)
            assert large.status_code in {413, 502}, "refused by the app, which may hang up before all has come"
            assert [await _login(client, number) for number in (1, 2, 3)] == [200, 200, 429]
        async with raw_screen(f"ws://127.0.0.1:{port}/ws") as screen:
            await screen.send(type="auth", token="none")
            assert await screen.close_code() == 4401
