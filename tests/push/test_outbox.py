"""What a socket is told: bounded, newest first for states, never backwards."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.resources.hub.subscriber import MAX_EVENTS, Subscriber
from app.schemas.subscriptions import AccessRight
from app.services.live import LiveState
from tests.factories import Json

NOW = datetime.now(UTC)


def _state(version: int, *models: str, ends_in: float | None = None, now: datetime = NOW) -> LiveState:
    end = None if ends_in is None else now + timedelta(seconds=ends_in)
    rights = [AccessRight(model_id=m, model_name=m, granted_at=now, expires_at=end, source="admin") for m in models]
    return LiveState(
        telegram_id=1, version=version, is_blocked=False, session_epoch=0, server_time=now, rights=rights,
        action="grant", reason=None, changed_at=now,
    )  # fmt: skip


def _subscriber(state: LiveState) -> Subscriber:
    subscriber = Subscriber(1, time.time())
    subscriber.start(state, [])
    return subscriber


def _frames(subscriber: Subscriber) -> list[dict[str, Json]]:
    found = []
    while (frame := subscriber.next_frame()) is not None:
        found.append(json.loads(frame))
    return found


def test_states_supersede_each_other_and_differ_from_what_was_told() -> None:
    subscriber = _subscriber(_state(1, "a"))
    for state in (_state(2, "a", "b"), _state(3, "a", "b", "c"), _state(4, "c")):
        subscriber.offer_state(state)
    (frame,) = _frames(subscriber)
    assert (frame["subscription_version"], frame["granted"], frame["revoked"]) == (4, ["c"], ["a"])


def test_an_older_or_equal_state_is_ignored() -> None:
    subscriber = _subscriber(_state(5, "a"))
    subscriber.offer_state(_state(5, "a", "b"))
    subscriber.offer_state(_state(4, "a", "b"))
    assert _frames(subscriber) == []
    subscriber.offer_state(_state(6))
    subscriber.offer_state(_state(5, "a"))
    assert [frame["subscription_version"] for frame in _frames(subscriber)] == [6]


def test_a_state_that_ready_already_told_is_not_told_again() -> None:
    subscriber = Subscriber(1, time.time())
    subscriber.offer_state(_state(3, "a"))
    subscriber.start(_state(3, "a"), [])
    assert _frames(subscriber) == []


def test_signals_of_models_lost_or_ended_are_dropped_at_sending_time() -> None:
    subscriber = _subscriber(_state(1, "a", "b"))
    for model in ("a", "b", "c"):
        subscriber.offer(json.dumps({"type": "signal", "model": model}), model_id=model)
    subscriber.offer_state(_state(2, "b"))
    assert [frame.get("model", frame["type"]) for frame in _frames(subscriber)] == ["subscription_update", "b"]
    subscriber.offer_state(_state(3, "b", ends_in=-1))
    subscriber.offer(json.dumps({"type": "signal"}), model_id="b")
    assert [frame["type"] for frame in _frames(subscriber)] == ["subscription_update"]


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(hours=-3)])
def test_rights_end_by_the_databases_clock_however_far_off_this_process_is(off: timedelta) -> None:
    now = datetime.now(UTC) + off
    for ends_in, frames in ((60.0, 1), (-1.0, 0)):
        subscriber = _subscriber(_state(1, "a", ends_in=ends_in, now=now))
        subscriber.offer(json.dumps({"type": "signal"}), model_id="a")
        assert len(_frames(subscriber)) == frames


def test_a_greeting_goes_first_and_what_was_missed_gives_way_to_a_newer_state() -> None:
    subscriber = Subscriber(1, time.time())
    subscriber.offer(json.dumps({"type": "pong"}))
    missed = [(model, json.dumps({"type": "signal", "model": model})) for model in ("a", "b") * MAX_EVENTS]
    subscriber.start(_state(3, "a", "b"), [json.dumps({"type": "ready"})], missed)
    subscriber.offer_state(_state(4, "b"))
    frames = _frames(subscriber)
    assert [frame["type"] for frame in frames[:2]] == ["ready", "subscription_update"]
    assert [frame["model"] for frame in frames[2:-1]] == ["b"] * MAX_EVENTS
    assert frames[-1] == {"type": "pong"}


def test_a_second_greeting_takes_the_place_of_the_unsent_one() -> None:
    subscriber = Subscriber(1, time.time())
    for number in range(3):
        frames = [json.dumps({"type": kind, "number": number}) for kind in ("ready", "signal")]
        subscriber.start(_state(2 + number, "a"), frames[:1], [("a", frames[1])])
    assert [(frame["type"], frame["number"]) for frame in _frames(subscriber)] == [("ready", 2), ("signal", 2)]


def test_an_overflow_names_its_loss() -> None:
    subscriber = _subscriber(_state(1))
    for number in range(MAX_EVENTS + 10):
        subscriber.offer(json.dumps({"type": "pong", "number": number}))
    frames = _frames(subscriber)
    assert frames[0] == {"type": "resync"}
    assert [frame["number"] for frame in frames[1:]] == list(range(MAX_EVENTS, MAX_EVENTS + 10))


def test_the_first_reason_to_close_stays() -> None:
    subscriber = _subscriber(_state(1))
    subscriber.close(4403)
    subscriber.close(4401)
    assert subscriber.close_code == 4403


OPERATIONS = st.lists(st.one_of(st.integers(1, 40), st.just("send")), max_size=60)


@given(OPERATIONS)
def test_told_versions_only_grow_and_end_at_the_newest(operations: list[int | str]) -> None:
    subscriber = _subscriber(_state(1))
    told = [1]
    for operation in [*operations, "send"]:
        if isinstance(operation, int):
            subscriber.offer_state(_state(operation, *[f"m{n}" for n in range(operation % 4)]))
        else:
            told += [frame["subscription_version"] for frame in _frames(subscriber)]
    assert told == sorted(set(told))
    assert told[-1] == max([1, *(o for o in operations if isinstance(o, int))])
