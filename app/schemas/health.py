"""Health, as the wire shows it."""

from typing import Literal

from app.schemas.base import Read


class Alive(Read):
    status: Literal["ok"]


class Readiness(Read):
    """``ready`` when everything else is true."""

    ready: bool
    database: bool
    migrations: bool
    listener: bool
