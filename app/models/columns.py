"""Column shapes that several tables share."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, text
from sqlalchemy.types import TypeEngine

AWARE: TypeEngine[datetime] = DateTime(timezone=True)
"""``timestamptz``; every ``..._at`` is aware UTC."""

TELEGRAM_ID_MAX = 2**52 - 1
"""Telegram's ids have at most 52 significant bits."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def one_of(column: str, kinds: type[StrEnum]) -> CheckConstraint:
    """Check that ``column`` holds one of the enumeration's values."""
    values = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({values})", name=column)


NOW = {"server_default": text("now()")}
NEW_ID = {"server_default": text("gen_random_uuid()")}
FALSE = {"server_default": text("false")}
TRUE = {"server_default": text("true")}
EMPTY = {"server_default": text("''")}
