"""Verifying the ledgers: whatever was done to signals or resolutions behind the product's back shows here.

Rows are checked, not only hashes: places in the chains, what was hashed, the levels, and what each resolution says of
which signal, and when. A row that cannot be read is named, and the others are read. A kept head shows a chain that was
cut or written anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlmodel import col

from app.canonical import GENESIS, chain_hash
from app.db.unit import Unit
from app.models.signals import Direction, Reason, Signal, SignalResolution
from app.models.subscriptions import SubscriptionModel
from app.schemas.signals import ChainHead, LedgerHead
from app.services.signals.ledger import (
    NEVER_WRITTEN,
    UNREADABLE,
    hashed_fields,
    hashed_outcome,
    stored_resolutions,
    stored_signals,
)
from app.signals.pairs import PAIRS

REASON_KEYS: Final = {"feature", "value", "effect"}

STATUSES: Final = {"won", "lost", "expired"}

Chain = Literal["signals", "resolutions"]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    model_id: str
    chain: Chain
    seq: int
    why: str


@dataclass(slots=True)
class _Followed:
    """A chain as far as it was followed; ``kept`` is the hash that somebody remembers for a place in it."""

    model_id: str
    chain: Chain
    kept: ChainHead | None
    seq: int = 0
    head: str = GENESIS
    kept_found: bool = False

    def follow(self, seq: int, prev_hash: str, hash_: str) -> Iterator[Break]:
        """Take the next row's link in."""
        if seq != self.seq + 1:
            yield self.broken(seq, f"row {self.seq + 1} is missing" if seq > self.seq else "the place is taken twice")
        elif prev_hash != self.head:
            yield self.broken(seq, "prev_hash is not the hash of the row before")
        if self.kept is not None and seq == self.kept.seq:
            self.kept_found = True
            if hash_ != self.kept.hash:
                yield self.broken(seq, "the hash is not the one in the head that was kept")
        self.seq, self.head = seq, hash_

    def end(self) -> Iterator[Break]:
        if self.kept is not None and self.kept.seq > 0 and not self.kept_found:
            yield self.broken(self.kept.seq, "the row that was kept as head is gone")

    def broken(self, seq: int, why: str) -> Break:
        return Break(self.model_id, self.chain, seq, why)


@dataclass(slots=True)
class LedgerReport:
    signals: int = 0
    resolutions: int = 0
    broken: list[Break] = field(default_factory=list)


async def verify_ledgers(unit: Unit, models: Sequence[str], heads: Mapping[str, LedgerHead]) -> LedgerReport:
    """Check the chains of some models against themselves and against heads that were kept earlier."""
    report = LedgerReport()
    for model_id in models:
        head = heads.get(model_id)
        links = await _signals(unit, _Followed(model_id, "signals", head.signals if head else None), report)
        chain = _Followed(model_id, "resolutions", head.resolutions if head else None)
        await _resolutions(unit, chain, links, report)
    return report


async def ledger_models(unit: Unit) -> list[str]:
    """The models that have ever published something."""
    found = set((await unit.session.execute(select(col(Signal.model_id)).distinct())).scalars())
    found |= set((await unit.session.execute(select(col(SignalResolution.model_id)).distinct())).scalars())
    return sorted(found)


async def known_models(unit: Unit) -> list[str]:
    """The models that have a ledger or may come to have one."""
    return sorted(
        {*await ledger_models(unit), *(await unit.session.execute(select(col(SubscriptionModel.id)))).scalars()}
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """What a resolution is compared with: the hash and the pair of its signal."""

    hash: str
    pair: str


async def _signals(unit: Unit, chain: _Followed, report: LedgerReport) -> Mapping[int, _Link]:
    links: dict[int, _Link] = {}
    async for signal in stored_signals(unit, chain.model_id):
        report.signals += 1
        report.broken += chain.follow(signal.seq, signal.prev_hash, signal.hash)
        report.broken += [chain.broken(signal.seq, why) for why in _signal_faults(signal)]
        links[signal.seq] = _Link(signal.hash, signal.pair)
    report.broken += chain.end()
    return links


def _signal_faults(signal: Signal) -> Iterator[str]:
    try:
        hash_ = chain_hash(signal.prev_hash, hashed_fields(signal))
    except UNREADABLE:
        yield NEVER_WRITTEN
        return
    if hash_ != signal.hash:
        yield "the row does not match its hash"
    if (why := _level_fault(signal)) is not None:
        yield why


def _level_fault(signal: Signal) -> str | None:
    levels = (signal.entry, signal.take_profit, signal.stop_loss)
    if not isinstance(signal.reasons, list) or not all(_is_reason(reason) for reason in signal.reasons):
        return NEVER_WRITTEN
    if signal.direction not in set(Direction) or not all(level.is_finite() for level in levels):
        return NEVER_WRITTEN
    if any(level != PAIRS[signal.pair].price(level) for level in levels):
        return "a price has more digits than were hashed"
    sign = 1 if signal.direction == Direction.BUY else -1
    right = signal.take_profit * sign > signal.entry * sign > signal.stop_loss * sign
    if not right:
        return "target and stop do not lie on their sides of the entry"
    return None if signal.candle_at < signal.expires_at else "the signal ends before it began"


def _is_reason(reason: Reason) -> bool:
    return reason.keys() == REASON_KEYS and all(isinstance(text, str) for text in reason.values())


async def _resolutions(unit: Unit, chain: _Followed, links: Mapping[int, _Link], report: LedgerReport) -> None:
    ended: set[int] = set()
    before: datetime | None = None
    async for row in stored_resolutions(unit, chain.model_id):
        report.resolutions += 1
        report.broken += chain.follow(row.seq, row.prev_hash, row.hash)
        faults = (*_outcome_faults(row, links.get(row.signal_seq)), *_moment_faults(row, before))
        report.broken += [chain.broken(row.seq, why) for why in dict.fromkeys(faults)]
        if row.signal_seq in ended:
            report.broken.append(chain.broken(row.seq, f"signal {row.signal_seq} ended twice"))
        ended.add(row.signal_seq)
        before = row.created_at
    report.broken += chain.end()


def _outcome_faults(row: SignalResolution, signal: _Link | None) -> Iterator[str]:
    if signal is None or row.signal_hash != signal.hash:
        yield f"signal_hash is not the hash of signal {row.signal_seq}"
    if signal is None:
        return
    if signal.pair not in PAIRS:
        yield f"signal {row.signal_seq} is of no pair, so that the hash cannot be checked"
        return
    try:
        hash_ = chain_hash(row.prev_hash, hashed_outcome(row, signal.pair))
    except UNREADABLE:
        yield NEVER_WRITTEN
        return
    if hash_ != row.hash:
        yield "the row does not match its hash"
    if row.status not in STATUSES or not row.exit_price.is_finite():
        yield NEVER_WRITTEN
    elif row.exit_price != PAIRS[signal.pair].price(row.exit_price):
        yield "the exit price has more digits than were hashed"


def _moment_faults(row: SignalResolution, before: datetime | None) -> Iterator[str]:
    """``created_at`` is in no hash, but candles decide before they are judged, and rows are written in their order."""
    if None in (row.created_at, row.resolved_at):
        yield NEVER_WRITTEN
        return
    if row.created_at < row.resolved_at:
        yield "created_at lies before the candle that decided had closed"
    if before is not None and row.created_at < before:
        yield "created_at lies before that of the row before"
