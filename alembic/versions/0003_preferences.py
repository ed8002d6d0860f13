"""What people choose about messages: modes by model, least confidence, quiet hours, digest.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-27 09:14:55.310274
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    jsonb = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("users", sa.Column("signal_modes", jsonb, server_default=sa.text("'{}'::jsonb"), nullable=False))
    op.add_column("users", sa.Column("min_confidence", sa.Float(), nullable=True))
    op.add_column("users", sa.Column("quiet_hours", jsonb, nullable=True))
    op.add_column("users", sa.Column("digest", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.create_check_constraint(op.f("ck_users_min_confidence"), "users", "min_confidence BETWEEN 0 AND 1")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_users_min_confidence"), "users", type_="check")
    for column in ("digest", "quiet_hours", "min_confidence", "signal_modes"):
        op.drop_column("users", column)
