"""Health, as the wire shows it."""

from typing import Literal

from app.schemas.base import Read


class Alive(Read):
    status: Literal["ok"]


class Readiness(Read):
    """``ready`` when everything else is true and the process has not been told to stop.

    ``migrations``: the schema is not older than this code.
    """

    ready: bool
    database: bool
    migrations: bool
    listener: bool
