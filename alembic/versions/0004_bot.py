"""The bot: outbox, broadcasts, what it must remember; who can be written to.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-25 03:32:55.549843
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "bot_orders",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("order", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_orders")),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("audience", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("silent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=16), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("reached_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_reached", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'scheduled', 'sending', 'sent', 'cancelled')", name=op.f("ck_broadcasts_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index("ix_broadcasts_created_at", "broadcasts", ["created_at", "id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column(
            "payload", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=16), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=True),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("broadcast_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('access', 'request', 'expiry', 'signal', 'resolved', 'broadcast', 'admin')",
            name=op.f("ck_notifications_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'skipped', 'failed', 'cancelled')", name=op.f("ck_notifications_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "subject", "stage", name=op.f("uq_notifications_user_id_subject_stage")),
    )
    op.create_index(
        "ix_notifications_broadcast",
        "notifications",
        ["broadcast_id", "state"],
        unique=False,
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )
    op.create_index(
        "ix_notifications_admin",
        "notifications",
        ["subject"],
        unique=False,
        postgresql_where=sa.text("kind = 'admin'"),
    )
    op.create_index("ix_notifications_created_at", "notifications", ["created_at"], unique=False)
    op.create_index(
        "ix_notifications_pending",
        "notifications",
        ["priority", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_notifications_user", "notifications", ["user_id", "id"], unique=False)
    op.create_index(
        "ix_notifications_waiting",
        "notifications",
        ["user_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "telegram_pace",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_telegram_pace")),
    )
    op.create_table(
        "telegram_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_telegram_updates")),
    )
    op.create_index("ix_telegram_updates_received_at", "telegram_updates", ["received_at"], unique=False)
    op.create_table(
        "told_signals",
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("signals", sa.Integer(), nullable=False),
        sa.Column("resolutions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_told_signals")),
    )
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "user_subscriptions", sa.Column("changed_at", moment, server_default=sa.text("now()"), nullable=False)
    )
    op.execute("UPDATE user_subscriptions SET changed_at = created_at")
    # Whether those who are here already can be written to is found out by writing to them.
    op.add_column("users", sa.Column("reachability", sa.String(length=16), server_default="ok", nullable=False))
    op.add_column("users", sa.Column("device_timezone", sa.String(length=64), nullable=True))
    op.alter_column("users", "reachability", server_default="needs_start")
    op.create_check_constraint(
        op.f("ck_users_reachability"), "users", "reachability IN ('ok', 'needs_start', 'blocked', 'gone')"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_users_reachability"), "users", type_="check")
    op.drop_column("users", "reachability")
    op.drop_column("users", "device_timezone")
    op.drop_column("user_subscriptions", "changed_at")
    for table in ("told_signals", "telegram_updates", "telegram_pace", "notifications", "broadcasts", "bot_orders"):
        op.drop_table(table)
