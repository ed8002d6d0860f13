"""A model's newest signals as finished answers: written once a change, sent as bytes to everybody who may see them."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache

from app.db.coalesce import Coalesced
from app.db.raw_reads import RawReads
from app.db.unit import Unit, Units
from app.schemas.signals import LatestSignal, LedgerHead, SignalPage, SignalState
from app.services.signals import read

KEPT_BYTES: Final = 16 * 1024 * 1024
"""Of answers, over all models; those not asked for longest go first."""

WRITE_PATIENCE: Final = 10.0
"""Seconds; a database that is busy is waited for, one that is away ends the wait by itself."""

_HEADS: Final = """
SELECT asked.model_id, signals.hash, resolutions.hash
FROM unnest($1::text[]) AS asked (model_id)
LEFT JOIN LATERAL (
    SELECT hash FROM signals WHERE model_id = asked.model_id ORDER BY seq DESC LIMIT 1
) AS signals ON true
LEFT JOIN LATERAL (
    SELECT hash FROM signal_resolutions WHERE model_id = asked.model_id ORDER BY seq DESC LIMIT 1
) AS resolutions ON true
"""

_Head = tuple[str | None, str | None]
"""The newest hashes of a model's two chains. Links are only ever added, so they name the state of both."""

HeadRead = asyncio.Future[_Head | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON body, and a strong validator of it in quotes."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question; ``limit`` None asks for the newest signal alone."""

    model_id: str
    pair: str | None
    status: SignalState | None
    limit: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    head: _Head
    answer: Answer


class SignalAnswers:
    """Answers that depend on a model's ledger alone.

    One is used as long as the ledger ends with the links that it was written from, which PostgreSQL is asked for by a
    read that starts after the request has come; so it is never older than a query of the request's own would be.
    """

    def __init__(self, reads: RawReads, units: Units) -> None:
        self._reads = reads
        self._units = units
        self._heads: Coalesced[str, _Head] = Coalesced(self._read_heads)
        self._written: Coalesced[_Asked, _Kept] = Coalesced(self._write, patience=WRITE_PATIENCE)
        self._kept: LRUCache[_Asked, _Kept] = LRUCache(KEPT_BYTES, getsizeof=lambda kept: len(kept.answer.body))

    def ask_head(self, model_id: str) -> HeadRead:
        """Begin to ask how far a model's ledger has come, for who has something else to await before the answer."""
        return self._heads.ask(model_id)

    async def latest(self, model_id: str, *, pair: str | None, head: HeadRead | None = None) -> Answer:
        """``LatestSignal`` of a model; ``head`` was asked for by the same request.

        Raises UnknownPair, DatabaseUnavailable.
        """
        return await self._newest(_Asked(model_id, pair, status=None, limit=None), head)

    async def page(
        self,
        model_id: str,
        *,
        pair: str | None,
        status: SignalState | None,
        limit: int,
        cursor: str | None,
        head: HeadRead | None = None,
    ) -> Answer:
        """``SignalPage`` of a model; ``head`` was asked for by the same request.

        Raises UnknownPair, InvalidCursor, DatabaseUnavailable.
        """
        asked = _Asked(model_id, pair, status, limit)
        if cursor is None:
            return await self._newest(asked, head)
        async with self._units.snapshot() as unit:
            return (await _compose(unit, asked, cursor)).answer

    async def _newest(self, asked: _Asked, head: HeadRead | None) -> Answer:
        read.check_pair(asked.pair)
        self._reads.refuse_while_away()
        kept: _Kept | None = self._kept.get(asked)
        if kept is not None and await (head or self.ask_head(asked.model_id)) == kept.head:
            return kept.answer
        written = await self._written.get(asked)
        assert written is not None  # noqa: S101 - everything asked is written
        return written.answer

    async def _read_heads(self, model_ids: Sequence[str]) -> Mapping[str, _Head]:
        return {row[0]: (row[1], row[2]) for row in await self._reads.fetch(_HEADS, model_ids)}

    async def _write(self, questions: Sequence[_Asked]) -> Mapping[_Asked, _Kept]:
        """Each from one snapshot, so that an answer and the head in it belong together."""
        async with self._units.snapshot() as unit:
            written = {asked: await _compose(unit, asked) for asked in questions}
        for asked, kept in written.items():
            if len(kept.answer.body) <= KEPT_BYTES:
                self._kept[asked] = kept
        return written


async def _compose(unit: Unit, asked: _Asked, cursor: str | None = None) -> _Kept:
    found: LatestSignal | SignalPage
    if asked.limit is None:
        found = await read.latest(unit, asked.model_id, pair=asked.pair)
    else:
        found = await read.list_signals(
            unit, asked.model_id, pair=asked.pair, status=asked.status, limit=asked.limit, cursor=cursor
        )
    body = found.model_dump_json().encode()
    return _Kept(_head_of(found.ledger_head), Answer(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'))


def _head_of(head: LedgerHead) -> _Head:
    signals, resolutions = head.signals, head.resolutions
    return (signals.hash if signals.seq else None, resolutions.hash if resolutions.seq else None)
