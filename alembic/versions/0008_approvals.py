"""Orders that wait for a second admin.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-25 22:00:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEEP_DECIDED = """
CREATE FUNCTION keep_decided_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'pending' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a decided approval stays as it is';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.order IS DISTINCT FROM OLD.order OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'what was asked for stays as it is';
    END IF;
    RETURN NEW;
END
$$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("order", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=1000), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'approved', 'refused', 'withdrawn')", name=op.f("ck_approvals_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_asked_at", "approvals", ["asked_at", "id"])
    op.create_index(
        "ix_approvals_pending", "approvals", ["asked_at", "id"], postgresql_where=sa.text("state = 'pending'")
    )
    op.create_index("ix_approvals_batch", "approvals", ["batch_id"], postgresql_where=sa.text("batch_id IS NOT NULL"))
    op.execute(KEEP_DECIDED)
    op.execute(
        "CREATE TRIGGER keep_decided BEFORE UPDATE OR DELETE ON approvals "
        "FOR EACH ROW EXECUTE FUNCTION keep_decided_approval()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("approvals")
    op.execute("DROP FUNCTION keep_decided_approval")
