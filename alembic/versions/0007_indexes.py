"""Indexes that a million users need.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-25 09:50:00.000000
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


INDEXES = (
    # Finding people by their whole username, by a part of a username or of a name, by the start of an id, by what is rare.
    "CREATE INDEX ix_users_username ON users (lower(username))",
    "CREATE INDEX ix_users_username_part ON users USING gin (username gin_trgm_ops)",
    "CREATE INDEX ix_users_name_part ON users USING gin ((first_name || ' ' || coalesce(last_name, '')) gin_trgm_ops)",
    "CREATE INDEX ix_users_id_start ON users (CAST(telegram_id AS varchar) varchar_pattern_ops)",
    "CREATE INDEX ix_users_blocked ON users (created_at, telegram_id) WHERE is_blocked",
    "CREATE INDEX ix_users_unreachable ON users (reachability, created_at) WHERE reachability IN ('blocked', 'gone')",
    # Looking for a rare kind of change, or for the changes of one model, in a long history.
    "CREATE INDEX ix_subscription_history_action ON subscription_history (action, created_at, id)",
    "CREATE INDEX ix_subscription_history_models ON subscription_history"
    " USING gin (changed_models(old_subscriptions, new_subscriptions))",
    # Throwing away old news every hour.
    "CREATE INDEX ix_notifications_news ON notifications (created_at) WHERE kind IN ('signal', 'resolved')",
)

CHANGED_MODELS = """
CREATE FUNCTION changed_models(before jsonb, after jsonb) RETURNS text[] IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    WITH given AS (
        SELECT CASE jsonb_typeof(before) WHEN 'array' THEN before ELSE '[]' END AS before,
            CASE jsonb_typeof(after) WHEN 'array' THEN after ELSE '[]' END AS after
    )
    SELECT coalesce(array_agg(DISTINCT changed.one ->> 'model_id'), ARRAY[]::text[]) FROM (
        (SELECT jsonb_array_elements(given.before) AS one FROM given
            EXCEPT SELECT jsonb_array_elements(given.after) FROM given)
        UNION ALL
        (SELECT jsonb_array_elements(given.after) FROM given
            EXCEPT SELECT jsonb_array_elements(given.before) FROM given)
    ) AS changed
$$
"""
# Whatever somebody writes into a row behind the application's back, the index takes it: the audit finds it, not this.


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(CHANGED_MODELS)
    for statement in INDEXES:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in INDEXES:
        op.execute(f"DROP INDEX {statement.split()[2]}")
    op.execute("DROP FUNCTION changed_models")
