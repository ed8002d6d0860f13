"""Taking messages out of the outbox: any number of processes, none takes what another has.

A row is held by its lock for as long as its message is under way. A process that dies lets go of it at that moment, and
another one sends it: what had left already arrives twice then, at most one message a process, and none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Integer, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.engine import is_away
from app.db.unit import Unit
from app.models.notifications import Broadcast, Kind, Notification, NotificationState
from app.models.users import Reachability
from app.services.messages.contents import Content, Digest
from app.services.notifications.compose import compose
from app.services.notifications.outbox import PRIORITY
from app.services.notifications.person import Person, read_person
from app.services.notifications.skip import Skip

CROWD: Final = 4
"""So many signals and results at once become one message."""

MOST_AT_ONCE: Final = 200
LONGEST_BACKOFF: Final = 60.0

_FIRST: Final = text(
    """
    SELECT n.id, n.user_id FROM notifications n LEFT JOIN telegram_pace p ON p.chat_id = n.user_id
    WHERE n.state = 'pending' AND n.priority = :priority AND n.due_at <= :now
        AND (p.free_at IS NULL OR p.free_at <= :now) AND n.user_id <> ALL(:busy)
    ORDER BY n.due_at, n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED
    """
).bindparams(
    bindparam("priority", type_=Integer),
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("busy", type_=ARRAY(BigInteger)),
)
"""Asked for each priority: the index then leads past nothing that is held for later, however much that is."""

_TAKE_CHAT: Final = text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('forexsignals.chat.' || CAST(:chat_id AS bigint), 0))"
).bindparams(bindparam("chat_id", type_=BigInteger))
"""One process at a time writes to a chat, so that its messages keep their order."""

_FIRST_OF_CHAT: Final = text(
    """
    SELECT id FROM notifications
    WHERE user_id = :user_id AND state = 'pending' AND priority = :priority AND due_at <= :now
    ORDER BY due_at, id LIMIT 1 FOR UPDATE
    """
).bindparams(
    bindparam("user_id", type_=BigInteger),
    bindparam("priority", type_=Integer),
    bindparam("now", type_=DateTime(timezone=True)),
)
"""Asked once the chat is ours: the row before could have been skipped while somebody held it who then lost the chat.

That one lets go of it at once, and waits for nothing meanwhile.
"""

_NEXT_DUE: Final = text(
    """
    SELECT min(first.due_at) FROM unnest(:priorities) AS known (priority) CROSS JOIN LATERAL (
        SELECT due_at FROM notifications n WHERE n.state = 'pending' AND n.priority = known.priority
        ORDER BY due_at LIMIT 1
    ) AS first
    """
).bindparams(bindparam("priorities", type_=ARRAY(Integer)))
_PRIORITIES: Final = sorted(set(PRIORITY.values()))

_TOGETHER: Final = frozenset({Kind.SIGNAL.value, Kind.RESOLVED.value})
_ALONE: Final = frozenset({Kind.BROADCAST.value, Kind.ADMIN.value})


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to one person in one message, and the rows that it answers for."""

    person: Person
    content: Content | Digest
    rows: tuple[Notification, ...]
    silent: bool

    @property
    def first(self) -> Notification:
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's turn. ``letter`` is None where nothing is to be sent now; its rows are settled then."""

    user_id: int
    letter: Letter | None


class CannotTell(Exception):
    """A message cannot be composed, for no fault of the database's: a fault of ours, or a row that is not as agreed."""

    def __init__(self, row_ids: Sequence[int | None]) -> None:
        super().__init__(f"messages {list(row_ids)} cannot be composed")
        self.row_ids = row_ids


async def claim(unit: Unit, now: datetime) -> Claim | None:
    """Take the next person's messages and compose one of them, or several as one. None where nothing is due.

    People to whom another process writes are passed over. Held until the unit ends. Raises CannotTell.
    """
    passed: set[int] = set()
    for priority in _PRIORITIES:
        while True:
            values = {"priority": priority, "now": now, "busy": sorted(passed)}
            # A row that is passed over is let go of at once: held, what follows it in its chat would overtake it.
            attempt = await unit.session.begin_nested()
            first = (await unit.session.execute(_FIRST, values)).one_or_none()
            if first is None:
                await attempt.commit()
                break
            if (await unit.session.execute(_TAKE_CHAT, {"chat_id": first.user_id})).scalar_one():
                await attempt.commit()
                chat = {"user_id": first.user_id, "priority": priority, "now": now}
                found = (await unit.session.execute(_FIRST_OF_CHAT, chat)).scalar_one_or_none()
                return Claim(first.user_id, await _readable(unit, found or first.id, first.user_id, now))
            await attempt.rollback()
            passed.add(first.user_id)
    return None


async def _readable(unit: Unit, first_id: int, user_id: int, now: datetime) -> Letter | None:
    try:
        return await _letter(unit, first_id, user_id, now)
    except CannotTell:
        raise
    except Exception as error:
        if is_away(error):
            raise
        raise CannotTell([first_id]) from error


async def next_due(unit: Unit) -> datetime | None:
    """When the next message is due; past where one is under way or its chat has to wait. None where none is pending."""
    found: datetime | None = (await unit.session.execute(_NEXT_DUE, {"priorities": _PRIORITIES})).scalar_one()
    return found


async def _letter(unit: Unit, first_id: int, user_id: int, now: datetime) -> Letter | None:
    rows = await _due(unit, first_id, user_id, now)
    person = await read_person(unit, user_id)
    if person is None:
        await settle(unit, rows, NotificationState.SKIPPED, why="gone", now=now)
        return None
    if (why := person.why_unreachable()) is not None:
        await settle(unit, rows, NotificationState.SKIPPED, why=why, now=now)
        return None
    until = person.quiet_until(now)
    chosen = _chosen(rows, person, is_quiet=until is not None)
    if until is not None and not _comes_anyway(chosen[0]):
        await _hold(unit, rows, until)
        return None
    return await _composed(unit, chosen, person, now, is_quiet=until is not None)


async def _due(unit: Unit, first_id: int, user_id: int, now: datetime) -> list[Notification]:
    """Everything that is due for a person, the claimed row first, then by age."""
    query = (
        select(Notification)
        .where(
            col(Notification.user_id) == user_id,
            col(Notification.state) == NotificationState.PENDING.value,
            col(Notification.due_at) <= now,
        )
        .order_by(col(Notification.id) != first_id, col(Notification.id))
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list((await unit.session.execute(query)).scalars())


def _comes_anyway(row: Notification) -> bool:
    """Work for admins and an admin's own test come in quiet hours too, without a sound."""
    return row.kind == Kind.ADMIN or (row.kind == Kind.BROADCAST and row.broadcast_id is None)


def _chosen(rows: Sequence[Notification], person: Person, *, is_quiet: bool) -> list[Notification]:
    """Which of the due rows make the next message; the first of them is the oldest of its message."""
    first = rows[0]
    if first.kind in _ALONE or is_quiet:
        return [first]
    if first.held and person.wants_digest:
        held = [row for row in rows if row.held and row.kind not in _ALONE]
        return sorted(held, key=lambda row: row.id or 0)
    crowd = [row for row in rows if row.kind in _TOGETHER]
    if first.kind in _TOGETHER and len(crowd) >= CROWD:
        return sorted(crowd, key=lambda row: row.id or 0)
    return [first]


async def _composed(
    unit: Unit, chosen: Sequence[Notification], person: Person, now: datetime, *, is_quiet: bool
) -> Letter | None:
    """Settle what is not wanted or not true any more; make one message of the rest."""
    told: list[tuple[Notification, Content]] = []
    for row in chosen:
        found = Skip("muted") if _mode(row, person) == "off" else await _compose(unit, row, person)
        if isinstance(found, Skip):
            await settle(unit, [row], NotificationState.SKIPPED, why=found.why, now=now)
        else:
            told.append((row, found))
    if not told:
        return None
    rows = tuple(row for row, _ in told)
    contents = tuple(content for _, content in told)
    is_digest = len(told) > 1
    return Letter(
        person=person,
        content=Digest(contents, after_quiet_hours=rows[0].held) if is_digest else contents[0],
        rows=rows,
        silent=is_quiet or all(_mode(row, person) == "silent" for row in rows) or await _is_hushed(unit, rows[0]),
    )


async def _compose(unit: Unit, row: Notification, person: Person) -> Content | Skip:
    try:
        return await compose(unit, row, person)
    except Exception as error:
        if is_away(error):
            raise
        raise CannotTell([row.id]) from error


async def _is_hushed(unit: Unit, row: Notification) -> bool:
    """Whether it is of a broadcast that comes without a sound."""
    if row.kind != Kind.BROADCAST:
        return False
    broadcast = await unit.session.get(Broadcast, UUID(row.subject.partition(":")[2]))
    return broadcast is not None and broadcast.silent


def _mode(row: Notification, person: Person) -> str:
    if row.kind == Kind.ADMIN or (row.kind == Kind.BROADCAST and row.broadcast_id is None):
        return "on"
    model_id = row.subject.split(":")[1] if row.kind in _TOGETHER else None
    return person.mode(Kind(row.kind), model_id)


async def _hold(unit: Unit, rows: Sequence[Notification], until: datetime) -> None:
    """Keep back until the quiet hours are over what is due in them."""
    ids = [row.id for row in rows if not _comes_anyway(row)]
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_(ids))
        .values(due_at=until, held=True, why="quiet_hours")
        .execution_options(synchronize_session=False)
    )


async def settle(
    unit: Unit,
    rows: Sequence[Notification],
    state: NotificationState,
    *,
    why: str | None,
    now: datetime,
) -> None:
    """Write down what became of rows, for good."""
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_([row.id for row in rows]))
        .values(
            state=state.value,
            why=why,
            finished_at=now,
            attempts=col(Notification.attempts) + int(state is not NotificationState.SKIPPED),
        )
        .execution_options(synchronize_session=False)
    )


async def postpone(unit: Unit, rows: Sequence[Notification], *, now: datetime) -> None:
    """Try again later: after 1, 2, 4 ... seconds, at most a minute."""
    pause = min(LONGEST_BACKOFF, 2.0 ** min(rows[0].attempts, 6))
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_([row.id for row in rows]))
        .values(due_at=now + timedelta(seconds=pause), why="retry", attempts=col(Notification.attempts) + 1)
        .execution_options(synchronize_session=False)
    )


async def put_aside(unit: Unit, row_ids: Sequence[int | None], *, now: datetime) -> None:
    """Try again in a minute what cannot be composed, so that it holds up nobody."""
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_(row_ids), col(Notification.state) == NotificationState.PENDING.value)
        .values(due_at=now + timedelta(seconds=LONGEST_BACKOFF), why="retry", attempts=col(Notification.attempts) + 1)
        .execution_options(synchronize_session=False)
    )


async def mark_sent(unit: Unit, row_ids: Sequence[int | None], *, message_id: int, now: datetime) -> None:
    """Write down that rows were told by one message; those that were settled meanwhile stay as they are."""
    await unit.session.execute(
        update(Notification)
        .where(col(Notification.id).in_(row_ids), col(Notification.state) == NotificationState.PENDING.value)
        .values(
            state=NotificationState.SENT.value,
            why="digest" if len(row_ids) > 1 else None,
            finished_at=now,
            message_id=message_id or None,
            attempts=col(Notification.attempts) + 1,
        )
        .execution_options(synchronize_session=False)
    )


async def stop_writing_to(unit: Unit, letter: Letter, state: Reachability, *, now: datetime) -> None:
    """Nobody is there to write to: settle the letter and everything else that waits for that person."""
    query = (
        select(Notification)
        .where(
            col(Notification.user_id) == letter.person.telegram_id,
            col(Notification.state) == NotificationState.PENDING.value,
        )
        .with_for_update(skip_locked=True)
    )
    waiting = list((await unit.session.execute(query)).scalars())
    await settle(unit, waiting, NotificationState.SKIPPED, why=state.value, now=now)
