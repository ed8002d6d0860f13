"""News on their way to a bus that is not the database."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Column, Identity
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, NOW, utc_now


class BusEvent(Table, table=True):
    """An event whose transaction has committed and that may not have been published yet.

    Unlogged: after a crash of the database every process reads its state anew, whatever was in here.
    """

    __tablename__ = "bus_outbox"
    __table_args__: ClassVar = ({"prefixes": ["UNLOGGED"]},)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    payload: str
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
