"""What a bulk order does to each person: told apart, told in full, and told in one line that two runs can compare."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.models.subscriptions import Source
from app.schemas.subscriptions import BulkPerson, RightEnd
from app.services.subscriptions import rights
from app.services.subscriptions.change import Change, LockedUser
from app.services.subscriptions.rights import Edit, Right, Term

Ends = Mapping[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order gives and takes, its template resolved."""

    grant: Sequence[str]
    revoke: Sequence[str]
    term: Term
    source: Source
    extend_only: bool

    @property
    def models(self) -> frozenset[str]:
        return frozenset((*self.grant, *self.revoke))

    def edit(self, held: Mapping[str, Right], now: datetime) -> Edit:
        """What becomes of somebody's rights. Raises InvalidExpiry."""
        wanted = [m for m in self.grant if not self.extend_only or (m in held and held[m].runs(now))]
        given = rights.grant(held, wanted, self.term, now)
        taken = rights.revoke(held, self.revoke, now)
        return Edit(granted=given.granted, extended=given.extended, revoked=taken.revoked)


@dataclass(frozen=True, slots=True)
class Fate:
    """What an order means for one person. Without a user or with a code it failed; an empty edit changes nothing."""

    telegram_id: int
    user: LockedUser | None
    edit: Edit = field(default_factory=Edit)
    code: str | None = None

    @property
    def change(self) -> Change | None:
        return Change(self.user, self.edit.action, self.edit) if self.user is not None and self.edit else None


def fingerprint(plan: Plan, fates: Sequence[Fate]) -> str:
    """A hash of whom an order changes and how; equal for a dry run and a run that do the same.

    Days count from the moment of the run where nothing runs yet, so those ends are left out; the term stands for them.
    """
    digest = hashlib.sha256(f"{plan.term.days} {_iso(plan.term.ends_at)}\n".encode())
    for fate in fates:
        edit = fate.edit
        extended = ",".join(f"{model_id}@{_iso(end)}" for model_id, end in sorted(edit.extended.items()))
        parts = (fate.telegram_id, fate.code, ",".join(sorted(edit.granted)), extended, ",".join(sorted(edit.revoked)))
        digest.update(f"{' '.join(map(str, parts))}\n".encode())
    return digest.hexdigest()


def describe(plan: Plan, fates: Sequence[Fate], names: Mapping[int, str], now: datetime) -> list[BulkPerson]:
    """Every person of an order, in the order of the fates."""
    return [_person(fate, names.get(fate.telegram_id), plan.models, now) for fate in fates]


def _person(fate: Fate, name: str | None, models: Collection[str], now: datetime) -> BulkPerson:
    user, change = fate.user, fate.change
    held = {} if user is None else {model_id: right.expires_at for model_id, right in user.rights.items()}
    before = _running(held, models, now)
    return BulkPerson(
        telegram_id=fate.telegram_id,
        name=name,
        outcome="failed" if fate.code is not None else "changed" if change else "unchanged",
        code=fate.code,
        version=None if user is None else user.version,
        new_version=None if change is None else change.version,
        before=before,
        after=before if change is None else _running(change.ends_after(), models, now),
    )


def _running(ends: Ends, models: Collection[str], now: datetime) -> list[RightEnd]:
    return [
        RightEnd(model_id=model_id, expires_at=end)
        for model_id, end in sorted(ends.items())
        if model_id in models and (end is None or end > now)
    ]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
