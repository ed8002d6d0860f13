"""What an order does to the rights of one user. Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from app.errors import InvalidExpiry
from app.models.subscriptions import Action


@dataclass(frozen=True, slots=True)
class Term:
    """How long a granted right runs: ``days``, or until ``ends_at``; neither = for ever."""

    days: int | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """An active row of ``user_subscriptions``; it may have ended without having been swept yet."""

    id: UUID
    model_id: str
    expires_at: datetime | None

    def runs(self, now: datetime) -> bool:
        return self.expires_at is None or self.expires_at > now


@dataclass(frozen=True, slots=True)
class Edit:
    """What happens to the rights of one user: model id -> the end that it gets.

    ``granted`` become new rows (an ended row of the same model makes way), ``extended`` keep theirs, ``revoked`` end.
    """

    granted: Mapping[str, datetime | None] = field(default_factory=dict)
    extended: Mapping[str, datetime | None] = field(default_factory=dict)
    revoked: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.granted or self.extended or self.revoked)

    @property
    def action(self) -> Action:
        """The word for a change that an admin ordered."""
        if self.granted:
            return Action.GRANT
        return Action.EXTEND if self.extended else Action.REVOKE


def later(start: datetime, days: int) -> datetime:
    """Add days. Raises InvalidExpiry past the calendar's end."""
    try:
        end = start + timedelta(days=days)
    except OverflowError:
        raise InvalidExpiry from None
    if end.year > 9998:
        raise InvalidExpiry
    return end


def grant(rights: Mapping[str, Right], models: Iterable[str], term: Term, now: datetime) -> Edit:
    """Give models for a term.

    Days are added to the present end of a running right, and counted from now for a new one; for ever is never
    shortened by days. An end is set as given. What would change nothing is left out.
    """
    granted: dict[str, datetime | None] = {}
    extended: dict[str, datetime | None] = {}
    for model_id in models:
        held = rights.get(model_id)
        if held is None or not held.runs(now):
            granted[model_id] = later(now, term.days) if term.days is not None else term.ends_at
            continue
        end = _new_end(held, term)
        if end != held.expires_at:
            extended[model_id] = end
    return Edit(granted=granted, extended=extended)


def _new_end(held: Right, term: Term) -> datetime | None:
    if term.days is None:
        return term.ends_at
    return None if held.expires_at is None else later(held.expires_at, term.days)


def revoke(rights: Mapping[str, Right], models: Iterable[str], now: datetime) -> Edit:
    """End running rights now. What has ended already is left to the sweeper."""
    return Edit(revoked=frozenset(m for m in models if m in rights and rights[m].runs(now)))


def restore(rights: Mapping[str, Right], wanted: Mapping[str, datetime | None], now: datetime) -> Edit:
    """Turn the rights back into ``wanted``; what would have ended by now is not revived."""
    alive = {model_id: end for model_id, end in wanted.items() if end is None or end > now}
    running = {model_id: right.expires_at for model_id, right in rights.items() if right.runs(now)}
    return Edit(
        granted={m: end for m, end in alive.items() if m not in running},
        extended={m: end for m, end in alive.items() if m in running and running[m] != end},
        revoked=frozenset(running.keys() - alive.keys()),
    )
