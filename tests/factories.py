"""People and orders, as functions."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from app.integrations.telegram.launch import sign_init_data

BOT_TOKEN = "123456:TEST-TOKEN"
JWT_KEY = "a-key-for-tests-only-0123456789-abcdef"
ADMIN_ID = 9001
FREE_MODEL = "logistic-spy"
PAID_MODEL = "shadow-stack"

Json = Any


def launch(telegram_id: int, *, at: float | None = None, **user: object) -> str:
    """Launch data of a person, signed now or at a moment (seconds since 1970)."""
    person = {"id": telegram_id, "first_name": f"Person {telegram_id}", **user}
    fields = {"user": json.dumps(person, ensure_ascii=False), "auth_date": str(int(time.time() if at is None else at))}
    return sign_init_data(fields, bot_token=BOT_TOKEN)


@dataclass(slots=True)
class Person:
    """Somebody signed in."""

    client: httpx.AsyncClient
    telegram_id: int
    tokens: dict[str, Json]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens['access_token']}"}

    @property
    def access(self) -> dict[str, Json]:
        access: dict[str, Json] = self.tokens["access"]
        return access

    async def get(self, path: str, **options: Json) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, **options: Json) -> httpx.Response:
        return await self.request("POST", path, **options)

    async def patch(self, path: str, **options: Json) -> httpx.Response:
        return await self.request("PATCH", path, **options)

    async def delete(self, path: str, **options: Json) -> httpx.Response:
        return await self.request("DELETE", path, **options)

    async def request(self, method: str, path: str, **options: Json) -> httpx.Response:
        options["headers"] = self.headers | options.get("headers", {})
        return await self.client.request(method, path, **options)

    async def refresh(self) -> httpx.Response:
        answer = await self.client.post("/api/auth/refresh", json={"refresh_token": self.tokens["refresh_token"]})
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer


async def sign_in(client: httpx.AsyncClient, telegram_id: int, **user: Json) -> Person:
    answer = await client.post("/api/auth/login", json={"initData": launch(telegram_id, **user)})
    assert answer.status_code == 200, answer.text
    return Person(client, telegram_id, answer.json())


async def grant(admin: Person, telegram_id: int, model_id: str = PAID_MODEL, **order: Json) -> httpx.Response:
    path = f"/api/admin/users/{telegram_id}/subscriptions"
    return await admin.post(path, json={"model_id": model_id, "reason": "test", **order})


async def revoke(admin: Person, telegram_id: int, model_id: str = PAID_MODEL) -> httpx.Response:
    return await admin.delete(f"/api/admin/users/{telegram_id}/subscriptions/{model_id}", params={"reason": "test"})


async def history(admin: Person, telegram_id: int) -> list[Json]:
    """A user's history, oldest first."""
    answer = await admin.get("/api/admin/history", params={"user_id": telegram_id, "limit": 100})
    return list(reversed(answer.json()["items"]))


async def audit(admin: Person) -> Json:
    return (await admin.get("/api/admin/audit/verify")).json()


def soon(seconds: float) -> str:
    """An end that is near, in ISO form."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
