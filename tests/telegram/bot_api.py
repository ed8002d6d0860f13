"""A fake of Telegram's Bot API: a real HTTP server that refuses what Telegram refuses, in its words."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.factories import BOT_TOKEN, Json
from tests.telegram import rules
from tests.telegram.methods import Methods
from tests.telegram.records import Call, Standing
from tests.telegram.rules import Refusal, bad
from tests.telegram.server import HOST, HttpServer, Request, Response

MOST_A_SECOND = 30
_PATH = re.compile(r"/bot(?P<token>[^/]*)/(?P<method>\w+)")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request; ``method`` None: of any method."""

    method: str | None
    answer: Response | None = None
    seconds: float = 0.0
    is_lost: bool = False
    is_done: bool = True
    """Whether the request takes effect."""


class FakeBotApi(Methods):
    """Telegram as the bot sees it. Records what it is asked, and as violations what a bot must never ask.

    May be used from any thread: it serves in a thread of its own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, token: str = BOT_TOKEN) -> None:
        super().__init__(clock)
        self.token = token
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._expected: str | None = None
        self._faults: list[Fault] = []
        self._server = HttpServer(self._answer)

    @property
    def url(self) -> str:
        """Where the API is, as `https://api.telegram.org` is Telegram's."""
        return f"http://{HOST}:{self._server.port}"

    # People

    def block(self, chat_id: int) -> None:
        """Somebody blocks the bot."""
        self.people[chat_id] = Standing.BLOCKED

    def deactivate(self, chat_id: int) -> None:
        """Somebody's account is deleted."""
        self.people[chat_id] = Standing.DEACTIVATED

    def forget(self, chat_id: int) -> None:
        """There is no such chat (any more)."""
        self.people[chat_id] = Standing.NOT_FOUND

    def never_started(self, chat_id: int) -> None:
        """Somebody has opened the Mini App but never pressed Start."""
        self.people[chat_id] = Standing.NEVER_STARTED

    def unblock(self, chat_id: int) -> None:
        """Whatever stood between the bot and somebody is gone."""
        self.people.pop(chat_id, None)

    # Faults, each of one request: the next, or the next of a method

    def answer_next(
        self, status: int, *, retry_after: int | None = None, description: str | None = None, method: str | None = None
    ) -> None:
        """Refuse a request without doing it."""
        if description is None:
            description = HTTPStatus(status).phrase + ("" if retry_after is None else f": retry after {retry_after}")
        self._plan(Fault(method, _failure(status, description, retry_after), is_done=False))

    def hang_next(self, seconds: float, *, method: str | None = None) -> None:
        """Take real seconds before doing and answering a request; nothing is done for a client that leaves earlier."""
        self._plan(Fault(method, seconds=seconds))

    def drop_next(self, *, method: str | None = None) -> None:
        """Close the connection without doing or answering a request."""
        self._plan(Fault(method, is_lost=True, is_done=False))

    def swallow_next(self, *, method: str | None = None) -> None:
        """Do what a request asks for, and close the connection instead of answering."""
        self._plan(Fault(method, is_lost=True))

    @property
    def planned(self) -> int:
        """How many faults have met no request yet."""
        return len(self._faults)

    def down(self) -> None:
        """Cut all connections and refuse new ones."""
        self._server.down()

    def up(self) -> None:
        self._server.up()

    # What happened

    def push(self, update: dict[str, Json]) -> None:
        super().push(update)
        self._server.soon(self._wake)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method == method]

    def limits_broken(self, tolerance: float = 0.0) -> list[str]:
        """Where sendMessage came too fast: over 30 in a second, or two to a chat within one.

        ``tolerance`` is how many seconds shorter such a second may be. The seconds are half-open: two messages exactly
        one apart are not in the same.
        """
        return limits_broken(self.calls_of("sendMessage"), tolerance)

    async def wait_for(self, condition: Callable[[], Found], patience: float = 10) -> Found:
        """Wait until a condition holds, and return what it returned."""
        started = time.monotonic()
        while not (found := condition()):
            late = time.monotonic() - started > patience
            assert not late, f"waited in vain; calls: {[call.method for call in self.calls[-20:]]}, {self.violations}"
            await asyncio.sleep(0.02)
        return found

    def expect_violation(self, containing: str = "") -> None:
        """Say that this test makes the bot do something wrong: at its end there has to be such a violation."""
        self._expected = containing

    def check(self) -> None:
        """Assert that the bot did nothing wrong, or what was expected."""
        if self._expected is None:
            assert self.violations == [], f"Telegram would not have it: {self.violations}"
        else:
            assert any(self._expected in one for one in self.violations), f"no violation: {self.violations}"

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    # Serving

    def _plan(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def _next_fault(self, method: str) -> Fault:
        with self._lock:
            for index, fault in enumerate(self._faults):
                if fault.method in {None, method}:
                    return self._faults.pop(index)
        return Fault(None)

    async def _answer(self, request: Request) -> Response | None:
        at = self.clock()
        path = _PATH.fullmatch(urlsplit(request.target).path)
        if path is None:
            return _failure(404, "Not Found")
        if path["token"] != self.token:
            return _failure(401, "Unauthorized")
        method = path["method"]
        try:
            params = rules.decode(method, _fields(request))
            json.dumps(params, ensure_ascii=False).encode()
        except UnicodeError:
            return self._refuse(method, bad("strings must be encoded in UTF-8"))
        except Refusal as refusal:
            return self._refuse(method, refusal)
        self.calls.append(Call(method, params, at))
        fault = self._next_fault(method)
        await asyncio.sleep(fault.seconds)
        response = await self._do(method, params) if fault.is_done else fault.answer
        return None if fault.is_lost else response

    async def _do(self, method: str, params: rules.Params) -> Response:
        try:
            return _json(200, {"ok": True, "result": await self.call(method, params)})
        except Refusal as refusal:
            return self._refuse(method, refusal)
        except Exception as error:
            return self._refuse(method, Refusal(500, f"the fake itself has failed: {error!r}"))

    def _refuse(self, method: str, refusal: Refusal) -> Response:
        if refusal.is_violation:
            self.violations.append(f"{method}: {refusal.description}")
        return _failure(refusal.status, refusal.description)


@contextmanager
def fake_bot_api(clock: Callable[[], float] = time.monotonic) -> Iterator[FakeBotApi]:
    """A Bot API for the time of a block. Violations are recorded; ``check`` asserts that there are none."""
    rules.load()
    fake = FakeBotApi(clock)
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()


@pytest.fixture
def telegram() -> Iterator[FakeBotApi]:
    """A Bot API for one test, which fails where the bot did what Telegram does not allow."""
    with fake_bot_api() as fake:
        yield fake
    fake.check()


def limits_broken(sends: Sequence[Call], tolerance: float = 0.0) -> list[str]:
    """See FakeBotApi.limits_broken."""
    second = 1.0 - tolerance
    found = []
    ordered = sorted(sends, key=lambda call: call.at)
    for first, last in zip(ordered, ordered[MOST_A_SECOND:], strict=False):
        if last.at - first.at < second:
            found.append(f"over {MOST_A_SECOND} messages from {first.at:.3f} to {last.at:.3f}")
    before: dict[Json, float] = {}
    for call in ordered:
        chat_id = call.params.get("chat_id")
        if call.at - before.get(chat_id, float("-inf")) < second:
            found.append(f"two messages to {chat_id}, at {before[chat_id]:.3f} and {call.at:.3f}")
        before[chat_id] = call.at
    return found


def _fields(request: Request) -> dict[str, Json]:
    """The parameters of the address and of the body, not decoded yet. Raises Refusal."""
    try:
        found: dict[str, Json] = dict(
            parse_qsl(urlsplit(request.target).query, keep_blank_values=True, errors="strict")
        )
        if request.content_type.startswith("application/json"):
            body = json.loads(request.body or b"{}")
            if not isinstance(body, Mapping):
                raise bad("object expected")
            return {**found, **body}
        if request.content_type.startswith("multipart/"):
            raise Refusal(501, "Not Implemented: the fake takes no files")
        return {**found, **dict(parse_qsl(request.body.decode(), keep_blank_values=True, errors="strict"))}
    except UnicodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad("can't parse JSON object") from None


def _failure(status: int, description: str, retry_after: int | None = None) -> Response:
    body: dict[str, Json] = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return _json(status, body)


def _json(status: int, content: Mapping[str, Json]) -> Response:
    return Response(status, json.dumps(content, ensure_ascii=False).encode())
