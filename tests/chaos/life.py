"""Everyday use of the app, which goes on while something happens to it: what people see, what was confirmed to them."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import asyncpg
import httpx
from sqlalchemy.exc import DBAPIError

from app.db.database import DatabaseUrls
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.errors import DatabaseUnavailable
from deploy.scale.demo import Screen
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, audit, grant, revoke, sign_in
from tests.published import publish
from tests.servers import until

HOLDER, OUTSIDER, CUSTOMER = 42, 43, 44
SIGNALS = f"/api/signals/{PAID_MODEL}"
OK = {"200", "201"}


@dataclass(slots=True)
class Tally:
    """Answers by status and stable code, and the slowest of each, in seconds."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)

    def count(self, what: str, took: float) -> None:
        self.answers[what] += 1
        self.slowest[what] = max(self.slowest.get(what, 0.0), took)

    @property
    def good(self) -> int:
        return sum(self.answers[what] for what in OK)

    @property
    def troubles(self) -> set[str]:
        return set(self.answers) - OK


class Life:
    """A holder and an outsider read a paid model's signals, an admin gives it to a customer and takes it away in turns,
    signals appear, the customer's screen is open.

    Whatever is answered is counted; what nobody may see is remembered for ever in ``unearned``.
    """

    def __init__(self, url: str, database: DatabaseUrls, client: httpx.AsyncClient, *, pace: float) -> None:
        self.database = database
        self.reads = Tally()
        self.orders = Tally()
        self.unearned: list[str] = []
        self.confirmed: dict[int, str] = {}
        """Version of the customer's rights -> what the admin was told to have done."""

        self.published: set[int] = set()
        """Numbers of the signals in their ledger."""

        self.publishing = True
        self.screen: Screen
        self.admin: Person
        self.holder: Person
        self._pace = pace
        self._url = url
        self._client = client
        self._outsider: Person
        self._customer: Person
        self._served_at = 0.0
        self._ordered: tuple[float, int] = (0.0, 0)

    async def begin(self) -> None:
        people = [await sign_in(self._client, each) for each in (ADMIN_ID, HOLDER, OUTSIDER, CUSTOMER)]
        self.admin, self.holder, self._outsider, self._customer = people
        assert (await grant(self.admin, HOLDER)).is_success
        await self.holder.refresh()
        self.screen = Screen(f"ws{self._url.removeprefix('http')}/ws", self._customer.tokens["access_token"])

    @property
    def troubles(self) -> set[str]:
        """What the holder or the admin was answered that is no success."""
        return self.reads.troubles | self.orders.troubles

    @property
    def slowest_good(self) -> float:
        """Seconds that the holder or the admin waited at most for an answer that they wanted."""
        return max(self.slowest(what) for what in OK)

    def slowest(self, what: str) -> float:
        return max(self.reads.slowest.get(what, 0.0), self.orders.slowest.get(what, 0.0))

    def watch(self) -> None:
        """What happens to the app from here on is counted anew."""
        self.reads, self.orders = Tally(), Tally()

    async def well_again(self, since: float, *, patience: float) -> float:
        """Wait until a read and an order begun after ``since`` succeed and the customer's screen shows the order.

        Returns the seconds since then.
        """

        async def is_well() -> bool:
            ordered_at, version = self._ordered
            return self._served_at > since and ordered_at > since and self.screen.version >= version

        await until(is_well, patience=patience)
        return time.monotonic() - since

    async def stays_well(self, seconds: float = 0.5) -> None:
        """Assert that for a while everybody is served as if nothing had been."""
        self.watch()
        await asyncio.sleep(seconds)
        assert self.reads.good, "nobody was served"
        assert not self.troubles, (self.reads, self.orders)

    async def lost(self) -> int:
        """How many confirmed changes, signals and messages are missing; asserts that every chain is whole."""
        confirmed, published = dict(self.confirmed), set(self.published)
        report, ledger = await audit(self.admin), (await self.admin.get("/api/admin/ledger/verify")).json()
        assert report["ok"], report["broken"]
        assert ledger["ok"], ledger
        found = await self._history()
        assert sorted(found) == list(range(1, len(found) + 1)), "a version is missing"
        changes = sum(found.get(version) != action for version, action in confirmed.items())
        messages, signals = await self._rows()
        return changes + max(0, len(found) - 1 - messages) + len(published - signals)

    async def _history(self) -> dict[int, str]:
        found: dict[int, str] = {}
        cursor: str | None = None
        while True:
            page = await self.admin.get(
                "/api/admin/history",
                params={"user_id": CUSTOMER, "limit": 100, **({"cursor": cursor} if cursor else {})},
            )
            found |= {row["version"]: row["action"] for row in page.json()["items"]}
            cursor = page.json()["next_cursor"]
            if cursor is None:
                return found

    async def _rows(self) -> tuple[int, set[int]]:
        """How many messages about the customer's rights there are, and which signals."""
        connection = await asyncpg.connect(self.database.owner)
        messages = "SELECT count(*) FROM notifications WHERE user_id = $1 AND kind = 'access' AND state <> 'failed'"
        counted: int = await connection.fetchval(messages, CUSTOMER)
        signals = await connection.fetch("SELECT seq FROM signals WHERE model_id = $1", PAID_MODEL)
        await connection.close()
        return counted, {row["seq"] for row in signals}

    async def go_on(self) -> None:
        """Live until cancelled."""
        async with asyncio.TaskGroup() as group:
            for habit in (self._hold(), self._stand_outside(), self._trade(), self._publish(), self.screen.run()):
                group.create_task(habit)

    async def _hold(self) -> None:
        while True:
            began = time.monotonic()
            answer = await self._ask(self.holder.get(SIGNALS), self.reads)
            if answer is not None and answer.status_code == 200:
                self._served_at = began
            await asyncio.sleep(self._pace)

    async def _stand_outside(self) -> None:
        while True:
            with suppress(httpx.TransportError):
                if (await self._outsider.get(SIGNALS)).status_code == 200:
                    self.unearned.append("the outsider")
            await asyncio.sleep(self._pace)

    async def _trade(self) -> None:
        """Give and take in turns; an order that is not confirmed is given again until it is."""
        action = "grant"
        while True:
            began = time.monotonic()
            order = grant if action == "grant" else revoke
            answer = await self._ask(order(self.admin, CUSTOMER), self.orders)
            if answer is not None and answer.is_success:
                version: int = answer.json()["subscription_version"]
                self.confirmed[version] = action
                self._ordered = (began, version)
                await self._try_door(is_open=action == "grant")
                action = "revoke" if action == "grant" else "grant"
            await asyncio.sleep(self._pace)

    async def _try_door(self, *, is_open: bool) -> None:
        """What was confirmed counts for the very next request."""
        with suppress(httpx.TransportError):
            code = (await self._customer.get(SIGNALS)).status_code
            if not is_open and code == 200:
                self.unearned.append("the customer after a revocation")
            assert not (is_open and code == 403), "refused although the grant was confirmed"

    async def _publish(self) -> None:
        engine = create_engine(self.database.app, pool_size=1)
        units = Units(engine, DatabaseHealth())
        number = int(time.time() * 10) % 10**6  # another one than an earlier life's
        try:
            while True:
                with suppress(DatabaseUnavailable, DBAPIError, OSError, TimeoutError):
                    if self.publishing:
                        self.published.add((await publish(units, number)).seq)
                number += 1
                await asyncio.sleep(4 * self._pace)
        finally:
            await engine.dispose()

    async def _ask(self, question: Json, tally: Tally) -> httpx.Response | None:
        began = time.monotonic()
        try:
            answer: httpx.Response = await question
        except httpx.TransportError:
            tally.count("no answer", time.monotonic() - began)
            return None
        what = str(answer.status_code)
        if answer.is_error:
            what += f" {answer.json().get('code')}"
        tally.count(what, time.monotonic() - began)
        return answer


@asynccontextmanager
async def living(url: str, database: DatabaseUrls, *, pace: float = 0.05, patience: float = 30) -> AsyncIterator[Life]:
    """A life at an app, begun and well; ended after the block, which fails where somebody could not go on."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, timeout=patience, limits=limits) as client:
        life = Life(url, database, client, pace=pace)
        await life.begin()
        going = asyncio.create_task(life.go_on())
        try:
            await life.well_again(time.monotonic(), patience=patience)
            await life.stays_well(0.3)
            yield life
            if going.done():
                going.result()
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
