"""What anybody may know."""

import httpx


async def test_the_page_learns_how_to_open_the_app_without_signing_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/app")
    assert answer.status_code == 200
    assert answer.json() == {"bot_username": None, "is_development": True, "has_bot": False}
