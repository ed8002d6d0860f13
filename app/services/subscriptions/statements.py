"""The set-based SQL behind every change of rights."""

from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import String, TypeEngine

IDS = ARRAY(BigInteger)
UUIDS = ARRAY(Uuid)
TEXTS = ARRAY(String)
TIMES = ARRAY(DateTime(timezone=True))


def _with(statement: str, **types: TypeEngine[Any]) -> TextClause:
    return text(statement).bindparams(*(bindparam(name, type_=kind) for name, kind in types.items()))


_SELECT_USERS = """
SELECT telegram_id, subscription_version, role, is_blocked
FROM users WHERE telegram_id = ANY(:ids) ORDER BY telegram_id FOR UPDATE"""

LOCK = _with(_SELECT_USERS, ids=IDS)
LOCK_FREE = _with(_SELECT_USERS + " SKIP LOCKED", ids=IDS)

RIGHTS = _with(
    "SELECT user_id, id, model_id, expiry_date FROM user_subscriptions WHERE user_id = ANY(:ids) AND is_active", ids=IDS
)

HEADS = _with(
    """
    SELECT asked.user_id, newest.hash FROM unnest(:ids) AS asked (user_id)
    CROSS JOIN LATERAL (
        SELECT hash FROM subscription_history h WHERE h.user_id = asked.user_id ORDER BY version DESC LIMIT 1
    ) AS newest
    """,
    ids=IDS,
)

END = _with("UPDATE user_subscriptions SET is_active = false WHERE id = ANY(:ids)", ids=UUIDS)

MOVE = _with(
    """
    UPDATE user_subscriptions AS held SET expiry_date = moved.ends_at, changed_at = :now
    FROM unnest(:ids, :ends) AS moved (id, ends_at) WHERE held.id = moved.id
    """,
    ids=UUIDS,
    ends=TIMES,
    now=DateTime(timezone=True),
)

GIVE = _with(
    """
    INSERT INTO user_subscriptions (
        id, user_id, model_id, granted_by, source, created_at, changed_at, expiry_date, is_active
    )
    SELECT given.id, given.user_id, given.model_id, :granted_by, :source, :now, :now, given.ends_at, true
    FROM unnest(:ids, :users, :models, :ends) AS given (id, user_id, model_id, ends_at)
    """,
    ids=UUIDS,
    users=IDS,
    models=TEXTS,
    ends=TIMES,
    granted_by=BigInteger(),
    source=String(),
    now=DateTime(timezone=True),
)

BUMP = _with(
    """
    UPDATE users SET subscription_version = bumped.version, updated_at = :now
    FROM unnest(:ids, :versions) AS bumped (telegram_id, version) WHERE users.telegram_id = bumped.telegram_id
    """,
    ids=IDS,
    versions=ARRAY(Integer),
    now=DateTime(timezone=True),
)

RECORD = _with(
    """
    INSERT INTO subscription_history (
        id, user_id, admin_id, version, old_subscriptions, new_subscriptions, action, reason, ip_address, batch_id,
        created_at, prev_hash, hash
    )
    SELECT id, user_id, :admin_id, version, CAST(olds AS jsonb), CAST(news AS jsonb), action, :reason,
        CAST(:ip_address AS inet), :batch_id, :now, prev_hash, hash
    FROM unnest(:ids, :users, :versions, :olds, :news, :actions, :prev_hashes, :hashes)
        AS made (id, user_id, version, olds, news, action, prev_hash, hash)
    """,
    ids=UUIDS,
    users=IDS,
    versions=ARRAY(Integer),
    olds=TEXTS,
    news=TEXTS,
    actions=TEXTS,
    prev_hashes=TEXTS,
    hashes=TEXTS,
    admin_id=BigInteger(),
    reason=String(),
    ip_address=String(),
    batch_id=Uuid(),
    now=DateTime(timezone=True),
)

__all__ = ["BUMP", "END", "GIVE", "HEADS", "IDS", "LOCK", "LOCK_FREE", "MOVE", "RECORD", "RIGHTS", "TEXTS"]
