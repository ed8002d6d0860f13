"""Every door, with every kind of caller, and with another person's ids: OWASP API1, API3 and API5."""

import time
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.services.tokens import TokenSigner
from tests.factories import ADMIN_ID, JWT_KEY, revoke, sign_in
from tests.security.conftest import ATTACKER, VICTIM, VICTIMS_NAME, VICTIMS_WORDS, House
from tests.security.doors import ADMIN, OF_ONES_OWN, OPEN, PUBLIC_TO_USERS

Headers = Mapping[str, str]


def _bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def _signed(key: str, *, telegram_id: int, role: str, version: int, issued_at: float) -> Headers:
    signer = TokenSigner(key, lifetime=timedelta(minutes=15), skew=timedelta(seconds=60))
    token = signer.issue(telegram_id=telegram_id, sid=UUID(int=7), role=role, ver=version, subs={}, issued_at=issued_at)
    return _bearer(token)


async def _outsiders(house: House) -> dict[str, Headers]:
    """Callers that no guarded door may let in."""
    gone, ended = await sign_in(house.client, 700003), await sign_in(house.client, 700004)
    await house.admin.delete("/api/admin/users/700003?reason=test")
    await ended.post("/api/auth/logout-all")
    now = time.time()
    forged = {"telegram_id": ADMIN_ID, "role": "admin", "version": 1}
    return {
        "nobody": {},
        "another key": _signed("x" * 40, issued_at=now, **forged),  # type: ignore[arg-type]
        "ended": _signed(JWT_KEY, issued_at=now - 3600, **forged),  # type: ignore[arg-type]
        "a stranger": _signed(JWT_KEY, telegram_id=999999, role="admin", version=1, issued_at=now),
        "deleted": gone.headers,
        "logged out": ended.headers,
        "a refresh token": _bearer(house.victim.tokens["refresh_token"]),
    }


def test_every_door_is_of_a_known_kind(house: House) -> None:
    """A new door is refused here until somebody has said whose it is."""
    known = (*PUBLIC_TO_USERS, *OF_ONES_OWN, ADMIN)
    assert [door.name for door in house.doors if not door.path.startswith(known)] == []
    assert len(house.doors) > 50


async def test_who_is_not_signed_in_comes_through_no_guarded_door(house: House) -> None:
    outsiders, before = await _outsiders(house), await house.state()
    for door in (door for door in house.doors if door.path not in OPEN):
        for who, headers in outsiders.items():
            answer = await door.knock(house.client, headers)
            assert answer.status_code == 401, (door.name, who, answer.text)
            assert VICTIMS_NAME not in answer.text
    assert await house.state() == before


async def test_who_is_blocked_comes_through_no_guarded_door(house: House) -> None:
    blocked = await sign_in(house.client, 700005)
    await house.admin.patch("/api/admin/users/700005", json={"is_blocked": True, "reason": "test"})
    before = await house.state()
    for door in (door for door in house.doors if door.path not in OPEN):
        answer = await door.knock(house.client, blocked.headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "user_blocked"), door.name
    assert await house.state() == before


async def test_a_user_comes_through_no_admins_door_whatever_the_token_says(house: House) -> None:
    before = await house.state()
    claims = {"telegram_id": ATTACKER, "role": "admin", "version": 1}
    callers = {
        "a user": house.attacker.headers,
        "a user with an admin's token": _signed(JWT_KEY, issued_at=time.time(), **claims),  # type: ignore[arg-type]
    }
    for door in (door for door in house.doors if door.path.startswith(ADMIN)):
        for who, headers in callers.items():
            answer = await door.knock(house.client, headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "admin_required"), (door.name, who)
    assert await house.state() == before


async def test_who_is_no_admin_any_more_comes_through_no_admins_door(house: House) -> None:
    former = await sign_in(house.client, 700006)
    await house.admin.patch("/api/admin/users/700006", json={"role": "admin", "reason": "test"})
    await former.refresh()
    assert (await former.get("/api/admin/stats")).status_code == 200
    await house.admin.patch("/api/admin/users/700006", json={"role": "user", "reason": "test"})
    before = await house.state()
    for door in (door for door in house.doors if door.path.startswith(ADMIN)):
        answer = await door.knock(house.client, former.headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "admin_required"), door.name
    assert await house.state() == before


async def test_with_anothers_ids_a_user_reads_and_changes_nothing_of_theirs(house: House) -> None:
    before = await house.state()
    own = [door for door in house.doors if door.path.startswith(OF_ONES_OWN) and door.path not in OPEN]
    for door in own:
        attacker = await sign_in(house.client, ATTACKER, first_name="Attila")  # some of these doors end the session
        answer = await door.knock(house.client, attacker.headers)
        for secret in (VICTIMS_NAME, VICTIMS_WORDS, str(VICTIM)):
            assert secret not in answer.text, door.name
        if "{" in door.path:
            assert answer.status_code in {403, 404, 422}, (door.name, answer.text)
    assert await house.state() == before
    assert (await house.victim.get("/api/auth/me")).status_code == 200, "and the victim is still signed in"


async def test_a_right_that_has_ended_opens_nothing_for_who_had_it(house: House) -> None:
    await revoke(house.admin, VICTIM)
    paid = [door for door in house.doors if door.path.startswith("/api/signals/{model_id}")]
    assert len(paid) == 5
    for door in paid:
        body = {"verdict": "took"} if door.body else None
        answer = await door.knock(house.client, house.victim.headers, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "subscription_required"), (door.name, answer.text)


@pytest.mark.parametrize("who", ["nobody", "another key", "ended", "a stranger", "deleted", "logged out"])
async def test_no_outsider_is_told_anything_over_a_socket(house: House, socket_url: str, who: str) -> None:
    headers = (await _outsiders(house))[who]
    token = headers.get("Authorization", "Bearer none").removeprefix("Bearer ")
    async with connect(socket_url) as socket:
        await socket.send('{"type": "auth", "token": "' + token + '"}')
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
