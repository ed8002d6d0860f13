"""The history by model: the changes of that model, not of everybody who holds it."""

import httpx

from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, grant, revoke, sign_in


async def test_a_model_finds_what_was_granted_extended_or_revoked_of_it(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42, "gray-cardinal")
    await grant(admin, 42, PAID_MODEL, expiry_days=3)
    await grant(admin, 42, PAID_MODEL, expiry_days=3)
    await revoke(admin, 42, PAID_MODEL)
    await grant(admin, 42, "sniper-80x")

    async def versions(model_id: str) -> list[int]:
        answer = await admin.get("/api/admin/history", params={"model_id": model_id, "user_id": 42})
        return [row["version"] for row in answer.json()["items"]]

    assert await versions(PAID_MODEL) == [5, 4, 3]
    assert await versions("gray-cardinal") == [2]
    assert await versions(FREE_MODEL) == [1]
    assert await versions("forest-necromancer") == []
