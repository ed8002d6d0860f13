"""People who use the app while it is replaced: requests without a pause, and screens that come back."""

import asyncio
import json
import random
import re
import time
from collections import Counter
from contextlib import suppress

import httpx
import websockets

from tests.factories import Person, grant, revoke


class Crowd:
    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        """How often each status came; what failed without an answer is counted by its error."""
        self.away: list[float] = []
        """Seconds from a socket's end to the next ``ready``, the spreading wait included."""
        self.codes: Counter[int] = Counter()
        self.shown: dict[int, int] = {}
        """The version that each person's screen shows; 0 while the socket is away."""
        self.done = asyncio.Event()
        """No more requests; the screens stay."""

    def told(self) -> str:
        away = sorted(self.away)
        took = f"median {away[len(away) // 2]:.2f} s, at most {away[-1]:.2f} s" if away else "never"
        return f"{sum(self.answers.values())} answers {dict(self.answers)}; {len(away)} sockets away: {took}"

    async def read(self, person: Person) -> None:
        """Ask a guarded door without a pause, on connections that are kept."""
        while not self.done.is_set():
            try:
                self._take(await person.get("/api/auth/my-subscriptions"))
            except httpx.HTTPError as error:
                self.answers[repr(error)] += 1

    async def order(self, admin: Person, telegram_id: int) -> None:
        """Grant and revoke in turns."""
        turn = 0
        while not self.done.is_set():
            try:
                self._take(await (revoke if turn % 2 else grant)(admin, telegram_id))
            except httpx.HTTPError as error:
                self.answers[repr(error)] += 1
            turn += 1
            await asyncio.sleep(0.05)

    def _take(self, answer: httpx.Response) -> None:
        self.answers[str(answer.status_code)] += 1

    async def watch(self, url: str, person: Person) -> None:
        """Keep a screen open as the app does: back within the time that the close frame names."""
        lost: float | None = None
        while True:
            code, reason = await self._look(url, person, lost)
            lost = time.monotonic()
            self.shown[person.telegram_id] = 0
            self.codes[code] += 1
            within = re.fullmatch(r"return_within=(\d+)", reason)
            await asyncio.sleep(random.uniform(0, float(within[1]) if within else 0.1))

    async def _look(self, url: str, person: Person, lost: float | None) -> tuple[int, str]:
        """One socket from its opening to its end; the close code and reason, 0 where it did not even open."""
        try:
            async with websockets.connect(url, open_timeout=5) as socket:
                await socket.send(json.dumps({"type": "auth", "token": person.tokens["access_token"]}))
                with suppress(websockets.ConnectionClosed):
                    while True:
                        frame = json.loads(await socket.recv())
                        if frame["type"] == "ready" and lost is not None:
                            self.away.append(time.monotonic() - lost)
                        if version := frame.get("subscription_version"):
                            self.shown[person.telegram_id] = version
            return socket.close_code or 0, socket.close_reason or ""
        except (OSError, websockets.WebSocketException):
            return 0, ""
