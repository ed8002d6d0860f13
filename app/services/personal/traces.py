"""Rows that name a person without hanging on their row: nothing deletes these by itself."""

from typing import Final

from sqlalchemy import BigInteger, Integer, bindparam, text

from app.db.unit import Unit

_TRACES: Final = tuple(
    text(statement).bindparams(bindparam("telegram_id", type_=BigInteger))
    for statement in (
        "DELETE FROM bot_orders WHERE admin_id = :telegram_id"
        " OR (\"order\" ->> 'telegram_id') = CAST(:telegram_id AS text)",
        "DELETE FROM idempotency_keys WHERE admin_id = :telegram_id",
        "DELETE FROM telegram_pace WHERE chat_id = :telegram_id",
    )
)

_LATE: Final = text(
    """
    WITH gone AS (
        SELECT user_id, max(created_at) AS at FROM subscription_history
        WHERE action = 'delete' AND created_at > now() - interval '30 days' GROUP BY user_id
    ), late AS (
        SELECT n.id FROM gone JOIN notifications n ON n.user_id = gone.user_id AND n.created_at <= gone.at
        LIMIT :most FOR UPDATE OF n SKIP LOCKED
    )
    DELETE FROM notifications n USING late WHERE n.id = late.id RETURNING 1
    """
).bindparams(bindparam("most", type_=Integer))
"""What was under way to a person at the moment of their deletion, and so was left then."""


async def forget_traces(unit: Unit, telegram_id: int) -> None:
    """Remove orders about and by a person who is deleted, their kept answers, and when they were last written to."""
    for statement in _TRACES:
        await unit.session.execute(statement, {"telegram_id": telegram_id})


async def forget_late_messages(unit: Unit, *, most: int) -> int:
    """Remove messages that outlived the deletion of whom they were for; return how many."""
    return len((await unit.session.execute(_LATE, {"most": most})).all())
