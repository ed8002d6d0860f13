"""With a million users, every query that somebody waits for is answered by an index."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from app.db.raw_reads import RawReads
from app.db.unit import Unit, Units
from app.errors import InvalidToken
from app.schemas.broadcasts import Audience, BroadcastDraft, BroadcastStart, Texts
from app.schemas.subscriptions import HistoryFilter, UserFilter
from app.services.auth import sessions
from app.services.bot.look import find_people
from app.services.broadcasts import drafts
from app.services.broadcasts.reach import carry_on
from app.services.live import LiveReads
from app.services.monitoring import connections_used, signals_by_model
from app.services.notifications import claim, plan
from app.services.notifications.log import forget_told, list_notifications, outbox_figures
from app.services.personal.export import export_person
from app.services.personal.inactive import next_away
from app.services.personal.traces import forget_late_messages
from app.services.requests import forget_answered, list_requests, own_requests
from app.services.signals import read
from app.services.signals.answers import SignalAnswers
from app.services.signals.frames import SignalFrames
from app.services.signals.own_results import own_stats
from app.services.stats import read_stats
from app.services.subscriptions.access import read_access
from app.services.subscriptions.change import Actor
from app.services.subscriptions.expire import expire_ended, next_end
from app.services.subscriptions.explore import list_history, newest_history, own_history
from app.services.subscriptions.orders import grant
from app.services.subscriptions.rights import Term
from app.services.user_rows import GateReads
from app.services.users.detail import read_user
from app.services.users.profile import read_me
from app.services.users.search import ids_matching, list_users
from tests.plans.big import FIRST, SOMEBODY, BigDatabase, Node, Plans, big_database, fill

pytestmark = pytest.mark.slow

BIG = frozenset(
    {
        "users", "user_subscriptions", "subscription_history", "sessions", "refresh_tokens", "notifications",
        "subscription_requests",
    }
)  # fmt: skip
"""Tables that grow with the users. The ledgers grow with time alone, by some thousands of rows a year."""

MOST_ROWS = 25_000
"""Rows that a step of a plan may look at: the largest crowd of one process, or a walk of some milliseconds."""

WIDER = {
    "holders of a rare model": 400_000,
    "with an end soon": 700_000,
    "blocked people by their ends": 600_000,
    "figures of the outbox": 200_000,
}
"""What an admin may wait a second for: the planner walks in the order that was asked for and finds few, or counts."""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BigDatabase]:
    with big_database(tmp_path_factory.mktemp("big")) as database:
        yield database


@pytest.fixture(scope="module")
async def watched(big: BigDatabase) -> AsyncIterator[tuple[Units, RawReads, Plans]]:
    await fill(big.url)
    async with big.watched() as opened:
        yield opened


def faults(nodes: list[Node], *, counts: bool, most: int = MOST_ROWS) -> list[str]:
    """What is wrong with a plan; ``counts``: it counts all that match, and may walk as far as there are any."""
    return [
        f"{node.kind} on {node.table}: {node.looked_at:,.0f} rows"
        for node in nodes
        if (node.kind == "Seq Scan" and node.table in BIG and node.looked_at > 0 and not counts)
        or (node.table in BIG and node.looked_at > most and not counts)
    ]


def judge(plans: Plans, *, most: int = MOST_ROWS) -> None:
    """Fail with every statement whose plan is bad."""
    assert plans.found, "nothing was asked"
    bad = {}
    for statement, nodes in plans.found:
        is_count = statement.lower().startswith("select count(*)")
        if found := faults(nodes, counts=is_count, most=most):
            bad[statement[:300]] = found
    assert not bad


Ask = Callable[[Unit], Awaitable[object]]


async def _refresh(unit: Unit) -> None:
    with suppress(InvalidToken):
        await sessions.rotate(unit, "x" * 43, lifetime=timedelta(days=7))


async def _carry_on(unit: Unit) -> None:
    row = await drafts.create(unit, 9001, BroadcastDraft(texts=Texts(en="Hello"), audience=Audience(role="user")))
    await drafts.start(unit, row.id, BroadcastStart())
    for _ in range(3):
        await carry_on(unit)


PEOPLE: dict[str, UserFilter] = {
    "everybody": UserFilter(),
    "admins": UserFilter(role="admin"),
    "blocked": UserFilter(status="blocked"),
    "unreachable": UserFilter(reachability="gone"),
    "by a part of a username": UserFilter(query="@name1000123"),
    "by a part of a name": UserFilter(query="Last89123"),
    "by the start of an id": UserFilter(query=str(SOMEBODY)[:-1]),
    "holders of a rare model": UserFilter(model_id="sniper-80x"),
    "holders of a common model": UserFilter(model_id="shadow-stack"),
    "with an end soon": UserFilter(expires_before=datetime.now(UTC) + timedelta(hours=1)),
}
HISTORY: dict[str, HistoryFilter] = {
    "all": HistoryFilter(),
    "of a person": HistoryFilter(user_id=SOMEBODY),
    "of an admin": HistoryFilter(admin_id=9003),
    "a rare action": HistoryFilter(action="undo"),
    "a common action": HistoryFilter(action="grant"),
    "an action that never was": HistoryFilter(action="delete"),
    "a rare model": HistoryFilter(model_id="sniper-80x"),
    "a common model": HistoryFilter(model_id="shadow-stack"),
    "of some days": HistoryFilter(since=datetime.now(UTC) - timedelta(days=2), until=datetime.now(UTC)),
}

OF_ONE: dict[str, Ask] = {
    "own access": lambda unit: read_access(unit, SOMEBODY),
    "own account": lambda unit: read_me(unit, SOMEBODY),
    "own history": lambda unit: own_history(unit, SOMEBODY, limit=25, cursor=None),
    "own requests": lambda unit: own_requests(unit, SOMEBODY, limit=25, cursor=None),
    "own results": lambda unit: own_stats(unit, SOMEBODY),
    "own sessions": lambda unit: sessions.live_sessions(unit, telegram_id=SOMEBODY, current=None),
    "a refresh": _refresh,
    "a new session": lambda unit: sessions.open_session(
        unit, telegram_id=SOMEBODY, device=sessions.Device(None, None), lifetime=timedelta(days=7)
    ),
    "the feed": lambda unit: read.feed(unit, SOMEBODY, pair=None, status=None, limit=25, cursor=None),
    "the feed of a pair": lambda unit: read.feed(unit, SOMEBODY, pair="EUR/USD", status=None, limit=25, cursor=None),
    "the feed of open ones": lambda unit: read.feed(unit, SOMEBODY, pair=None, status="open", limit=25, cursor=None),
    "a model's page": lambda unit: read.list_signals(
        unit, "shadow-stack", pair=None, status=None, limit=100, cursor=None
    ),
    "a model's newest of a pair": lambda unit: read.latest(unit, "shadow-stack", pair="EUR/USD"),
    "a person for an admin": lambda unit: read_user(unit, SOMEBODY),
    "a person's messages": lambda unit: list_notifications(unit, SOMEBODY, limit=25, cursor=None),
    "a person's newest history": lambda unit: newest_history(unit, SOMEBODY, limit=10),
    "a grant": lambda unit: grant(
        unit, actor=Actor(), telegram_id=SOMEBODY + 1, models=["gray-cardinal"], term=Term(), reason=None
    ),
    "a person for the bot": lambda unit: find_people(unit, "@name1000500001"),
    "own data": lambda unit: export_person(unit, SOMEBODY),
    "pending requests": lambda unit: list_requests(unit, status="pending", limit=25, cursor=None),
}
OF_THE_CLOCK: dict[str, Ask] = {
    "the next end": next_end,
    "ended rights": expire_ended,
    "the next message": lambda unit: claim.claim(unit, datetime.now(UTC)),
    "the next message's moment": claim.next_due,
    "reminders": lambda unit: plan.plan_reminders(unit, since=datetime.now(UTC) - timedelta(minutes=1)),
    "news of signals": plan.tell_signals,
    "ended sessions": lambda unit: sessions.forget_ended(unit, kept=timedelta(days=1), most=5000),
    "old messages": lambda unit: forget_told(unit, kept=timedelta(days=180), news_kept=timedelta(days=7), most=5000),
    "messages of people who are gone": lambda unit: forget_late_messages(unit, most=5000),
    "answered requests": lambda unit: forget_answered(unit, kept=timedelta(days=730), most=5000),
    "who has been away": lambda unit: next_away(unit, None, kept=timedelta(days=730)),
    "the next people of a broadcast": _carry_on,
    "figures of the outbox": outbox_figures,
    "figures of the connections": connections_used,
    "signals by model": signals_by_model,
}


async def ask(watched: tuple[Units, RawReads, Plans], question: Ask, *, most: int = MOST_ROWS) -> None:
    units, _, plans = watched
    plans.clear()
    async with units.open() as unit:
        await question(unit)
    judge(plans, most=most)


@pytest.mark.parametrize("what", OF_ONE)
async def test_what_concerns_one_person_or_one_page(watched: tuple[Units, RawReads, Plans], what: str) -> None:
    await ask(watched, OF_ONE[what])


@pytest.mark.parametrize("what", OF_THE_CLOCK)
async def test_what_comes_by_itself(watched: tuple[Units, RawReads, Plans], what: str) -> None:
    await ask(watched, OF_THE_CLOCK[what], most=WIDER.get(what, MOST_ROWS))


@pytest.mark.parametrize("sort", ["-created_at", "last_active", "telegram_id", "ends"])
@pytest.mark.parametrize("who", PEOPLE)
async def test_people(watched: tuple[Units, RawReads, Plans], who: str, sort: str) -> None:
    wanted = PEOPLE[who]

    async def pages(unit: Unit) -> None:
        page = await list_users(unit, wanted, sort=sort, limit=25, cursor=None)  # type: ignore[arg-type]
        assert page.items
        if page.next_cursor is not None:
            await list_users(unit, wanted, sort=sort, limit=25, cursor=page.next_cursor)  # type: ignore[arg-type]

    name = "blocked people by their ends" if (who, sort) == ("blocked", "ends") else who
    await ask(watched, pages, most=WIDER.get(name, MOST_ROWS))


async def test_people_of_a_bulk_order(watched: tuple[Units, RawReads, Plans]) -> None:
    await ask(watched, lambda unit: ids_matching(unit, UserFilter(query="name1000501"), most=5000))


@pytest.mark.parametrize("which", HISTORY)
async def test_history(watched: tuple[Units, RawReads, Plans], which: str) -> None:
    async def pages(unit: Unit) -> None:
        page = await list_history(unit, HISTORY[which], limit=25, cursor=None)
        if page.next_cursor is not None:
            await list_history(unit, HISTORY[which], limit=25, cursor=page.next_cursor)

    await ask(watched, pages)


async def test_the_gate(watched: tuple[Units, RawReads, Plans]) -> None:
    _, reads, plans = watched
    plans.clear()
    gate = GateReads(reads)
    row = await gate.read(SOMEBODY, least=0)
    assert row is not None
    assert await gate.holds(SOMEBODY, "logistic-spy")
    judge(plans)


async def test_a_crowd_of_sockets(watched: tuple[Units, RawReads, Plans]) -> None:
    """What the hub asks for the five thousand sockets of a process."""
    _, reads, plans = watched
    crowd = range(FIRST + 1000, FIRST + 1000 + 5000)
    plans.clear()
    live = LiveReads(reads._pool, reads._health)
    await live.versions(crowd)
    await live.holders("shadow-stack", crowd)
    await live.states(crowd[:200])
    await live.requests([], crowd, datetime.now(UTC) - timedelta(seconds=30))
    await live.models_at(SOMEBODY, 1)
    judge(plans)


async def test_answers_and_frames_of_signals(watched: tuple[Units, RawReads, Plans]) -> None:
    units, reads, plans = watched
    plans.clear()
    answers = SignalAnswers(reads, units)
    for _ in range(2):
        await answers.latest("shadow-stack", pair=None)
    frames = SignalFrames(units)
    await frames.since("shadow-stack", 19_950, most=100)
    await frames.resolved("shadow-stack", after=19_900, up_to=19_950)
    judge(plans)


async def test_counts_for_admins_read_each_table_once(watched: tuple[Units, RawReads, Plans]) -> None:
    """They count everybody, so no index can spare them the walk; none may take it twice."""
    units, _, plans = watched
    plans.clear()
    async with units.open() as unit:
        await read_stats(unit)
    for statement, nodes in plans.found:
        walks = [node.table for node in nodes if node.looked_at > MOST_ROWS and node.table in BIG]
        assert len(walks) == len(set(walks)) <= 3, statement
