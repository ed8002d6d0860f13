"""People by the thousand: rows as the application would have written them, and tokens that it would have issued."""

import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import asyncpg

from app.services.tokens import TokenSigner
from tests.factories import JWT_KEY

FIRST = 1_000_000_001
"""The first id of the crowd; ids follow each other."""

_PEOPLE = """
INSERT INTO users (telegram_id, first_name, username, language_code, subscription_version, created_at, last_active)
SELECT id, 'Person ' || id, 'person' || id, 'en', 1, now() - random() * interval '300 days', now()
FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS id
"""

_RIGHTS = """
INSERT INTO user_subscriptions (user_id, model_id, granted_by, source, created_at, expiry_date, is_active)
SELECT id, 'logistic-spy', NULL, 'basic', now(), NULL, true
FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS id
"""

_HISTORY = """
INSERT INTO subscription_history (
    user_id, admin_id, version, old_subscriptions, new_subscriptions, action, created_at, prev_hash, hash
)
SELECT id, 0, 1, '[]', '[{"model_id": "logistic-spy", "expires_at": null}]', 'register', now(), repeat('0', 64),
    md5(id::text) || md5(id::text)
FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS id
"""


async def fill(owner_url: str, people: int) -> Sequence[int]:
    """Write people who hold the free model and have a history of one row each (whose hashes are filler)."""
    connection = await asyncpg.connect(owner_url)
    for statement in (_PEOPLE, _RIGHTS, _HISTORY):
        await connection.execute(statement, FIRST, people)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    return range(FIRST, FIRST + people)


def token_of(person: int, *, version: int = 1) -> str:
    """A token as login issues it, for a server of ``tests.servers``."""
    signer = TokenSigner(JWT_KEY, lifetime=timedelta(seconds=900), skew=timedelta(seconds=60))
    subs: dict[str, int | None] = {"logistic-spy": None}
    return signer.issue(telegram_id=person, sid=uuid4(), role="user", ver=version, subs=subs, issued_at=time.time())
