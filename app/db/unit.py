"""The unit of work: one door opened, one transaction, one commit at the edge."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app.db.engine import raise_if_away
from app.db.health import DatabaseHealth


@dataclass(slots=True)
class Unit:
    """One transaction. Services change things through it and never commit; whoever opened it does."""

    session: AsyncSession
    written_versions: dict[int, int] = field(default_factory=dict)
    """Telegram id -> the subscription version that this unit has written for it."""

    async def now(self) -> datetime:
        """The database's clock at this moment (not at the transaction's start)."""
        moment: datetime = (await self.session.execute(select(func.clock_timestamp()))).scalar_one()
        return moment


class Units:
    """Opens units on one engine and ends them early with DatabaseUnavailable when the database goes away."""

    def __init__(
        self,
        engine: AsyncEngine,
        health: DatabaseHealth,
        *,
        info: Mapping[str, object] | None = None,
        after_commit: Callable[[AsyncSession], None] | None = None,
    ) -> None:
        """``info`` is found on every session; ``after_commit`` is called with each whose transaction has committed."""
        self._sessions = async_sessionmaker(engine, expire_on_commit=False, info=dict(info or {}))
        self._health = health
        self._after_commit = after_commit

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Unit]:
        """Commit when the block ends well, roll back otherwise.

        Raises DatabaseUnavailable when the database cannot be reached, or is lost on the way; nothing was written then,
        but for a commit whose confirmation was lost.
        """
        try:
            async with self._health.deadline(), self._sessions() as session:
                async with session.begin():
                    yield Unit(session)
                if self._after_commit is not None:
                    self._after_commit(session)
        except (Exception, asyncio.CancelledError) as error:
            raise_if_away(error)
            raise

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Unit]:
        """A unit whose statements all see the same moment, for reading. Raises as ``open`` does."""
        async with self.open() as unit:
            await unit.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield unit
