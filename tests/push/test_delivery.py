"""How long a change takes to the last screen: measured where it is sent, once a change, never from a greeting."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import httpx

from app.resources import Resources
from app.resources.hub.delivery import Delivery
from app.resources.hub.subscriber import Subscriber
from app.services.live import LiveReads, LiveState
from tests.factories import ADMIN_ID, grant, sign_in
from tests.push.test_conversation import conversing
from tests.push.test_outbox import _state, _subscriber
from tests.servers import until


def test_a_change_is_measured_when_the_last_socket_was_told() -> None:
    measured: list[float] = []
    delivery = Delivery(time.perf_counter() - 2, measured.append)
    sockets = [_subscriber(_state(1)) for _ in range(3)]
    for socket in sockets:
        socket.offer_state(_state(2, "a"), delivery)
    for socket in sockets[:2]:
        assert socket.next_frame() is not None
        socket.sent()
    assert measured == []
    assert sockets[2].next_frame() is not None
    assert measured == [], "taken out is not sent"
    sockets[2].sent()
    assert len(measured) == 1
    assert 2 <= measured[0] < 5


def test_sockets_that_are_gone_or_told_something_newer_are_not_waited_for() -> None:
    measured: list[float] = []
    older, newer = (Delivery(time.perf_counter(), measured.append) for _ in range(2))
    quick, slow = _subscriber(_state(1)), _subscriber(_state(1))
    for socket in (quick, slow):
        socket.offer_state(_state(2), older)
    assert quick.next_frame() is not None
    quick.sent()
    for socket in (quick, slow):
        socket.offer_state(_state(3), newer)
    assert len(measured) == 1
    assert slow.next_frame() is not None
    slow.abandon()
    assert len(measured) == 1
    quick.abandon()
    assert len(measured) == 1, "nobody was told of the newer one"


def test_neither_an_old_state_nor_a_greeting_is_measured() -> None:
    measured: list[float] = []
    told = _subscriber(_state(5))
    told.offer_state(_state(5), Delivery(0, measured.append))
    fresh = Subscriber(1, time.time())
    fresh.offer_state(_state(5), Delivery(0, measured.append))
    told.offer_state(_state(6), Delivery(0, measured.append))
    told.start(_state(6), ["ready"])
    for socket in (told, fresh):
        while socket.next_frame() is not None:
            socket.sent()
        socket.abandon()
    assert measured == []


async def test_pushes_are_in_the_monitoring_of_the_process(client: httpx.AsyncClient, resources: Resources) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)

    async def pushed() -> bool:
        return len(resources.metrics.recent_pushes) == 3

    token = person.tokens["access_token"]
    async with conversing(resources, token) as first, conversing(resources, token) as second:
        for wire in (first, second):
            assert (await wire.next())[0] == "ready"
        started = time.monotonic()
        for _ in range(3):
            await grant(admin, 42, expiry_days=1)
            for wire in (first, second):
                assert (await wire.next())[0] == "subscription_update"
        await until(pushed, patience=5)
        took = (time.monotonic() - started) * 1000
        found = (await admin.get("/api/admin/monitoring")).json()
    assert (found["push"]["n"], found["sockets"]) == (3, 2)
    assert 0 < found["push"]["p50_ms"] <= found["push"]["p99_ms"] < took * 1.03
    assert resources.metrics.registry.get_sample_value("forexsignals_push_seconds_count") == 3
    assert resources.metrics.registry.get_sample_value("forexsignals_sockets") == 0


class LateReads(LiveReads):
    """A database whose clock is an hour behind, asked seven seconds after the change."""

    async def states(self, users: Collection[int]) -> dict[int, LiveState]:
        found = await super().states(users)
        return {user: self._late(state) for user, state in found.items()}

    def _late(self, state: LiveState) -> LiveState:
        then = state.server_time - timedelta(hours=1)
        return replace(state, server_time=then, changed_at=then - timedelta(seconds=7))


async def test_the_time_before_the_state_is_read_counts(client: httpx.AsyncClient, resources: Resources) -> None:
    """By the database's own clock, which may stand elsewhere than this machine's."""
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)

    async def pushed() -> bool:
        return len(resources.metrics.recent_pushes) == 1

    resources.hub._reads = LateReads(resources.live._pool, resources.live._health)
    async with conversing(resources, person.tokens["access_token"]) as wire:
        assert (await wire.next())[0] == "ready"
        await grant(admin, 42, expiry_days=1)
        assert (await wire.next())[0] == "subscription_update"
        await until(pushed, patience=5)
    assert 7 <= (resources.metrics.recent_pushes.quantile(0.5) or 0) < 10
