"""Market clock, outcomes of signals, what people made of them, and measured records.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24 20:31:12.402881
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FILL_CLOSES = """
UPDATE candles SET closed_at = CASE
    WHEN source = 'ecb' THEN (opened_at AT TIME ZONE 'Europe/Berlin' + interval '1 day') AT TIME ZONE 'Europe/Berlin'
    ELSE opened_at + CASE timeframe
        WHEN '1min' THEN interval '1 minute' WHEN '5min' THEN interval '5 minutes'
        WHEN '15min' THEN interval '15 minutes' WHEN '1h' THEN interval '1 hour'
        WHEN '4h' THEN interval '4 hours' ELSE interval '24 hours' END
    END
"""

_COUNT_SERIES = """
INSERT INTO candle_series (pair, timeframe, source, candles, newest_opened_at, newest_closed_at, updated_at)
SELECT pair, timeframe, (array_agg(source ORDER BY opened_at DESC))[1], count(*), max(opened_at), max(closed_at), now()
FROM candles GROUP BY pair, timeframe
"""

_PROTECT = """
CREATE TRIGGER signal_resolutions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signal_resolutions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _moment(name: str, *, now: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()") if now else None, nullable=False)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("candles", "signals"):
        op.alter_column(table, "timeframe", type_=sa.String(length=8), existing_type=sa.String(length=4))
    _candles()
    _series_and_clocks()
    _resolutions()
    _feedback_and_backtests()


def _candles() -> None:
    op.add_column("candles", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(_FILL_CLOSES)
    op.alter_column("candles", "closed_at", nullable=False)
    op.create_check_constraint(op.f("ck_candles_closed_at"), "candles", "closed_at > opened_at")
    op.create_index("ix_candles_closed_at", "candles", ["timeframe", "closed_at"], unique=False)


def _series_and_clocks() -> None:
    op.create_table(
        "candle_series",
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("timeframe", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("candles", sa.Integer(), nullable=False),
        _moment("newest_opened_at"),
        _moment("newest_closed_at"),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("pair", "timeframe", name=op.f("pk_candle_series")),
    )
    op.execute(_COUNT_SERIES)
    op.create_table(
        "replay_clocks",
        sa.Column("timeframe", sa.String(length=8), nullable=False),
        _moment("began_at"),
        _moment("moment"),
        sa.Column("is_running", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        _moment("stepped_at"),
        sa.CheckConstraint("moment >= began_at", name=op.f("ck_replay_clocks_moment")),
        sa.PrimaryKeyConstraint("timeframe", name=op.f("pk_replay_clocks")),
    )


def _resolutions() -> None:
    op.create_table(
        "signal_resolutions",
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("signal_seq", sa.Integer(), nullable=False),
        sa.Column("signal_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("exit_price", sa.Numeric(precision=18, scale=8), nullable=False),
        _moment("resolved_at"),
        _moment("created_at", now=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("status IN ('won', 'lost', 'expired')", name=op.f("ck_signal_resolutions_status")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_signal_resolutions_seq")),
        sa.ForeignKeyConstraint(
            ["model_id", "signal_seq"],
            ["signals.model_id", "signals.seq"],
            name=op.f("fk_signal_resolutions_model_id_signal_seq_signals"),
        ),
        sa.PrimaryKeyConstraint("model_id", "seq", name=op.f("pk_signal_resolutions")),
        sa.UniqueConstraint("model_id", "signal_seq", name=op.f("uq_signal_resolutions_model_id_signal_seq")),
    )
    op.execute(_PROTECT)
    op.create_index("ix_signals_candle_at", "signals", ["pair", "timeframe", "candle_at"], unique=False)


def _feedback_and_backtests() -> None:
    op.create_table(
        "signal_feedback",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        _moment("created_at", now=True),
        _moment("updated_at", now=True),
        sa.CheckConstraint("result IN ('won', 'lost', 'skipped')", name=op.f("ck_signal_feedback_result")),
        sa.ForeignKeyConstraint(["signal_id"], ["signals.id"], name=op.f("fk_signal_feedback_signal_id_signals")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.telegram_id"], name=op.f("fk_signal_feedback_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "signal_id", name=op.f("pk_signal_feedback")),
    )
    op.create_index("ix_signal_feedback_signal_id", "signal_feedback", ["signal_id"], unique=False)
    op.create_table(
        "model_backtests",
        sa.Column("model_id", sa.String(length=50), nullable=False),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("model_versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _moment("measured_at", now=True),
        sa.ForeignKeyConstraint(
            ["model_id"], ["subscription_models.id"], name=op.f("fk_model_backtests_model_id_subscription_models")
        ),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_backtests")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("model_backtests")
    op.drop_index("ix_signal_feedback_signal_id", table_name="signal_feedback")
    op.drop_table("signal_feedback")
    op.drop_index("ix_signals_candle_at", table_name="signals")
    op.drop_table("signal_resolutions")
    op.drop_table("replay_clocks")
    op.drop_table("candle_series")
    op.drop_index("ix_candles_closed_at", table_name="candles")
    op.drop_constraint(op.f("ck_candles_closed_at"), "candles", type_="check")
    op.drop_column("candles", "closed_at")
    for table in ("candles", "signals"):
        op.alter_column(table, "timeframe", type_=sa.String(length=4), existing_type=sa.String(length=8))
