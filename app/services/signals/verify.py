"""Verifying the ledgers: whatever was done to signals or resolutions behind the product's back shows here.

Rows are checked, not only hashes: places in the chains, what was hashed, the levels, and what each resolution says of
which signal. A kept head shows a chain that was cut or written anew.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Select, select
from sqlmodel import col

from app.canonical import GENESIS, CanonicalValue, chain_hash
from app.db.unit import Unit
from app.models.signals import Signal, SignalResolution
from app.schemas.signals import ChainHead, LedgerHead
from app.services.signals.ledger import hashed_fields, hashed_outcome
from app.signals.pairs import PAIRS

_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError)
"""What a forged value makes of reading it."""

_NEVER_WRITTEN: Final = "the row holds something that this product never writes"

REASON_KEYS: Final = {"feature", "value", "effect"}

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

    def follow(
        self, seq: int, prev_hash: str, hash_: str, hashed: Mapping[str, CanonicalValue] | None
    ) -> Iterator[Break]:
        """Take the next row in; ``hashed`` is None where it cannot be read."""
        if seq != self.seq + 1:
            yield self._break(seq, f"row {self.seq + 1} is missing" if seq > self.seq else "the place is taken twice")
        elif prev_hash != self.head:
            yield self._break(seq, "prev_hash is not the hash of the row before")
        if hashed is None:
            yield self._break(seq, _NEVER_WRITTEN)
        elif chain_hash(prev_hash, hashed) != hash_:
            yield self._break(seq, "the row does not match its hash")
        if self.kept is not None and seq == self.kept.seq:
            self.kept_found = True
            if hash_ != self.kept.hash:
                yield self._break(seq, "the hash is not the one in the head that was kept")
        self.seq, self.head = seq, hash_

    def end(self) -> Iterator[Break]:
        if self.kept is not None and self.kept.seq > 0 and not self.kept_found:
            yield self._break(self.kept.seq, "the row that was kept as head is gone")

    def _break(self, seq: int, why: str) -> Break:
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
        hashes: dict[int, tuple[str, str]] = {}
        await _signals(unit, model_id, head.signals if head else None, hashes, report)
        await _resolutions(unit, model_id, head.resolutions if head else None, hashes, report)
    return report


async def ledger_models(unit: Unit) -> list[str]:
    """The models that have ever published something."""
    found = set((await unit.session.execute(select(col(Signal.model_id)).distinct())).scalars())
    found |= set((await unit.session.execute(select(col(SignalResolution.model_id)).distinct())).scalars())
    return sorted(found)


async def _signals(
    unit: Unit, model_id: str, kept: ChainHead | None, hashes: dict[int, tuple[str, str]], report: LedgerReport
) -> None:
    chain = _Followed(model_id, "signals", kept)
    query = select(Signal).where(col(Signal.model_id) == model_id).order_by(col(Signal.seq))
    async for signal in _stream(unit, query):
        report.signals += 1
        hashed = _readable(lambda signal=signal: hashed_fields(signal))
        report.broken += chain.follow(signal.seq, signal.prev_hash, signal.hash, hashed)
        if hashed is not None and (why := _level_fault(signal)) is not None:
            report.broken.append(Break(model_id, "signals", signal.seq, why))
        hashes[signal.seq] = (signal.hash, signal.pair)
    report.broken += chain.end()


def _level_fault(signal: Signal) -> str | None:
    price = PAIRS[signal.pair].price
    if any(value != price(value) for value in (signal.entry, signal.take_profit, signal.stop_loss)):
        return "a price has more digits than were hashed"
    if any(reason.keys() != REASON_KEYS for reason in signal.reasons):
        return _NEVER_WRITTEN
    sign = 1 if signal.direction == "BUY" else -1
    right = signal.take_profit * sign > signal.entry * sign > signal.stop_loss * sign
    if not right:
        return "target and stop do not lie on their sides of the entry"
    return None if signal.candle_at < signal.expires_at else "the signal ends before it began"


async def _resolutions(
    unit: Unit, model_id: str, kept: ChainHead | None, hashes: Mapping[int, tuple[str, str]], report: LedgerReport
) -> None:
    chain = _Followed(model_id, "resolutions", kept)
    ended: set[int] = set()
    query = (
        select(SignalResolution).where(col(SignalResolution.model_id) == model_id).order_by(col(SignalResolution.seq))
    )
    async for row in _stream(unit, query):
        report.resolutions += 1
        signal_hash, pair = hashes.get(row.signal_seq, ("", ""))
        hashed = _readable(lambda row=row, pair=pair: hashed_outcome(row, pair)) if pair else {}
        report.broken += chain.follow(row.seq, row.prev_hash, row.hash, hashed)
        if row.signal_hash != signal_hash:
            why = f"signal_hash is not the hash of signal {row.signal_seq}"
            report.broken.append(Break(model_id, "resolutions", row.seq, why))
        if hashed and row.exit_price != PAIRS[pair].price(row.exit_price):
            why = "the exit price has more digits than were hashed"
            report.broken.append(Break(model_id, "resolutions", row.seq, why))
        if row.signal_seq in ended:
            report.broken.append(Break(model_id, "resolutions", row.seq, f"signal {row.signal_seq} ended twice"))
        ended.add(row.signal_seq)
    report.broken += chain.end()


def _readable(read: Any) -> Mapping[str, CanonicalValue] | None:
    try:
        found: Mapping[str, CanonicalValue] = read()
    except _UNREADABLE:
        return None
    return found


async def _stream(unit: Unit, query: Select[Any]) -> AsyncIterator[Any]:
    result = await unit.session.stream(query.execution_options(yield_per=1000, populate_existing=True))
    async for row in result.scalars():
        yield row
