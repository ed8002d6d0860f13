"""Random sequences of real orders on a real database end in a whole audit."""

import random

import httpx
import pytest

from tests.factories import ADMIN_ID, Person, audit, grant, history, revoke, sign_in

MODELS = ["logistic-spy", "shadow-stack", "gray-cardinal", "sniper-80x"]


async def _step(rng: random.Random, admin: Person, client: httpx.AsyncClient, target: int) -> None:
    """One order, chosen by chance; refusals are part of the game."""
    model = rng.choice(MODELS)
    match rng.randrange(9):
        case 0:
            await grant(admin, target, model)
        case 1 | 2:
            await grant(admin, target, model, expiry_days=rng.randint(1, 30))
        case 3:
            await revoke(admin, target, model)
        case 4:
            await admin.patch(f"/api/admin/users/{target}", json={"is_blocked": rng.random() < 0.5, "reason": "x"})
        case 5:
            await admin.patch(f"/api/admin/users/{target}", json={"role": rng.choice(["user", "admin"]), "reason": "x"})
        case 6:
            if rows := await history(admin, target):
                await admin.post(f"/api/admin/history/{rows[-1]['id']}/undo", json={"reason": "x"})
        case 7:
            if rng.random() < 0.3:
                await admin.delete(f"/api/admin/users/{target}", params={"reason": "x"})
        case 8:
            body = {
                "telegram_ids": [1, 2, 3],
                "grant": [model],
                "revoke": [],
                "reason": "x",
                "dry_run": rng.random() < 0.3,
            }
            await admin.post("/api/admin/subscriptions/bulk", json=body)
    if (await admin.get(f"/api/admin/users/{target}")).status_code == 404:
        await sign_in(client, target)


@pytest.mark.parametrize("seed", range(4))
async def test_the_history_adds_up_after_any_sequence(client: httpx.AsyncClient, seed: int) -> None:
    rng = random.Random(seed)
    admin = await sign_in(client, ADMIN_ID)
    for target in (1, 2, 3):
        await sign_in(client, target)
    for _ in range(60):
        await _step(rng, admin, client, rng.choice([1, 2, 3]))
    report = await audit(admin)
    assert report["ok"], report["broken"]
    assert report["rows"] > 25
