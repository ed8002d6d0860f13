"""Orders that reach two processes at once: one key, one change; a batch is undone wherever it was made."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from tests.factories import PAID_MODEL, audit, history
from tests.servers import ServerProcess, server_process
from tests.workers.crowd import signed_in

pytestmark = pytest.mark.slow


@pytest.fixture
def two(tmp_path: Path, database: DatabaseUrls) -> Iterator[list[ServerProcess]]:
    with ExitStack() as stack:
        yield [stack.enter_context(server_process(tmp_path / name, database)) for name in ("one", "other")]


async def test_one_key_is_one_change_and_any_process_undoes_it(two: list[ServerProcess]) -> None:
    async with AsyncExitStack() as stack:
        admins = [await stack.enter_async_context(signed_in(server.url)) for server in two]
        for number in range(10):
            await stack.enter_async_context(signed_in(two[number % 2].url, 100 + number))
        order = {"model_id": PAID_MODEL, "expiry_days": 3, "reason": "once"}
        for number in range(10):
            path, key = f"/api/admin/users/{100 + number}/subscriptions", {"Idempotency-Key": f"key-{number}"}
            answers = await asyncio.gather(
                *(admin.post(path, json=order, headers=key) for admin in admins for _ in range(2))
            )
            assert {answer.status_code for answer in answers} == {201}
            assert len({answer.content for answer in answers}) == 1
            assert sum("idempotent-replayed" in answer.headers for answer in answers) == 3
            assert [row["action"] for row in await history(admins[0], 100 + number)] == ["register", "grant"]
        bulk = {
            "telegram_ids": [100 + n for n in range(10)],
            "revoke": [PAID_MODEL],
            "reason": "bulk",
            "dry_run": False,
        }
        answers = await asyncio.gather(
            *(
                admin.post("/api/admin/subscriptions/bulk", json=bulk, headers={"Idempotency-Key": "bulk"})
                for admin in admins
            )
        )
        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["changed"] == 10
        batch = answers[0].json()["batch_id"]
        undone = await asyncio.gather(
            *(admin.post(f"/api/admin/subscriptions/bulk/{batch}/undo", json={"reason": "back"}) for admin in admins)
        )
        assert sorted(answer.json().get("changed", 0) for answer in undone) == [0, 10]
        assert [row["action"] for row in await history(admins[1], 104)] == ["register", "grant", "revoke", "undo"]
        assert (await audit(admins[1]))["ok"]
