"""Who has how many sockets open over all processes, so that the limit by user holds wherever they are connected."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from app.db.coalesce import Coalesced
from app.resources.hub.hub import TooManySockets
from app.services.open_sockets import OpenSockets

LATER: Final = 0.1
"""Seconds in which sockets that close are gathered into one statement."""


class _Entry:
    """A socket that wants to come in; with ``wants`` = 0 only what is there is stated again."""

    __slots__ = ("is_gone", "is_in", "user", "wants")

    def __init__(self, user: int, wants: int) -> None:
        self.user = user
        self.wants = wants
        self.is_in = False
        self.is_gone = False


class Roll:
    """Sockets enter and leave. Whoever enters together shares a round trip; one statement is under way at a time.

    What is told to the database are numbers of this process's sockets, not changes of them, so a lost answer or a
    database that has forgotten everything is made good by the next statement.
    """

    def __init__(self, sockets: OpenSockets, *, per_user: int) -> None:
        self._sockets = sockets
        self._per_user = per_user
        self._held: Counter[int] = Counter()
        self._told = Coalesced[_Entry, bool](self._tell, flights=1)
        self._changed: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, user: int) -> None:
        """Count a socket; ``leave`` must be called for it. Raises TooManySockets, DatabaseUnavailable."""
        if self._held[user] >= self._per_user:
            raise TooManySockets
        self._sockets.refuse_while_away()
        entry = _Entry(user, 1)
        try:
            await self._told.get(entry)
        except BaseException:
            entry.is_gone = True
            if entry.is_in:
                self.leave(user)
            raise
        if not entry.is_in:
            raise TooManySockets

    def leave(self, user: int) -> None:
        """A socket that had entered is gone. It is told to the database a little later, together with others."""
        self._held[user] -= 1
        if self._held[user] <= 0:
            del self._held[user]
        self._state_again({user})

    def restate(self) -> None:
        """State every number again: the database, or the other processes, may have forgotten this one."""
        self._state_again(set(self._held))

    def _state_again(self, users: set[int]) -> None:
        self._changed |= users
        if self._timer is None and self._changed:
            self._timer = asyncio.get_running_loop().call_later(LATER, self._state_changed)

    def _state_changed(self) -> None:
        self._timer = None
        users, self._changed = self._changed, set()
        for user in users:
            self._told.ask(_Entry(user, 0))

    async def _tell(self, entries: Sequence[_Entry]) -> Mapping[_Entry, bool]:
        wanted: Counter[int] = Counter()
        for entry in entries:
            wanted[entry.user] += entry.wants
        users = set(wanted)
        try:
            self._sockets.refuse_while_away()
            granted = await self._sockets.state({user: (self._held[user], wanted[user]) for user in users})
        except BaseException:
            with suppress(RuntimeError):  # the loop is closing
                self._state_again(users)
            raise
        for entry in entries:
            if entry.wants and not entry.is_gone and granted.get(entry.user, 0) > 0:
                granted[entry.user] -= 1
                self._held[entry.user] += 1
                entry.is_in = True
        self._state_again({user for user, left in granted.items() if left > 0})
        return {}
