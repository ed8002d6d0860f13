"""Whom a message is for, and what they have chosen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.models.notifications import Kind
from app.models.users import ChosenHours, Reachability, Role, User
from app.services.messages.contents import Reader
from app.services.messages.format import language_of, zone_of
from app.services.notifications.quiet import quiet_until

Mode = Literal["on", "silent", "off"]
_MODES: dict[str, Mode] = {"on": "on", "silent": "silent", "off": "off"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the moment of sending."""

    telegram_id: int
    reader: Reader
    reachability: Reachability
    is_blocked: bool
    is_admin: bool
    kinds: dict[str, str]
    models: dict[str, str]
    min_confidence: float | None
    hours: ChosenHours | None
    wants_digest: bool

    def mode(self, kind: Kind, model_id: str | None = None) -> Mode:
        """How a kind is to come. A model's own choice goes before that of new signals, and silences its results."""
        general = _MODES.get(self.kinds.get(kind.value, "on"), "on")
        own = None if model_id is None else _MODES.get(self.models.get(model_id, ""))
        if own is None or kind not in {Kind.SIGNAL, Kind.RESOLVED}:
            return general
        if kind is Kind.SIGNAL:
            return own
        return min(own, general, key=("off", "silent", "on").index)

    def why_unreachable(self) -> str | None:
        """The code of why nothing can be sent, None where it can."""
        if self.is_blocked:
            return "account_blocked"
        return None if self.reachability is Reachability.OK else self.reachability.value

    def quiet_until(self, now: datetime) -> datetime | None:
        return quiet_until(self.hours, self.reader.zone, now)


async def read_person(unit: Unit, telegram_id: int) -> Person | None:
    """None if there is nobody by this id (any more)."""
    row = (await unit.session.execute(select(User).where(col(User.telegram_id) == telegram_id))).scalar_one_or_none()
    if row is None:
        return None
    return Person(
        telegram_id=telegram_id,
        reader=Reader(language_of(row.language_code), zone_of(row.timezone or row.device_timezone)),
        reachability=Reachability(row.reachability),
        is_blocked=row.is_blocked,
        is_admin=row.role == Role.ADMIN,
        kinds=row.notifications,
        models=row.signal_modes,
        min_confidence=row.min_confidence,
        hours=row.quiet_hours,
        wants_digest=row.digest,
    )
