"""An outbox with its parts: real database, real client of the Bot API, a clock that can be put forward."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.integrations.telegram.init_data import TelegramUser
from app.integrations.telegram.messenger import TelegramMessenger, telegram_bot
from app.jobs.notifier import LONGEST_SLEEP, Notifier
from app.models.notifications import Notification
from app.models.subscriptions import Source
from app.models.users import User
from app.resources.bell import Bell
from app.resources.sender import Clock, Sender
from app.services.subscriptions import orders
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import Outcome
from app.services.subscriptions.rights import Term
from app.services.users.profile import find_user
from app.services.users.register import welcome
from tests.factories import ADMIN_ID, BOT_TOKEN, PAID_MODEL


class SkippingClock:
    """The database's clock, put forward instead of slept by."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    async def now(self, unit: Unit) -> datetime:
        return await unit.now() + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


class SharedClock:
    """Time of its own for several that sleep by it: it goes on only when all of them sleep."""

    def __init__(self, sleepers: int) -> None:
        self.sleepers = sleepers
        self.moment = datetime.now(UTC) + timedelta(minutes=1)
        """Later than anything that the database, by its own clock, makes due."""

        self._asleep: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0

    async def now(self, _unit: Unit) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        self._count += 1
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.moment + timedelta(seconds=seconds), self._count, wake))
        self._advance()
        await wake

    def leave(self) -> None:
        """One sleeper fewer."""
        self.sleepers -= 1
        self._advance()

    def _advance(self) -> None:
        if self._asleep and len(self._asleep) >= self.sleepers:
            self.moment, _, wake = heapq.heappop(self._asleep)
            wake.set_result(None)


@dataclass(slots=True)
class Outbox:
    """A notifier that is stepped by hand."""

    units: Units
    notifier: Notifier
    sender: Sender
    clock: Clock

    async def drain(self, *, most: int = 500) -> None:
        """Send until nothing is due soon; what waits for its turn has the clock put forward."""
        for _ in range(most):
            pause = await self.notifier.step()
            if pause >= LONGEST_SLEEP:
                return
            await self.clock.sleep(pause)
        raise AssertionError("the outbox does not become empty")

    async def rows(self, user_id: int) -> list[Notification]:
        async with self.units.open() as unit:
            query = select(Notification).where(col(Notification.user_id) == user_id).order_by(col(Notification.id))
            return list((await unit.session.execute(query)).scalars())

    async def states(self, user_id: int) -> list[tuple[str, str, str, str | None]]:
        """Kind, stage, state and why of each message, in order."""
        return [(row.kind, row.stage, row.state, row.why) for row in await self.rows(user_id)]

    async def reachability(self, user_id: int) -> str:
        async with self.units.open() as unit:
            return (await find_user(unit, user_id)).reachability


@asynccontextmanager
async def outbox_of(units: Units, url: str, clock: Clock, *, per_second: int = 30) -> AsyncIterator[Outbox]:
    """An outbox that sends to the Bot API at ``url``."""
    health = DatabaseHealth()
    health.found()
    async with telegram_bot(BOT_TOKEN, url) as bot:
        sender = Sender(TelegramMessenger(bot), units, clock, per_second=per_second)
        yield Outbox(units, Notifier(units, sender, health, Bell()), sender, clock)


async def meet(units: Units, *ids: int, language: str = "en", admins: Sequence[int] = ()) -> None:
    """People who have pressed Start."""
    async with units.open() as unit:
        for telegram_id in ids:
            person = TelegramUser(id=telegram_id, first_name=f"Person {telegram_id}", language_code=language)
            await welcome(unit, person, admins=admins, came_by="bot")


async def give(units: Units, telegram_id: int, model_id: str = PAID_MODEL, **term: object) -> Outcome:
    """Grant a model, in a unit of its own."""
    async with units.open() as unit:
        return await orders.grant(
            unit,
            actor=Actor(ADMIN_ID),
            telegram_id=telegram_id,
            models=[model_id],
            term=Term(**term),  # type: ignore[arg-type]
            reason="test",
            source=Source.ADMIN,
        )


async def take(units: Units, telegram_id: int, model_id: str = PAID_MODEL) -> Outcome:
    async with units.open() as unit:
        return await orders.revoke(
            unit, actor=Actor(ADMIN_ID), telegram_id=telegram_id, model_id=model_id, reason="test"
        )


async def choose(units: Units, telegram_id: int, **values: object) -> None:
    """Write columns of a person's row."""
    async with units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == telegram_id).values(**values))


async def choose_quiet(units: Units, telegram_id: int, **values: object) -> None:
    """Quiet hours that began an hour ago and last three more."""
    now = datetime.now(UTC)
    hours = {"starts_at": f"{now - timedelta(hours=1):%H:%M}", "ends_at": f"{now + timedelta(hours=3):%H:%M}"}
    await choose(units, telegram_id, quiet_hours=hours, **values)
