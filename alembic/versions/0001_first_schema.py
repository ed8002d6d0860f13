"""First schema.

Revision ID: 0001
Revises:
Create Date: 2026-11-24 15:01:53.127530
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_APPEND_ONLY = ("subscription_history", "signals")

_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$
"""

_PROTECT = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "candles",
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("timeframe", sa.String(length=4), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("high", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("low", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("close", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "low <= LEAST(open, close) AND high >= GREATEST(open, close) AND low > 0", name=op.f("ck_candles_prices")
        ),
        sa.PrimaryKeyConstraint("pair", "timeframe", "opened_at", name=op.f("pk_candles")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("admin_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "subscription_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("old_subscriptions", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("new_subscriptions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "action IN ('register', 'grant', 'extend', 'revoke', 'expire', 'role', 'block', 'unblock', 'undo', 'delete')",
            name=op.f("ck_subscription_history_action"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_subscription_history_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_history")),
        sa.UniqueConstraint("user_id", "version", name=op.f("uq_subscription_history_user_id_version")),
    )
    op.create_index("ix_subscription_history_admin", "subscription_history", ["admin_id", "created_at"], unique=False)
    op.create_index(
        "ix_subscription_history_batch",
        "subscription_history",
        ["batch_id"],
        unique=False,
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index("ix_subscription_history_created_at", "subscription_history", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_subscription_history_user_created", "subscription_history", ["user_id", "created_at"], unique=False
    )
    op.create_table(
        "subscription_models",
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=2000), server_default=sa.text("''"), nullable=False),
        sa.Column("is_free", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("accuracy", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("id ~ '^[a-z0-9][a-z0-9-]*$'", name=op.f("ck_subscription_models_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_models")),
    )
    op.create_table(
        "subscription_templates",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=2000), server_default=sa.text("''"), nullable=False),
        sa.Column("subscriptions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_premium", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("color_scheme", sa.String(length=32), nullable=False),
        sa.Column("icon", sa.String(length=32), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_subscription_templates_name")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("first_name", sa.String(length=256), server_default=sa.text("''"), nullable=False),
        sa.Column("last_name", sa.String(length=256), nullable=True),
        sa.Column("language_code", sa.String(length=16), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column(
            "notifications",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("photo_url", sa.String(length=2048), nullable=True),
        sa.Column("role", sa.String(length=16), server_default=sa.text("'user'"), nullable=False),
        sa.Column("is_premium", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("subscription_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("session_epoch", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_active", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('user', 'admin')", name=op.f("ck_users_role")),
        sa.CheckConstraint("subscription_version >= 1", name=op.f("ck_users_subscription_version")),
        sa.CheckConstraint("telegram_id BETWEEN 1 AND 4503599627370495", name=op.f("ck_users_telegram_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_users_telegram_id")),
    )
    op.create_index(
        "ix_users_admins", "users", ["telegram_id"], unique=False, postgresql_where=sa.text("role = 'admin'")
    )
    op.create_index("ix_users_created_at", "users", ["created_at", "telegram_id"], unique=False)
    op.create_index("ix_users_last_active", "users", ["last_active", "telegram_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("user_agent", sa.String(length=256), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.telegram_id"], name=op.f("fk_sessions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_user_id", "sessions", ["user_id", "last_used_at"], unique=False)
    op.create_table(
        "signals",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("timeframe", sa.String(length=4), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("entry", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("take_profit", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("stop_loss", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("confidence", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("replay", sa.Boolean(), nullable=False),
        sa.Column("candle_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("feature_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("direction IN ('BUY', 'SELL')", name=op.f("ck_signals_direction")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_signals_confidence")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_signals_seq")),
        sa.ForeignKeyConstraint(
            ["model_id"], ["subscription_models.id"], name=op.f("fk_signals_model_id_subscription_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint(
            "model_id", "pair", "timeframe", "candle_at", name=op.f("uq_signals_model_id_pair_timeframe_candle_at")
        ),
        sa.UniqueConstraint("model_id", "seq", name=op.f("uq_signals_model_id_seq")),
    )
    op.create_index("ix_signals_created_at", "signals", ["created_at", "id"], unique=False)
    op.create_table(
        "subscription_requests",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decision_reason", sa.String(length=1000), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected')", name=op.f("ck_subscription_requests_status")
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["subscription_models.id"], name=op.f("fk_subscription_requests_model_id_subscription_models")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.telegram_id"], name=op.f("fk_subscription_requests_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_requests")),
    )
    op.create_index(
        "ix_subscription_requests_status", "subscription_requests", ["status", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_subscription_requests_user", "subscription_requests", ["user_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "uq_subscription_requests_pending",
        "subscription_requests",
        ["user_id", "model_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "user_subscriptions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expiry_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["subscription_models.id"], name=op.f("fk_user_subscriptions_model_id_subscription_models")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.telegram_id"], name=op.f("fk_user_subscriptions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_subscriptions")),
    )
    op.create_index(
        "ix_user_subscriptions_expiry",
        "user_subscriptions",
        ["expiry_date"],
        unique=False,
        postgresql_where=sa.text("is_active AND expiry_date IS NOT NULL"),
    )
    op.create_index(
        "ix_user_subscriptions_model",
        "user_subscriptions",
        ["model_id", "user_id"],
        unique=False,
        postgresql_where=sa.text("is_active"),
    )
    op.create_index("ix_user_subscriptions_user_id", "user_subscriptions", ["user_id"], unique=False)
    op.create_index(
        "uq_user_subscriptions_active",
        "user_subscriptions",
        ["user_id", "model_id"],
        unique=True,
        postgresql_where=sa.text("is_active"),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"], unique=False)
    op.execute(_REFUSE)
    for table in _APPEND_ONLY:
        op.execute(_PROTECT.format(table=table))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_refresh_tokens_session_id", table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index(
        "uq_user_subscriptions_active", table_name="user_subscriptions", postgresql_where=sa.text("is_active")
    )
    op.drop_index("ix_user_subscriptions_user_id", table_name="user_subscriptions")
    op.drop_index("ix_user_subscriptions_model", table_name="user_subscriptions", postgresql_where=sa.text("is_active"))
    op.drop_index(
        "ix_user_subscriptions_expiry",
        table_name="user_subscriptions",
        postgresql_where=sa.text("is_active AND expiry_date IS NOT NULL"),
    )
    op.drop_table("user_subscriptions")
    op.drop_index(
        "uq_subscription_requests_pending",
        table_name="subscription_requests",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_subscription_requests_user", table_name="subscription_requests")
    op.drop_index("ix_subscription_requests_status", table_name="subscription_requests")
    op.drop_table("subscription_requests")
    op.drop_index("ix_signals_created_at", table_name="signals")
    op.drop_table("signals")
    op.drop_index("ix_sessions_user_id", table_name="sessions")
    op.drop_index("ix_sessions_expires_at", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_users_last_active", table_name="users")
    op.drop_index("ix_users_created_at", table_name="users")
    op.drop_index("ix_users_admins", table_name="users", postgresql_where=sa.text("role = 'admin'"))
    op.drop_table("users")
    op.drop_table("subscription_templates")
    op.drop_table("subscription_models")
    op.drop_index("ix_subscription_history_user_created", table_name="subscription_history")
    op.drop_index("ix_subscription_history_created_at", table_name="subscription_history")
    op.drop_index(
        "ix_subscription_history_batch",
        table_name="subscription_history",
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.drop_index("ix_subscription_history_admin", table_name="subscription_history")
    op.drop_table("subscription_history")
    op.drop_index("ix_idempotency_keys_created_at", table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_table("candles")
    op.execute("DROP FUNCTION refuse_change()")
