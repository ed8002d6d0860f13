"""A victim who has something of everything, and an attacker who knows all of the victim's ids."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, grant, sign_in
from tests.security.doors import Door, doors
from tests.servers import serving

VICTIM, ATTACKER = 700001, 700002
VICTIMS_NAME = "Wilhelmina-Unmistakable"
VICTIMS_WORDS = "a wish that only the victim has"

_STATE = """
SELECT json_build_object(
    'user', (SELECT to_jsonb(u) - 'last_seen_at' FROM users u WHERE telegram_id = $1),
    'rights', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.model_id) FROM user_subscriptions s WHERE user_id = $1),
    'history', (SELECT count(*) FROM subscription_history WHERE user_id = $1),
    'sessions', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM sessions s WHERE user_id = $1),
    'requests', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id) FROM subscription_requests r WHERE user_id = $1),
    'models', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM subscription_models m),
    'templates', (SELECT count(*) FROM subscription_templates),
    'broadcasts', (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.id) FROM broadcasts b),
    'admins', (SELECT jsonb_agg(telegram_id ORDER BY telegram_id) FROM users WHERE role = 'admin')
)::text
"""


@dataclass(frozen=True, slots=True)
class House:
    """The app with its doors, the victim's ids in them."""

    client: httpx.AsyncClient
    document: Json
    doors: list[Door]
    admin: Person
    victim: Person
    attacker: Person
    database: DatabaseUrls

    async def state(self) -> str:
        """Everything of the victim's, and what only admins may change."""
        connection = await asyncpg.connect(self.database.owner)
        try:
            found: str = await connection.fetchval(_STATE, VICTIM)
        finally:
            await connection.close()
        return found


@pytest.fixture
async def socket_url(app: FastAPI) -> AsyncIterator[str]:
    """Where the app takes WebSockets."""
    async with serving(app) as (_, port):
        yield f"ws://127.0.0.1:{port}/ws"


@pytest.fixture
async def house(client: httpx.AsyncClient, database: DatabaseUrls) -> House:
    admin = await sign_in(client, ADMIN_ID)
    victim = await sign_in(client, VICTIM, first_name=VICTIMS_NAME)
    attacker = await sign_in(client, ATTACKER, first_name="Attila")
    await grant(admin, VICTIM)
    asked = {"model_id": "gray-cardinal", "message": VICTIMS_WORDS}
    request = (await victim.post("/api/subscription-requests", json=asked)).json()
    draft = await admin.post("/api/admin/broadcasts", json={"texts": {"en": "Hello", "ru": "Привет"}})
    assert draft.status_code in {200, 201}, draft.text
    document = (await client.get("/openapi.json")).json()
    ids = await _ids(admin, victim, request, draft)
    return House(client, document, list(doors(document, ids)), admin, victim, attacker, database)


async def _ids(admin: Person, victim: Person, request: Json, draft: httpx.Response) -> Mapping[str, str]:
    history = (await admin.get(f"/api/admin/history?user_id={VICTIM}")).json()["items"]
    sessions = (await victim.get("/api/auth/sessions")).json()
    templates = (await admin.get("/api/admin/templates")).json()
    return {
        "telegram_id": str(VICTIM),
        "approval_id": str(uuid4()),
        "session_id": sessions[0]["id"],
        "request_id": request["id"],
        "history_id": history[0]["id"],
        "model_id": PAID_MODEL,
        "template_id": templates[0]["id"],
        "broadcast_id": draft.json()["id"],
        "batch_id": str(uuid4()),
        "signal_id": str(uuid4()),
    }
