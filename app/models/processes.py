"""What the processes of one database must agree on. Unlogged: a crash of PostgreSQL empties these tables."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Integer, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, NOW, utc_now

_OFTEN_WRITTEN: dict[str, Any] = {"prefixes": ["UNLOGGED"], "postgresql_with": {"fillfactor": 50}}
"""Half of each page stays free, so that a row's next state lands beside it and no index is touched."""


class RateLimit(Table, table=True):
    """Hits on one limit by one client. ``counts``: accepted hits by slot, the newest slot, number ``slot``, first.

    A slot is a sixtieth of the window of ``seconds``. ``granted`` belongs to the statement that wrote the row last.
    """

    __tablename__ = "rate_limits"
    __table_args__: ClassVar = (_OFTEN_WRITTEN,)

    key: str = Field(primary_key=True)
    seconds: int
    most: int
    slot: int = Field(sa_type=BigInteger)
    counts: list[int] = Field(sa_type=ARRAY(Integer))
    granted: int


class OpenSockets(Table, table=True):
    """How many sockets a user has open: ``held`` by id of the process. ``granted`` as in ``RateLimit``."""

    __tablename__ = "open_sockets"
    __table_args__: ClassVar = (_OFTEN_WRITTEN,)

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    held: dict[str, int] = Field(sa_type=JSONB)
    granted: int


class ProcessFigures(Table, table=True):
    """A process that lives while ``seen_at`` is fresh, what it reports, and what it has counted since its start.

    The row of the zero UUID adds up what processes had counted that are gone.
    """

    __tablename__ = "process_figures"
    __table_args__: ClassVar = (_OFTEN_WRITTEN,)

    id: UUID = Field(primary_key=True)
    host: str = Field(max_length=255)
    pid: int
    started_at: datetime = Field(sa_type=AWARE)
    seen_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    report: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    counts: dict[str, float] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'::jsonb")}
    )
