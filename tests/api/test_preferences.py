"""What a person chooses about messages: stored, checked, given back."""

import httpx
import pytest

from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, sign_in

DEFAULTS: dict[str, Json] = {"signal_modes": {}, "min_confidence": None, "quiet_hours": None, "digest": True}
NIGHT = {"starts_at": "23:00", "ends_at": "07:30"}


async def _patch(person: Person, **patch: Json) -> Json:
    answer = await person.patch("/api/auth/me", json=patch)
    assert answer.status_code == 200, answer.text
    return {name: answer.json()["preferences"][name] for name in DEFAULTS}


async def test_message_choices_are_kept_and_only_what_is_given_changes(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    assert (await person.get("/api/auth/me")).json()["preferences"].items() >= DEFAULTS.items()
    chosen = {
        "signal_modes": {PAID_MODEL: "silent", FREE_MODEL: "off"},
        "min_confidence": 0.55,
        "quiet_hours": NIGHT,
        "digest": False,
    }
    assert await _patch(person, **chosen) == chosen
    assert await _patch(person, timezone="Asia/Tokyo") == chosen
    assert await _patch(person, signal_modes={FREE_MODEL: "on"}) == chosen | {
        "signal_modes": {PAID_MODEL: "silent", FREE_MODEL: "on"}
    }
    again = await sign_in(client, 42)
    kept = (await again.get("/api/auth/me")).json()["preferences"]
    assert (kept["min_confidence"], kept["quiet_hours"], kept["timezone"]) == (0.55, NIGHT, "Asia/Tokyo")


async def test_null_puts_a_default_back(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    chosen = {"signal_modes": {PAID_MODEL: "off", FREE_MODEL: "off"}, "min_confidence": 0, "quiet_hours": NIGHT}
    assert await _patch(person, **chosen, digest=False) == chosen | {"digest": False}
    one_less = await _patch(person, signal_modes={PAID_MODEL: None, FREE_MODEL: "silent"})
    assert one_less["signal_modes"] == {FREE_MODEL: "silent"}
    for name, default in DEFAULTS.items():
        assert (await _patch(person, **{name: None}))[name] == default
    assert await _patch(person) == DEFAULTS


async def test_an_unknown_model_is_404_and_one_that_has_gone_can_be_taken_out(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    for modes in ({"nope": "on"}, {"nope": None, PAID_MODEL: "off"}):
        answer = await person.patch("/api/auth/me", json={"signal_modes": modes, "digest": False})
        assert (answer.status_code, answer.json()["code"], answer.json()["model_id"]) == (404, "unknown_model", "nope")
    assert await _patch(person) == DEFAULTS, "a refused patch changes nothing"

    await admin.post("/api/admin/models", json={"id": "brief", "name": "Brief"})
    assert (await _patch(person, signal_modes={"brief": "off"}))["signal_modes"] == {"brief": "off"}
    await admin.delete("/api/admin/models/brief")
    assert (await _patch(person, signal_modes={"brief": None}))["signal_modes"] == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"signal_modes": {PAID_MODEL: "loud"}},
        {"signal_modes": {"No Such\x00": "on"}},
        {"signal_modes": [PAID_MODEL]},
        {"min_confidence": 1.01},
        {"min_confidence": -0.01},
        {"quiet_hours": {"starts_at": "23:00"}},
        {"quiet_hours": {"starts_at": "24:00", "ends_at": "07:00"}},
        {"quiet_hours": {"starts_at": "7:00", "ends_at": "09:00"}},
        {"quiet_hours": {"starts_at": "٠٧:00", "ends_at": "09:00"}},
        {"quiet_hours": {"starts_at": "07:00", "ends_at": "07:00"}},
        {"quiet_hours": NIGHT | {"days": 5}},
        {"digest": "perhaps"},
    ],
)
async def test_what_cannot_be_meant_is_422(client: httpx.AsyncClient, wrong: Json) -> None:
    person = await sign_in(client, 42)
    answer = await person.patch("/api/auth/me", json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")


async def test_not_a_number_is_no_confidence(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    json_type = {"Content-Type": "application/json"}
    answer = await person.patch("/api/auth/me", content=b'{"min_confidence": NaN}', headers=json_type)
    assert answer.status_code == 422
